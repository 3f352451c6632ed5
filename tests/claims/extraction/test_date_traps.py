"""The traps of dates and quantities found while measuring other readers, one test each."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction import extract_claims
from claims.extraction.candidates import DateMention
from claims.extraction.dates import DateReader
from claims.extraction.holidays import easter, holiday_in
from claims.extraction.quantities import find_quantities

MARCH = date(2024, 3, 26)


def _dates(language: str, text: str, published: date = MARCH) -> list[tuple[str, str | None]]:
    claims = extract_claims(text, language=language, published_on=published)
    marks = {(mark.start, mark.end): mark for claim in claims for mark in claim.dates}
    return [(mark.text, mark.resolved) for mark in marks.values()]


def _one(language: str, text: str, published: date = MARCH) -> DateMention:
    (mark,) = DateReader(published, language).read(text, 0, len(text))
    return mark


def _quantities(language: str, text: str) -> list[tuple[str, float | None, str]]:
    found = find_quantities(text, 0, len(text), language=language)
    return [(one.text, one.value, one.unit) for one in found]


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        (date(2024, 3, 26), "24日に公表した。", "2024-03-24"),
        (date(2024, 3, 2), "28日に公表した。", "2024-02-28"),
    ],
)
def test_trap_31_a_bare_day_is_the_latest_such_day(
    published: date, text: str, expected: str
) -> None:
    assert _one("ja", text, published).resolved == expected


def test_trap_32_words_and_figures_compose() -> None:
    text = "昨年12月30日と昨年9月に会い、先週金曜日に戻った。来月1日に発つ。"
    assert [value for _, value in _dates("ja", text)] == [
        "2023-12-30",
        "2023-09",
        "2024-03-22",
        "2024-04-01",
    ]


def test_trap_33_money_and_resolutions_are_no_dates() -> None:
    assert _dates("ja", "3000万ドルを決議2397号により凍結した。") == []
    assert _dates("en", "It froze $2,024 and 2024 shares under Resolution 2397.") == []


@pytest.mark.parametrize(
    "text",
    [
        "It may rain.",
        "Mr. May left.",
        "Theresa May said no.",
        "the march of 2,000",
        "They march on.",
    ],
)
def test_trap_34_verbs_and_names_are_no_months(text: str) -> None:
    assert _dates("en", text) == []


def test_trap_35_last_september_is_the_year_before() -> None:
    assert _one("en", "It began last September.").resolved == "2023-09"
    assert _one("en", "He left earlier this month.").resolved == "2024-03"
    since = _one("en", "In force since August 2023.")
    assert (since.resolved, since.bound) == ("2023-08", "since")


def test_trap_36_a_decade_is_a_range() -> None:
    mark = _one("en", "It grew in the 1990s.")
    assert (mark.resolved, mark.precision) == ("1990/1999", "interval")


def test_trap_37_a_bare_month_is_past_unless_the_future_is_meant() -> None:
    assert _one("ja", "11月に選挙があった。").resolved == "2023-11"
    assert _one("ja", "11月に選挙を実施する予定だ。").resolved == "2024-11"
    assert _one("en", "A vote is scheduled for Nov. 5.").resolved == "2024-11-05"


def test_trap_38_the_second_day_takes_the_month_of_the_first() -> None:
    assert _one("ja", "1月9日から12日まで滞在した。").resolved == "2024-01-09/2024-01-12"


def test_trap_39_words_look_back_through_the_document() -> None:
    text = "2019年4月に就任した。翌月に改革案を示した。同年に退いた。おととい語った。"
    assert [value for _, value in _dates("ja", text)] == [
        "2019-04",
        "2019-05",
        "2019",
        "2024-03-24",
    ]
    assert _one("ja", "年内に終える。").resolved == "2024-03-26/2024-12-31"


def test_trap_40_the_fiscal_year_turns_in_april() -> None:
    assert _one("ja", "今年度の予算。", date(2024, 3, 31)).resolved == "2023-04-01/2024-03-31"
    assert _one("ja", "今年度の予算。", date(2024, 4, 1)).resolved == "2024-04-01/2025-03-31"
    assert _one("en", "In fiscal 2023 it fell.").resolved == "2023~"


def test_trap_41_tuesday_in_a_tuesday_article_is_today() -> None:
    assert _one("en", "He met her on Tuesday.").resolved == "2024-03-26"


def test_trap_43_spans_of_time_are_no_dates() -> None:
    assert _dates("ja", "3日間続き、24時間以内に止んだ。") == []
    assert ("3日間", 3, "日間") in _quantities("ja", "3日間続いた。")


def test_trap_44_assistant_style_dates_are_read() -> None:
    assert _one("ja", "10/1に開く予定だ。").resolved == "2024-10-01"
    assert _one("en", "On the third of May it closed.").resolved == "2023-05-03"
    assert _one("en", "It must end within 9 months.").resolved == "2024-03-26/2024-12"
    assert _one("ja", "過去10年間で倍増した。").resolved == "2014/2024"
    assert _one("ja", "今年の後半に始まる。").resolved == "2024-07/2024-12"


def test_trap_45_signs_shares_and_rare_units() -> None:
    assert _quantities("ja", "マイナス3.5度だった。") == [("マイナス3.5度", -3.5, "度")]
    assert _quantities("ja", "約3分の1が残った。")[0][1] == pytest.approx(1 / 3)
    assert _quantities("ja", "250万発を3往復で運んだ。") == [
        ("250万発", 2500000, "発"),
        ("3往復", 3, "往復"),
    ]


def test_trap_46_ranges_and_mixed_numerals() -> None:
    (found,) = find_quantities("2、3万人", 0, 5, language="ja")
    assert (found.low, found.high) == (20000, 30000)
    assert _quantities("ja", "4割が、3万8000人が、三百五十人が答えた。") == [
        ("4割", 40, "%"),
        ("3万8000人", 38000, "人"),
        ("三百五十人", 350, "人"),
    ]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("100人超", 100, None), ("5年以上", 5, None), ("20人未満", None, 20), ("60人余り", 60, None)],
)
def test_trap_47_modifiers_become_bounds(text: str, low: float | None, high: float | None) -> None:
    (found,) = find_quantities(text, 0, len(text), language="ja")
    assert (found.low, found.high) == (low, high)


def test_trap_48_identifiers_are_no_quantities() -> None:
    assert _quantities("ja", "決議2397号と第3条により火星11を調べた。") == []
    text = "Article 5, Route 66, the Boeing 737, an F-16, COVID-19 and 5G; Version 2.0 runs."
    assert _quantities("en", text) == []


def test_trap_49_odd_numbers_are_right_or_left_alone() -> None:
    assert _quantities("ja", "2^5個") == []
    assert _quantities("ja", "2ダースの鉛筆") == [("2ダース", 2, "ダース")]
    assert _quantities("ja", "半数が去った。") == [("半数", 0.5, "")]


def test_the_date_of_a_reference_is_no_date_of_the_event() -> None:
    assert _dates("ja", "報告書（「海の地図」2023年5月8日参考）は増加を示す。") == []
    assert _dates("en", 'It rose (see "Tides", 29 February 2024) in 2018.') == [("2018", "2018")]


@pytest.mark.parametrize("text", ["ここ数年、減った。", "数日前に見た。"])
def test_a_vague_date_stays_open(text: str) -> None:
    mark = _one("ja", text)
    assert (mark.resolved, mark.precision) == (None, "open")


def test_a_date_tells_what_it_rests_on() -> None:
    assert _one("ja", "2014年1月に開いた。").basis == "calendar: the words alone"
    assert _one("ja", "昨日開いた。").basis == "day_word: the publication date"


def test_movable_holidays_fall_where_the_calendar_has_them() -> None:
    assert easter(2024) == date(2024, 3, 31)
    assert holiday_in("Thanksgiving Day", 2023) == date(2023, 11, 23)
    assert holiday_in("Memorial Day", 2024) == date(2024, 5, 27)
    assert _one("ja", "成人の日に雪が降った。").resolved == "2024-01-08"


@given(st.text(max_size=80), st.sampled_from(["ja", "en", "de"]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_with_exact_spans(text: str, language: str) -> None:
    for mark in DateReader(MARCH, language).read(text, 0, len(text)):
        assert text[mark.start : mark.end] == mark.text
    for one in find_quantities(text, 0, len(text), language=language):
        assert text[one.start : one.end] == one.text


_PIECES = [
    "May 3 ",
    "twenty ",
    "last ",
    "week of ",
    "1/",
    "2016-",
    "two days ",
    "3日",
    "年",
    "二十",
    "数",
    "$1 ",
]


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_pieces_of_dates_in_any_order_are_read_at_once(pieces: list[str]) -> None:
    text = "".join(pieces) * 8
    for language in ("ja", "en"):
        for mark in DateReader(MARCH, language).read(text, 0, len(text)):
            assert text[mark.start : mark.end] == mark.text
