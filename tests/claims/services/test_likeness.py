"""Earlier claims on the desk: vectors stored, neighbours compared once, refreshed, shown."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import make_article, make_person

from claims.extraction.worth import encoder
from claims.models import Claim, ClaimVector, SimilarClaim
from claims.services.claims import add_claim, edit_claim
from claims.services.likeness import compare_waiting_claims
from claims.services.similar import similar_claims

pytestmark = pytest.mark.django_db

SHELLS = "北朝鮮はロシアに約250万発の砲弾を供与した。"


def _claim(text: str, language: str = "ja", published_on: date = date(2024, 3, 26)) -> Claim:
    person = make_person("checker")
    article = make_article(text=text, language=language, published_on=published_on)
    return add_claim(article_id=article.pk, start=0, end=len(text), actor=person)


def test_a_new_claim_and_the_earlier_one_find_each_other() -> None:
    first = _claim("Pyongyang delivered some 2.5 million shells to Moscow.", "en")
    compare_waiting_claims()
    second = _claim(SHELLS)
    assert compare_waiting_claims() == 1
    assert [row["id"] for row in similar_claims(second)] == [str(first.pk)]
    assert [row["relation"] for row in similar_claims(first)] == ["same"]


def test_a_claim_with_another_figure_is_shown_with_the_figure() -> None:
    _claim(SHELLS)
    other = _claim(SHELLS.replace("250万", "25万"))
    compare_waiting_claims()
    row = similar_claims(other)[0]
    assert row["relation"] == "same_other_figure"
    assert row["differences"] == [{"field": "figure", "ours": "約25万発", "theirs": "約250万発"}]
    assert row["verdict"] is None
    assert row["evidence_stands"] is None


def test_last_year_is_read_from_each_article_of_its_own() -> None:
    _claim("市は昨年、図書館12館を閉鎖した。", published_on=date(2023, 5, 1))
    later = _claim("市は昨年、図書館12館を閉鎖した。 ", published_on=date(2024, 5, 1))
    agreeing = _claim("市は一昨年、図書館12館を閉鎖した。", published_on=date(2024, 5, 1))
    compare_waiting_claims()
    relations = {row["relation"] for row in similar_claims(agreeing)}
    assert "same" in relations
    assert SimilarClaim.objects.filter(claim=later).exists()


def test_nothing_is_compared_twice_and_a_new_wording_is_compared_anew() -> None:
    first = _claim(SHELLS)
    second = _claim("県は老朽化したダムを来年度に改修する計画だ。")
    assert compare_waiting_claims() == 2
    assert compare_waiting_claims() == 0
    assert similar_claims(second) == []
    edit_claim(claim_id=second.pk, actor=make_person("editor"), wording=SHELLS + "と伝えられた")
    assert compare_waiting_claims() == 1
    assert [row["id"] for row in similar_claims(second)] == [str(first.pk)]


def test_a_change_of_other_fields_keeps_the_vector() -> None:
    claim = _claim(SHELLS)
    compare_waiting_claims()
    vector = ClaimVector.objects.get().pk
    edit_claim(claim_id=claim.pk, actor=make_person("editor"), kind="attributed")
    assert compare_waiting_claims() == 0
    assert ClaimVector.objects.get().pk == vector


def test_sentences_of_one_article_are_no_earlier_claims() -> None:
    text = f"{SHELLS}\n{SHELLS}"
    article = make_article(text=text, language="ja")
    person = make_person("checker")
    for start in (0, len(SHELLS) + 1):
        add_claim(article_id=article.pk, start=start, end=start + len(SHELLS), actor=person)
    compare_waiting_claims()
    assert not SimilarClaim.objects.exists()


def test_a_dismissed_claim_is_no_earlier_check() -> None:
    gone = _claim(SHELLS)
    claim = _claim(SHELLS + " ")
    compare_waiting_claims()
    assert similar_claims(claim)
    Claim.objects.filter(pk=gone.pk).update(status="dismissed", dismissal_reason="opinion")
    assert similar_claims(claim) == []


def test_without_the_encoder_nothing_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    _claim(SHELLS)
    monkeypatch.setattr(encoder, "load_encoder", lambda: None)
    assert compare_waiting_claims() == 0
    assert not ClaimVector.objects.exists()


def test_reading_takes_as_many_queries_for_one_as_for_many() -> None:
    claim = _claim(SHELLS)
    counts = []
    for number in range(3):
        _claim(SHELLS + " " * (number + 1))
        compare_waiting_claims()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(similar_claims(claim)) == number + 1
        counts.append(len(queries))
    assert counts == [2, 2, 2]


def test_comparing_leaves_every_status_and_merges_nothing() -> None:
    claims = [_claim(SHELLS + " " * number) for number in range(2)]
    compare_waiting_claims()
    for claim in claims:
        claim.refresh_from_db()
        assert (claim.status, claim.duplicate_of_id) == ("proposed", None)


def test_find_similar_looks_on_the_desk() -> None:
    claim = _claim(SHELLS)
    out = StringIO()
    call_command("find_similar", SHELLS.replace("250万", "25万"), stdout=out)
    row = json.loads(out.getvalue())[0]
    assert row["id"] == str(claim.pk)
    assert row["relation"] == "same_other_figure"
    assert {"status", "verdict", "evidence_stands"} <= row.keys()
