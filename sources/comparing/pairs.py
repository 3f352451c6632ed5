"""Two answers for one page, compared as the watch would: state, changes, passages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from factcheck.text.anchoring import Selector, find_all, find_quote, is_long_enough, make_selector
from factcheck.text.normalize import Folded, fold
from sources.comparing.aligning import Step
from sources.comparing.changes import (
    GRAVE,
    PageChange,
    PageChangeKind,
    PageText,
    compare_pages,
    page_back,
    page_gone,
)
from sources.comparing.corrections import correction_labels
from sources.comparing.pages import Quality, quality
from sources.comparing.passages import PassageState, PassageVerdict, compare_passage
from sources.comparing.responses import ResponseClass, public_state
from sources.comparing.shown import shown_diff, token_rows
from sources.comparing.units import unit_key
from sources.reading import Reading, prose_digest

_MOST_PLACES = 20  # of one quote on the page before
_HERE = frozenset({PassageState.INTACT, PassageState.MOVED})


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A reading with its main text ("" when it has none)."""

    reading: Reading
    main_text: str


def page_text(page: ReadPage) -> PageText:
    """Return what `compare_pages` wants to know of a page."""
    reading = page.reading
    return PageText(
        title=reading.title,
        headline=reading.headline,
        declared_headline=reading.declared_headline,
        text=reading.text,
        main_text=page.main_text,
        prose_sha256=prose_digest(reading),
        labels=correction_labels(reading.text),
        modified=reading.modified or "",
    )


def compare_pair(
    before: ReadPage,
    after: ReadPage | None,
    response: ResponseClass,
    passages: Sequence[str],
    *,
    was_gone: bool = False,
) -> dict[str, Any]:
    """Compare two answers; `response` is the class of the second, `passages` are quotes.

    Returns state, reason, changed, kind, severity, passages (text, verdict, tokens, found,
    reason) and diff. Only a page that is there says anything about a passage; one that is gone
    is a change, any other answer is not. `was_gone`: the first answer said the page was gone.
    """
    state = public_state(response)
    if after is None or not response.speaks_about_passages:
        gone = response.looks_dead
        change = page_gone(response.reason) if gone else _untold(response.reason)
        if gone and was_gone:
            change = PageChange(False, None, "none", [], response.reason)
        verdicts = [PassageVerdict(PassageState.CANNOT_TELL, reason=state) for _ in passages]
        return _shown(state, response.reason, change, passages, verdicts)
    judged = quality(after.reading, len(before.reading.text))
    change = compare_pages(page_text(before), page_text(after))
    if was_gone and change.changed:
        change = page_back(page_text(before), page_text(after))
    if not judged.ok and change.reason != "declared":
        change = _untold(f"poor_page_{judged.reason}")
    # The page may list the article's sentences in a ranking too: those places count less.
    article = {unit_key(line) for line in before.main_text.split("\n")}
    now = fold(after.reading.text)
    then = fold(before.reading.text)
    verdicts = [_verdict(quote, then, now, article, judged, response.moved) for quote in passages]
    change = _with_passages(change, passages, verdicts)
    return _shown(state, response.reason, change, passages, verdicts)


def _with_passages(
    change: PageChange, passages: Sequence[str], verdicts: Sequence[PassageVerdict]
) -> PageChange:
    """A cited passage outside the article (a caption, a box) that went or differs is a change."""
    if change.changed is not False:
        return change
    steps = [
        Step("replace" if verdict.found else "delete", quote, verdict.found, verdict.diff)
        for quote, verdict in zip(passages, verdicts, strict=True)
        if verdict.state in (PassageState.ALTERED, PassageState.GONE)
    ]
    if not steps:
        return change
    reworded = all(step.op == "replace" for step in steps)
    kind = PageChangeKind.CORRECTION if reworded else PageChangeKind.UPDATE
    grave = any(step.diff is None or step.diff.kinds & GRAVE for step in steps)
    severity = "high" if grave else "medium"
    return PageChange(True, kind.value, severity, shown_diff(steps, headline=None), "passage")


def _untold(reason: str) -> PageChange:
    return PageChange(None, None, "none", [], reason)


def _shown(
    state: str,
    reason: str,
    change: PageChange,
    passages: Iterable[str],
    verdicts: Iterable[PassageVerdict],
) -> dict[str, Any]:
    return {
        "state": state,
        "state_reason": reason,
        "changed": change.changed,
        "kind": change.kind,
        "severity": change.severity,
        "reason": change.reason,
        "passages": [
            {
                "text": quote,
                "verdict": verdict.state.value,
                "tokens": token_rows(verdict.diff) if verdict.diff is not None else [],
                "found": verdict.found,
                "reason": verdict.reason,
            }
            for quote, verdict in zip(passages, verdicts, strict=True)
        ],
        "diff": change.diff,
    }


def _verdict(
    quote: str, then: Folded, now: Folded, article: set[str], page: Quality, moved: bool
) -> PassageVerdict:
    verdicts = [
        compare_passage(selector=selector, accepted_text=quote, reading_text=now, page=page)
        for selector in _selectors(quote, then, article)
    ]
    if not verdicts:
        lone = compare_passage(
            selector=Selector(exact=quote), accepted_text=quote, reading_text=now, page=page
        )
        if lone.state in _HERE or lone.state is PassageState.CANNOT_TELL:
            return lone
        return PassageVerdict(PassageState.CANNOT_TELL, reason="not_on_the_page_before")
    verdict = _together(quote, verdicts)
    if moved and verdict.state is PassageState.INTACT:
        return PassageVerdict(
            PassageState.MOVED,
            verdict.start,
            verdict.end,
            verdict.found,
            verdict.diff,
            "redirected",
        )
    return verdict


def _selectors(quote: str, then: Folded, article: set[str]) -> list[Selector]:
    """Return a selector for each place where the quote stood; those in the article if any did."""
    text = then.original
    places = find_all(then, quote)[:_MOST_PLACES]
    if not places:
        match = find_quote(then, Selector(exact=quote))
        places = [] if match is None else [(match.start, match.end)]
    selectors = [(make_selector(text, start, end), _line(text, start)) for start, end in places]
    inside = [selector for selector, line in selectors if unit_key(line) in article]
    return inside or [selector for selector, _ in selectors]


def _line(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[text.rfind("\n", 0, position) + 1 : len(text) if end < 0 else end]


def _together(quote: str, verdicts: list[PassageVerdict]) -> PassageVerdict:
    """Judge a quote that stood in several places: nobody said which of them was cited."""
    states = {verdict.state for verdict in verdicts}
    if len(states) == 1:
        return verdicts[0]
    here = [verdict for verdict in verdicts if verdict.state in _HERE]
    if here and states <= _HERE:
        return min(here, key=lambda verdict: verdict.state is not PassageState.INTACT)
    if not is_long_enough(quote):
        return PassageVerdict(PassageState.CANNOT_TELL, reason="ambiguous")
    altered = [verdict for verdict in verdicts if verdict.state is PassageState.ALTERED]
    return (altered or here or verdicts)[0]
