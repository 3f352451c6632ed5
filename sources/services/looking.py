"""Looking for one watched passage in a text: the pure comparison in the words of the records."""

from __future__ import annotations

from typing import Final

from factcheck.text.anchoring import Selector
from factcheck.text.normalize import Folded
from factcheck.text.tokens import TokenDiff, TokenKind
from sources.comparing.pages import Quality
from sources.comparing.passages import compare_passage
from sources.services.outcomes import Finding, WatchedPassage

_GRAVE: Final = frozenset(
    {
        TokenKind.NUMBER,
        TokenKind.DATE,
        TokenKind.NAME,
        TokenKind.NEGATION,
        TokenKind.QUOTATION,
    }
)


def look_for(text: str | Folded, passage: WatchedPassage, page: Quality | None = None) -> Finding:
    """Compare the accepted wording of a passage with a text as it reads now.

    ``page`` is the quality of that text: from a poor one a missing passage is *cannot tell*.
    """
    verdict = compare_passage(
        selector=Selector(
            exact=passage.accepted_text,
            prefix=passage.prefix,
            suffix=passage.suffix,
            position=passage.position,
        ),
        accepted_text=passage.accepted_text,
        reading_text=text,
        page=page,
    )
    return Finding(
        passage_id=passage.id,
        state=verdict.state.value,
        found=verdict.found,
        start=verdict.start,
        end=verdict.end,
        diff=[list(segment) for segment in verdict.diff.segments] if verdict.diff else [],
        severity=_severity(verdict.diff),
        reason=verdict.reason,
    )


def _severity(diff: TokenDiff | None) -> str:
    """A number, date, name, negation or quotation weighs more than other words."""
    return "medium" if diff is not None and diff.kinds and not diff.kinds & _GRAVE else "high"
