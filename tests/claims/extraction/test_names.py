"""Names of people, bodies, places and products, by rules and by the trained tagger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.candidates import Name
from claims.extraction.names import NameReader, Tagged, find_names
from claims.extraction.naming import shipped_names

GOLD = Path(__file__).parents[2] / "gold" / "names.jsonl"


def _gold(language: str) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["language"] == language:
            yield row["text"], {(one["text"], one["kind"]) for one in row["names"]}


def _tagged(text: str) -> Tagged:
    tagger = shipped_names()
    assert tagger is not None
    return {0: tagger.tag([text])[0]}


def _read(text: str, language: str, *, trained: bool = False) -> tuple[Name, ...]:
    reader = NameReader(language, tagged=_tagged(text) if trained else None)
    return reader.read(text, 0, len(text))


@pytest.mark.parametrize(
    ("language", "trained", "least"), [("ja", False, 0.92), ("ja", True, 0.92), ("en", False, 0.95)]
)
def test_names_of_the_gold_sentences_are_found_with_their_kind(
    language: str, trained: bool, least: float
) -> None:
    gold = found = right = 0
    for text, wanted in _gold(language):
        got = {(one.text, one.kind) for one in _read(text, language, trained=trained)}
        gold, found, right = gold + len(wanted), found + len(got), right + len(got & wanted)
    assert 2 * right / (gold + found) >= least


@pytest.mark.parametrize("trained", [False, True])
def test_a_rare_name_in_kanji_is_found_once_on_the_list(trained: bool) -> None:
    text = "韓国の申源湜国防相は会見した。"
    found = [one for one in _read(text, "ja", trained=trained) if "申" in one.text]
    assert [(one.text, one.kind) for one in found] == [("申源湜", "person")]


@pytest.mark.parametrize("trained", [False, True])
def test_a_number_of_shells_is_no_person_and_a_missile_no_month(trained: bool) -> None:
    text = "RUSIによると、北朝鮮は約250万発の砲弾と火星11を送り、50万バレルの石油を得た。"
    found = {one.text: one.kind for one in _read(text, "ja", trained=trained)}
    assert "person" not in found.values()
    assert found["RUSI"] == "organisation"
    assert found["火星11"] == "product"
    assert not any("万" in name for name in found)


@pytest.mark.parametrize("trained", [False, True])
@given(text=st.text(max_size=200))
def test_spans_are_exact_in_any_text(trained: bool, text: str) -> None:
    if trained and not text:
        return
    for language in ("ja", "en"):
        last = 0
        for one in _read(text, language, trained=trained):
            assert text[one.start : one.end] == one.text
            assert one.start >= last
            last = one.end


def test_a_title_goes_with_no_name_and_a_possessive_neither() -> None:
    found = _read("Russian President Vladimir Putin's aide met Mr Zelensky.", "en")
    assert [one.text for one in found] == ["Vladimir Putin", "Zelensky"]


def test_one_capitalised_word_at_the_start_is_a_name_only_once_it_is_known() -> None:
    text = "Farmers complained. Ana Belton agreed. Belton left."
    reader = NameReader("en")
    assert reader.read(text, 0, 19) == ()
    assert [one.text for one in reader.read(text, 20, 38)] == ["Ana Belton"]
    assert [one.text for one in reader.read(text, 39, 51)] == ["Belton"]


def test_an_altered_tagger_is_refused_and_rules_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from claims.extraction.naming import model

    altered = tmp_path / "shipped.npz"
    altered.write_bytes(model.SHIPPED.read_bytes() + b"x")
    monkeypatch.setattr(model, "SHIPPED", altered)
    model.shipped_names.cache_clear()
    try:
        assert model.shipped_names() is None
        assert "refused" in caplog.text
    finally:
        model.shipped_names.cache_clear()
    assert find_names("山田花子市長", 0, 6, language="ja")[0].text == "山田花子"


def test_a_file_that_is_no_tagger_is_refused() -> None:
    from claims.extraction.naming.model import ModelRefused, unpack

    with pytest.raises(ModelRefused, match="not a tagger"):
        unpack(b"PK\x03\x04 nothing")


def test_sentences_read_together_are_tagged_as_if_read_alone() -> None:
    tagger = shipped_names()
    assert tagger is not None
    texts = [text for text, _ in _gold("ja")]
    assert tagger.tag(texts) == [tagger.tag([text])[0] for text in texts]
