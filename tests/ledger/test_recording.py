"""Entries: what is written, what is refused, and that the database refuses the rest."""

import uuid
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from factcheck import clock
from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger import digests
from factcheck.ledger.models import Entry, Pending, Seal
from factcheck.ledger.services import (
    Fact,
    ledger_head,
    read_events,
    record_entries,
    record_entry,
    redact_entry,
    seal_entries,
)
from factcheck.ledger.verification import verify_ledger
from factcheck.people.models import User


@pytest.fixture
def person(db):
    return User.objects.create_user("hana", password=None)


def record(**fields):
    return record_entry(
        **{"kind": "claim.approved", "subject_type": "claim", "subject_id": uuid.uuid4(), **fields}
    )


def test_an_entry_keeps_what_it_was_given(person):
    article = uuid.uuid4()
    entry = record(
        actor=person,
        article_id=article,
        note="確認した",
        changes={"status": ["checking", gettext_lazy("checked")]},
        data={"id": article, "share": Decimal("0.5"), "at": timezone.now(), "list": (1, 2)},
    )
    entry.refresh_from_db()
    assert (entry.actor, entry.actor_name, entry.article_id) == (person, "hana", article)
    assert entry.changes == {"status": ["checking", "checked"]}
    assert entry.data["id"] == str(article) and entry.data["list"] == [1, 2]
    assert verify_ledger().whole


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        record()
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_act_leaves_no_entry_and_nothing_to_seal():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record()
        raise ZeroDivisionError
    assert not Entry.objects.exists() and not Pending.objects.exists()


@pytest.mark.parametrize("bad", ["a\0b", "\ud800", "half \udfff"])
@pytest.mark.parametrize("place", ["note", "changes", "data"])
def test_text_the_database_cannot_hold_is_refused(db, bad, place):
    value = {"note": bad, "changes": {"field": ["", bad]}, "data": {"deep": [{bad: 1}]}}[place]
    with pytest.raises(InvalidInput) as refusal:
        record(**{place: value})
    assert refusal.value.field == place


def test_a_written_out_escape_is_no_nul(db):
    assert record(note="C:\\u0000").note == "C:\\u0000"


def test_a_number_that_is_not_finite_is_refused(db):
    with pytest.raises(InvalidInput):
        record(data={"score": float("nan")})


def test_changes_are_pairs(db):
    with pytest.raises(TypeError):
        record(changes={"status": "checked"})


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@pytest.mark.django_db
@given(data=st.dictionaries(st.sampled_from("abc"), json_values, max_size=3))
def test_a_digest_survives_the_database_whatever_the_data(data):
    with transaction.atomic():
        entry = Entry.objects.get(pk=record(data=data).pk)
        assert entry.digest == digests.entry_digest(entry)
        assert entry.content_digest == digests.content_digest(
            actor_name="", note="", changes={}, data=entry.data, salt=entry.salt
        )
        transaction.set_rollback(True)


def test_many_facts_are_recorded_in_the_order_given(db):
    entries = record_entries(
        [Fact(kind="claim.proposed", subject_type="claim", subject_id=n) for n in range(30)]
    )
    assert seal_entries() == 30
    assert [seal.entry_id for seal in read_events()] == [entry.pk for entry in entries]


def test_recording_many_costs_a_fixed_number_of_queries(db, django_assert_num_queries):
    facts = [Fact(kind="claim.proposed", subject_type="claim", subject_id=n) for n in range(60)]
    with django_assert_num_queries(1):
        record_entries(facts)


ATTACKS = {
    "update of an entry": "UPDATE ledger_entry SET note = 'other'",
    "deletion of an entry": "DELETE FROM ledger_entry",
    "update of a seal": "UPDATE ledger_seal SET position = position + 5",
    "deletion of a seal": "DELETE FROM ledger_seal",
    "redaction that keeps the note": "UPDATE ledger_entry SET redacted_at = at",
    "redaction that changes who it was about": (
        "UPDATE ledger_entry SET redacted_at = at, note = '', actor_name = '', salt = '',"
        " changes = '{}', data = '{}', subject_id = 'other'"
    ),
}


