"""Words and links the claims room's pages share."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Ledger kind → what a person reads in the timeline.
FACTS: dict[str, Promise] = {
    "claim.proposed": pgettext_lazy("fact", "Proposed"),
    "claim.edited": pgettext_lazy("fact", "Edited"),
    "claim.proposal_corrected": pgettext_lazy("fact", "Proposal put right"),
    "claim.queued": pgettext_lazy("fact", "Queued for checking"),
    "claim.taken": pgettext_lazy("fact", "Taken"),
    "claim.assigned": pgettext_lazy("fact", "Assigned"),
    "claim.submitted": pgettext_lazy("fact", "Submitted for review"),
    "claim.approved": pgettext_lazy("fact", "Approved"),
    "claim.returned": pgettext_lazy("fact", "Returned"),
    "claim.reopened": pgettext_lazy("fact", "Reopened"),
    "claim.dismissed": pgettext_lazy("fact", "Dismissed"),
    "claim.restored": pgettext_lazy("fact", "Restored"),
    "claim.merged": pgettext_lazy("fact", "Merged into another claim"),
    "claim.overridden": pgettext_lazy("fact", "Approved without a second person"),
    "claim.approval_voided": pgettext_lazy("fact", "Approval became void"),
    "evidence.cited": pgettext_lazy("fact", "Evidence cited"),
    "evidence.removed": pgettext_lazy("fact", "Evidence removed"),
    "recheck.opened": pgettext_lazy("fact", "Recheck opened"),
    "recheck.joined": pgettext_lazy("fact", "Another change joined the recheck"),
    "recheck.decided": pgettext_lazy("fact", "Recheck decided"),
    "verdict.published": pgettext_lazy("fact", "Verdict published"),
    "verdict.withdrawn": pgettext_lazy("fact", "Verdict withdrawn"),
    "article.added": pgettext_lazy("fact", "Article added"),
    "article.extracted": pgettext_lazy("fact", "Claims proposed by the machine"),
    "article.extraction_failed": pgettext_lazy("fact", "Extraction failed"),
    "article.extraction_queued": pgettext_lazy("fact", "Extraction queued again"),
    "article.author_named": pgettext_lazy("fact", "Author named"),
    "override.told": pgettext_lazy("fact", "Editors told of the override"),
    "article.published": pgettext_lazy("fact", "Article published"),
}
FIELDS: dict[str, Promise] = {
    "status": _("status"),
    "assignee": _("assignee"),
    "wording": _("wording"),
    "kind": _("kind"),
    "span": pgettext_lazy("corrected part", "span"),
    "speaker": pgettext_lazy("corrected part", "speaker"),
    "date": pgettext_lazy("corrected part", "date"),
    "quantity": pgettext_lazy("corrected part", "quantity"),
    "draft_rating": _("rating"),
    "draft_rationale": _("rationale"),
    "due_at": _("due"),
    "best_before": _("best before"),
    "on_authority": _("on the author's authority"),
}
BLOCKERS: dict[str, Promise] = {
    "not_extracted": _("The machine has not proposed its claims yet."),
    "unsettled": _("Not settled"),
    "recheck_open": _("Open recheck"),
    "approval_void": _("Approval void"),
}


def claim_url(claim_id: uuid.UUID) -> str:
    """Return the address of a claim's page."""
    return reverse("admin:claims_claim_change", args=[claim_id])


def fact(kind: str) -> Any:
    """Return a ledger kind in words; an unknown one as it is."""
    return FACTS.get(kind, kind)
