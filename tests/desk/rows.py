"""A desk with something of everything: claims in each status, a source that changed, people."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from factories import make_article, make_claim, make_rating

from claims.models import Article, Claim, Evidence, Recheck
from claims.services.claims import edit_claim
from claims.services.evidence import cite
from claims.services.rechecks import open_rechecks_for
from claims.services.transitions import perform_action
from factcheck.people.models import User
from sources.models import Body, Change, Passage, Snapshot, Source
from sources.storage.encoding import encode

QUOTE = "The harbour office counted 412 ships in 2023."
ALTERED = "The harbour office counted 421 ships in 2023."
HOSTILE = "<script>alert('1')</script><img src=x onerror=alert(2)>"


@dataclass(kw_only=True)
class Desk:
    """Rows by what they are good for."""

    article: Article
    claim: Claim
    evidence: Evidence
    source: Source
    passage: Passage
    snapshot: Snapshot
    change: Change
    recheck: Recheck


_fence = itertools.count(100)


def make_snapshot(source: Source, text: str) -> Snapshot:
    """A readable version of a page."""
    body = text.encode()
    stored, _made = Body.objects.get_or_create(
        sha256=hashlib.sha256(body).hexdigest(),
        defaults={"size": len(body), "data": encode(body)},
    )
    return Snapshot.objects.create(
        source=source,
        fence=next(_fence),
        body=stored,
        text=text,
        title="Harbour statistics",
        final_url=source.url or "",
        status=200,
        headers={"content-type": "text/html"},
        reader_version="1",
        fetched_at=timezone.now(),
    )


def found(evidence: Evidence) -> Snapshot:
    """Let the cited passage be found, as the first look does."""
    passage = evidence.passage
    snapshot = make_snapshot(passage.source, f"Statistics\n{passage.exact}\nEnd")
    Passage.objects.filter(pk=passage.pk).update(
        state="intact", state_since=timezone.now(), cited_snapshot=snapshot
    )
    Source.objects.filter(pk=passage.source_id).update(
        health="ok", latest_snapshot=snapshot, last_read_at=timezone.now()
    )
    return snapshot


def altered(passage: Passage, snapshot: Snapshot, after: str = ALTERED) -> Change:
    """Let the page say something else, and bring the claims back."""
    change = Change.objects.create(
        source=passage.source,
        passage=passage,
        kind="passage_altered",
        severity="high",
        before=passage.accepted_text,
        after=after,
        fence=next(_fence),
        before_snapshot=snapshot,
        after_snapshot=make_snapshot(passage.source, after),
        detected_at=timezone.now(),
        detail="differs_in_number",
    )
    Passage.objects.filter(pk=passage.pk).update(state="altered", state_since=timezone.now())
    open_rechecks_for(changes=[change])
    return change


def cited(
    claim: Claim, actor: User, url: str = "https://harbour.example/stats", **given: Any
) -> Evidence:
    """Evidence on a page."""
    given = {"stance": "supports", "quote": QUOTE} | given
    return cite(claim_id=claim.pk, actor=actor, url=url, **given)


def in_review(claim: Claim, checker: User) -> Claim:
    """A claim submitted by ``checker`` with a found passage, a rating and a rationale."""
    for action in ("queue", "take"):
        perform_action(claim_id=claim.pk, action=action, actor=checker)
    found(cited(claim, checker))
    edit_claim(
        claim_id=claim.pk,
        actor=checker,
        draft_rating=make_rating(),
        draft_rationale="The office's own count says so.",
    )
    return perform_action(claim_id=claim.pk, action="submit", actor=checker)


def make_desk(people: dict[str, User]) -> Desk:
    """An article with a checked, published claim whose source changed, and two more claims."""
    article = make_article()
    claim = make_claim(people["reporter"], article)
    make_claim(people["reporter"], article, sentence=1)
    taken = make_claim(people["reporter"], article, sentence=2)
    perform_action(claim_id=taken.pk, action="queue", actor=people["checker"])
    perform_action(claim_id=taken.pk, action="take", actor=people["checker"])
    in_review(claim, people["checker"])
    claim = perform_action(claim_id=claim.pk, action="approve", actor=people["editor"])
    evidence = claim.evidence.select_related("passage__source").get()
    snapshot = evidence.passage.cited_snapshot
    assert snapshot is not None
    change = altered(evidence.passage, snapshot)
    claim.refresh_from_db()
    return Desk(
        article=article,
        claim=claim,
        evidence=evidence,
        source=evidence.passage.source,
        passage=evidence.passage,
        snapshot=snapshot,
        change=change,
        recheck=claim.rechecks.get(),
    )
