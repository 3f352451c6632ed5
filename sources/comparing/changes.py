"""What became of a page as a whole between two readings: kind, severity and a readable diff."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from factcheck.text.normalize import fold
from factcheck.text.tokens import (
    Severity,
    TokenDiff,
    TokenKind,
    clean,
    compare_quote,
    tokenize,
)
from sources.comparing.aligning import Step, align
from sources.comparing.corrections import correction_labels
from sources.comparing.shown import shown_diff
from sources.comparing.units import article_lines, split_units, unit_key

GRAVE = frozenset(
    {
        TokenKind.NUMBER,
        TokenKind.DATE,
        TokenKind.NAME,
        TokenKind.NEGATION,
        TokenKind.QUOTATION,
    }
)
_REWRITTEN = 0.4  # of the text before
_FEW_TOKENS = 8  # differing stretches of one sentence that is still the same sentence
_SHARE_OF_SENTENCE = 0.5
_MOST_LOOKUPS = 400
_DECLARED = re.compile(
    r"訂正|修正|誤り|お詫び|おわび|取り消|撤回|correct|retract|error|mis(?:stat|spell)", re.I
)
_HEADLINE_CUT = re.compile(r"\s*[|｜]\s*|\s+[-–—]\s+|\s*[:：]\s*")
_COUNTED = re.compile(r"^\s*[(（]\d{1,4}[)）]\s*")


class PageChangeKind(StrEnum):
    """Kinds of what became of a page."""

    CORRECTION = "correction"
    UPDATE = "update"
    REWRITE = "rewrite"
    HEADLINE = "headline"
    COSMETIC = "cosmetic"
    GONE = "gone"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """One reading of a page, as far as it is compared.

    `text` is all that is visible, `main_text` the article alone ("" when it was not extracted),
    `declared_headline` the one of the page's JSON-LD; `labels` as `correction_labels` gives them.
    """

    title: str
    headline: str
    text: str
    main_text: str
    prose_sha256: str
    labels: tuple[str, ...]
    modified: str = ""
    declared_headline: str = ""


@dataclass(frozen=True, slots=True)
class PageChange:
    """`changed` says whether the wording of the article is another; None when nobody can tell.

    A page that only looks different has `changed` False and kind cosmetic. `severity` is none,
    low, medium or high; `diff` is what `shown_diff` returns; `reason` a stable code.
    """

    changed: bool | None
    kind: str | None
    severity: str
    diff: list[dict[str, Any]] = field(default_factory=list)
    reason: str = ""


def page_gone(reason: str = "gone") -> PageChange:
    """Return the change of a page that was there and is no more."""
    return PageChange(True, PageChangeKind.GONE.value, "high", [], reason)


def page_back(before: PageText, after: PageText) -> PageChange:
    """Return the change of a page that was gone and can be read again; diff to the last reading."""
    found = compare_pages(before, after)
    severity = found.severity if found.changed else "low"
    return PageChange(True, PageChangeKind.BACK.value, severity, found.diff, found.reason)


def compare_pages(before: PageText, after: PageText) -> PageChange:
    """Say what became of the article between two readings; its surroundings do not count.

    A sentence is new only if it stood nowhere on the page before, and deleted only if it stands
    nowhere on it now: what an extractor takes in or leaves out is no change.
    """
    if not after.text.strip():
        return PageChange(None, None, "none", [], "no_text")
    if not before.text.strip():
        return PageChange(None, None, "none", [], "nothing_before")
    headline = _headline_diff(before, after)
    # One text without its article can only be compared whole, as both must be.
    both = bool(before.main_text and after.main_text)
    same_prose = bool(before.prose_sha256) and before.prose_sha256 == after.prose_sha256
    if same_prose and (before.main_text == after.main_text or not both):
        return _judged([], headline, before, after, "same_prose")
    aside = frozenset(
        unit_key(words)
        for words in (before.headline, after.headline, before.title, after.title)
        if words
    )
    steps = _steps(before, after, both=both, aside=aside)
    return _judged(_real(steps, before, after), headline, before, after, "same_words")


def _steps(before: PageText, after: PageText, *, both: bool, aside: frozenset[str]) -> list[Step]:
    return align(
        split_units(article_lines(before.text, before.main_text if both else ""), leave_out=aside),
        split_units(article_lines(after.text, after.main_text if both else ""), leave_out=aside),
    )


def _real(steps: Sequence[Step], before: PageText, after: PageText) -> list[Step]:
    """Let only those steps stand that are changes of the page, not of its extraction."""
    old, new = _Lookup(before.text), _Lookup(after.text)
    kept: list[Step] = []
    # Lines that are no sentences are labels and links, unless the page has nothing else.
    any_line = not any(step.whole for step in steps)
    for step in steps:
        counts = step.whole or any_line
        unreal = (
            (step.op == "delete" and (not counts or new.has(step.before)))
            or (step.op == "insert" and (not counts or old.has(step.after)))
            or (step.op == "replace" and new.has(step.before) and _is_no_new(step, old, new))
        )
        if not unreal:
            kept.append(step)
        elif step.op != "insert":
            kept.append(Step("equal", step.before, step.before, whole=step.whole))
    return kept


def _is_no_new(step: Step, old: _Lookup, new: _Lookup) -> bool:
    # What an extractor made up (a reading of kanji run into the text) stands on neither page.
    return old.has(step.after) or not new.has(step.after)


class _Lookup:
    """Where a sentence stands on the whole page, white space and width ignored."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded: str | None = None
        self._asked = 0

    def has(self, words: str) -> bool:
        if self._folded is None:
            self._folded = fold(self._text).text
        self._asked += 1
        return self._asked <= _MOST_LOOKUPS and fold(words).text in self._folded


