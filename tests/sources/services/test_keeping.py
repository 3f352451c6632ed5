"""Verifying what is kept, forgetting looks that left nothing, and removing on demand."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from factories_sources import OTHER, QUOTE, look, look_and_see, make_passage, make_source

from factcheck.clock import database_now
from factcheck.errors import FactcheckError
from factcheck.health.notices import notices
from factcheck.ledger.models import Entry
from factcheck.ledger.services import seal_entries
from factcheck.ledger.verification import verify_ledger
from sources import tasks
from sources.models import Body, Observation, Snapshot
from sources.services.bodies import body_storage, read_body_bytes
from sources.services.outcomes import OutcomeKind
from sources.services.passages import watch_passage
from sources.services.proof_roots import close_days
from sources.services.putting_away import put_away_bodies, sweep_orphans
from sources.services.removing import remove_snapshot
from sources.services.retention import prune_observations
from sources.services.verifying import verify_bodies
from sources.storage.encoding import digest_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bodies_folder")]


def versions(number: int, source=None):
    """A page read in so many versions, put away; its snapshots in order."""
    source = source or make_source()
    filler = os.urandom(1500).hex()
    for count in range(number):
        look(source, f"{QUOTE} {filler} {count}.", OTHER)
    put_away_bodies()
    return list(source.snapshots.order_by("id"))


def run(*arguments: str) -> tuple[str, bool]:
    """The command's output, and whether it ended well."""
    out = StringIO()
    try:
        call_command("verify_snapshots", *arguments, stdout=out, stderr=StringIO())
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def file_of(snapshot: Snapshot) -> Path:
    return Path(body_storage().path(snapshot.body.file))


def notice():
    return next(each for each in notices() if each.name == "evidence")


# --- verifying ---------------------------------------------------------------------


def test_everything_whole_is_said_with_figures_and_exit_code_0():
    versions(3)
    out, well = run("--format", "json")
    assert well
    told = json.loads(out)
    assert (told["checked"], told["damaged"]) == (3, []) and told["bytes"] > 9000


def test_altered_missing_and_undecodable_bodies_are_named_with_their_snapshots():
    altered, missing, undecodable = (versions(1)[0] for _ in range(3))
    file_of(altered).write_bytes(file_of(missing).read_bytes())
    file_of(missing).unlink()
    file_of(undecodable).write_bytes(b"nothing of ours")
    out, well = run("--format", "json")
    assert not well
    told = {row["snapshots"][0]: row for row in json.loads(out)["damaged"]}
    assert {str(row.pk) for row in (altered, missing, undecodable)} == set(told)
    assert told[str(missing.pk)]["code"] == "body_missing"
    assert told[str(undecodable.pk)]["code"] == "body_undecodable"
    assert told[str(altered.pk)]["code"] in ("body_altered", "body_undecodable")
    assert all(row["remedy"] for row in told.values())
    out, well = run()
    assert not well and str(missing.pk) in out


def test_a_damaged_keyframe_names_every_version_that_needs_it():
    rows = versions(4)
    file_of(rows[0]).unlink()
    found = verify_bodies()
    assert {damage.sha256 for damage in found.damaged} == {row.body_id for row in rows}


def test_one_source_or_a_sample_may_be_verified():
    versions(3)
    first = versions(2)
    out, _well = run("--source", str(first[0].source_id), "--format", "json")
    assert json.loads(out)["checked"] == 2
    assert verify_bodies(sample=4).checked == 4
    assert verify_bodies(sample=99).checked == 5
    with pytest.raises(CommandError, match="No source"):
        call_command("verify_snapshots", "--source", "0197a000-0000-7000-8000-000000000000")


def test_health_tells_of_damage_until_it_is_repaired():
    (row,) = versions(1)
    tasks.verify_body_sample()
    assert notice().ok
    whole = file_of(row).read_bytes()
    file_of(row).unlink()
    assert tasks.verify_body_sample() == 1
    assert not notice().ok and "1 damaged" in notice().detail
    file_of(row).write_bytes(whole)
    tasks.verify_body_sample()
    assert notice().ok


def test_health_tells_of_bodies_that_wait_too_long():
    versions(1)
    assert notice().ok
    Body.objects.update(put_away_at=None, stored_at=database_now() - timedelta(hours=2))
    assert not notice().ok


# --- retention ---------------------------------------------------------------------


def aged(days: int, *, closed: bool = True) -> None:
    """Everything seen so far was seen so many days ago, and those days have their roots."""
    Observation.objects.update(at=database_now() - timedelta(days=days))
    if closed:
        close_days()


def test_days_without_their_merkle_root_are_not_pruned():
    source = make_source()
    for _ in range(4):
        look_and_see(source, OutcomeKind.BLOCKED)
    aged(10, closed=False)
    assert prune_observations(days=1) == 0
    close_days()
    assert prune_observations(days=1) == 2


