"""Lock first: every write on a claim starts here."""

from __future__ import annotations

import uuid

from django.db import connection, transaction
from django.utils.translation import gettext as _

from claims.models import Claim
from factcheck.errors import NotFound, StaleVersion


def lock_claim(claim_id: uuid.UUID | str, *, expected_version: int | None = None) -> Claim:
    """Return the claim locked for this transaction, or refuse.

    Raises ``NotFound``, or ``StaleVersion`` when ``expected_version`` is no longer the current one.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock_claim needs a transaction")
    # "of self": the joined rows are only read, and a nullable join cannot be locked.
    rows = Claim.objects.select_related("article", "verdict", "draft_rating")
    # "no key": recording a changed page may still refer to the claim, or the two would deadlock.
    claim = rows.select_for_update(of=("self",), no_key=True).filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(_("There is no such claim."), field="claim")
    if expected_version is not None and claim.version != expected_version:
        raise StaleVersion(
            _("The claim was changed by somebody else meanwhile."),
            remedy=_("Read it again and repeat your change on the current version."),
            field="version",
        )
    return claim


def lock_in_order(*claim_ids: uuid.UUID | str) -> None:
    """Lock several claims, always in the same order, so that two who merge crosswise both end."""
    rows = Claim.objects.select_for_update(no_key=True).filter(pk__in=claim_ids)
    list(rows.order_by("pk").values_list("pk", flat=True))
