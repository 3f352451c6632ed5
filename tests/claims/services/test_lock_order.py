"""A person's act and the recording of a changed page meet on the same rows: neither may fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, connections
from factories import make_claim, make_people
from factories_sources import QUOTE, lease, look, make_source, page_outcome

from claims import receivers
from claims.models import Recheck
from claims.services import evidence as evidence_service
from claims.services.evidence import cite
from claims.services.rechecks import decide_recheck
from claims.services.transitions import perform_action
from sources.models import Change
from sources.services.recording import RecordedCounts, record_outcomes

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,  # SQLite has one writer: nobody can wait in a circle
]
ALTERED = QUOTE.replace("412", "142")
AGAIN = QUOTE.replace("412", "421")
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"


def someone_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [connection.settings_dict["NAME"]])
        return bool(cursor.fetchone()[0])


def record_while(
    monkeypatch: pytest.MonkeyPatch, source, text: str, act: Callable[[], object]
) -> tuple[RecordedCounts, list[object]]:
    """Record a change; in its midst ``act`` begins and gets as far as it can."""
    real, inside, done = receivers.open_rechecks_for, threading.Event(), []

    def slowly(**more):
        inside.set()
        deadline = time.monotonic() + 5
        while not someone_waits() and time.monotonic() < deadline:
            time.sleep(0.02)
        return real(**more)

    def run() -> None:
        inside.wait(10)
        try:
            done.append(act())
        except Exception as error:
            done.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr(receivers, "open_rechecks_for", slowly)
    thread = threading.Thread(target=run)
    thread.start()
    leased = lease(source)
    counts = record_outcomes(leased=leased, outcomes=[page_outcome(leased[0].sources[0], text)])
    thread.join(30)
    return counts, done


@pytest.fixture
def cited():
    people = make_people()
    source = make_source()
    claim = make_claim(people["checker"])
    evidence = cite(
        claim_id=claim.pk, stance="supports", quote=QUOTE, url=source.url, actor=people["checker"]
    )
    look(source, QUOTE)
    return people, source, claim, evidence


def test_citing_another_page_of_the_host_while_a_change_is_recorded(cited, monkeypatch) -> None:
    people, source, claim, _evidence = cited
    counts, done = record_while(
        monkeypatch,
        source,
        ALTERED,
        lambda: cite(
            claim_id=claim.pk,
            stance="context",
            quote="Some other words.",
            url=source.url + "another",
            actor=people["checker"],
        ),
    )
    assert (counts.changes, counts.failed) == (1, 0)
    assert done[0].claim_id == claim.pk
    assert Recheck.objects.awaiting().count() == 1


def test_deciding_a_recheck_while_the_next_change_joins_it(cited, monkeypatch) -> None:
    people, source, _claim, _evidence = cited
    look(source, ALTERED)
    recheck = Recheck.objects.awaiting().get()
    counts, done = record_while(
        monkeypatch,
        source,
        AGAIN,
        lambda: decide_recheck(
            recheck_id=recheck.pk,
            decision="still_holds",
            comment="I rang the harbour master.",
            actor=people["checker"],
        ),
    )
    assert (counts.changes, counts.failed) == (1, 0)
    assert done[0].pk == recheck.pk
    assert Change.objects.count() == 2


def test_citing_a_page_while_somebody_decides_about_it(cited, monkeypatch) -> None:
    people, source, claim, _evidence = cited
    look(source, ALTERED)
    recheck = Recheck.objects.awaiting().get()
    real, inside, done = evidence_service.add_source, threading.Event(), []

    def slowly(**more):
        inside.set()
        deadline = time.monotonic() + 5
        while not done and not someone_waits() and time.monotonic() < deadline:
            time.sleep(0.02)
        return real(**more)

    def decide() -> None:
        inside.wait(10)
        try:
            done.append(
                decide_recheck(
                    recheck_id=recheck.pk,
                    decision="evidence_replaced",
                    comment="Another page says it better.",
                    actor=people["checker"],
                )
            )
        except Exception as error:
            done.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr(evidence_service, "add_source", slowly)
    thread = threading.Thread(target=decide)
    thread.start()
    again = cite(
        claim_id=claim.pk,
        stance="context",
        quote="Some other words.",
        url=source.url,
        actor=people["checker"],
    )
    thread.join(30)
    assert again.claim_id == claim.pk
    assert done[0].pk == recheck.pk


def test_a_claim_restored_while_a_change_is_recorded_hears_of_it(cited, monkeypatch) -> None:
    people, source, claim, _evidence = cited
    perform_action(claim_id=claim.pk, action="dismiss", reason="opinion", actor=people["checker"])
    counts, done = record_while(
        monkeypatch,
        source,
        ALTERED,
        lambda: perform_action(claim_id=claim.pk, action="restore", actor=people["checker"]),
    )
    assert (counts.changes, counts.failed) == (1, 0)
    assert done[0].pk == claim.pk
    assert Recheck.objects.awaiting().filter(claim=claim).count() == 1
