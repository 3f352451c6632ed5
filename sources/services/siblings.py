"""Soft 404s told by their like: a page against the one its server sends for any address.

Asked within the lease of the batch, at most once per host and week; between leases nobody waits.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from factcheck.clock import database_now
from sources.comparing.responses import ResponseState, classify_response
from sources.comparing.siblings import (
    PageTraits,
    looks_like_sibling,
    sibling_url,
    traits_from_json,
    traits_of,
)
from sources.fetching import FetchConfig, Fetched, FetchRequest, RobotsRecord, fetch_batch
from sources.models import Host
from sources.reading import Reading, read_safely
from sources.reading.errors import ReadingFailed
from sources.services.outcomes import DueSource, LeasedHost, Outcome, OutcomeKind

logger = logging.getLogger(__name__)

#: What a server sent for an address nobody wrote is believed so long.
KEPT: Final = timedelta(days=7)
LIKE_MISSING: Final = "like_missing_page"
_WORD_BYTES: Final = 9


@dataclass(frozen=True, slots=True)
class _Asked:
    """One address to ask for, beside the page that is in doubt."""

    lease: LeasedHost
    beside: DueSource
    url: str


def judge_doubtful(
    *,
    leased: Sequence[LeasedHost],
    outcomes: Sequence[Outcome],
    config: FetchConfig,
    robots: Mapping[str, RobotsRecord],
    deadline: float,
) -> list[Outcome]:
    """Return the outcomes; a page like its server's not-found page is missing, not read.

    A host with a doubtful page is asked for an address that cannot exist, unless it was within
    a week, asked for rest, or its robots.txt forbids it. Blocks like a batch; ``deadline`` is a
    time.monotonic() value. Writes only ``not_found_*`` of hosts still held by us.
    """
    owner = {due.id: (lease, due) for lease in leased for due in lease.sources}
    doubtful = [outcome for outcome in outcomes if outcome.doubt is not None]
    if not doubtful:
        return list(outcomes)
    resting = {owner[each.source_id][0].id for each in outcomes if each.holds_host}
    hosts = {owner[each.source_id][0].id for each in doubtful}
    known, fresh = _known(hosts)
    wanted: dict[UUID, _Asked] = {}
    for outcome in doubtful:
        lease, due = owner[outcome.source_id]
        address = sibling_url(due.url, secrets.token_hex(_WORD_BYTES))
        if address is not None and lease.id not in fresh | resting:
            wanted.setdefault(lease.id, _Asked(lease, due, address))
    known |= _ask(wanted.values(), config, robots, deadline)
    return [
        _judged(outcome, known.get(owner[outcome.source_id][0].id))
        if outcome.doubt is not None
        else outcome
        for outcome in outcomes
    ]


def _known(hosts: Iterable[UUID]) -> tuple[dict[UUID, PageTraits], set[UUID]]:
    """Return the kept not-found pages, and the hosts that need not be asked again."""
    known: dict[UUID, PageTraits] = {}
    rows = Host.objects.filter(pk__in=hosts, not_found_at__gt=database_now() - KEPT)
    fresh: set[UUID] = set()
    for pk, kept in rows.values_list("pk", "not_found_page"):
        fresh.add(pk)
        if kept:
            known[pk] = traits_from_json(kept)
    return known, fresh


def _judged(outcome: Outcome, sibling: PageTraits | None) -> Outcome:
    if sibling is None or outcome.doubt is None or not looks_like_sibling(outcome.doubt, sibling):
        return outcome
    return replace(
        outcome,
        kind=OutcomeKind.MISSING,
        detail=LIKE_MISSING,
        page=None,
        move=None,
        obtained=None,
        findings=(),
    )


def _ask(
    wanted: Iterable[_Asked],
    config: FetchConfig,
    robots: Mapping[str, RobotsRecord],
    deadline: float,
) -> dict[UUID, PageTraits]:
    asked = {str(each.lease.id): each for each in wanted}
    result = fetch_batch(
        [
            FetchRequest(
                key=key,
                url=each.url,
                host_key=each.lease.name,
                delay=each.lease.delay_seconds,
                unconditional=True,
            )
            for key, each in asked.items()
        ],
        config=config,
        deadline=deadline,
        robots=robots,
    )
    found: dict[UUID, PageTraits] = {}
    for fetched in result.fetched:
        if not fetched.attempted:
            continue  # no time left: asked another day
        each = asked[fetched.key]
        traits = _stand_in(each, fetched)
        _keep(each, fetched, traits)
        if traits is not None:
            found[each.lease.id] = traits
    return found


def _stand_in(asked: _Asked, fetched: Fetched) -> PageTraits | None:
    """Return the traits of what was sent as a page, None for an honest refusal or a real page."""
    if fetched.error is not None or fetched.status not in (200, 203):
        return None
    try:
        reading = read_safely(
            fetched.body, content_type=fetched.headers.get("content-type"), url=fetched.final_url
        )
    except ReadingFailed as error:
        logger.info("What %s sent cannot be read: %s", asked.url, error.code)
        return None
    state = classify_response(
        status=fetched.status,
        headers=fetched.headers,
        reading=reading,
        requested_url=asked.url,
        final_url=fetched.final_url,
        redirects=fetched.redirects,
    ).state
    if state not in (ResponseState.OK, ResponseState.SOFT_GONE) or reading.script_only:
        return None
    return None if _is_the_page(asked.beside, fetched, reading) else traits_of(reading)


def _is_the_page(beside: DueSource, fetched: Fetched, reading: Reading) -> bool:
    """Tell a server that overlooks the last segment and sends the very page all the same."""
    own = {_place(url) for url in (beside.url, beside.final_url) if url}
    came = {_place(url) for url in (fetched.final_url, reading.canonical_url or "") if url}
    return bool(reading.published) or bool(own & came)


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc, parts.path.rstrip("/")


def _keep(asked: _Asked, fetched: Fetched, traits: PageTraits | None) -> None:
    Host.objects.filter(pk=asked.lease.id, fence=asked.lease.fence).update(
        not_found_at=database_now(),
        not_found_url=asked.url[:2000],
        not_found_status=fetched.status,
        not_found_page=None if traits is None else traits.as_json(),
    )
