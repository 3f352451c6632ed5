"""The gold files: boundaries, kinds, attributions; each a floor that may not fall."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claims.extraction import extract_claims
from claims.extraction.sentences import split_sentences

GOLD = Path(__file__).parents[2] / "gold"


def _rows(name: str, language: str) -> Iterator[dict[str, Any]]:
    for line in (GOLD / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["language"] == language:
            yield row


@pytest.mark.parametrize("language", ["ja", "en"])
def test_sentences_of_tricky_passages_are_found_exactly(language: str) -> None:
    rows = list(_rows("sentences.jsonl", language))
    assert len(rows) >= 40
    hits = wanted = found = 0
    for row in rows:
        gold = {tuple(span) for span in row["sentences"]}
        here = {(one.start, one.end) for one in split_sentences(row["text"])}
        hits, wanted, found = hits + len(gold & here), wanted + len(gold), found + len(here)
    assert 2 * hits / (wanted + found) >= 0.97


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_kind_of_a_sentence_is_told_by_its_main_predicate(language: str) -> None:
    rows = list(_rows("kinds.jsonl", language))
    assert len(rows) >= 60
    wrong = [
        (row["text"], row["kind"], kind)
        for row in rows
        if (kind := extract_claims(row["text"], language=language)[0].kind) != row["kind"]
    ]
    assert len(wrong) / len(rows) <= 0.06, wrong


@pytest.mark.parametrize("language", ["ja", "en"])
def test_who_said_it_is_found_with_the_words_that_say_so(language: str) -> None:
    rows = list(_rows("attributions.jsonl", language))
    assert len(rows) >= 60
    hits = wanted = found = 0
    for row in rows:
        gold = {
            (one["speaker"], one["text"], one["mode"], one["anonymous"])
            for one in row["attributions"]
        }
        here = {
            (said.speaker, said.text, said.mode, said.anonymous)
            for one in extract_claims(row["text"], language=language)
            if one.parent is None and (said := one.attribution)
        }
        hits, wanted, found = hits + len(gold & here), wanted + len(gold), found + len(here)
    assert 2 * hits / (wanted + found) >= 0.95
