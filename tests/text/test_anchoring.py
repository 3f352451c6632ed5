from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factcheck.text.anchoring import Selector, find_quote, make_selector
from factcheck.text.normalize import fold

FILLER = (
    "市の広報誌は毎月一日に配られている。図書館は駅の北側にあり、休館日は月曜である。"
    "新しい橋の工事は秋まで続く見込みだという。公園の木は百本を数える。"
)
QUOTE = "調査に答えた世帯のうち1003世帯が値上げに反対したと市は発表した。"
PAGE = FILLER * 3 + QUOTE + FILLER[::-1] * 2


def _selector(page: str = PAGE, quote: str = QUOTE) -> Selector:
    start = page.index(quote)
    return make_selector(page, start, start + len(quote))


@pytest.mark.parametrize(
    "rewritten",
    [
        QUOTE.replace("に", "に\n　"),
        QUOTE.replace("1003", "１００３"),
        "\u200b".join(QUOTE),
        QUOTE.replace("世帯", "世\u00a0帯"),
    ],
)
def test_reflow_width_and_invisible_characters_leave_the_anchor_exact(rewritten: str) -> None:
    page = "広告 " * 20 + PAGE.replace(QUOTE, rewritten)
    match = find_quote(page, _selector())
    assert match is not None
    assert (match.how, match.ambiguous) == ("exact", False)
    assert page[match.start : match.end] == rewritten


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1003", "3003"),
        ("反対した", "反対しなかった"),
        ("市は", "県は"),
        ("発表した。", "発表しなかった。"),
        ("調査に", "調べに"),
        ("調査に答えた世帯のうち", ""),
    ],
)
@pytest.mark.parametrize("shift", ["", "お知らせ。" * 50])
def test_a_reworded_passage_is_found_whole(old: str, new: str, shift: str) -> None:
    changed = QUOTE.replace(old, new)
    page = shift + PAGE.replace(QUOTE, changed)
    match = find_quote(page, _selector())
    assert match is not None
    assert match.how == "fuzzy"
    assert page[match.start : match.end] == changed


@pytest.mark.parametrize(("old", "new"), [("1003", "3003"), ("発表した。", "発表しなかった。")])
def test_a_reworded_passage_is_found_whole_though_all_around_it_changed(old: str, new: str) -> None:
    changed = QUOTE.replace(old, new)
    page = "まったく別の前置きがここに立つ。" + changed + "Something else follows it."
    match = find_quote(page, _selector())
    assert match is not None
    assert page[match.start : match.end] == changed


def test_a_deleted_passage_is_not_found() -> None:
    assert find_quote(PAGE.replace(QUOTE, ""), _selector()) is None


def test_a_repeated_phrase_does_not_steal_the_anchor() -> None:
    phrase = "値上げに反対した"
    page = PAGE + "別の欄でも値上げに反対したという声があった。" + FILLER
    start = page.index(phrase)
    selector = make_selector(page, start, start + len(phrase))
    match = find_quote("前。" + page, selector)
    assert match is not None
    assert (match.start, match.how, match.ambiguous) == (start + 2, "context", False)
    altered = page[:start] + "値上げに賛成した" + page[start + len(phrase) :]
    match = find_quote(altered, selector)
    assert match is not None
    assert altered[match.start : match.end] == "値上げに賛成した"


def test_twins_with_the_same_surroundings_are_ambiguous_once_they_moved() -> None:
    block = "甲乙丙丁" * 20 + "。反対1003票。" + "子丑寅卯" * 20
    page = block + FILLER + block
    start = page.index("1003")
    selector = make_selector(page, start, start + 4)
    stayed = find_quote(page, selector)
    assert stayed is not None
    assert (stayed.start, stayed.ambiguous) == (start, False)
    moved = find_quote("前" * 9 + page, selector)
    assert moved is not None
    assert moved.ambiguous
    assert moved.start == start + 9  # the nearest to where it stood


