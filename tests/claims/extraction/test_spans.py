"""Properties of extraction that hold for any text."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction import extract_claims
from claims.extraction.brackets import match_pairs
from claims.extraction.layout import read_blocks

PUBLISHED = date(2024, 3, 26)
ALPHABET = (
    "あいのはが東京都年月日万円人、。「」『』（）！？・①％　1234567890 .,!?\"'“”()[]"
    "|-*#>:\n\r\tabcTheMrUS"
    "\u200b\u202e\ufeff\u2028\U0001f600é"
)
TEXTS = st.one_of(st.text(alphabet=ALPHABET, max_size=300), st.text(max_size=200))


@given(TEXTS, st.sampled_from(["ja", "en", "de", None]))
@settings(max_examples=300, deadline=None)
def test_spans_are_exact_ordered_and_never_overlap(text: str, language: str | None) -> None:
    at = 0
    for found in extract_claims(text, language=language, published_on=PUBLISHED):
        if found.parent is None:
            assert at <= found.start
            at = found.end
        assert found.start < found.end
        assert text[found.start : found.end] == found.quote
        assert found.quote.strip() == found.quote
        assert 0.0 <= found.score <= 1.0
        mentions = [*found.dates, *found.quantities, *found.citations, *found.names]
        for one in mentions:
            assert found.start <= one.start < one.end <= found.end
        for one in [*mentions, *([found.attribution] if found.attribution else [])]:
            assert text[one.start : one.end] == one.text


CLAUSES = st.lists(
    st.sampled_from(
        [
            *(
                "橋を閉じ、",
                "3人が死亡し、",
                "「駅は開く。」と述べたが、",
                "（注）",
                "①県が金を出し、",
            ),
            *("②", "A社は倒産した。", "とし、", "The bank, which lost $3m, ", "closed in May; "),
            *("and he left, ", '"It, and I, fell," he said ', "prices rose 3% and ", "\n"),
            "but the town (it is old, and poor) cut jobs. ",
        ]
    ),
    max_size=14,
).map("".join)


@given(st.one_of(CLAUSES, TEXTS), st.sampled_from(["ja", "en"]))
@settings(max_examples=400, deadline=None)
def test_parts_follow_their_sentence_lie_inside_it_and_never_overlap(
    text: str, language: str
) -> None:
    whole = None
    at = 0
    for found in extract_claims(text, language=language, published_on=PUBLISHED):
        if found.parent is None:
            whole, at = found, found.start
            continue
        assert whole is not None and found.parent == whole.id
        assert at <= found.start < found.end <= whole.end
        assert (found.start, found.end) != (whole.start, whole.end)
        at = found.end
        for opener, closer in match_pairs(text, whole.start, whole.end):
            # Neither half a bracket nor a piece of what stands in one.
            assert not opener < found.start <= closer
            assert not opener < found.end <= closer
        if found.attribution:
            assert whole.start <= found.attribution.start
            assert found.attribution.end <= whole.end


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_character_but_space_list_marks_and_ornaments_is_covered(text: str) -> None:
    covered = bytearray(len(text))
    for found in extract_claims(text, language="ja"):
        covered[found.start : found.end] = b"\x01" * (found.end - found.start)
    marks = bytearray(len(text))
    for block in read_blocks(text):
        marks[block.first : block.start] = b"\x01" * (block.start - block.first)
        inner = text[block.start : block.end]
        for offset, character in enumerate(inner, block.start):
            assert covered[offset] or character.isspace()
    for offset, character in enumerate(text):
        line = _line_around(text, offset)
        if character.isalnum() and not marks[offset] and not covered[offset]:
            # Only a mark with nothing behind it ("1." alone) may be left out.
            assert sum(map(str.isalnum, line)) <= 2


def _line_around(text: str, offset: int) -> str:
    ends = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    first = max((text.rfind(end, 0, offset) for end in ends), default=-1) + 1
    last = min([at for end in ends if (at := text.find(end, offset)) >= 0], default=len(text))
    return text[first:last]


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_no_span_holds_half_of_a_bracket_that_is_whole_in_its_paragraph(text: str) -> None:
    found = extract_claims(text, language="ja")
    for block in read_blocks(text):
        pairs = match_pairs(text, block.start, block.end)
        for one in found:
            for opener, closer in pairs:
                inside = (one.start <= opener < one.end) + (one.start <= closer < one.end)
                assert inside != 1


@given(
    st.lists(
        st.sampled_from(["橋は閉じた。", "3人が死亡し、駅は閉じた。", "He left at 5 p.m. Monday."])
    )
)
def test_paragraphs_are_read_alone_and_together_alike(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    alone = [one.quote for part in paragraphs for one in extract_claims(part, language="ja")]
    assert [one.quote for one in extract_claims(text, language="ja")] == alone


def test_ids_are_stable_and_unique() -> None:
    text = "橋は閉じた。橋は閉じた。駅は開いた。"
    first = [one.id for one in extract_claims(text)]
    assert first == [one.id for one in extract_claims(text)]
    assert len(set(first)) == 3


@pytest.mark.parametrize(
    "unit", ["「", "(", "1", "「あ", '"a ', "1,", "数十", "によると", "a  ", "\n・"]
)
def test_five_megabytes_of_one_pattern_take_seconds(unit: str) -> None:
    text = unit * (5_000_000 // len(unit))
    began = time.process_time()
    extract_claims(text, language="ja", published_on=PUBLISHED)
    # Quadratic would take hours; measuring coverage alone costs several times the few seconds.
    assert time.process_time() - began < 60


@pytest.mark.parametrize(
    ("unit", "language"),
    [("数十", "ja"), ("1分の1", "ja"), ("(「あ」参考)", "ja"), ("said ", "en"), ("10 to ", "en")],
)
def test_a_long_sentence_of_cues_is_read_in_linear_time(unit: str, language: str) -> None:
    text = (unit * 10_000)[:9_900]
    began = time.process_time()
    extract_claims(text, language=language, published_on=PUBLISHED)
    assert time.process_time() - began < 3
