"""Wording that can be read alone: what is filled in, and what is rather left open."""

from __future__ import annotations

import cProfile
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import ClaimCandidate, extract_claims
from claims.extraction.wording import propose_wording

MARCH = date(2024, 3, 26)
GOLD = Path(__file__).parents[2] / "gold" / "wordings.jsonl"
ROWS = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def _read(text: str, language: str) -> list[ClaimCandidate]:
    return extract_claims(text, language=language, published_on=MARCH)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][-30:] for row in ROWS])
def test_the_last_sentence_of_a_gold_passage_is_worded_as_expected(row: dict[str, str]) -> None:
    last = [one for one in _read(row["text"], row["language"]) if one.parent is None][-1]
    assert last.wording == row["wording"]


def test_a_part_takes_the_subject_of_its_sentence_and_the_full_name() -> None:
    text = "金正恩総書記は工場を視察した。金氏は昨年9月、ロシアを訪れ、プーチン大統領と会談した。"
    parts = [one.wording for one in _read(text, "ja") if one.parent]
    assert parts == [
        "金正恩氏は2023年9月、ロシアを訪れ",
        "金正恩氏はプーチン大統領と会談した。",
    ]


def test_the_first_mention_gives_its_id_to_every_later_form() -> None:
    text = (
        "国際刑事裁判所（ICC）は、ウラジーミル・プーチン大統領に逮捕状を出した。"
        "プーチン氏は反発した。ICCは説明した。"
    )
    found = [name for one in _read(text, "ja") if not one.parent for name in one.names]
    ids = {name.text: name.entity for name in found}
    assert ids["プーチン"] == ids["ウラジーミル・プーチン"]
    assert ids["ICC"] == ids["国際刑事裁判所"] == "0-7"


def test_a_short_name_two_people_share_is_led_back_to_neither() -> None:
    text = "Kim Jong Un met Kim Yo Jong. Kim left."
    kim = [name for one in _read(text, "en") for name in one.names][-1]
    assert kim.text == "Kim"
    assert kim.entity == f"{kim.start}-{kim.end}"


@given(
    text=st.text(max_size=300)
    | st.lists(st.sampled_from([row["text"] for row in ROWS]), max_size=6).map("\n".join),
    language=st.sampled_from(["ja", "en", "de"]),
)
def test_fills_are_exact_ordered_and_make_the_wording(text: str, language: str) -> None:
    for one in _read(text, language):
        last = one.start
        for fill in one.fills:
            assert text[fill.start : fill.end] == fill.text
            assert last <= fill.start <= fill.end <= one.end
            assert fill.put
            last = fill.end
        assert one.wording == propose_wording(one.quote, one.start, one.fills)


def test_nobodys_words_are_replaced_inside_a_quotation() -> None:
    text = "甲野花子市長は会見した。「同氏は昨年、彼に会った」と話した。"
    last = _read(text, "ja")[-1]
    assert "「同氏は昨年［2023年］、彼に会った」" in last.wording


def test_a_paragraph_of_many_names_costs_in_proportion_to_its_length() -> None:
    # Counted in calls, not seconds: four times the text, about four times the work.
    def work(times: int) -> int:
        names = " ".join(
            f"Ana B{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}x left." for n in range(times)
        )
        profile = cProfile.Profile()
        profile.runcall(extract_claims, names + " He left.", language="en")
        return sum(row.callcount for row in profile.getstats())

    assert work(800) < 6 * work(200)
