"""Rows and outcomes for tests of the sources room, made through the services."""

from __future__ import annotations

import hashlib
import itertools
from datetime import timedelta
from typing import Any

from django.db.models import F

from factcheck.clock import database_now, now
from factcheck.text.normalize import fold
from sources.models import Change, Host, Passage, Source
from sources.services.adding import add_source
from sources.services.leasing import lease_due, watched_passages
from sources.services.looking import look_for
from sources.services.outcomes import DueSource, LeasedHost, Outcome, OutcomeKind, PageRead
from sources.services.passages import watch_passage
from sources.services.recording import RecordedCounts, record_outcomes

_number = itertools.count(1)
QUOTE = "The harbour handled 412 ships in 2023, more than ever before."
ALTERED = QUOTE.replace("412", "142")
AGAIN = QUOTE.replace("412", "421")
OTHER = "The mayor opened a new bridge in the north of the city on Monday."


def make_source(url: str | None = None, **more: Any) -> Source:
    source, _created = add_source(url=url or f"https://site{next(_number)}.example.com/", **more)
    return source


def make_passage(source: Source | None = None, exact: str = QUOTE, **more: Any) -> Passage:
    return watch_passage(source=source or make_source(), exact=exact, **more)


def make_due(source: Source | None = None) -> None:
    """Pull due times into the past (of one source, or of all), as if their time had come."""
    past = database_now() - timedelta(minutes=1)
    sources = Source.objects.watched()
    if source is not None:
        sources = sources.filter(pk=source.pk)
    sources.update(next_check_at=past)
    Host.objects.filter(sources__in=sources).update(next_due_at=past, backoff_until=None)


def expire_leases() -> None:
    Host.objects.filter(lease_until__isnull=False).update(
        lease_until=F("lease_until") - timedelta(days=1)
    )


def lease(source: Source | None = None, owner: str = "test", **more: Any) -> list[LeasedHost]:
    if source is not None:
        make_due(source)
        more["host_id"] = source.host_id
    return lease_due(owner=owner, **more)


def page_outcome(due: DueSource, *paragraphs: str, noise: str = "", **more: Any) -> Outcome:
    """What interpreting gives for a page of these paragraphs; ``noise`` is no prose."""
    text = "\n".join(paragraphs)
    body = f"{text}<{noise}>".encode()
    page = PageRead(
        body=body,
        text=f"{text}\n{noise}",
        title=more.pop("title", "A page"),
        prose_sha256=hashlib.sha256(text.encode()).hexdigest(),
        labels=more.pop("labels", []),
        reader_version=more.pop("reader_version", "1"),
    )
    folded = fold(page.text)
    return Outcome(
        source_id=due.id,
        kind=OutcomeKind.OK,
        at=now(),
        status=200,
        final_url=due.url,
        body_sha256=hashlib.sha256(body).hexdigest(),
        page=page,
        findings=tuple(
            look_for(folded, passage) for passage in watched_passages([due.id]).get(due.id, ())
        ),
        **more,
    )


def plain_outcome(due: DueSource, kind: OutcomeKind, **more: Any) -> Outcome:
    return Outcome(source_id=due.id, kind=kind, at=now(), final_url=due.url, **more)


def look(source: Source, *paragraphs: str, **more: Any) -> RecordedCounts:
    """One whole look at one page that reads like this."""
    when = more.pop("now", None)
    leased = lease(source)
    due = next(due for due in leased[0].sources if due.id == source.pk)
    return record_outcomes(
        leased=leased, outcomes=[page_outcome(due, *paragraphs, **more)], now=when
    )


def look_and_see(source: Source, kind: OutcomeKind, **more: Any) -> RecordedCounts:
    """One look at one page that ends in this way."""
    when = more.pop("now", None)
    leased = lease(source)
    due = next(due for due in leased[0].sources if due.id == source.pk)
    return record_outcomes(leased=leased, outcomes=[plain_outcome(due, kind, **more)], now=when)


def kinds():
    return list(Change.objects.order_by("pk").values_list("kind", flat=True))


def state(passage):
    passage.refresh_from_db()
    return passage.state
