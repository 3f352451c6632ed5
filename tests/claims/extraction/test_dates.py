"""Dates: found and resolved against the publication date and the document."""

from __future__ import annotations

from datetime import date

import pytest

from claims.extraction.dates import DateReader, read_absolute

MARCH = date(2024, 3, 26)

JAPANESE = [
    ("24日、計画を公表した。", [("24日", "2024-03-24")]),
    ("28日に開く予定だ。", [("28日", "2024-03-28")]),
    ("2024年4～12月期の純利益は減った。", [("2024年4～12月期", "2024-04/2024-12")]),
    ("23年10～3月期は赤字だ。", [("23年10～3月期", "2023-10/2024-03")]),
    ("市民団体「白砂の明日」が請求した。", []),
    ("来月1日に施行する。", [("来月1日", "2024-04-01")]),
    ("昨年12月30日に閉店した。", [("昨年12月30日", "2023-12-30")]),
    ("昨年9月に会談した。", [("昨年9月", "2023-09")]),
    ("先週金曜日に着いた。", [("先週金曜日", "2024-03-22")]),
    ("資産3000万ドルは決議2397号で凍結された。", []),
    ("11月に選挙があった。", [("11月", "2023-11")]),
    ("11月に選挙を実施する予定だ。", [("11月", "2024-11")]),
    ("4月1日から値上げする。", [("4月1日", "2024-04-01")]),
    ("1月9日から12日まで滞在した。", [("1月9日から12日", "2024-01-09/2024-01-12")]),
    ("2月1～10日に開いた。", [("2月1～10日", "2024-02-01/2024-02-10")]),
    ("おととい届いた。", [("おととい", "2024-03-24")]),
    ("年内に終える。", [("年内", "2024-03-26/2024-12-31")]),
    ("2023年度の予算だ。", [("2023年度", "2023-04-01/2024-03-31")]),
    ("今年度の予算だ。", [("今年度", "2023-04-01/2024-03-31")]),
    ("令和6年4月1日に発足する。", [("令和6年4月1日", "2024-04-01")]),
    ("3日間続き、24時間以内に止んだ。10日ぶりだ。", []),
    ("2014年1月に開業した。", [("2014年1月", "2014-01")]),
    ("1990年代後半に増えた。", [("1990年代後半", "1995/1999")]),
    ("過去10年間で倍になった。", [("過去10年間", "2014/2024")]),
    ("３月２６日（火）に届いた。", [("３月２６日（火）", "2024-03-26")]),
    ("2010〜15年に建った。", [("2010〜15年", "2010/2015")]),
    ("今年の後半に始まる。", [("今年の後半", "2024-07/2024-12")]),
    ("3年前に閉じた。", [("3年前", "2021")]),
    ("数日前に見た。", [("数日前", None)]),
    ("昨年夏ごろから減った。", [("昨年夏ごろ", "2023-22~")]),
    (
        "2022年2月24日に始まり、4月に止まった。",
        [("2022年2月24日", "2022-02-24"), ("4月", "2022-04")],
    ),
    ("前年同月比で3％増えた。", []),
    ("1日に3回、1日あたり2時間。", []),
    ("2012年(平成24年)の調査だ。", [("2012年(平成24年)", "2012")]),
    ("火曜日に会った。", [("火曜日", "2024-03-26")]),
]

ENGLISH = [
    ("It may rain. Mr. May saw the march of 2,000 people.", []),
    ("It began last September.", [("last September", "2023-09")]),
    ("He left earlier this month.", [("earlier this month", "2024-03")]),
    ("It has run since August 2023.", [("August 2023", "2023-08")]),
    ("It grew in the 1990s.", [("the 1990s", "1990/1999")]),
    ("He met her on Tuesday.", [("Tuesday", "2024-03-26")]),
    ("He met her on Monday.", [("Monday", "2024-03-25")]),
    ("The shop will open on Friday.", [("Friday", "2024-03-29")]),
    ("It fell two weeks ago.", [("two weeks ago", "2024-03-12")]),
    ("It fell on March 3, 2024.", [("March 3, 2024", "2024-03-03")]),
    ("They met March 3-5, 2024.", [("March 3-5, 2024", "2024-03-03/2024-03-05")]),
    ("He was born on Sept. 5.", [("Sept. 5", "2023-09-05")]),
    ("It doubled between 2010 and 2015.", [("2010 and 2015", "2010/2015")]),
    ("It rose in the first quarter of 2024.", [("the first quarter of 2024", "2024-01/2024-03")]),
    ("It doubled over the past 10 years.", [("the past 10 years", "2014/2024")]),
    ("In November, he won.", [("November", "2023-11")]),
    ("The vote is due in November.", [("November", "2024-11")]),
    ("It fell 3 percent last year.", [("last year", "2023")]),
    ("Prices jumped in late 2023.", [("late 2023", "2023-09/2023-12")]),
    ("Yesterday it snowed.", [("Yesterday", "2024-03-25")]),
    ("Released 2024-02-29.", [("2024-02-29", "2024-02-29")]),
    ("He lived 2000 years back.", []),
]


