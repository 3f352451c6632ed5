from __future__ import annotations

import time
import unicodedata
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.errors import InvalidInput
from factcheck.text.guard import refuse_unstorable, storable
from factcheck.text.normalize import Folded, _fold_lines, _mapped, fold, fold_text

CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(
        " \n\u3000\u200b\u00ad\u202e\ufeffｱｶﾞﾊﾟか\u3099e\u0301１２㌢ﬁ①㍻각\u1100\u1161\u11a8¨゛"
    ),
)
TEXTS = st.text(CHARACTERS, max_size=60)


def test_width_space_and_invisible_characters_do_not_count() -> None:
    assert fold("第 １２３　号\n\u200bｶﾞｲﾄﾞ\u00ad").text == fold("第123号ガイド").text


def test_case_is_kept_unless_asked() -> None:
    assert fold("The US").text == "TheUS"
    assert fold("Straße US", casefold=True).text == "strasseus"


def test_a_combining_mark_maps_back_to_its_whole_cluster() -> None:
    folded = fold("はか\u200b\u3099ん")
    assert folded.text == "はがん"
    assert folded.to_original(1, 2) == (1, 4)


def test_arabic_number_signs_are_visible_and_stay() -> None:
    assert fold("\u0600a").text == "\u0600a"


@given(TEXTS)
def test_every_folded_span_maps_to_an_original_that_folds_to_it(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets) == len(folded.ends)
    size = len(folded.text)
    for start in range(size):
        for end in range(start + 1, min(size, start + 6) + 1):
            first, last = folded.to_original(start, end)
            again = fold(text[first:last]).text
            assert folded.text[start:end] in again
            whole_start = start == 0 or folded.ends[start - 1] <= folded.offsets[start]
            whole_end = end == size or folded.ends[end - 1] <= folded.offsets[end]
            if whole_start and whole_end:
                assert again == folded.text[start:end]


@given(TEXTS, st.sampled_from([" ", "\n", "\u3000", "\u200b", "\ufeff", "\u202e"]))
def test_white_space_put_anywhere_between_clusters_changes_nothing(text: str, space: str) -> None:
    plain = unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c)))
    assert fold(space.join(plain)).text == fold(plain).text


@given(TEXTS)
def test_folding_equals_nfkc_without_white_space_for_plain_scripts(text: str) -> None:
    plain = "".join(c for c in text if "\u0021" <= c <= "\u007e" or "\u3041" <= c <= "\u9fff")
    plain = plain.replace("゛", "").replace("゜", "").replace("\u3164", "")
    expected = "".join(unicodedata.normalize("NFKC", plain).split())
    assert fold(plain).text == expected


@given(TEXTS)
def test_positions_map_forward_to_the_first_character_at_or_after_them(text: str) -> None:
    folded = fold(text)
    for position in range(len(text) + 1):
        index = folded.from_original(position)
        assert index == len(folded.text) or folded.ends[index] > position
        assert index == 0 or folded.ends[index - 1] <= position


@pytest.mark.parametrize("unit", ["全角１２３、空白　とｶﾞ。", "Plain text, ", "e\u0301", " "])
def test_two_megabytes_fold_in_a_second(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    started = time.process_time()
    fold(text)
    assert time.process_time() - started < 2  # half of it on an idle core


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(IndexError):
        fold("abc").to_original(2, 9)


@pytest.mark.parametrize(("bad", "code"), [("\x00", "nul_character"), ("\ud83d", "lone_surrogate")])
def test_what_no_database_stores_is_refused_with_its_offset(bad: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        refuse_unstorable(f"本文{bad}後", field="body")
    assert caught.value.code == code
    assert caught.value.field == "body"
    assert "offset 2" in caught.value.message
    assert storable(f"a{bad}b") == "a\ufffdb"


def test_other_odd_characters_are_stored() -> None:
    refuse_unstorable("\u202e \u200b \U0001f600 \ufeff")


@given(TEXTS)
def test_folding_without_the_map_gives_the_same_text(text: str) -> None:
    assert fold_text(text) == fold(text).text


@given(st.lists(TEXTS, max_size=6).map("\n".join))
def test_a_map_made_line_by_line_is_the_map_of_the_whole(text: str) -> None:
    whole = Folded(*_whole(text))
    lines = _fold_lines(text) or whole
    assert lines.text == whole.text
    for position in range(len(text) + 1):
        assert lines.from_original(position) == whole.from_original(position)
    size = len(whole.text)
    for start in range(size + 1):
        for end in range(start, min(size, start + 4) + 1):
            assert lines.to_original(start, end) == whole.to_original(start, end)
    assert (lines.offsets, lines.ends) == (whole.offsets, whole.ends)


def _whole(text: str) -> tuple[str, str, tuple[array[int], array[int]]]:
    dense, map_back = _mapped(text)
    return dense, text, map_back


def test_a_mark_at_the_start_of_a_line_joins_the_line_before() -> None:
    text = "か\n\u3099き\n" * 200
    assert fold(text).text == "がき" * 200
    assert fold(text).to_original(2, 3) == (5, 8)
