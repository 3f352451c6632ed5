"""Traps of check-worthiness that the other tests of the model do not name."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.evaluation.measures import average_precision, f1_at
from claims.extraction import extract_claims
from claims.extraction.worth import shipped_model
from claims.extraction.worth.fitting import TooFewLabels, refit

DATA = Path(__file__).parents[3] / "claims" / "extraction"
TEXT = (
    "船412隻が2023年に売られた。私はそう思う。写真:港の船\n\nThank you all. It fell to 3.5 percent."
)


def test_scoring_hides_no_sentence_and_knows_no_status() -> None:
    rules, ranked = extract_claims(TEXT), extract_claims(TEXT, model=shipped_model())
    assert [one.id for one in ranked] == [one.id for one in rules]
    assert not [name for name in ranked[0].as_dict() if "status" in name or "verdict" in name]


def test_a_threshold_may_fall_where_the_order_does_not() -> None:
    """Why models are compared by average precision: F1 at one border judges the border too."""
    labels, good_order = [1, 1, 0, 0], [0.4, 0.3, 0.2, 0.1]
    assert average_precision(labels, good_order) == 1.0
    assert f1_at(0.5, labels, good_order) == 0.0


def test_words_of_one_language_say_nothing_about_another() -> None:
    base = shipped_model()
    assert base is not None
    assert base.words is None, "the model that ships has no word weights"
    trams = [f"Tram line {n} stops at the old harbour gate." for n in range(30)]
    money = [f"Inflation was {n}.2 percent in 19{n + 20}." for n in range(30)]
    learned = refit(base, trams + money, [1] * 30 + [0] * 30)
    assert learned.words is not None
    assert not [token for token in learned.words.idf if any(ord(mark) > 0x3000 for mark in token)]


def test_what_ships_was_fitted_on_claimbuster_and_names_its_data() -> None:
    shipped = shipped_model()
    assert shipped is not None
    told = (DATA / "worth" / "DATA.md").read_text()
    assert "ClaimBuster" in str(shipped.about["fitted_on"])
    assert "CC BY 4.0" in str(shipped.about["fitted_on"])
    assert (shipped.about["sentences"], shipped.about["worthy"]) == (9674, 2764)
    assert "9,674" in told
    assert "Nothing of CheckThat! was used" in told
    assert "ner-wikipedia-dataset" in (DATA / "naming" / "DATA.md").read_text()


def test_a_refit_is_repeatable_and_a_single_class_is_refused_in_words() -> None:
    base = shipped_model()
    assert base is not None
    texts = [f"The city sold {n} ships in 2019." for n in range(20)]
    texts += [f"Good evening, table {n}, and thank you." for n in range(20)]
    labels = [1] * 20 + [0] * 20
    assert refit(base, texts, labels).to_bytes() == refit(base, texts, labels).to_bytes()
    for only in (0, 1):
        with pytest.raises(TooFewLabels, match="Both kinds"):
            refit(base, texts, [only] * 40)
