"""Putting a machine's proposal right: span, kind, speaker, dates and quantities of a claim.

Every correction is kept with what the machine had said: examples for the next fit.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from claims.intake import origin_at
from claims.models import Claim, ProposalCorrection
from claims.models.claim import Kind
from claims.models.proposal_correction import CorrectedPart
from claims.services.content import save_claim
from claims.services.locking import lock_claim
from claims.workflow import SETTLED, Status
from factcheck.errors import Conflict, InvalidInput, NotPermitted
from factcheck.ledger.services import record_entry
from factcheck.people.models import User

#: EDTF (ISO 8601-2) as extraction writes it: days, months, years, decades, seasons, intervals.
_MOMENT: Final = (
    r"-?\d{3}[\dX](?:-(?:0[1-9]|1[0-2]|2[1-9]|3\d|4[01])(?:-(?:0[1-9]|[12]\d|3[01]))?)?[~?%]?"
)
_EDTF: Final = re.compile(rf"(?:FY\d{{4}}|(?:{_MOMENT}|\.\.)(?:/(?:{_MOMENT}|\.\.))?)\Z")
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class _Change:
    before: Any
    after: Any


@transaction.atomic
def correct_proposal(
    *,
    claim_id: uuid.UUID | str,
    part: str,
    actor: User,
    expected_version: int | None = None,
    **given: Any,
) -> Claim:
    """Put one part of a proposal right; return the claim as it is now.

    ``part`` and what it takes: span (start, end), kind (kind), speaker (speaker; empty: the
    article says it), date (at, resolved; empty: stays open), quantity (at, value, unit). A span
    moves only while nothing rests on the words: proposed, to check or being checked.
    """
    if not actor.has_perm("claims.change_claim"):
        raise NotPermitted(
            _("Your role does not include changing claims."),
            remedy=_("Ask a checker or an editor."),
        )
    correct = _PARTS.get(part)
    if correct is None:
        raise InvalidInput(_("There is no such part of a proposal."), field="part")
    claim = lock_claim(claim_id, expected_version=expected_version)
    if Status(claim.status) in SETTLED:
        raise Conflict(
            _("This claim is settled."),
            code="settled",
            remedy=_("Reopen or restore it first."),
        )
    quote = claim.quote
    change = correct(claim, **given)
    if change.before == change.after:
        return claim
    _store(claim, actor)
    ProposalCorrection.objects.create(
        claim=claim, part=part, quote=quote, before=change.before, after=change.after, by=actor
    )
    record_entry(
        kind="claim.proposal_corrected",
        subject_type="claim",
        subject_id=claim.pk,
        article_id=claim.article_id,
        actor=actor,
        changes={part: [_plain(change.before), _plain(change.after)]},
    )
    return claim


def _store(claim: Claim, actor: User) -> None:
    try:
        with transaction.atomic():
            save_claim(claim, actor=actor)
    except IntegrityError:
        raise Conflict(
            _("This statement is already a claim."),
            code="claim_exists",
            field="start",
            remedy=_("Open the claim that marks it."),
        ) from None


def _span(claim: Claim, *, start: int, end: int) -> _Change:
    if claim.status == Status.IN_REVIEW:
        raise Conflict(
            _("The claim is in review; its words stand."),
            code="in_review",
            remedy=_("Return it to its checker first."),
        )
    text = claim.revision.text
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise InvalidInput(
            _("The span does not lie in the article's text."),
            field="start",
            remedy=_("Send code point offsets with 0 ≤ start < end ≤ length of the text."),
        )
    before = {"start": claim.start, "end": claim.end, "quote": claim.quote}
    if claim.wording == claim.quote:
        claim.wording = text[start:end]
    claim.start, claim.end, claim.quote = start, end, text[start:end]
    claim.origin = origin_at(claim.revision.provenance, start)
    for name in ("dates", "quantities", "citations", "names"):
        inside = [row for row in getattr(claim, name) if start <= row["start"] < row["end"] <= end]
        setattr(claim, name, inside)
    return _Change(before, {"start": start, "end": end, "quote": claim.quote})


def _kind(claim: Claim, *, kind: str) -> _Change:
    if kind not in Kind.values:
        raise InvalidInput(
            _("“%(kind)s” is not a kind of claim.") % {"kind": str(kind)[:40]},
            field="kind",
            remedy=_("Use one of: %(known)s.") % {"known": ", ".join(Kind.values)},
        )
    before, claim.kind = claim.kind, kind
    return _Change(before, kind)


def _speaker(claim: Claim, *, speaker: str) -> _Change:
    before = claim.attribution
    name = speaker.strip()[:_LONGEST]
    if not name:
        claim.attribution = None
        return _Change(before, None)
    if before and before.get("speaker") == name:
        return _Change(before, before)
    # The nearest mention before the end of the claim: a speaker is named there or earlier.
    start = claim.revision.text.rfind(name, 0, claim.end)
    if start < 0:
        raise InvalidInput(
            _("“%(name)s” is not named in the article before this statement ends.")
            % {"name": name},
            field="speaker",
            remedy=_("Write the name as the article writes it."),
        )
    mode = before["mode"] if before else "reported"
    after = {
        "text": name,
        "start": start,
        "end": start + len(name),
        "speaker": name,
        "mode": mode,
        "anonymous": False,
    }
    claim.attribution = after
    return _Change(before, after)


def _date(claim: Claim, *, at: int, resolved: str) -> _Change:
    value = resolved.strip()
    if value and _EDTF.match(value) is None:
        raise InvalidInput(
            _("“%(value)s” is no date.") % {"value": value[:40]},
            field="resolved",
            remedy=_("Write it as 2023-09-13, 2023-09, 2023 or 2023-09/2024-02 (EDTF)."),
        )
    return _replaced(claim, "dates", at, {"resolved": value or None})


def _quantity(claim: Claim, *, at: int, value: float | None, unit: str) -> _Change:
    fresh = {"value": value, "low": value, "high": value, "unit": unit.strip()[:40]}
    return _replaced(claim, "quantities", at, fresh)


def _replaced(claim: Claim, name: str, at: int, fresh: dict[str, Any]) -> _Change:
    rows = list(getattr(claim, name))
    if not 0 <= at < len(rows):
        raise InvalidInput(
            _("The claim has no such part any more."), field="at", remedy=_("Load the page again.")
        )
    before = rows[at]
    rows[at] = {**before, **fresh}
    setattr(claim, name, rows)
    return _Change(before, rows[at])


_PARTS: Final[dict[str, Callable[..., _Change]]] = {
    CorrectedPart.SPAN: _span,
    CorrectedPart.KIND: _kind,
    CorrectedPart.SPEAKER: _speaker,
    CorrectedPart.DATE: _date,
    CorrectedPart.QUANTITY: _quantity,
}


def _plain(value: Any) -> str:
    """Return what a person reads in the timeline."""
    if not isinstance(value, dict):
        return "" if value is None else str(value)
    for name in ("quote", "speaker", "resolved"):
        if name in value:
            return str(value[name] or "")
    number = value.get("value")
    return f"{'' if number is None else f'{number:g}'} {value.get('unit', '')}".strip()
