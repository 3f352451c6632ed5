"""Whatever is done to the ledger behind its guards, `verify_ledger` names it."""

import json
import uuid
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, models, transaction
from ledger_flush import guards_lifted

from factcheck.ledger import digests
from factcheck.ledger.models import Entry, Pending, Seal
from factcheck.ledger.services import Head, ledger_head, record_entry, seal_entries
from factcheck.ledger.tasks import seal_ledger
from factcheck.ledger.verification import verify_ledger

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ledger(transactional_db):
    for number in range(8):
        with transaction.atomic():
            record_entry(
                kind="claim.approved", subject_type="claim", subject_id=number, note=f"n{number}"
            )
    seal_entries()
    assert verify_ledger().whole


def tamper(*statements):
    """Write what only the database's owner can; foreign keys are off as in a repaired dump."""
    disabled = connection.constraint_checks_disabled()
    with guards_lifted(connection), disabled, connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)


def codes(checkpoint=None):
    return {problem.code for problem in verify_ledger(checkpoint).problems}


def at(position):
    return Seal.objects.select_related("entry").get(position=position)


def db(value):
    """A UUID as the database stores it."""
    return value if connection.vendor == "postgresql" else value.hex


def test_an_altered_note_is_found(ledger):
    tamper(("UPDATE ledger_entry SET note = 'x' WHERE id = %s", [db(at(3).entry_id)]))
    (problem,) = verify_ledger().problems
    assert (problem.code, problem.position, problem.entry_id) == ("altered", 3, at(3).entry_id)


@pytest.mark.parametrize("field", ["kind", "subject_type", "subject_id", "actor_name", "salt"])
def test_any_altered_field_is_found(ledger, field):
    tamper((f"UPDATE ledger_entry SET {field} = 'x' WHERE id = %s", [db(at(3).entry_id)]))
    assert codes() == {"altered"}


def test_an_entry_rewritten_with_its_digests_is_found(ledger):
    entry = at(3).entry
    entry.note = "other"
    entry.content_digest = digests.content_digest(
        actor_name="", note="other", changes={}, data={}, salt=entry.salt
    )
    tamper(
        (
            "UPDATE ledger_entry SET note = 'other', content_digest = %s, digest = %s"
            " WHERE id = %s",
            [entry.content_digest, digests.entry_digest(entry), db(entry.pk)],
        )
    )
    assert codes() == {"altered"}


def test_a_deleted_seal_and_entry_are_found(ledger):
    entry_id = db(at(4).entry_id)
    tamper(
        ("DELETE FROM ledger_seal WHERE position = 4", []),
        ("DELETE FROM ledger_entry WHERE id = %s", [entry_id]),
    )
    (problem,) = verify_ledger().problems
    assert (problem.code, problem.position) == ("deleted", 5)


def test_a_deleted_first_entry_is_found(ledger):
    tamper(("DELETE FROM ledger_seal WHERE position = 1", []))
    assert codes() == {"deleted", "stranded"}


def test_reordered_seals_are_found(ledger):
    tamper(
        ("UPDATE ledger_seal SET position = 99 WHERE position = 3", []),
        ("UPDATE ledger_seal SET position = 3 WHERE position = 4", []),
        ("UPDATE ledger_seal SET position = 4 WHERE position = 99", []),
    )
    assert codes() == {"reordered", "altered"}


def reseal(after, entry_ids):
    """Compute the chain anew past ``after``, as a careful forger would."""
    head = Head(after, at(after).hash) if after else Head(0, digests.GENESIS)
    statements = [("DELETE FROM ledger_seal WHERE position > %s", [after])]
    for entry in (Entry.objects.get(pk=pk) for pk in entry_ids):
        moment = entry.at
        fresh = digests.seal_hash(
            position=head.position + 1,
            previous_hash=head.hash,
            entry_id=entry.pk,
            entry_digest=entry.digest,
            sealed_at=moment,
        )
        values = [head.position + 1, db(entry.pk), head.hash, entry.digest, fresh]
        stamp = moment if connection.vendor == "postgresql" else str(moment.replace(tzinfo=None))
        sql = (
            "INSERT INTO ledger_seal (position, entry_id, previous_hash, entry_digest, hash,"
            " sealed_at) VALUES (%s, %s, %s, %s, %s, %s)"
        )
        statements.append((sql, [*values, stamp]))
        head = Head(head.position + 1, fresh)
    tamper(*statements)


