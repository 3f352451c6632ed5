"""Daily roots: every observation in exactly one tree, any alteration named, pruning allowed."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from proof_steps import DAY, NOON, close, observe

from factcheck.ledger.models import Entry
from sources.models import Observation, ObservationRoot
from sources.proof.leaves import unpack_ids
from sources.proof.merkle import leaf_hash, root_of_path
from sources.services.proof_checking import describe_root, verify_roots
from sources.services.proof_roots import close_days
from sources.tasks import close_observation_days

pytestmark = pytest.mark.django_db


def codes(**more):
    return [(problem.day, problem.code) for problem in verify_roots(**more).problems]


def test_a_closed_day_has_one_root_in_a_row_and_in_the_ledger():
    ids = observe(count=5)
    assert close() == 1 and close() == 0
    row = ObservationRoot.objects.get()
    assert (row.day, row.count, unpack_ids(bytes(row.ids))) == (DAY, 5, ids)
    entry = Entry.objects.get(kind="observations.sealed")
    assert entry.subject_id == "2026-03-01" and entry.data["root"] == row.root
    assert codes() == []


def test_a_day_that_is_not_over_is_left_open():
    observe()
    assert close_days(now=datetime(2026, 3, 1, 23, 59, tzinfo=UTC)) == 0
    assert close_days(now=datetime(2026, 3, 2, 0, 14, tzinfo=UTC)) == 0
    assert close_days(now=datetime(2026, 3, 2, 0, 16, tzinfo=UTC)) == 1


def test_a_row_committed_late_goes_to_the_next_day_and_into_one_tree_only():
    first = observe(count=3)
    late = first[1]
    kept = Observation.objects.filter(pk=late).values().get()
    Observation.objects.filter(pk=late).delete()  # drawn, but not committed yet
    close()
    Observation.objects.create(**kept)
    tomorrow = observe(at=NOON + timedelta(days=1), count=2)
    close(DAY + timedelta(days=1))
    held = [unpack_ids(bytes(row.ids)) for row in ObservationRoot.objects.order_by("day")]
    assert held == [[first[0], first[2]], [late, *tomorrow]]
    assert codes() == []


def test_days_of_downtime_and_empty_days_get_their_roots_in_order():
    observe()
    observe(at=NOON + timedelta(days=3))
    assert close(DAY + timedelta(days=3)) == 4
    counts = list(ObservationRoot.objects.order_by("day").values_list("count", flat=True))
    assert counts == [1, 0, 0, 1] and codes() == []


def test_without_any_observation_there_is_nothing_to_close():
    assert close() == 0 and close_observation_days() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "gone"},
        {"status": 404},
        {"body_sha256": "f" * 64},
        {"at": NOON + timedelta(seconds=1)},
        {"headers": {}},
        {"final_url": "https://other.example.com/"},
    ],
)
def test_an_altered_observation_is_named_with_its_day(change):
    ids = observe(count=3)
    close()
    Observation.objects.filter(pk=ids[1]).update(**change)
    (problem,) = verify_roots().problems
    assert (problem.day, problem.code, problem.observations) == (DAY, "altered", (ids[1],))


def test_a_deleted_observation_is_named_and_a_pruned_one_is_counted(settings):
    ids = observe(count=3)
    close()
    Observation.objects.filter(pk=ids[0]).delete()
    settings.OBSERVATION_DAYS = 0
    (problem,) = verify_roots().problems
    assert (problem.code, problem.observations) == ("deleted", (ids[0],))
    settings.OBSERVATION_DAYS = 30
    report = verify_roots()
    assert report.problems == () and report.pruned == 1


def test_a_day_that_retention_has_not_reached_may_miss_nothing(settings):
    settings.OBSERVATION_DAYS = 30
    yesterday = datetime.now(UTC) - timedelta(days=1)
    (number,) = observe(at=yesterday)
    close(yesterday.date())
    Observation.objects.filter(pk=number).delete()
    assert [code for _day, code in codes()] == ["deleted"]


def test_rewriting_leaves_and_root_together_is_found_by_the_ledger():
    observe(count=2)
    close()
    row = ObservationRoot.objects.get()
    ObservationRoot.objects.update(root=leaf_hash(b"x").hex(), leaves=leaf_hash(b"x"), count=1)
    assert (DAY, "ledger") in codes()
    ObservationRoot.objects.update(root=row.root)
    assert codes() == [(DAY, "root")]
    ObservationRoot.objects.update(ids=b"rubbish")
    assert codes() == [(DAY, "damaged")]
    ObservationRoot.objects.all().delete()
    assert codes() == [(DAY, "deleted")]


def test_a_proof_can_be_checked_by_hand_and_outlives_the_observation():
    ids = observe(count=7)
    close()
    told = describe_root(day=DAY, prove=ids[4])
    proof = told["proof"]
    leaf = leaf_hash(proof["content"].encode())
    path = [bytes.fromhex(step) for step in proof["path"]]
    root = root_of_path(leaf, proof["index"], proof["size"], path)
    assert leaf.hex() == proof["leaf"] and root.hex() == told["root"]
    Observation.objects.filter(pk=ids[4]).delete()
    after = describe_root(day=DAY, prove=ids[4])["proof"]
    assert after | {"content": proof["content"]} == proof and after["content"] is None


def test_the_commands_print_prove_and_refuse(tmp_path):
    ids = observe(count=2)
    close()
    out = StringIO()
    call_command("export_observation_root", "2026-03-01", prove=ids[0], stdout=out)
    assert json.loads(out.getvalue())["proof"]["observation"] == ids[0]
    for wrong in (["1 March"], ["2026-03-02"], ["2026-03-01", "--prove", "999999"]):
        with pytest.raises(CommandError):
            call_command("export_observation_root", *wrong)
    out = StringIO()
    call_command("verify_observations", format="json", stdout=out)
    assert json.loads(out.getvalue())["problems"] == []
    Observation.objects.filter(pk=ids[0]).update(detail="x")
    with pytest.raises(SystemExit):
        call_command("verify_observations", stdout=StringIO(), stderr=out)
    assert "2026-03-01 altered" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_two_tasks_at_the_same_moment_make_one_root():
    observe(count=3)
    barrier, made = threading.Barrier(3), []

    def run():
        barrier.wait(10)
        made.append(close())
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(made) == 1 == ObservationRoot.objects.count()
    assert Entry.objects.filter(kind="observations.sealed").count() == 1