def test_a_word_inside_another_word_or_number_is_no_find() -> None:
    selector = Selector(exact="rate", prefix="", suffix="")
    assert find_quote("The corporate and separated parts", selector) is None
    assert find_quote("The rate is low", selector) is not None
    assert find_quote("In all 21003 people", Selector(exact="1003 people")) is None


def test_a_short_quote_is_never_looked_for_by_likeness() -> None:
    assert find_quote("賛成は約三割だった", Selector(exact="反対は約三割")) is None
    assert find_quote("the mayor saw it", Selector(exact="the major saw it")) is None


def test_an_empty_or_invisible_quote_finds_nothing() -> None:
    assert find_quote(PAGE, Selector(exact="\u200b \n")) is None


def test_a_selector_needs_a_passage() -> None:
    with pytest.raises(ValueError, match="no passage"):
        make_selector("abc", 2, 2)


@pytest.mark.parametrize("filler", ["あいうえおかきくけこ", "abcdefghij ", FILLER])
@pytest.mark.parametrize("quote", [QUOTE, QUOTE * 40, "abcdefghij klmno " * 400, "あ" * 300])
def test_anchoring_in_a_very_long_text_stays_bounded(filler: str, quote: str) -> None:
    folded = fold(filler * (2_000_000 // len(filler)))
    started = time.process_time()
    find_quote(folded, Selector(exact=quote + "末尾", prefix="x" * 64, suffix="y" * 64, position=9))
    assert time.process_time() - started < 5


def test_a_reworded_passage_is_found_in_a_very_long_text() -> None:
    changed = QUOTE.replace("1003", "3003")
    page = FILLER * 5000 + changed + "終" + FILLER * 5000
    match = find_quote(page, Selector(exact=QUOTE, position=3))
    assert match is not None
    assert page[match.start : match.end] == changed


WORDS = st.text(st.sampled_from("abcあいう漢字12 \n。、ｶﾞ\u200be\u0301"), min_size=1, max_size=80)


@given(WORDS, st.data())
def test_every_selection_finds_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    needle = fold(text[start:end]).text
    folded = fold(text)
    assume(needle and needle in folded.text)
    first = folded.from_original(start)
    assume(folded.text[first : first + len(needle)] == needle)
    whole = folded.to_original(first, first + len(needle))
    assume(fold(text[slice(*whole)]).text == needle)  # cut at whole characters
    match = find_quote(folded, make_selector(text, start, end))
    assert match is not None
    assert fold(text[match.start : match.end]).text == needle
    assert folded.from_original(match.start) == first
    assert not match.ambiguous


@given(
    st.text(st.sampled_from("広告ニュース人気 \n。1分前ab"), max_size=200),
    st.text(st.sampled_from("広告ニュース人気 \n。1分前ab"), max_size=200),
)
def test_text_put_before_or_behind_keeps_the_anchor(before: str, behind: str) -> None:
    page = before + "\n" + PAGE + "\n" + behind
    match = find_quote(page, _selector())
    assert match is not None
    assert page[match.start : match.end] == QUOTE
    assert match.how in ("exact", "context")
    assert not match.ambiguous


@pytest.mark.parametrize(
    ("written", "now"),
    [("三千万円を支出した", "３，０００万円を支出した"), ("支出は3,000万円", "支出は三千万円")],
)
def test_a_number_written_another_way_is_found_though_its_surroundings_are_too(
    written: str, now: str
) -> None:
    page = f"市は{written}。対象は一万二千三百人で、期間は三年間である。"
    selector = make_selector(page, 2, 2 + len(written))
    restyled = f"続報。市は{now}。対象は12,300人で、期間は3年間である。"
    match = find_quote(restyled, selector)
    assert match is not None
    assert restyled[match.start : match.end] == now


def test_another_number_is_never_found_as_the_same_figure() -> None:
    assert find_quote("市は四千万円を支出", Selector(exact="3000万円")) is None
