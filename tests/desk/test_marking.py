"""Text cut at marks, differences in words, and links: the pure parts of the desk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.desk.differences import compare, from_segments, tokens
from factcheck.desk.links import text_fragment, web_address
from factcheck.desk.marking import Mark, cut, occurrences, surroundings

TEXTS = st.text(alphabet="ab 。\n<𠮷", max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=8)


@given(TEXTS, SPANS)
def test_pieces_joined_are_the_text_and_every_mark_covers_exactly_its_span(text, spans):
    marks = [Mark(key=str(n), start=a, end=b) for n, (a, b) in enumerate(spans)]
    pieces = cut(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    for mark in marks:
        covered = "".join(piece.text for piece in pieces if mark.key in piece.marks)
        assert covered == text[mark.start : mark.end]
        opened = [piece for piece in pieces if mark.key in piece.opens]
        assert len(opened) == (1 if covered else 0)


@given(TEXTS, SPANS)
def test_the_order_of_marks_does_not_matter(text, spans):
    marks = [Mark(key=str(n), start=a, end=b) for n, (a, b) in enumerate(spans)]
    assert cut(text, marks) == cut(text, marks[::-1])


def test_the_shortest_mark_is_the_innermost():
    pieces = cut("abcdef", [Mark(key="long", start=0, end=6), Mark(key="short", start=2, end=4)])
    assert [(piece.text, piece.marks) for piece in pieces] == [
        ("ab", ("long",)),
        ("cd", ("short", "long")),
        ("ef", ("long",)),
    ]


def test_surroundings_stay_in_the_paragraph_and_say_when_they_are_cut():
    text = "First.\nOne two three.\nLast."
    start = text.index("two")
    seen = surroundings(text, start, start + 3)
    assert (seen.before, seen.quote, seen.after) == ("One ", "two", " three.")
    assert not seen.cut_before and not seen.cut_after
    near = surroundings(text, start, start + 3, reach=2)
    assert (near.before, near.after) == ("e ", " t") and near.cut_before and near.cut_after


def test_every_occurrence_is_found():
    assert occurrences("aXaXa", "aXa") == [0, 2]
    assert occurrences("abc", "") == []


@given(TEXTS, TEXTS)
def test_a_comparison_spells_both_texts(before, after):
    first, second = compare(before, after)
    assert "".join(part.text for part in first) == before
    assert "".join(part.text for part in second) == after
    same = "".join(part.text for part in first if part.operation == "same")
    assert same == "".join(part.text for part in second if part.operation == "same")
    assert "".join(tokens(before)) == before


def test_a_changed_figure_is_marked_whole():
    first, second = compare("利用者は1,215,400人", "利用者は1,125,400人")
    assert [part.text for part in first if part.operation == "removed"] == ["1,215,400"]
    assert [part.text for part in second if part.operation == "added"] == ["1,125,400"]


def test_stored_segments_that_do_not_spell_the_texts_are_not_shown():
    lying = [["replace", "x", "y"]]
    assert from_segments(lying, before="a b", after="a c") == compare("a b", "a c")
    honest = [["equal", "a ", "a "], ["replace", "b", "c"]]
    first, _second = from_segments(honest, before="a b", after="a c")
    assert [(part.operation, part.text) for part in first] == [("same", "a "), ("removed", "b")]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", " vbscript:x", "http://[bad", "", None]
)
def test_only_web_addresses_become_links(address):
    assert web_address(address) == ""
    assert text_fragment(address, "words") == ""


def test_a_text_fragment_names_the_very_words():
    link = text_fragment("https://a.example/x#old", "one, two-three & 四")
    assert link == "https://a.example/x#:~:text=one%2C%20two%2Dthree%20%26%20%E5%9B%9B"
    long = text_fragment("https://a.example/x", "word " * 100)
    assert long.count(",") == 1 and len(long) < 400
    short = text_fragment("https://a.example/x", "3人", prefix="反対は", suffix="だった。")
    assert short.count("-,") == short.count(",-") == 1