@pytest.mark.parametrize("sql", ATTACKS.values(), ids=ATTACKS.keys())
def test_the_database_refuses(person, sql):
    record(note="as it was", actor=person)
    assert seal_entries() == 1
    refused = pytest.raises(IntegrityError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.get().note == "as it was" and Seal.objects.get().position == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["ledger_entry", "ledger_seal"])
def test_the_database_refuses_to_empty_a_table_at_once(table):
    with transaction.atomic():
        record()
    seal_entries()
    if connection.vendor == "postgresql":
        sql = f"TRUNCATE {table} CASCADE"
    else:
        # SQLite's way around a DELETE trigger.
        sql = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    refused = pytest.raises(IntegrityError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.count() == Seal.objects.count() == 1


def test_querysets_cannot_change_or_delete_either(db):
    entry = record()
    seal_entries()
    for act in (
        lambda: Entry.objects.update(kind="other"),
        lambda: Seal.objects.update(entry_digest="0" * 64),
        lambda: Seal.objects.all().delete(),
        lambda: Entry.objects.filter(pk=entry.pk)._raw_delete("default"),
        lambda: Entry.objects.bulk_update([Entry(pk=entry.pk, note="other")], ["note"]),
        lambda: Seal.objects.get().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert Seal.objects.count() == 1


def test_a_redacted_entry_is_blank_and_the_chain_still_holds(person):
    entry = record(note="a private address", actor=person, data={"phone": "0"})
    seal_entries()
    redacted = redact_entry(entry=entry, actor=person, reason="privacy request")
    assert (redacted.note, redacted.data, redacted.actor_name) == ("", {}, "")
    assert redacted.digest == entry.digest and redacted.redacted_at
    act = Entry.objects.get(kind="entry.redacted")
    assert (act.subject_id, act.note, act.actor) == (str(entry.pk), "privacy request", person)
    assert verify_ledger().whole


def test_a_redaction_needs_a_reason_and_happens_once(person):
    entry = record()
    with pytest.raises(InvalidInput):
        redact_entry(entry=entry, actor=person, reason=" ")
    redact_entry(entry=entry, actor=person, reason="privacy")
    with pytest.raises(Conflict):
        redact_entry(entry=entry, actor=person, reason="privacy")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(note="back again")


def test_redaction_from_the_command_line(person, capsys):
    entry = record(note="private")
    with pytest.raises(CommandError, match="user name"):
        call_command("redact_entry", str(entry.pk), actor="nobody", reason="privacy")
    call_command("redact_entry", str(entry.pk), actor="hana", reason="privacy")
    assert Entry.objects.get(pk=entry.pk).note == ""
    with pytest.raises(CommandError, match="already"):
        call_command("redact_entry", str(entry.pk), actor="hana", reason="privacy")
    with pytest.raises(CommandError, match="No entry"):
        call_command("redact_entry", str(uuid.uuid4()), actor="hana", reason="privacy")


def test_events_are_read_by_position_and_kind(db):
    for number in range(10):
        record(kind="claim.approved" if number % 2 else "claim.proposed")
    assert seal_entries(limit=4) == 4
    assert seal_entries() == 6
    assert seal_entries() == 0
    assert [seal.position for seal in read_events(after=3, limit=4)] == [4, 5, 6, 7]
    approved = read_events(types={"claim.approved"})
    assert [seal.position for seal in approved] == [2, 4, 6, 8, 10]
    assert read_events(types=set()) == []
    assert ledger_head().position == 10


def test_reading_a_page_of_events_takes_one_query(person, django_assert_num_queries):
    for _number in range(5):
        record(actor=person)
    seal_entries()
    with django_assert_num_queries(1):
        assert {seal.entry.actor.username for seal in read_events()} == {"hana"}


def test_the_two_clocks_agree_and_speak_utc(db):
    assert clock.now().utcoffset().total_seconds() == 0
    assert clock.database_now().utcoffset().total_seconds() == 0
    assert abs((clock.database_now() - clock.now()).total_seconds()) < 5
