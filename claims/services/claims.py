"""Claims by hand: a person marks a statement, words it, drafts rating and rationale."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from claims.intake import origin_at
from claims.models import Article, Claim, Rating, Revision
from claims.models.claim import Kind
from claims.services.content import content_hash, save_claim
from claims.services.locking import lock_claim
from claims.services.weights import reweigh_claim
from claims.workflow import Status
from factcheck.errors import Conflict, InvalidInput, NotFound, NotPermitted
from factcheck.ledger.services import record_entry
from factcheck.text.visible import visible

if TYPE_CHECKING:
    from factcheck.people.models import User

MAX_WORDING = 2000
MAX_RATIONALE = 20_000
#: Fields a person may change, and the status in which each is a draft.
EDITABLE = frozenset(
    {"wording", "kind", "draft_rating", "draft_rationale", "due_at", "best_before", "on_authority"}
)


@transaction.atomic
def add_claim(
    *,
    article_id: uuid.UUID | str,
    start: int,
    end: int,
    actor: User,
    wording: str = "",
    kind: str = Kind.FACT,
    parent_id: uuid.UUID | str | None = None,
) -> Claim:
    """Propose the statement ``text[start:end]`` of the article's latest revision as a claim."""
    revision, quote = _marked(article_id, start, end)
    article = revision.article
    parent = Claim.objects.filter(pk=parent_id, revision=revision).first() if parent_id else None
    claim = Claim(
        article=article,
        revision=revision,
        parent=parent,
        start=start,
        end=end,
        quote=quote,
        origin=origin_at(revision.provenance, start),
        wording=_short_enough(
            wording.strip() if visible(wording) else quote.strip(), "wording", MAX_WORDING
        ),
        kind=_known_kind(kind),
        proposed_by=actor,
    )
    claim.content_hash = content_hash(claim, evidence=[])
    _store_once(claim)
    record_entry(
        kind="claim.proposed",
        subject_type="claim",
        subject_id=claim.pk,
        article_id=article.pk,
        actor=actor,
        data={"kind": claim.kind},
    )
    return claim


@transaction.atomic
def edit_claim(
    *,
    claim_id: uuid.UUID | str,
    actor: User,
    expected_version: int | None = None,
    **fields: Any,
) -> Claim:
    """Change wording, kind, draft rating, rationale, times or authority of a claim.

    Changing what an approval covers voids it, visibly. ``draft_rating`` takes a ``Rating`` or code.
    """
    claim = lock_claim(claim_id, expected_version=expected_version)
    _may_edit(claim, actor, fields)
    changes: dict[str, list[str]] = {}
    for name, value in fields.items():
        if name not in EDITABLE:
            raise InvalidInput(
                _("“%(name)s” cannot be changed.") % {"name": name},
                field=name,
                remedy=_("Change one of: %(known)s.") % {"known": ", ".join(sorted(EDITABLE))},
            )
        clean = _clean(name, value)
        was = getattr(claim, name)
        if was != clean:
            changes[name] = [_plain(was), _plain(clean)]
            setattr(claim, name, clean)
    if not changes:
        return claim
    save_claim(claim, actor=actor)
    if "due_at" in changes:
        reweigh_claim(claim)
    record_entry(
        kind="claim.edited",
        subject_type="claim",
        subject_id=claim.pk,
        article_id=claim.article_id,
        actor=actor,
        changes=changes,
    )
    return claim


def _marked(article_id: uuid.UUID | str, start: int, end: int) -> tuple[Revision, str]:
    """Return the article's latest revision and the marked words, or say what is wrong."""
    article = Article.objects.filter(pk=article_id).first()
    if article is None:
        raise NotFound(_("There is no such article."), field="article")
    revision = article.revisions.select_related("article").order_by("-number").first()
    if revision is None or not 0 <= start < end <= len(revision.text):
        raise InvalidInput(
            _("The span does not lie in the article's text."),
            field="start",
            remedy=_("Send code point offsets with 0 ≤ start < end ≤ length of the text."),
        )
    quote = revision.text[start:end]
    if not visible(quote):
        raise InvalidInput(
            _("The span holds no words."), field="start", remedy=_("Mark a statement.")
        )
    return revision, quote


def _store_once(claim: Claim) -> None:
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            _("This statement is already a claim."),
            code="claim_exists",
            field="start",
            remedy=_("Open the claim that marks it."),
        ) from None


def _known_kind(kind: str) -> str:
    if kind not in Kind.values:
        raise InvalidInput(
            _("“%(kind)s” is not a kind of claim.") % {"kind": str(kind)[:40]},
            field="kind",
            remedy=_("Use one of: %(known)s.") % {"known": ", ".join(Kind.values)},
        )
    return kind


def _may_edit(claim: Claim, actor: User, fields: dict[str, Any]) -> None:
    if not actor.has_perm("claims.change_claim"):
        raise NotPermitted(
            _("Your role does not include changing claims."),
            remedy=_("Ask a checker or an editor."),
        )
    if "on_authority" in fields and not actor.has_perm("claims.waive_evidence"):
        raise NotPermitted(
            _("Only an editor can let a claim rest on the author's authority."),
            field="on_authority",
            remedy=_("Ask an editor."),
        )
    judging = {"draft_rating", "draft_rationale"} & fields.keys()
    if not judging:
        return
    if claim.article.author_id is not None and claim.article.author_id == actor.pk:
        raise NotPermitted(
            _("You wrote this article."),
            code="own_article",
            remedy=_("Somebody who did not write it must rate its claims."),
        )
    if claim.status == Status.CHECKING and claim.assignee_id not in (None, actor.pk):
        raise NotPermitted(
            _("The claim is assigned to somebody else."),
            code="not_assignee",
            remedy=_("An editor can assign it to you."),
        )


def _clean(name: str, value: Any) -> Any:
    if name == "draft_rating":
        return _known_rating(value)
    if name == "wording":
        text = str(value).strip()
        if not visible(text):
            raise InvalidInput(
                _("The wording is empty."), field="wording", remedy=_("Say what is claimed.")
            )
        return _short_enough(text, "wording", MAX_WORDING)
    if name == "draft_rationale":
        return _short_enough(str(value).strip(), "draft_rationale", MAX_RATIONALE)
    return _known_kind(value) if name == "kind" else value


def _known_rating(value: Rating | str | None) -> Rating | None:
    if isinstance(value, Rating):
        return value
    if not value:
        return None
    rating = Rating.objects.filter(code=value, is_active=True).first()
    if rating is None:
        known = ", ".join(Rating.objects.filter(is_active=True).values_list("code", flat=True))
        raise InvalidInput(
            _("“%(rating)s” is not a rating of this desk.") % {"rating": str(value)[:40]},
            field="rating",
            remedy=_("Use one of: %(known)s.") % {"known": known},
        )
    return rating


def _short_enough(text: str, field: str, limit: int) -> str:
    if len(text) > limit:
        raise InvalidInput(
            _("The text has %(length)d characters.") % {"length": len(text)},
            code="too_long",
            field=field,
            remedy=_("Use at most %(limit)d.") % {"limit": limit},
        )
    return text


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Rating):
        return value.code
    return value.isoformat() if isinstance(value, datetime) else str(value)
