"""What a reader sees of a text."""

from __future__ import annotations

import pytest

from factcheck.text.visible import visible


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u3000", "\u200b", "\u202e\u2066", "\u3164", "\u2800", "\ufe0f", "\x07"]
)
def test_nothing_to_see(text: str) -> None:
    assert visible(text) == ""


@pytest.mark.parametrize(
    ("text", "seen"),
    [(" 理由 ", "理由"), ("re\u200bason", "reason"), ("…", "…"), ("が", "が"), ("👍", "👍")],
)
def test_what_is_seen_stays(text: str, seen: str) -> None:
    assert visible(text) == seen
