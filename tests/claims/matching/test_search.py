"""Looking up earlier claims: either language, titles, compound sentences, empty stores."""

from __future__ import annotations

import pytest

from claims.extraction.worth import encoder
from claims.matching import ClaimIndex, KnownClaim, Ranker, find_candidates, fit_ranker
from claims.matching.texts import terms

STORE = (
    KnownClaim("rate", "日銀は17年ぶりに利上げを決めた。"),
    KnownClaim("bridge", "The new harbour bridge cost 31 million crowns."),
    KnownClaim("ferry", "Ferries carried 1.2 million passengers last year."),
    KnownClaim("dam", "県は老朽化したダムを来年度に改修する計画だ。"),
    KnownClaim("fish", "Catches of herring fell by a third.", "Herring are getting rarer"),
    KnownClaim("shells", "Pyongyang delivered some 2.5 million shells to Moscow."),
)


@pytest.fixture(scope="module")
def index() -> ClaimIndex:
    return ClaimIndex(STORE)


def _first(index: ClaimIndex, text: str) -> str:
    return find_candidates(index, text, limit=1)[0].claim.id


def test_a_japanese_claim_finds_its_english_twin(index: ClaimIndex) -> None:
    assert _first(index, "北朝鮮はロシアに約250万発の砲弾を供与した。") == "shells"


def test_an_english_claim_finds_its_japanese_twin(index: ClaimIndex) -> None:
    text = "The Bank of Japan decided to raise interest rates for the first time in 17 years."
    assert _first(index, text) == "rate"


def test_the_title_is_searched_with_the_claim(index: ClaimIndex) -> None:
    assert _first(index, "Are herring getting rarer?") == "fish"


def test_a_compound_sentence_finds_the_twin_of_one_of_its_parts(index: ClaimIndex) -> None:
    text = (
        "市の担当者は記者会見で、財政の見通しが厳しいことを改めて説明したうえで、"
        "県は老朽化したダムを来年度に改修する計画で、周辺の住民には説明会を開いて理解を求め、"
        "道路の通行止めは最小限にとどめる方針だと述べ、詳しい日程は後日公表するとした。"
    )
    best = find_candidates(index, text, limit=1)[0]
    assert best.claim.id == "dam"
    assert best.clause in text
    assert best.score > index.similarity(text, 3)


def test_an_empty_store_answers_with_nothing() -> None:
    assert find_candidates(ClaimIndex([]), "Anything at all.") == []


@pytest.mark.parametrize("text", ["", "   ", "！？", "\u0000", "🚢" * 300])
def test_a_text_without_words_raises_nothing(index: ClaimIndex, text: str) -> None:
    assert all(one.comparison.relation != "same" for one in find_candidates(index, text))


def test_a_query_without_a_right_answer_is_called_the_same_as_nothing(index: ClaimIndex) -> None:
    found = find_candidates(index, "The museum bought a painting by a local artist.")
    assert found
    assert {one.comparison.relation for one in found} <= {"different", "related"}


def test_words_never_cross_languages(index: ClaimIndex) -> None:
    assert not set(terms("日銀は利上げを決めた")) & set(terms("The Bank of Japan decided"))


def test_without_the_encoder_words_still_find_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "load_encoder", lambda: None)
    index = ClaimIndex(STORE)
    # Not a text another test has asked for: encoded queries are kept.
    best = find_candidates(index, "Ferries carried 1.2 million passengers, they say.", limit=1)[0]
    assert best.claim.id == "ferry"
    assert best.comparison.relation != "same"


def test_a_fit_from_no_matches_keeps_the_weights_that_ship(index: ClaimIndex) -> None:
    assert fit_ranker(index, [], []) == Ranker()
    assert fit_ranker(index, ["Ferries carried people."], [set()]) == Ranker()


def test_a_fit_is_repeatable_and_still_finds(index: ClaimIndex) -> None:
    queries = ["Ferries carried over a million people.", "ダムの改修は来年度だ。"]
    right = [{"ferry"}, {"dam"}]
    ranker = fit_ranker(index, queries, right)
    assert ranker == fit_ranker(index, queries, right)
    assert [find_candidates(index, query, ranker=ranker)[0].claim.id for query in queries] == [
        "ferry",
        "dam",
    ]
