"""Triggers: entries and seals are never changed or deleted; every entry waits for its seal.

A later migration that makes SQLite rebuild one of the two tables must run `install` again:
a rebuilt table has lost its triggers (`verify_ledger` then says "unguarded").
"""

from django.db import migrations

LASTING = [
    "id",
    "kind",
    "subject_type",
    "subject_id",
    "article_id",
    "actor_id",
    "at",
    "content_digest",
    "digest",
]

POSTGRESQL = [
    """
    CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The ledger is append-only: % on % refused.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE FUNCTION ledger_wait() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO ledger_pending (entry_id) VALUES (NEW.id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
    """,
    """
    CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
    """,
    """
    CREATE TRIGGER ledger_entry_only_redaction BEFORE UPDATE ON ledger_entry
        FOR EACH ROW WHEN (NOT (
            OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL
            AND NEW.note = '' AND NEW.actor_name = '' AND NEW.salt = ''
            AND NEW.changes = '{}'::jsonb AND NEW.data = '{}'::jsonb
            AND ROW(%(old)s) IS NOT DISTINCT FROM ROW(%(new)s)
        )) EXECUTE FUNCTION ledger_refuse()
    """
    % {
        "old": ", ".join(f"OLD.{name}" for name in LASTING),
        "new": ", ".join(f"NEW.{name}" for name in LASTING),
    },
    """
    CREATE TRIGGER ledger_entry_waits AFTER INSERT ON ledger_entry
        FOR EACH ROW EXECUTE FUNCTION ledger_wait()
    """,
    """
    CREATE TRIGGER ledger_seal_no_delete BEFORE DELETE ON ledger_seal
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
    """,
    """
    CREATE TRIGGER ledger_seal_no_update BEFORE UPDATE ON ledger_seal
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse()
    """,
    """
    CREATE TRIGGER ledger_seal_no_truncate BEFORE TRUNCATE ON ledger_seal
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
    """,
]
POSTGRESQL_REMOVAL = [
    "DROP TRIGGER ledger_entry_no_delete ON ledger_entry",
    "DROP TRIGGER ledger_entry_no_truncate ON ledger_entry",
    "DROP TRIGGER ledger_entry_only_redaction ON ledger_entry",
    "DROP TRIGGER ledger_entry_waits ON ledger_entry",
    "DROP TRIGGER ledger_seal_no_delete ON ledger_seal",
    "DROP TRIGGER ledger_seal_no_update ON ledger_seal",
    "DROP TRIGGER ledger_seal_no_truncate ON ledger_seal",
    "DROP FUNCTION ledger_refuse()",
    "DROP FUNCTION ledger_wait()",
]

REFUSE = "BEGIN SELECT RAISE(ABORT, 'The ledger is append-only: %s refused.'); END"
SQLITE = {
    "ledger_entry_no_delete": "BEFORE DELETE ON ledger_entry " + REFUSE % "DELETE",
    "ledger_entry_only_redaction": (
        "BEFORE UPDATE ON ledger_entry WHEN NOT ("
        "OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL"
        " AND NEW.note = '' AND NEW.actor_name = '' AND NEW.salt = ''"
        " AND NEW.changes = '{}' AND NEW.data = '{}' AND "
        + " AND ".join(f"OLD.{name} IS NEW.{name}" for name in LASTING)
        + ") "
        + REFUSE % "UPDATE"
    ),
    # INSERT OR REPLACE deletes the old row without asking a DELETE trigger.
    "ledger_entry_no_replace": (
        "BEFORE INSERT ON ledger_entry WHEN EXISTS"
        " (SELECT 1 FROM ledger_entry WHERE id = NEW.id) " + REFUSE % "REPLACE"
    ),
    "ledger_entry_waits": (
        "AFTER INSERT ON ledger_entry"
        " BEGIN INSERT INTO ledger_pending (entry_id) VALUES (NEW.id); END"
    ),
    "ledger_seal_no_delete": "BEFORE DELETE ON ledger_seal " + REFUSE % "DELETE",
    "ledger_seal_no_update": "BEFORE UPDATE ON ledger_seal " + REFUSE % "UPDATE",
    "ledger_seal_no_replace": (
        "BEFORE INSERT ON ledger_seal WHEN EXISTS (SELECT 1 FROM ledger_seal"
        " WHERE position = NEW.position OR entry_id = NEW.entry_id) " + REFUSE % "REPLACE"
    ),
}


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        statements = POSTGRESQL
    else:
        statements = [f"CREATE TRIGGER {name} {body}" for name, body in SQLITE.items()]
    for statement in statements:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        statements = POSTGRESQL_REMOVAL
    else:
        statements = [f"DROP TRIGGER {name}" for name in SQLITE]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
