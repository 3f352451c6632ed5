"""Columns in a terminal, where one character may take two cells, one or none."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.columns import align_columns, display_width, fit


def test_wide_characters_take_two_cells_and_combining_marks_none() -> None:
    assert display_width("会談") == 4
    assert display_width("ｶﾅ") == 2
    assert display_width("e\u0301") == 1


def test_a_cut_line_ends_with_an_ellipsis_and_keeps_its_width() -> None:
    assert fit("北朝鮮の最大の外交課題", 9) == "北朝鮮の…"
    assert fit("short", 9) == "short"


def test_line_breaks_and_overrides_never_reach_the_terminal() -> None:
    assert fit("one\ntwo\u202ethree\x1b[2J", 40) == "one twothree[2J"


def test_columns_stand_under_one_another_whatever_the_script() -> None:
    lines = align_columns([("a", "1", "x"), ("会談", "10", "y")], right=(1,))
    assert lines == ["a      1  x", "会談  10  y"]


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_fit_never_exceeds_its_width_and_is_one_line(text: str, width: int) -> None:
    line = fit(text, width)
    assert display_width(line) <= width
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in line)
