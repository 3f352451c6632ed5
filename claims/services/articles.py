"""Articles come in, the machine's proposals are recorded; the article row is the queue."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.intake import ArticleText, origin_at
from claims.models import Article, Claim, Revision
from claims.models.article import Extraction
from claims.services.content import content_hash
from factcheck.clock import database_now
from factcheck.errors import InvalidInput, NotFound
from factcheck.ledger.services import Fact, record_entries, record_entry

if TYPE_CHECKING:
    from claims.extraction import ClaimCandidate
    from factcheck.people.models import User

EXTRACTION_LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class ExtractionWork:
    """One leased article: what a worker needs to extract, and the fence to record under."""

    article_id: uuid.UUID
    fence: int
    text: str
    language: str
    published_on: date | None


def text_digest(text: str) -> str:
    """Return the SHA-256 (hex) of the UTF-8 text: the identity of an article's first text."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def add_article(
    *,
    content: ArticleText,
    actor: User | None = None,
    title: str = "",
    byline: str = "",
    author: User | None = None,
    url: str = "",
    language: str = "",
    published_on: date | None = None,
) -> tuple[Article, bool]:
    """Store an article and its first revision; return it and whether it is new.

    The same text is the same article: sending it again adds nothing, also when two send it at once.
    """
    heading = (title or content.title).strip()
    if not heading:
        raise InvalidInput(
            _("The article has no title and its text gives none."),
            field="title",
            remedy=_("Send a title."),
        )
    digest = text_digest(content.text)
    article, created = Article.objects.get_or_create(
        text_sha256=digest,
        defaults={
            "title": heading[:500],
            "byline": (byline or content.byline)[:300],
            "author": author,
            "url": url[:2000],
            "language": language or content.language or "",
            "published_on": published_on or content.published_on,
            "added_by": actor,
        },
    )
    if not created:
        _name_author(article, author, actor)
        return article, False
    _first_revision(article, content, digest)
    record_entry(
        kind="article.added",
        subject_type="article",
        subject_id=article.pk,
        article_id=article.pk,
        actor=actor,
        data={"title": article.title, "characters": len(content.text)},
    )
    return article, True


def _first_revision(article: Article, content: ArticleText, digest: str) -> None:
    Revision.objects.create(
        article=article,
        number=1,
        text=content.text,
        text_sha256=digest,
        format=content.format,
        charset=content.charset,
        provenance=[origin.as_dict() for origin in content.provenance],
    )


def _name_author(article: Article, author: User | None, actor: User | None) -> None:
    """Keep an author a later sender names: who wrote it decides who may check it."""
    if author is None:
        return
    unnamed = Article.objects.filter(pk=article.pk, author__isnull=True)
    if not unnamed.update(author=author):
        return
    article.author = author
    record_entry(
        kind="article.author_named",
        subject_type="article",
        subject_id=article.pk,
        article_id=article.pk,
        actor=actor,
        changes={"author": ["", author.get_username()]},
    )


def lease_extractions(
    *, limit: int = 1, article_id: uuid.UUID | None = None
) -> list[ExtractionWork]:
    """Take articles waiting for extraction (or whose worker died) and return their texts."""
    with transaction.atomic():
        now = database_now()
        waiting = Q(extraction=Extraction.QUEUED) | Q(
            extraction=Extraction.RUNNING, extraction_lease_until__lt=now
        )
        rows = Article.objects.select_for_update(skip_locked=True).filter(waiting).order_by("id")
        if article_id is not None:
            rows = rows.filter(pk=article_id)
        leased = list(rows[:limit])
        for article in leased:
            _begin_or_give_up(article, now)
        texts = {
            revision.article_id: revision.text
            for revision in Revision.objects.filter(article__in=leased, number=1)
        }
    return [
        ExtractionWork(
            article_id=article.pk,
            fence=article.extraction_fence,
            text=texts[article.pk],
            language=article.language,
            published_on=article.published_on,
        )
        for article in leased
        if article.extraction == Extraction.RUNNING
    ]


def _begin_or_give_up(article: Article, now: datetime) -> None:
    article.extraction_fence += 1
    article.extraction_attempts += 1
    if article.extraction_attempts > MAX_ATTEMPTS:
        article.extraction = Extraction.FAILED
        article.extraction_error = _("Extraction was tried %(count)d times and never ended.") % {
            "count": MAX_ATTEMPTS
        }
    else:
        article.extraction = Extraction.RUNNING
        article.extraction_lease_until = now + EXTRACTION_LEASE
    article.save(
        update_fields=[
            "extraction",
            "extraction_error",
            "extraction_fence",
            "extraction_attempts",
            "extraction_lease_until",
        ]
    )


