"""Is the sentence we rely on still there, unaltered?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from factcheck.text.anchoring import Match, Selector, find_quote, is_long_enough
from factcheck.text.normalize import Folded, fold, folded
from factcheck.text.tokens import Severity, TokenDiff, compare_quote
from sources.comparing.drift import Drift, sentence_drift
from sources.comparing.pages import Quality

_ELSEWHERE = 0.5  # less of its surroundings than this: the passage stands in another place


class PassageState(StrEnum):
    """What became of a cited passage."""

    INTACT = "intact"
    MOVED = "moved"
    ALTERED = "altered"
    GONE = "gone"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class PassageVerdict:
    """The state of a passage, where it stands now (code points), and what differs.

    `found` is the wording as it stands now, empty when there is none; `reason` is a stable code.
    `drift` tells how the rest of its sentence differs; one that reverses what the quote says
    alters it, and `found` is then the whole sentence.
    """

    state: PassageState
    start: int | None = None
    end: int | None = None
    found: str = ""
    diff: TokenDiff | None = None
    reason: str = ""
    drift: Drift | None = None

    @property
    def severity(self) -> Severity:
        """How much the wording differs from the accepted one."""
        return self.diff.severity if self.diff is not None else Severity.NONE


def compare_passage(
    *,
    selector: Selector,
    accepted_text: str,
    reading_text: str | Folded,
    page: Quality | None = None,
) -> PassageVerdict:
    """Compare a passage as an editor accepted it with a page as it reads now.

    `page` is the quality of the reading: from a poor one, a missing passage is *cannot tell*.
    """
    text = folded(reading_text)
    wanted = replace(selector, exact=accepted_text)
    if not fold(accepted_text).text:
        return PassageVerdict(PassageState.CANNOT_TELL, reason="empty_quote")
    match = find_quote(text, wanted)
    if match is None:
        if page is not None and not page.ok:
            return PassageVerdict(PassageState.CANNOT_TELL, reason=f"poor_page_{page.reason}")
        return PassageVerdict(PassageState.GONE, reason="not_found")
    found = text.original[match.start : match.end]
    diff = compare_quote(accepted_text, found)
    state, reason = _judge(match, accepted_text, diff, page)
    verdict = PassageVerdict(state, match.start, match.end, found, diff, reason)
    if state is not PassageState.INTACT:
        return verdict
    drift = sentence_drift(wanted, text.original, match.start, match.end)
    return verdict if drift is None else _drifted(verdict, drift, text.original)


def _drifted(verdict: PassageVerdict, drift: Drift, text: str) -> PassageVerdict:
    if not drift.reverses:
        return replace(verdict, drift=drift, reason="rest_of_sentence_differs")
    kinds = "_".join(sorted(drift.diff.kinds)) or "quotation"
    return PassageVerdict(
        PassageState.ALTERED,
        drift.start,
        drift.end,
        text[drift.start : drift.end],
        drift.diff,
        f"rest_of_sentence_differs_in_{kinds}",
        drift,
    )


def _judge(
    match: Match, accepted_text: str, diff: TokenDiff, page: Quality | None
) -> tuple[PassageState, str]:
    if diff.severity is Severity.MATERIAL:
        if page is not None and page.reason == "undecodable":
            return PassageState.CANNOT_TELL, "poor_page_undecodable"
        kinds = "_".join(sorted(diff.kinds)) or "word"
        return PassageState.ALTERED, f"differs_in_{kinds}"
    if match.ambiguous and not is_long_enough(accepted_text):
        return PassageState.CANNOT_TELL, "ambiguous"
    if match.context < _ELSEWHERE:
        return PassageState.MOVED, "other_surroundings"
    return PassageState.INTACT, "same_words" if diff.severity is Severity.NONE else "cosmetic"
