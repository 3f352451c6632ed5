"""Four people press at once: one wins, three are told why. The control without a lock must fail."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from factories import make_article, make_claim, make_people

from claims.intake import ArticleText
from claims.models import Article, Claim
from claims.services import locking, transitions
from claims.services.articles import add_article
from claims.services.transitions import perform_action
from factcheck.errors import FactcheckError
from factcheck.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4


def at_once(work: Callable[[int], object]) -> list[object]:
    """Run ``work(n)`` in four threads that start together; return results or domain errors."""
    barrier = threading.Barrier(THREADS)
    results: list[object] = [None] * THREADS

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=10)
            results[number] = work(number)
        except FactcheckError as refused:
            results[number] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def queue_at_once() -> tuple[list[object], Claim]:
    people = make_people()
    claim = make_claim(people["checker"])
    results = at_once(
        lambda _n: perform_action(claim_id=claim.pk, action="queue", actor=people["checker"])
    )
    return [each for each in results if isinstance(each, Claim)], claim


def test_one_of_four_wins_a_transition() -> None:
    winners, claim = queue_at_once()
    assert len(winners) == 1
    assert Entry.objects.filter(kind="claim.queued", subject_id=str(claim.pk)).count() == 1


@pytest.mark.postgresql  # on SQLite, IMMEDIATE is the lock
def test_the_control_without_a_lock_lets_several_win(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Barrier(THREADS)

    def unlocked(claim_id: object, *, expected_version: int | None = None) -> Claim:
        claim = Claim.objects.select_related("article", "verdict").get(pk=claim_id)
        gate.wait(timeout=10)
        return claim

    monkeypatch.setattr(transitions, "lock_claim", unlocked)
    winners, _claim = queue_at_once()
    assert len(winners) > 1
    assert locking.lock_claim is not unlocked


def test_one_text_sent_by_four_is_one_article() -> None:
    content = ArticleText(
        text="Title\n\nThe tower is 90 m high.",
        title="Title",
        language="en",
        format="text",
        charset="utf-8",
    )
    results = at_once(lambda _n: add_article(content=content))
    assert sorted(created for _article, created in results) == [False, False, False, True]
    assert Article.objects.count() == 1


def test_four_edits_lose_nothing() -> None:
    people = make_people()
    claim = make_claim(people["checker"], make_article())
    from claims.services.claims import edit_claim

    at_once(
        lambda n: edit_claim(claim_id=claim.pk, actor=people["checker"], wording=f"Wording {n}")
    )
    claim.refresh_from_db()
    assert claim.version == 1 + THREADS
