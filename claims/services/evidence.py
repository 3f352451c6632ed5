"""Evidence: cite a passage of a source for a claim, or take it off again."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Evidence
from claims.models.evidence import Stance
from claims.services.content import save_claim
from claims.services.locking import lock_claim
from claims.services.weights import reweigh
from claims.workflow import Status
from factcheck.errors import Conflict, InvalidInput, NotFound, NotPermitted
from factcheck.ledger.services import record_entry
from sources.models.source import SourceKind
from sources.services.adding import add_source
from sources.services.passages import release_passage, watch_passage

if TYPE_CHECKING:
    from factcheck.people.models import User

MAX_QUOTE = 5000


@transaction.atomic
def cite(
    *,
    claim_id: uuid.UUID | str,
    stance: str,
    quote: str,
    actor: User,
    url: str | None = None,
    kind: str = SourceKind.PAGE,
    title: str = "",
    locator: str = "",
    published_on: date | None = None,
    prefix: str = "",
    suffix: str = "",
    note: str = "",
    expected_version: int | None = None,
) -> Evidence:
    """Attach a quoted passage to a claim; its page is watched from now on.

    A page needs ``url``; a document, publication or statement needs ``title`` and ``locator``.
    """
    _may_cite(actor)
    words = _words(quote)
    if stance not in Stance.values:
        raise InvalidInput(
            _("“%(stance)s” is not a stance.") % {"stance": str(stance)[:40]},
            field="stance",
            remedy=_("Use one of: %(known)s.") % {"known": ", ".join(Stance.values)},
        )
    # The page before the claim, as deciding and recording do: nobody waits in a circle.
    source, _created = add_source(
        url=url, kind=kind, title=title, locator=locator, published_on=published_on, actor=actor
    )
    claim = lock_claim(claim_id, expected_version=expected_version)
    _refuse_dismissed(claim.status)
    passage = watch_passage(source=source, exact=words, prefix=prefix, suffix=suffix, actor=actor)
    evidence = Evidence(
        claim=claim, passage=passage, stance=stance, note=note.strip(), added_by=actor
    )
    _store_once(evidence)
    save_claim(claim, actor=actor)
    reweigh(passage)
    record_entry(
        kind="evidence.cited",
        subject_type="claim",
        subject_id=claim.pk,
        article_id=claim.article_id,
        actor=actor,
        note=evidence.note,
        data={
            "evidence": str(evidence.pk),
            "passage": str(passage.pk),
            "source": str(source.pk),
            "stance": stance,
        },
    )
    return evidence


@transaction.atomic
def remove_evidence(*, evidence_id: uuid.UUID | str, actor: User, note: str = "") -> Evidence:
    """Take evidence off its claim; the row stays as history. Removing twice changes nothing."""
    found = Evidence.objects.filter(pk=evidence_id).first()
    if found is None:
        raise NotFound(_("There is no such evidence."), field="evidence")
    claim = lock_claim(found.claim_id)
    evidence = Evidence.objects.select_related("passage").get(pk=found.pk)
    if evidence.removed_at is not None:
        return evidence
    _may_cite(actor)
    _refuse_dismissed(claim.status)
    evidence.removed_at = timezone.now()
    evidence.removed_by = actor
    evidence.save(update_fields=["removed_at", "removed_by"])
    save_claim(claim, actor=actor)
    if Evidence.objects.current().filter(passage=evidence.passage).exists():
        reweigh(evidence.passage)
    else:
        release_passage(passage=evidence.passage, actor=actor)
    record_entry(
        kind="evidence.removed",
        subject_type="claim",
        subject_id=claim.pk,
        article_id=claim.article_id,
        actor=actor,
        note=note.strip(),
        data={"evidence": str(evidence.pk), "passage": str(evidence.passage_id)},
    )
    return evidence


def _store_once(evidence: Evidence) -> None:
    try:
        with transaction.atomic():
            evidence.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            _("The claim already cites this passage."),
            code="evidence_exists",
            field="quote",
            remedy=_("Change its stance by removing and citing it again."),
        ) from None


def _may_cite(actor: User) -> None:
    if not actor.has_perm("claims.add_evidence"):
        raise NotPermitted(
            _("Your role does not include citing evidence."),
            remedy=_("Ask a checker or an editor."),
        )


def _refuse_dismissed(status: str) -> None:
    if status == Status.DISMISSED:
        raise Conflict(
            _("The claim is dismissed."),
            code="claim_dismissed",
            field="claim",
            remedy=_("Restore it first."),
        )


def _words(quote: str) -> str:
    words = quote.strip()
    if not words:
        raise InvalidInput(
            _("No passage is quoted."),
            field="quote",
            remedy=_("Copy the words of the source that the claim rests on."),
        )
    if len(words) > MAX_QUOTE:
        raise InvalidInput(
            _("The passage has %(length)d characters.") % {"length": len(words)},
            code="too_long",
            field="quote",
            remedy=_("Quote at most %(limit)d.") % {"limit": MAX_QUOTE},
        )
    return words