def test_a_chain_computed_anew_shows_only_against_a_checkpoint(ledger):
    kept = ledger_head()
    tail = [at(position).entry_id for position in (6, 5, 7, 8)]
    reseal(4, tail)
    assert codes() == set()
    assert codes(kept) == {"recomputed"}


def test_a_cut_tail_shows_against_a_checkpoint(ledger):
    kept = ledger_head()
    entries = [db(at(position).entry_id) for position in (7, 8)]
    tamper(
        ("DELETE FROM ledger_seal WHERE position > 6", []),
        *(("DELETE FROM ledger_entry WHERE id = %s", [entry]) for entry in entries),
    )
    assert codes() == set()
    assert codes([Head(0, digests.GENESIS), kept]) == {"truncated"}


def test_seals_cut_off_while_their_entries_stay_are_found_without_a_checkpoint(ledger):
    tamper(("DELETE FROM ledger_seal WHERE position > 6", []))
    assert codes() == {"stranded"}


def test_an_entry_sealed_twice_is_found(ledger):
    with without_unique_entry():
        reseal(7, [at(8).entry_id, at(2).entry_id])
        assert "sealed_twice" in codes()
        tamper(("DELETE FROM ledger_seal WHERE position = 9", []))
    assert codes() == set()


@contextmanager
def without_unique_entry():
    """Drop the constraint that makes a second seal impossible, then put it back."""
    unique = Seal._meta.get_field("entry")
    loose = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    loose.set_attributes_from_name("entry")
    loose.model = Seal
    with guards_lifted(connection), connection.schema_editor() as editor:
        editor.alter_field(Seal, unique, loose)
    yield
    with guards_lifted(connection), connection.schema_editor() as editor:
        editor.alter_field(Seal, loose, unique)


def test_waiting_entries_are_counted_and_no_error(ledger):
    with transaction.atomic():
        record_entry(kind="claim.approved", subject_type="claim", subject_id=9)
    report = verify_ledger()
    assert report.whole and (report.sealed, report.unsealed) == (8, 1)
    seal_ledger()
    assert verify_ledger().sealed == 9 and not Pending.objects.exists()


def test_an_entry_that_lost_its_place_in_the_queue_is_found(ledger):
    with transaction.atomic():
        record_entry(kind="claim.approved", subject_type="claim", subject_id=9)
    Pending.objects.all().delete()
    assert codes() == {"stranded"}


def test_a_redaction_nobody_answers_for_is_found(ledger):
    Entry.objects.filter(pk=at(2).entry_id).update(
        note="", changes={}, data={}, actor_name="", salt="", redacted_at=at(2).sealed_at
    )
    assert codes() == {"unrecorded_redaction"}


def test_a_missing_guard_is_found(ledger):
    with guards_lifted(connection):
        assert codes() == {"unguarded"}
        assert len(verify_ledger().problems) == 7
    assert verify_ledger().whole


def test_the_command_names_problems_and_writes_checkpoints_only_when_all_is_well(
    ledger, tmp_path, capsys
):
    path = tmp_path / "heads.jsonl"
    call_command("verify_ledger", write_checkpoint=path)
    line = json.loads(path.read_text())
    assert (line["position"], line["hash"]) == (8, ledger_head().hash)
    call_command("verify_ledger", checkpoint=path, write_checkpoint=path)
    assert len(path.read_text().splitlines()) == 2
    tamper(("UPDATE ledger_entry SET note = 'x' WHERE id = %s", [db(at(3).entry_id)]))
    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        call_command("verify_ledger", checkpoint=path, write_checkpoint=path)
    assert end.value.code == 1
    assert "altered 3" in capsys.readouterr().err
    assert len(path.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff", b'{"position": -1, "hash": "00"}', b"nothing\n"]
)
def test_a_bad_checkpoint_file_is_refused(ledger, tmp_path, content):
    path = tmp_path / "heads.jsonl"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("verify_ledger", checkpoint=path)
    assert refusal.value.returncode == 2
    with pytest.raises(CommandError):
        call_command("verify_ledger", checkpoint=tmp_path / "absent")


def test_the_seal_command_says_how_many(transactional_db, capsys):
    with transaction.atomic():
        for number in range(3):
            record_entry(kind="claim.approved", subject_type="claim", subject_id=number)
    call_command("seal_ledger")
    assert "3" in capsys.readouterr().out
    call_command("seal_ledger")
    assert "0" in capsys.readouterr().out
    assert uuid.UUID(str(at(1).entry_id)).version == 7