def _judged(
    steps: list[Step],
    headline: TokenDiff | None,
    before: PageText,
    after: PageText,
    unchanged: str,
) -> PageChange:
    moved = [step for step in steps if step.op != "equal" and _is_material(step)]
    declared = _declares_anew(moved, before, after)
    titled = headline is not None and headline.severity is Severity.MATERIAL
    if not moved and not declared and not titled:
        slight = any(step.op == "replace" for step in steps) or headline is not None
        kind = PageChangeKind.COSMETIC.value if slight else None
        return PageChange(False, kind, "none", [], "cosmetic" if slight else unchanged)
    kind = _kind(moved, declared, before)
    severity = _severity(moved, declared, headline if titled else None)
    diff = shown_diff(steps, headline=headline if titled else None)
    return PageChange(True, kind.value, severity, diff, "declared" if declared else kind.value)


def _is_material(step: Step) -> bool:
    return step.diff is None or step.diff.severity is Severity.MATERIAL


def _declares_anew(moved: Sequence[Step], before: PageText, after: PageText) -> tuple[str, ...]:
    """Return the labels of corrections that the article declares now and did not before."""
    fresh = set(after.labels) - set(before.labels)
    said = "\n".join(step.after for step in moved)
    found = set(correction_labels(said)) - set(
        correction_labels("\n".join(step.before for step in moved))
    )
    # A label read off the whole page may be a headline in a ranking: the article must say it.
    article = set(correction_labels(after.main_text or after.text))
    labels = found | (fresh & article)
    if labels == {"editors_note"} and not _DECLARED.search(said):
        return ()
    return tuple(sorted(labels))


def _kind(moved: Sequence[Step], declared: Sequence[str], before: PageText) -> PageChangeKind:
    if declared:
        return PageChangeKind.CORRECTION
    if not moved:
        return PageChangeKind.HEADLINE
    total = max(1, len(before.main_text or before.text))
    lost = sum(_lost(step) for step in moved)
    if len(moved) > 1 and lost >= _REWRITTEN * total:
        return PageChangeKind.REWRITE
    if all(step.op == "replace" and _same_sentence(step) for step in moved):
        return PageChangeKind.CORRECTION
    return PageChangeKind.UPDATE


def _lost(step: Step) -> int:
    """Count the characters of the text before that are no more."""
    if step.diff is None:
        return len(step.before)
    return sum(len(old) for op, old, _ in step.diff.segments if op != "equal")


def _same_sentence(step: Step) -> bool:
    """Tell a sentence with a few other tokens from one written anew."""
    if step.diff is None:
        return False
    differing = [segment for segment in step.diff.segments if segment[0] != "equal"]
    changed = sum(max(len(old), len(new)) for _, old, new in differing)
    longest = max(len(step.before), len(step.after), 1)
    return len(differing) <= _FEW_TOKENS and changed <= max(12, _SHARE_OF_SENTENCE * longest)


def _severity(moved: Sequence[Step], declared: Sequence[str], headline: TokenDiff | None) -> str:
    """Weigh by the tokens that differ, never by how much text does."""
    if "retraction" in declared:
        return "high"
    reworded = [step.diff for step in moved if step.diff is not None]
    reworded += [headline] if headline is not None else []
    if any(diff.kinds & GRAVE for diff in reworded):
        return "high"
    if any(step.op == "delete" and _is_grave(step.before) for step in moved):
        return "high"
    if declared or reworded or any(step.op == "delete" for step in moved):
        return "medium"
    return "medium" if any(_is_grave(step.after) for step in moved) else "low"


def _is_grave(sentence: str) -> bool:
    return any(token.kind in GRAVE for token in tokenize(clean(sentence[:2000])))


def _headline_diff(before: PageText, after: PageText) -> TokenDiff | None:
    """Compare what the page calls itself; None when it is the same or one of them is missing."""
    for old, new in (
        (before.headline, after.headline),
        (before.declared_headline, after.declared_headline),
        *([(_name(before.title), _name(after.title))] if not before.headline else []),
    ):
        if old and new and unit_key(old) != unit_key(new):
            diff = compare_quote(old, new)
            if diff.severity is not Severity.NONE:
                return diff
    return None


def _name(title: str) -> str:
    """Return the longest part of a title: the rest is the name of the site or of a section."""
    return max(_HEADLINE_CUT.split(_COUNTED.sub("", title)), key=len, default="")
