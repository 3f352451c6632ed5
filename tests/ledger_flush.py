"""Lets Django empty the database after a transaction test, though the ledger refuses it.

The guards are lifted for that one flush and put back; the product has no switch to do so.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

TABLES = ("ledger_entry", "ledger_seal")


@contextmanager
def guards_lifted(connection):
    """Without the triggers of the ledger: what someone with the database's password can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            present = set(connection.introspection.table_names(cursor))
            tables = [table for table in TABLES if table in present]
            lift = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            restore = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
                " AND tbl_name IN ('ledger_entry', 'ledger_seal')"
            )
            triggers = cursor.fetchall()
            lift = [f"DROP TRIGGER {name}" for name, _sql in triggers]
            restore = [sql for _name, sql in triggers]
        for statement in lift:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in restore:
                cursor.execute(statement)


@pytest.fixture(autouse=True, scope="session")
def _flush_lifts_the_guards():
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_guards(self, sql_list):
        with guards_lifted(self.connection):
            return flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_guards)
        yield
