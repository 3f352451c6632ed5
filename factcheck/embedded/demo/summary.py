"""The demonstration's numbers beside what they must be."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Final
from urllib.request import urlopen

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from claims.extraction import extract_claims
from claims.models import Recheck
from claims.workflow import Status
from factcheck.embedded.demo.plan import DATED, EXPECTED_CHANGES, JOBS
from factcheck.embedded.demo.site import changed_at
from factcheck.embedded.demo.story import Story
from factcheck.text.columns import align_columns
from sources.models import Change, Observation, Snapshot
from sources.models.change import ALARMING

log = logging.getLogger(__name__)
#: Seconds the desk may take to be ready.
PATIENCE: Final = 20.0


@dataclass(frozen=True, kw_only=True)
class Count:
    """One row: what was counted, and what the story must bring about."""

    name: str
    found: int
    expected: int


def count_all(story: Story) -> list[Count]:
    """Return every number of the demonstration, from the database."""
    return [*_taken_in(story), *_looked_at(story), *_brought_back(story)]


def _taken_in(story: Story) -> list[Count]:
    claims = story.own_claims()
    evidence = sum(claim.evidence.current().count() for claim in claims)
    return [
        Count(name=_("articles"), found=story.own_articles().count(), expected=2),
        Count(name=_("claims proposed"), found=claims.count(), expected=_proposals(story)),
        Count(name=_("evidence passages"), found=evidence, expected=len(JOBS)),
        Count(
            name=_("claims approved by two people"),
            found=claims.filter(verdict__isnull=False).count(),
            expected=sum(job.ends == Status.CHECKED for job in JOBS),
        ),
    ]


def _looked_at(story: Story) -> list[Count]:
    looks = Observation.objects.filter(source__in=story.own_sources())
    moment = changed_at(story.site.place)
    before = looks.filter(at__lte=moment) if moment else looks
    after = looks.filter(at__gt=moment) if moment else looks.none()
    doubled = looks.count() - looks.values("source", "fence").distinct().count()
    return [
        Count(name=_("pages read before the change"), found=_pages(before), expected=len(JOBS)),
        Count(name=_("pages read again after it"), found=_pages(after), expected=len(JOBS)),
        Count(name=_("looks recorded twice"), found=doubled, expected=0),
        Count(name=_("snapshots kept of the corrected page"), found=_versions(story), expected=2),
    ]


def _brought_back(story: Story) -> list[Count]:
    pages = story.own_sources()
    found_changes = {
        (change.source.url or "", change.kind)
        for change in Change.objects.filter(source__in=pages, kind__in=ALARMING).select_related(
            "source"
        )
    }
    foreseen = {(story.site.url(page), kind) for page, kind in EXPECTED_CHANGES.items()}
    rechecks = Recheck.objects.filter(claim__in=story.own_claims())
    return [
        Count(
            name=_("changes foreseen"), found=len(found_changes & foreseen), expected=len(foreseen)
        ),
        Count(name=_("changes besides"), found=len(found_changes - foreseen), expected=0),
        Count(name=_("rechecks opened"), found=rechecks.count(), expected=len(foreseen)),
        Count(
            name=_("of them for claims already approved"),
            found=rechecks.filter(claim__verdict__isnull=False).count(),
            expected=len(foreseen),
        ),
    ]


def lines_of(counts: list[Count]) -> list[str]:
    """Return the table for a terminal."""
    rows = [("", _("found"), _("expected"), "")]
    rows += [
        (each.name, str(each.found), str(each.expected), "" if each.found == each.expected else "✗")
        for each in counts
    ]
    return align_columns(rows, right=(1, 2))


def _proposals(story: Story) -> int:
    """What the pure extraction finds, without worker and database."""
    return sum(
        candidate.parent is None
        for article in story.articles.values()
        for candidate in extract_claims(
            article.revisions.get(number=1).text,
            language=article.language or None,
            published_on=DATED,
        )
    )


def _pages(looks: QuerySet[Observation]) -> int:
    return looks.values("source").distinct().count()


def _versions(story: Story) -> int:
    page = story.own_sources().filter(url=story.site.url("containers"))
    return Snapshot.objects.filter(source__in=page).count()


def desk_answers(address: str) -> Count:
    """Ask the desk itself, as a browser would: its probe and its login page.

    On a later run the probe is right to say "not yet" until beat has ticked again.
    """
    deadline = time.monotonic() + PATIENCE
    found = 0
    for path in ("readyz", "admin/login/"):
        while not (answered := _answers(address + path)) and time.monotonic() < deadline:
            time.sleep(0.2)
        found += answered
    return Count(name=_("desk pages that answer"), found=found, expected=2)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError as error:
        log.info("%s does not answer yet: %s", url, error)
        return False
