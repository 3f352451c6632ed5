"""What waits for a person: the claims room's part of the desk's first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.admin.labels import claim_url
from claims.models import Article, Claim, Recheck
from claims.workflow import Status
from factcheck.desk.cards import Bar, Card, Row

if TYPE_CHECKING:
    from claims.models.claim import ClaimQuerySet
    from factcheck.people.models import User

SHOWN = 5
BARS = 12


def claim_cards(person: User) -> list[Card]:
    """Return the cards a person may see; two queries each, whatever the desk holds."""
    if not person.has_perm("claims.view_claim"):
        return []
    claims = reverse("admin:claims_claim_changelist")
    cards = [
        _card(
            "checking",
            _("My claims"),
            Claim.objects.on_desk_of(person).order_by("due_at", "-score"),
            f"{claims}?status__exact=checking&assignee=me",
            _("Nothing on your desk. Take a claim that waits to be checked."),
        ),
        _card(
            "to_check",
            _("To check"),
            Claim.objects.filter(status=Status.TO_CHECK).order_by("-score", "-id"),
            f"{claims}?status__exact=to_check",
            _("Nothing waits. Queue proposed claims from an article."),
        ),
    ]
    if person.has_perm("claims.approve_claim"):
        waiting = Claim.objects.awaiting_review().exclude(submitted_by=person)
        waiting = waiting.exclude(article__author=person).order_by("submitted_at")
        cards.append(
            _card(
                "in_review",
                _("Waiting for my approval"),
                waiting,
                f"{claims}?status__exact=in_review",
                _("Nothing to approve."),
            )
        )
    if person.has_perm("claims.view_recheck"):
        cards.append(_recheck_card())
    return cards


def _card(code: str, title: str, claims: ClaimQuerySet, url: str, empty: str) -> Card:
    rows = list(claims.select_related("article")[:SHOWN])
    return Card(
        code=code,
        title=title,
        count=claims.count(),
        url=url,
        empty=empty,
        rows=[
            Row(text=claim.wording, url=claim_url(claim.pk), detail=_line(claim)) for claim in rows
        ],
    )


def _line(claim: Claim) -> str:
    return claim.article.title


def _recheck_card() -> Card:
    awaiting = Recheck.objects.awaiting()
    rows = list(awaiting.select_related("claim").order_by("opened_at")[:SHOWN])
    count = awaiting.count()
    return Card(
        code="recheck",
        title=_("Changed sources"),
        count=count,
        url=reverse("admin:claims_recheck_changelist"),
        empty=_("No source has changed under a claim."),
        urgent=count > 0,
        rows=[
            Row(
                text=row.claim.wording,
                url=reverse("admin:claims_recheck_change", args=[row.pk]),
                chip=("mark", "recheck", row.get_cause_display()),
                detail=_("for %(time)s") % {"time": timesince(row.opened_at, depth=1)},
            )
            for row in rows
        ],
    )


def article_bars(person: User) -> list[Bar] | None:
    """Return how far the newest articles are, or nothing for a person who may not see articles."""
    if not person.has_perm("claims.view_article"):
        return None
    return [article_bar(article) for article in Article.objects.with_progress()[:BARS]]


def article_bar(article: Article) -> Bar:
    """Return the bar of an article annotated by ``with_progress``."""
    note = ""
    if article.extraction != "done":
        note = _("Extraction: %(state)s") % {"state": article.get_extraction_display()}
    elif article.rechecks_open:  # type: ignore[attr-defined]
        note = _("open recheck")
    elif not article.claims_total:  # type: ignore[attr-defined]
        note = _("no claims")
    else:
        left = article.claims_total - article.claims_settled  # type: ignore[attr-defined]
        note = ngettext("%(count)d claim left", "%(count)d claims left", left) % {"count": left}
        note = note if left else _("clear")
    return Bar(
        title=article.title,
        url=reverse("admin:claims_article_change", args=[article.pk]),
        settled=article.claims_settled,  # type: ignore[attr-defined]
        total=article.claims_total,  # type: ignore[attr-defined]
        blocked=bool(article.rechecks_open) or article.extraction != "done",  # type: ignore[attr-defined]
        note=note,
    )
