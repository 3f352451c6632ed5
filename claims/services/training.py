"""Learning from the desk: accept and dismiss decisions into a new check-worthiness model.

A new model replaces the old one only when it orders held-back decisions better.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim, FittedModel, ProposalCorrection
from claims.models.claim import Kind
from claims.models.proposal_correction import CorrectedPart
from claims.workflow import DismissalReason, Status
from factcheck.clock import now
from factcheck.errors import FactcheckError

if TYPE_CHECKING:
    from claims.extraction.worth import WorthModel

logger = logging.getLogger(__name__)

#: Fewer decisions of one kind on either side of the split measure nothing.
LEAST_OF_A_KIND: Final = 10
_HELD_BACK: Final = 5
_ACCEPTED: Final = frozenset({Status.TO_CHECK, Status.CHECKING, Status.IN_REVIEW, Status.CHECKED})
_UNWORTHY: Final = frozenset(
    {DismissalReason.OPINION, DismissalReason.PREDICTION, DismissalReason.NOT_CHECKABLE}
)


_CHECKABLE: Final = frozenset({Kind.FACT, Kind.ATTRIBUTED, Kind.QUOTE})


@dataclass(frozen=True, slots=True)
class Refit:
    """What a refit came to: average precision of both on the held-back decisions."""

    decisions: int
    held_back: int
    before: float
    after: float
    kept: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the figures under their public names."""
        return {
            "decisions": self.decisions,
            "held_back": self.held_back,
            "average_precision_before": round(self.before, 4),
            "average_precision_after": round(self.after, 4),
            "kept": self.kept,
        }


@dataclass(frozen=True, slots=True)
class _Decision:
    text: str
    label: int
    held_back: bool


def current_model() -> WorthModel | None:
    """Return the desk's model in use, else the shipped one; None where numpy is missing.

    A stored model this release cannot read is passed over and said in the log.
    """
    from claims.extraction.worth import ModelRefused, WorthModel, shipped_model

    for row in FittedModel.objects.filter(in_use=True).order_by("-pk")[:1]:
        if row.pk not in _loaded:
            try:
                model = WorthModel.from_bytes(bytes(row.body), name=f"fitted model {row.pk}")
            except ModelRefused as refusal:
                logger.warning("using the shipped model: %s", refusal)
                return shipped_model()
            _loaded.clear()
            _loaded[row.pk] = model
        return _loaded[row.pk]
    return shipped_model()


#: The one model a worker process holds; replaced when a newer one is in use.
_loaded: dict[UUID, WorthModel] = {}


def refit_worthiness(*, dry_run: bool = False) -> Refit:
    """Fit the desk's decisions on the model in use, measure both, store the better one.

    Raises FactcheckError when there are too few decisions of either kind. ``dry_run`` measures
    and stores nothing.
    """
    from claims.extraction.worth.fitting import TooFewLabels, average_precision, refit

    decisions = _decisions()
    _demand_enough(decisions)
    fitted_on = [one for one in decisions if not one.held_back]
    held = [one for one in decisions if one.held_back]
    base = current_model()
    try:
        if base is None:
            raise TooFewLabels(_("The packages of the trained model are not installed."))
        model = refit(
            base,
            [one.text for one in fitted_on],
            [one.label for one in fitted_on],
            about={"fitted_on": "decisions of this desk", "at": now().isoformat()},
        )
    except TooFewLabels as problem:
        raise FactcheckError(str(problem), code="cannot_fit") from problem
    texts, labels = [one.text for one in held], [one.label for one in held]
    before = average_precision(labels, base.margins(texts))
    after = average_precision(labels, model.margins(texts))
    result = Refit(len(decisions), len(held), before, after, kept=after > before)
    if not dry_run:
        _store(model, result)
    return result


def _decisions() -> list[_Decision]:
    rows = (
        Claim.objects.filter(proposed_by__isnull=True, parent__isnull=True)
        .exclude(status=Status.PROPOSED)
        .order_by("pk")
        .values_list("article_id", "quote", "status", "dismissal_reason")
    )
    found = []
    for article_id, quote, status, reason in rows.iterator(chunk_size=2000):
        if status in _ACCEPTED:
            label = 1
        elif reason in _UNWORTHY:
            label = 0
        else:  # duplicates and cuts say nothing about worth
            continue
        found.append(_Decision(quote, label, _is_held_back(article_id)))
    return found + _corrected()


def _corrected() -> list[_Decision]:
    """Kinds put right while nobody had decided yet: a checker's word on worth as well."""
    rows = ProposalCorrection.objects.filter(
        part=CorrectedPart.KIND, claim__status=Status.PROPOSED, claim__proposed_by__isnull=True
    ).select_related("claim")
    latest = {row.claim_id: row for row in rows.order_by("pk")}
    return [
        _Decision(row.quote, int(row.after in _CHECKABLE), _is_held_back(row.claim.article_id))
        for row in latest.values()
    ]


def _is_held_back(article_id: UUID) -> bool:
    """Whole articles, always the same ones: sentences of one article resemble each other."""
    return hashlib.sha256(article_id.bytes).digest()[0] % _HELD_BACK == 0


def _demand_enough(decisions: Sequence[_Decision]) -> None:
    for held in (False, True):
        for label in (0, 1):
            n = sum(1 for one in decisions if one.held_back is held and one.label == label)
            if n < LEAST_OF_A_KIND:
                raise FactcheckError(
                    _(
                        "Too few decisions to learn from: each side of the comparison needs "
                        "%(least)d accepted and %(least)d dismissed claims."
                    )
                    % {"least": LEAST_OF_A_KIND},
                    code="too_few_decisions",
                    remedy=_("Triage more articles, then try again. The present model stays."),
                )


def _store(model: WorthModel, result: Refit) -> None:
    with transaction.atomic():
        if result.kept:
            FittedModel.objects.filter(in_use=True).update(in_use=False)
        FittedModel.objects.create(
            body=model.to_bytes(),
            decisions=result.decisions,
            figures=result.as_dict(),
            in_use=result.kept,
        )
