"""Width folding that keeps every position: full-width ASCII to ASCII, one for one."""

from __future__ import annotations

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_KEEP = {ord(mark) for mark in "（）［］｛｝！？，．～：；"}
_TABLE = {code: to for code, to in _FOLD.items() if code not in _KEEP} | {
    ord("，"): ord(","),
    ord("．"): ord("."),
    ord("～"): ord("〜"),
    ord("∼"): ord("〜"),
}


def fold_width(text: str) -> str:
    """Return the text with full-width letters, digits and signs as ASCII, same length."""
    return text.translate(_TABLE)


def words(text: str) -> frozenset[str]:
    """Return the words of a space-separated list as a set."""
    return frozenset(text.split())
