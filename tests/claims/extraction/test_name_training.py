"""Fitting the tagger of names: repeatable, measured on sentences it has not seen."""

from __future__ import annotations

from claims.extraction.gazetteer import NameKind
from claims.extraction.naming.data import held_back
from claims.extraction.naming.features import BUCKETS, Lists, feature_rows
from claims.extraction.naming.fitting import Recipe, fit_names
from claims.extraction.naming.model import pack, unpack
from claims.extraction.naming.scoring import score_names
from claims.extraction.naming.tagging import labels_of, names_of

Row = tuple[str, list[tuple[int, int, NameKind]]]


def _rows() -> list[Row]:
    """Sentences in which the word before は tells the kind."""
    rows: list[Row] = []
    for name in ("甲野太郎", "乙山花", "丙田一", "丁川二郎", "戊谷三"):
        rows.append((f"昨日、{name}氏は語った。", [(3, 3 + len(name), "person")]))
        rows.append((f"今日は{name}県に雨が降る。", [(3, 4 + len(name), "place")]))
    return rows * 8


def test_a_fitted_tagger_finds_the_names_it_was_shown() -> None:
    rows = _rows()
    fitted = fit_names(rows, None, Recipe(rounds=15, rate=0.3))
    result = score_names(unpack(pack(fitted, None, least=0.0)), rows)
    assert result.typed_f > 0.95


def test_the_same_sentences_give_the_same_bytes() -> None:
    rows, lists = _rows()[:20], Lists.of([["甲野", "乙山"]])
    recipe = Recipe(rounds=2)
    first = pack(fit_names(rows, lists, recipe), lists, least=0.01)
    assert first == pack(fit_names(rows, lists, recipe), lists, least=0.01)


def test_labels_and_names_say_the_same() -> None:
    names: list[tuple[int, int, NameKind]] = [(0, 1, "person"), (1, 4, "place"), (6, 8, "event")]
    assert names_of(labels_of(9, names)) == names


def test_every_character_has_one_row_of_buckets_in_range() -> None:
    rows = feature_rows("a\0漢字\U0001f600ー", Lists.of([["漢字"]]))
    assert rows.shape[0] == 6
    assert rows.min() >= 0
    assert rows.max() < BUCKETS
    assert feature_rows("").shape[0] == 0


def test_about_a_tenth_is_held_back() -> None:
    share = sum(held_back(f"文{number}") for number in range(2000)) / 2000
    assert 0.07 < share < 0.13