def _read(language: str, published: date | None, *sentences: str) -> list[tuple[str, str | None]]:
    reader = DateReader(published, language)
    found: list[tuple[str, str | None]] = []
    for sentence in sentences:
        found = [(hit.text, hit.resolved) for hit in reader.read(sentence, 0, len(sentence))]
    return found


@pytest.mark.parametrize(("sentence", "expected"), JAPANESE)
def test_a_japanese_date_is_resolved(sentence: str, expected: list[tuple[str, str | None]]) -> None:
    assert _read("ja", MARCH, sentence) == expected


@pytest.mark.parametrize(("sentence", "expected"), ENGLISH)
def test_an_english_date_is_resolved(sentence: str, expected: list[tuple[str, str | None]]) -> None:
    assert _read("en", MARCH, sentence) == expected


def test_a_bare_day_later_than_today_is_in_the_month_before() -> None:
    assert _read("ja", date(2024, 3, 2), "28日に起きた。") == [("28日", "2024-02-28")]


def test_a_bare_31st_skips_a_month_that_has_none() -> None:
    assert _read("ja", date(2024, 3, 2), "31日に起きた。") == [("31日", "2024-01-31")]


def test_the_fiscal_year_turns_on_the_first_of_april() -> None:
    assert _read("ja", date(2024, 3, 31), "今年度だ。")[0][1] == "2023-04-01/2024-03-31"
    assert _read("ja", date(2024, 4, 1), "今年度だ。")[0][1] == "2024-04-01/2025-03-31"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("同年", "2019"),
        ("同月", "2019-02"),
        ("翌月", "2019-03"),
        ("同日", "2019-02-14"),
        ("翌日", "2019-02-15"),
    ],
)
def test_a_word_that_looks_back_leans_on_the_document(word: str, expected: str) -> None:
    assert _read("ja", MARCH, "2019年2月14日に会った。", f"{word}に別れた。") == [(word, expected)]
    assert _read("ja", MARCH, f"{word}に別れた。") == [(word, None)]


def test_english_words_that_look_back_lean_on_the_document() -> None:
    before = "They met on Feb. 14, 2019."
    assert _read("en", MARCH, before, "They parted the following day.") == [
        ("the following day", "2019-02-15")
    ]
    assert _read("en", MARCH, before, "That same month it ended.") == [
        ("That same month", "2019-02")
    ]


def test_without_a_publication_date_relative_dates_stay_open() -> None:
    assert _read("ja", None, "昨年9月と2014年1月に。") == [
        ("昨年9月", None),
        ("2014年1月", "2014-01"),
    ]
    assert _read("en", None, "It began last week and in May 2020.") == [
        ("last week", None),
        ("May 2020", "2020-05"),
    ]


def test_a_day_no_calendar_has_is_no_date() -> None:
    assert _read("ja", MARCH, "2023年2月30日に。") == []
    assert _read("en", MARCH, "On February 30, 2023.") == []


def test_an_absolute_date_is_read_without_context() -> None:
    assert read_absolute("2024年2月29日参考", "ja") == "2024-02-29"
    assert read_absolute("29 February 2024", "en") == "2024-02-29"
    assert read_absolute("昨年9月", "ja") is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("The estimate was £71bn, at 2019 prices.", ["2019"]),
        ("Passengers stood at 87% of their 2019 level.", ["2019"]),
        ("The line opened in 1981 and now has 80 trains.", ["1981"]),
        ("They paid 2019 dollars.", []),
    ],
)
def test_a_year_may_describe_a_noun_and_now_ends_no_span_without_between(
    text: str, dates: list[str]
) -> None:
    found = DateReader(MARCH, "en").read(text, 0, len(text))
    assert [one.resolved for one in found] == dates
