from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factcheck.text.numerals import NUMBER, number_value
from factcheck.text.tokens import Severity, TokenKind, clean, compare_quote

MATERIAL = [
    ("参加者は1003人だった。", "参加者は3003人だった。", TokenKind.NUMBER),
    ("予算は900万円とされた。", "予算は9000万円とされた。", TokenKind.NUMBER),
    ("予算は900万円とされた。", "予算は900億円とされた。", TokenKind.NUMBER),
    ("理事長は解任された。", "理事長は辞任された。", TokenKind.WORD),
    ("市は事実を認めている。", "市は事実を認めていない。", TokenKind.NEGATION),
    ("市は事実を認めず退席した。", "市は事実を認め退席した。", TokenKind.NEGATION),
    ("佐藤氏が述べた。", "加藤氏が述べた。", TokenKind.NAME),
    ("会議は3月26日に開かれた。", "会議は3月27日に開かれた。", TokenKind.DATE),
    ("「検討する」と述べた。", "検討すると述べた。", TokenKind.QUOTATION),
    ("It rose by 3.5% in May.", "It rose by 5.3% in May.", TokenKind.NUMBER),
    ("She did sign the paper.", "She did not sign the paper.", TokenKind.NEGATION),
    ("They can't leave.", "They can leave.", TokenKind.NEGATION),
    ("He never paid.", "He paid.", TokenKind.NEGATION),
    ("Yesterday Brown resigned.", "Yesterday Green resigned.", TokenKind.NAME),
    ("On March 26, 2024 it met.", "On March 27, 2024 it met.", TokenKind.DATE),
    ("It cost $500.", "It cost €500.", TokenKind.WORD),
    ("It fell to -3 degrees.", "It fell to 3 degrees.", TokenKind.NUMBER),
]


@pytest.mark.parametrize(("before", "after", "kind"), MATERIAL)
def test_a_changed_fact_is_material_and_named(before: str, after: str, kind: TokenKind) -> None:
    for one, other in ((before, after), (after, before)):
        diff = compare_quote(one, other)
        assert diff.severity is Severity.MATERIAL
        assert kind in diff.kinds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("三千万円を支出した", "3000万円を支出した"),
        ("三千万円を支出した", "30,000,000円を支出した"),
        ("１２３人が参加", "123人が参加"),
        ("二〇二四年三月二十六日", "2024年3月26日"),
        ("令和6年3月26日", "2024年3月26日"),
        ("on March 26, 2024", "on 26 March 2024"),
        ("it was\n  late \u200bthen", "it was late then"),
        ("参加者は\n　千人", "参加者は千人"),
        ("３％増えた", "3パーセント増えた"),
        ("3 million people", "3,000,000 people"),
        ("一億二千万人", "1億2000万人"),
        ("10\u2009000 people came", "10000 people came today"[:-6]),
    ],
)
def test_the_same_thing_written_otherwise_is_no_difference(before: str, after: str) -> None:
    diff = compare_quote(before, after)
    assert diff.severity is Severity.NONE, diff
    assert compare_quote(after, before).severity is Severity.NONE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("He said: yes, it is.", "He said yes, it is."),
        ("“It is so,” she said.", '"It is so," she said.'),
        ("The Council met.", "The council met."),
        ("市は、認めた。", "市は認めた。"),
        ("訂正した。", "訂正（ていせい）した。"),
        ("They do not agree.", "They don’t agree."),
    ],
)
def test_punctuation_and_style_are_cosmetic(before: str, after: str) -> None:
    assert compare_quote(before, after).severity is Severity.COSMETIC
    assert compare_quote(after, before).severity is Severity.COSMETIC


def test_the_segments_read_as_both_wordings() -> None:
    diff = compare_quote("約1003人が 参加した。", "約3003人が参加しなかった。")
    assert "".join(part for _, part, _ in diff.segments) == clean("約1003人が 参加した。")
    assert "".join(part for _, _, part in diff.segments) == clean("約3003人が参加しなかった。")
    assert ("replace", "1003", "3003") in diff.segments


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1億2千万", 120_000_000),
        ("一万二千三百", 12_300),
        ("千", 1000),
        ("二〇二四", 2024),
        ("1.5億", 150_000_000),
        ("30,000,000", 30_000_000),
        ("2.5 billion", 2_500_000_000),
        ("-3", -3),
        ("▲3", -3),
        ("10万5千", 105_000),
    ],
)
def test_numbers_amount_to_what_they_say(written: str, value: int) -> None:
    found = NUMBER.fullmatch(written)
    assert found is not None
    assert number_value(written) == Decimal(value)


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_two_numbers_are_equal_exactly_when_they_are(one: int, other: int) -> None:
    diff = compare_quote(f"人口は{one}人", f"人口は{other:,}人")
    assert (diff.severity is Severity.NONE) == (one == other)


@given(st.text(max_size=120), st.text(max_size=120))
@example("", "\x1b")  # a control character folds away, and is still shown
def test_segments_rebuild_both_sides_of_any_two_texts(before: str, after: str) -> None:
    diff = compare_quote(before, after)
    assert "".join(part for _, part, _ in diff.segments) == clean(before)
    assert "".join(part for _, _, part in diff.segments) == clean(after)


@given(st.text(max_size=200))
def test_a_text_never_differs_from_itself(text: str) -> None:
    assert compare_quote(text, text).severity is Severity.NONE


def test_comparing_long_unlike_texts_stays_bounded() -> None:
    started = time.process_time()
    diff = compare_quote("語 と b1 " * 4000, "別 c2 d " * 4000)
    assert diff.severity is Severity.MATERIAL
    assert time.process_time() - started < 5


@pytest.mark.parametrize("text", ["1" * 20_000, "1,111" * 5000, "一" * 20_000, "1." * 9000])
def test_endless_numbers_do_not_hang(text: str) -> None:
    started = time.process_time()
    compare_quote(text, text + "2")
    assert time.process_time() - started < 5