@transaction.atomic
def record_extraction(*, work: ExtractionWork, candidates: Sequence[ClaimCandidate]) -> list[Claim]:
    """Store the machine's proposals under the lease's fence; a stale fence writes nothing."""
    article = Article.objects.select_for_update().get(pk=work.article_id)
    if article.extraction != Extraction.RUNNING or article.extraction_fence != work.fence:
        return []
    revision = article.revisions.get(number=1)
    new = _new_proposals(article, revision, candidates)
    Claim.objects.bulk_create(new, batch_size=500)
    article.extraction = Extraction.DONE
    article.extraction_error = ""
    article.extraction_lease_until = None
    article.save(update_fields=["extraction", "extraction_error", "extraction_lease_until"])
    record_entries(
        [
            Fact(
                kind="article.extracted",
                subject_type="article",
                subject_id=article.pk,
                article_id=article.pk,
                data={"claims": len(new)},
            ),
            *(
                Fact(
                    kind="claim.proposed",
                    subject_type="claim",
                    subject_id=claim.pk,
                    article_id=article.pk,
                    data={"score": claim.score, "kind": claim.kind},
                )
                for claim in new
            ),
        ]
    )
    return new


def _new_proposals(
    article: Article, revision: Revision, candidates: Sequence[ClaimCandidate]
) -> list[Claim]:
    """Return unsaved claims for the spans nobody has claimed yet, whole sentences first."""
    stored = {(claim.start, claim.end): claim for claim in revision.claims.all()}
    claims: dict[str, Claim] = {}
    new: list[Claim] = []
    # Parents first: a part points at the row of its whole sentence, the stored one if there is.
    for candidate in sorted(candidates, key=lambda each: (each.parent is not None, each.start)):
        known = stored.get((candidate.start, candidate.end))
        if known is None:
            parent = claims.get(candidate.parent) if candidate.parent else None
            new.append(known := _proposal(article, revision, candidate, parent))
        claims[candidate.id] = known
    return new


def _proposal(
    article: Article, revision: Revision, candidate: ClaimCandidate, parent: Claim | None
) -> Claim:
    details = candidate.as_dict()
    claim = Claim(
        article=article,
        revision=revision,
        parent=parent,
        start=candidate.start,
        end=candidate.end,
        quote=candidate.quote,
        origin=origin_at(revision.provenance, candidate.start),
        wording=candidate.wording,
        kind=candidate.kind,
        score=candidate.score,
        reasons=details["reasons"],
        attribution=details["attribution"],
        dates=details["dates"],
        quantities=details["quantities"],
        citations=details["citations"],
        names=details["names"],
        fills=[fill.as_dict() for fill in candidate.fills],
    )
    claim.content_hash = content_hash(claim, evidence=[])
    return claim


@transaction.atomic
def fail_extraction(*, work: ExtractionWork, reason: str) -> bool:
    """Record that extraction of a leased article failed; return whether the fence still held."""
    changed = Article.objects.filter(
        pk=work.article_id, extraction=Extraction.RUNNING, extraction_fence=work.fence
    ).update(
        extraction=Extraction.FAILED, extraction_error=reason[:300], extraction_lease_until=None
    )
    if changed:
        record_entry(
            kind="article.extraction_failed",
            subject_type="article",
            subject_id=work.article_id,
            article_id=work.article_id,
            note=reason[:300],
        )
    return bool(changed)


@transaction.atomic
def retry_extraction(*, article_id: uuid.UUID | str, actor: User) -> Article:
    """Queue a failed extraction again."""
    article = Article.objects.select_for_update().filter(pk=article_id).first()
    if article is None:
        raise NotFound(_("There is no such article."), field="article")
    if article.extraction == Extraction.FAILED:
        article.extraction = Extraction.QUEUED
        # The fence keeps growing: a worker of an earlier round must stay refused.
        article.extraction_attempts = 0
        article.extraction_error = ""
        article.save(update_fields=["extraction", "extraction_attempts", "extraction_error"])
        record_entry(
            kind="article.extraction_queued",
            subject_type="article",
            subject_id=article.pk,
            article_id=article.pk,
            actor=actor,
        )
    return article


@transaction.atomic
def publish_article(
    *,
    article_id: uuid.UUID | str,
    public_url: str,
    actor: User,
    published_at: datetime | None = None,
) -> Article:
    """Record as a fact that the article was published, and where."""
    article = Article.objects.select_for_update().filter(pk=article_id).first()
    if article is None:
        raise NotFound(_("There is no such article."), field="article")
    article.published_at = published_at or timezone.now()
    article.public_url = public_url[:2000]
    article.save(update_fields=["published_at", "public_url"])
    record_entry(
        kind="article.published",
        subject_type="article",
        subject_id=article.pk,
        article_id=article.pk,
        actor=actor,
        data={"public_url": article.public_url},
    )
    return article


def extractions_waiting() -> int:
    """Return how many articles wait for a worker, those of dead workers included."""
    return Article.objects.filter(
        Q(extraction=Extraction.QUEUED)
        | Q(extraction=Extraction.RUNNING, extraction_lease_until__lt=database_now())
    ).count()
