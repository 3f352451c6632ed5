"""The rest of the sentence a quote was cut from: “…と述べた” may become “…とは述べていない”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from factcheck.text.anchoring import Selector
from factcheck.text.normalize import fold
from factcheck.text.tokens import TokenDiff, TokenKind, compare_quote

_REACH = 200  # characters of the rest of a sentence
_END = re.compile(r"[。．！？!?][」』）)”\"]?|\.(?=\s|$)|\n")
_LAST = frozenset("。．！？!?.")
_QUOTES = frozenset("\"“”„«»「」『』‘’'〝〟")


@dataclass(frozen=True, slots=True)
class Drift:
    """How the sentence around an unaltered quote differs; `start:end` is that sentence now.

    `reverses` says that the quote itself says something else now: the rest gained or lost a
    negation, or the quote stands in quotation marks now, or no longer.
    """

    diff: TokenDiff
    start: int
    end: int
    reverses: bool


def sentence_drift(selector: Selector, text: str, start: int, end: int) -> Drift | None:
    """Compare the sentence around `text[start:end]` with the one the quote was taken from.

    None when it is the same, or when the selector does not hold the whole of it.
    """
    marked = _marked(selector.prefix[-1:], selector.suffix[:1])
    marked_now = _marked(text[max(0, start - 1) : start], text[end : end + 1])
    known = bool(selector.prefix and selector.suffix)
    if known and marked != marked_now:
        one = selector.prefix[-1:] + selector.exact + selector.suffix[:1]
        first, last = (start - 1, end + 1) if marked_now else (start, end)
        diff = compare_quote(one if marked else selector.exact, text[first:last])
        # One character more on each side, so that it never reads like the accepted words.
        return Drift(diff, max(0, start - 1), min(len(text), end + 1), reverses=True)
    tail, tail_now = _tail(selector.exact, selector.suffix), _tail(selector.exact, text[end:][:400])
    head = _head(selector.prefix, whole=selector.position == len(selector.prefix))
    head_now = _head(text[max(0, start - 2 * _REACH) : start], whole=start <= 2 * _REACH)
    if tail is None or tail_now is None or not _same(tail, tail_now):
        tail = tail_now = ""
    if head is None or head_now is None or not _same(head, head_now):
        head = head_now = ""
    diff = compare_quote(head + selector.exact + tail, head_now + text[start:end] + tail_now)
    if not diff.kinds:
        return None
    return Drift(
        diff,
        start - len(head_now),
        end + len(tail_now),
        reverses=TokenKind.NEGATION in diff.kinds,
    )


def _marked(left: str, right: str) -> bool:
    return left in _QUOTES and right in _QUOTES and bool(left and right)


def _tail(quote: str, following: str) -> str | None:
    """Return what follows up to the end of the sentence, or None when that is not in sight."""
    if (
        _END.search(quote.rstrip()[-2:] + " ") is not None
        and quote.rstrip()[-1:] in '。．！？!?.」』”"'
    ):
        return ""
    found = _END.search(following[:_REACH])
    if found is None or found.group() == "\n":
        return None
    return following[: found.end()]


def _head(preceding: str, *, whole: bool) -> str | None:
    """Return what precedes in the same sentence, or None when its beginning is not in sight."""
    ends = list(_END.finditer(preceding))
    if not ends:
        return preceding if whole else None
    last = ends[-1]
    if last.group() == "\n" and _END.search(preceding[: last.start()].rstrip()[-1:] + " ") is None:
        return None
    return preceding[last.end() :][-_REACH:]


def _same(one: str, other: str) -> bool:
    """Tell a reworded rest of a sentence from another sentence."""
    left, right = fold(one).text, fold(other).text
    if left == right:
        return True
    least = 30.0 if max(len(left), len(right)) <= 16 else 55.0
    return bool(left and right) and fuzz.ratio(left, right) >= least
