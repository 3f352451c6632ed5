"""Publishing is an editor's act on an approved verdict; withdrawing it too."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Verdict
from claims.services.locking import lock_claim
from claims.services.weights import reweigh_claim
from claims.workflow import Status
from factcheck.errors import Conflict, InvalidInput, NotFound, NotPermitted
from factcheck.ledger.services import record_entry
from factcheck.text.visible import visible

if TYPE_CHECKING:
    from factcheck.people.models import User


@transaction.atomic
def publish_verdict(*, verdict_id: uuid.UUID | str, actor: User) -> Verdict:
    """Make the standing verdict of a claim public. Publishing twice changes nothing."""
    verdict = _lock_verdict(verdict_id, actor)
    if verdict.published_at is not None and verdict.withdrawn_at is None:
        return verdict
    if verdict.withdrawn_at is not None:
        raise Conflict(
            _("This verdict was withdrawn."),
            code="verdict_withdrawn",
            remedy=_("Reopen the claim and approve a new verdict."),
        )
    claim = verdict.claim
    covered = claim.verdict_id == verdict.pk and claim.approval_voided_at is None
    if not covered or claim.status != Status.CHECKED:
        raise Conflict(
            _("The approval of this verdict no longer covers the claim."),
            code="approval_void",
            remedy=_("Have the claim checked and approved again."),
        )
    verdict.published_at = timezone.now()
    verdict.save(update_fields=["published_at"])
    return _record(verdict, "verdict.published", actor)


@transaction.atomic
def withdraw_verdict(*, verdict_id: uuid.UUID | str, actor: User, reason: str) -> Verdict:
    """Take a published verdict back, with a reason; it stays on record."""
    verdict = _lock_verdict(verdict_id, actor)
    if verdict.published_at is None or verdict.withdrawn_at is not None:
        raise Conflict(_("This verdict is not public."), code="verdict_not_public")
    if not visible(reason):
        raise InvalidInput(
            _("No reason is given."), field="reason", remedy=_("Say why it is withdrawn.")
        )
    verdict.withdrawn_at = timezone.now()
    verdict.save(update_fields=["withdrawn_at"])
    return _record(verdict, "verdict.withdrawn", actor, reason.strip())


def _lock_verdict(verdict_id: uuid.UUID | str, actor: User) -> Verdict:
    if not actor.has_perm("claims.publish_verdict"):
        raise NotPermitted(_("Your role does not include publishing."), remedy=_("Ask an editor."))
    found = Verdict.objects.filter(pk=verdict_id).first()
    if found is None:
        raise NotFound(_("There is no such verdict."), field="verdict")
    lock_claim(found.claim_id)
    return Verdict.objects.select_related("claim", "rating").get(pk=found.pk)


def _record(verdict: Verdict, kind: str, actor: User, note: str = "") -> Verdict:
    reweigh_claim(verdict.claim)
    record_entry(
        kind=kind,
        subject_type="claim",
        subject_id=verdict.claim_id,
        article_id=verdict.claim.article_id,
        actor=actor,
        note=note,
        data={"verdict": verdict.number, "rating": verdict.rating.code},
    )
    return verdict
