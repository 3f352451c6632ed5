"""What holds for any text, parts included: exact spans, nesting, determinism, unions."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction import ClaimCandidate, extract_claims
from claims.extraction.ranking import rank
from claims.extraction.worth import shipped_model

PUBLISHED = date(2024, 3, 26)
GOLD = Path(__file__).parents[2] / "gold" / "articles"
#: Pieces that send a text through every grammar, glued in any order.
PIECES = (
    "市は昨年9月、船412隻を売った。",
    "A社によると、利益は3割減り、工場を2つ閉めた。",
    "「橋は",
    "閉じた。」と述べた",
    "（共同）",
    "①港は混んだ、②船は沈んだ。",
    "約250万発",
    "・",
    "\n",
    "\n\n",
    "　",
    "12日",
    "同月",
    "2、3万人",
    "The city sold 412 ships in June 2023, and its leader resigned on Tuesday. ",
    "“We lied,” he said. ",
    "according to ",
    "the U.S. Steel Co. ",
    "$1.9 million",
    "twice as many",
    "Photo: ",
    "1. ",
    "| a | b |\n",
    "\ud800",
    "\x00",
    "\u200b",
    "\u202e",
    "e\u0301",
    "👩‍👩‍👧",
    "𠮷",
    "ｶﾞ",
    "①",
    "㈱",
    "％",
    "»",
    "[",
    ")",
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.text(max_size=120),
)
LANGUAGES = st.sampled_from(["ja", "en", "fr", "ar", None])


def marks(found: ClaimCandidate) -> list[tuple[int, int, str]]:
    parts = [*found.dates, *found.quantities, *found.citations, *found.names]
    return [(part.start, part.end, part.text) for part in parts]


@given(TEXTS, LANGUAGES)
@settings(max_examples=250, deadline=None)
def test_every_span_is_exact_and_parts_lie_inside_their_sentence_beside_each_other(
    text: str, language: str | None
) -> None:
    found = extract_claims(text, language=language, published_on=PUBLISHED)
    whole = {one.id: one for one in found if one.parent is None}
    last: dict[str, int] = {}
    for one in found:
        assert one.quote == text[one.start : one.end] != ""
        for start, end, words in marks(one):
            assert one.start <= start < end <= one.end
            assert words == text[start:end]
        if one.parent is None:
            continue
        sentence = whole[one.parent]
        assert sentence.start <= one.start < one.end <= sentence.end
        assert last.get(one.parent, 0) <= one.start, "parts of one sentence do not overlap"
        last[one.parent] = one.end


@given(TEXTS, LANGUAGES)
@settings(max_examples=150, deadline=None)
def test_dates_and_quantities_never_claim_the_same_characters(
    text: str, language: str | None
) -> None:
    for one in extract_claims(text, language=language, published_on=PUBLISHED):
        spans = sorted((part.start, part.end) for part in (*one.dates, *one.quantities))
        assert all(end <= start for (_a, end), (start, _b) in itertools.pairwise(spans))


@given(TEXTS, LANGUAGES)
@settings(max_examples=100, deadline=None)
def test_the_same_text_gives_the_same_candidates_and_prints_as_json(
    text: str, language: str | None
) -> None:
    first = extract_claims(text, language=language, published_on=PUBLISHED)
    assert first == extract_claims(text, language=language, published_on=PUBLISHED)
    assert len({one.id for one in first}) == len(first)
    json.dumps([one.as_dict() for one in first])


PARAGRAPHS = (
    "市議会は2022年3月、備蓄倉庫を5カ所増やす計画を可決した。",
    "「橋は閉じた。船は出ない。」と市長の山田氏は述べた。",
    "県警によると、2023年10月12日の事故で3人が死亡し、2人が負傷した。",
    "The council approved the plan on 4 March 2022. It cost 1.9 million dollars.",
    "“Nobody asked us,” said Tom Beale, a fisherman.",
)


@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=5), st.sampled_from(["ja", "en"]))
@settings(max_examples=80, deadline=None)
def test_independent_paragraphs_give_together_what_each_gives_alone(
    paragraphs: list[str], language: str
) -> None:
    alone: list[ClaimCandidate] = []
    at = 0
    for paragraph in paragraphs:
        for one in extract_claims(paragraph, language=language, published_on=PUBLISHED):
            alone.append(replace(one, id="", parent=None, start=one.start + at, end=one.end + at))
        at += len(paragraph) + 2
    together = extract_claims("\n\n".join(paragraphs), language=language, published_on=PUBLISHED)
    assert [_bare(one) for one in together] == [_bare(one) for one in alone]


def _bare(one: ClaimCandidate) -> tuple[object, ...]:
    """Everything but ids and offsets of marks, which count in another text."""
    spoken = one.attribution.speaker if one.attribution else None
    values = [(d.text, d.resolved) for d in one.dates], [(q.text, q.value) for q in one.quantities]
    return (one.start, one.end, one.quote, one.kind, one.score, spoken, values)


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.json")), ids=lambda path: path.stem)
def test_an_article_reads_alike_with_other_line_ends_around_it(path: Path) -> None:
    raw = json.loads(path.read_text("utf-8"))
    plain = extract_claims(raw["text"], language=raw["language"], published_on=PUBLISHED)
    padded = "\r\n\r\n" + raw["text"].replace("\n", "\r\n") + "\r\n"
    found = extract_claims(padded, language=raw["language"], published_on=PUBLISHED)
    assert [one.quote for one in found] == [one.quote for one in plain]
    assert [one.kind for one in found] == [one.kind for one in plain]


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_the_model_takes_any_text_and_keeps_scores_between_nothing_and_one(text: str) -> None:
    found = extract_claims(text)
    ranked = rank(found, shipped_model())
    assert [(one.id, one.start, one.end) for one in ranked] == [
        (one.id, one.start, one.end) for one in found
    ]
    assert all(0.0 <= one.score <= 1.0 for one in ranked)