def test_looks_that_left_nothing_are_forgotten_after_their_window_only():
    source = make_source()
    look(source, QUOTE, OTHER)
    for _ in range(5):
        look_and_see(source, OutcomeKind.NOT_MODIFIED)
    aged(10)
    assert prune_observations(days=11) == 0
    assert prune_observations(days=0) == 0
    assert prune_observations(days=9) == 4
    fences = list(Observation.objects.order_by("fence").values_list("outcome", flat=True))
    assert fences == ["ok", "not_modified"]
    assert prune_observations(days=9) == 0


def test_looks_that_left_a_snapshot_a_reading_or_a_change_are_kept_for_ever():
    source = make_source()
    make_passage(source)
    look_and_see(source, OutcomeKind.UNREACHABLE)
    look(source, QUOTE, OTHER)
    look_and_see(source, OutcomeKind.BLOCKED)
    look(source, QUOTE.replace("412", "142"), OTHER)
    look_and_see(source, OutcomeKind.GONE)
    look_and_see(source, OutcomeKind.BLOCKED)
    look_and_see(source, OutcomeKind.BLOCKED)
    aged(1000)
    assert prune_observations(days=400) == 2
    kept = list(Observation.objects.order_by("fence").values_list("outcome", flat=True))
    assert kept == ["unreachable", "ok", "ok", "gone", "blocked"]


def test_snapshots_are_not_pruned_with_the_observations_and_the_command_says_how_many():
    rows = versions(3)
    look_and_see(rows[0].source, OutcomeKind.NOT_MODIFIED)
    look_and_see(rows[0].source, OutcomeKind.NOT_MODIFIED)
    aged(1000)
    out = StringIO()
    call_command("prune_observations", "--days", "1", stdout=out)
    assert out.getvalue().startswith("1 ")
    assert Snapshot.objects.count() == 3 and verify_bodies().damaged == []


# --- removing ----------------------------------------------------------------------


def test_a_removed_snapshot_leaves_a_tombstone_and_a_valid_chain(
    people, django_capture_on_commit_callbacks
):
    (row,) = versions(1)
    file = file_of(row)
    with django_capture_on_commit_callbacks(execute=True):
        remove_snapshot(snapshot=row, actor=people["editor"], reason="Order of a court")
    row.refresh_from_db()
    assert (row.text, row.title, row.headers) == ("", "", {})
    assert row.removed_at and row.removed_by == people["editor"]
    assert row.removed_reason == "Order of a court"
    assert row.body.removed_at and row.body.size > 0 and not file.exists()
    with pytest.raises(FactcheckError) as caught:
        read_body_bytes(row.body_id)
    assert caught.value.code == "body_removed"
    entry = Entry.objects.get(kind="snapshot.removed")
    assert entry.actor == people["editor"] and entry.data["sha256"] == row.body_id
    seal_entries()
    assert verify_ledger().problems == []
    assert verify_bodies().damaged == []


def test_removing_a_keyframe_breaks_no_later_version(people):
    rows = versions(4)
    plain = [read_body_bytes(row.body_id) for row in rows]
    assert Body.objects.filter(base=rows[0].body_id).count() == 3
    remove_snapshot(snapshot=rows[0], actor=people["editor"], reason="Order of a court")
    assert [read_body_bytes(row.body_id) for row in rows[1:]] == plain[1:]
    put_away_bodies()
    assert [read_body_bytes(row.body_id) for row in rows[1:]] == plain[1:]
    assert verify_bodies().damaged == []
    assert sweep_orphans() == 0


def test_the_same_bytes_read_again_are_not_kept_again(people):
    source = make_source()
    look(source, QUOTE, OTHER)
    first = source.snapshots.get()
    remove_snapshot(snapshot=first, actor=people["editor"], reason="Order of a court")
    look(source, "Something else altogether.", OTHER)
    look(source, QUOTE, OTHER)
    put_away_bodies()
    assert source.snapshots.count() == 3
    assert Body.objects.get(pk=first.body_id).removed_at is not None
    assert digest_of(b"") not in Body.objects.values_list("pk", flat=True)


def test_a_removal_needs_a_reason_and_happens_once(people):
    (row,) = versions(1)
    with pytest.raises(FactcheckError) as caught:
        remove_snapshot(snapshot=row, actor=people["editor"], reason="  ")
    assert caught.value.field == "reason"
    name = people["editor"].get_username()
    call_command(
        "remove_snapshot", str(row.pk), "--actor", name, "--reason", "Court", stdout=StringIO()
    )
    with pytest.raises(CommandError, match="already been removed"):
        call_command("remove_snapshot", str(row.pk), "--actor", name, "--reason", "Court")


def test_a_passage_is_not_judged_by_a_removed_version(people):
    (row,) = versions(1)
    remove_snapshot(snapshot=row, actor=people["editor"], reason="Court")
    passage = watch_passage(source=row.source, exact=QUOTE)
    assert passage.state == "unread"
