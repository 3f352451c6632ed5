"""Quantities: value, bounds, unit and modifier; what is no quantity is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from claims.extraction.numerals_ja import read_numeral
from claims.extraction.quantities import find_quantities

# text, then (span, value, low, high, unit, modifier) of each quantity
JAPANESE: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("約250万発を送った", [("約250万発", 2500000, None, None, "発", "約")]),
    (
        "3000万ドルのうち900万ドルを使った",
        [
            ("3000万ドル", 30000000, None, None, "ドル", ""),
            ("900万ドル", 9000000, None, None, "ドル", ""),
        ],
    ),
    ("2、3万人が集まった", [("2、3万人", None, 20000, 30000, "人", "")]),
    ("4割が反対", [("4割", 40, None, None, "%", "")]),
    ("打率は3割2分", [("3割2分", 32, None, None, "%", "")]),
    ("マイナス3.5度", [("マイナス3.5度", -3.5, None, None, "度", "マイナス")]),
    ("3万8000人", [("3万8000人", 38000, None, None, "人", "")]),
    ("三百五十人", [("三百五十人", 350, None, None, "人", "")]),
    ("10人以上", [("10人以上", 10, 10, None, "人", "以上")]),
    ("5人未満", [("5人未満", 5, None, 5, "人", "未満")]),
    ("100人超", [("100人超", 100, 100, None, "人", "超")]),
    ("20人余り", [("20人余り", 20, 20, None, "人", "余り")]),
    ("20〜30%", [("20〜30%", None, 20, 30, "%", "")]),
    ("３．５％", [("３．５％", 3.5, None, None, "%", "")]),
    ("数十万人", [("数十万人", None, 200000, 900000, "人", "数")]),
    ("17年ぶり", [("17年ぶり", 17, None, None, "年ぶり", "")]),
    ("7年ぶり", [("7年ぶり", 7, None, None, "年ぶり", "")]),
    ("3往復した", [("3往復", 3, None, None, "往復", "")]),
    ("50万バレル", [("50万バレル", 500000, None, None, "バレル", "")]),
    ("約4,500人", [("約4,500人", 4500, None, None, "人", "約")]),
    ("東へ175km", [("175km", 175, None, None, "km", "")]),
    ("決議2397号、第3条、火星11、F35、G7", []),
    ("一方、一部は十分に三菱が", []),
    ("2^5個", []),
    ("午後3時に", []),
]

ENGLISH: list[tuple[str, list[tuple[Any, ...]]]] = [
    (
        "2.5 million artillery shells were sent",
        [("2.5 million artillery shells", 2500000, None, None, "artillery shells", "")],
    ),
    ("He paid $30 million", [("$30 million", 30000000, None, None, "$", "")]),
    ("about 40 percent agreed", [("about 40 percent", 40, None, None, "%", "about")]),
    ("twice as many came", [("twice as many", 2, None, None, "times", "")]),
    ("20 to 30 people", [("20 to 30 people", None, 20, 30, "people", "")]),
    ("between 20 and 30 planes", [("between 20 and 30 planes", None, 20, 30, "planes", "")]),
    ("2-3 million barrels", [("2-3 million barrels", None, 2000000, 3000000, "barrels", "")]),
    ("at least 12 soldiers", [("at least 12 soldiers", 12, 12, None, "soldiers", "at least")]),
    ("fewer than 100", [("fewer than 100", 100, None, 100, "", "fewer than")]),
    ("Twelve people left", [("Twelve people", 12, None, None, "people", "")]),
    ("250,000 or more", [("250,000 or more", 250000, 250000, None, "", "or more")]),
    ("Resolution 2397, Article 3, Boeing 737, F-35, Covid-19, No. 5", []),
    ("It began at 5 p.m. and 10:30", []),
    ("He won 3-2", []),
    ("one of them", []),
]


def _find(text: str, language: str) -> list[tuple[Any, ...]]:
    return [
        (hit.text, hit.value, hit.low, hit.high, hit.unit, hit.modifier)
        for hit in find_quantities(text, 0, len(text), language=language)
    ]


@pytest.mark.parametrize(("text", "expected"), JAPANESE)
def test_a_japanese_quantity_is_read(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert _find(text, "ja") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_an_english_quantity_is_read(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert _find(text, "en") == expected


def test_fractions_are_shares_of_one() -> None:
    assert _find("約3分の1", "ja")[0][1] == pytest.approx(1 / 3)
    assert _find("三分の二", "ja")[0][1] == pytest.approx(2 / 3)
    assert _find("two-thirds of it", "en")[0][1] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("3万8000", 38000),
        ("三百五十", 350),
        ("二〇二四", 2024),
        ("2.5億", 2.5e8),
        ("1億2千万", 1.2e8),
        ("千", 1000),
    ],
)
def test_a_mixed_numeral_has_one_value(numeral: str, value: float) -> None:
    assert read_numeral(numeral) == value


@pytest.mark.parametrize("numeral", ["", "3 4", "万億", "abc", "3万4億"])
def test_what_is_no_numeral_has_no_value(numeral: str) -> None:
    assert read_numeral(numeral) is None
