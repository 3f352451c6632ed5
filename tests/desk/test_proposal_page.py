"""Why a claim was proposed, and putting it right, on a page."""

from __future__ import annotations

import pytest
from desk.pages import inspect
from django.urls import reverse
from django.utils import translation
from factories import make_article

from claims.admin.reasons import REASONS, in_words
from claims.extraction.worthiness import _WEIGHTS
from claims.models import Claim, ProposalCorrection
from claims.models.claim import Kind
from claims.services.extracting import extract_article

TEXT = "The ministry said on Tuesday that the harbour handled 412 ships last year."


@pytest.fixture
def claim(db) -> Claim:
    article = make_article(text=TEXT)
    extract_article(article_id=article.pk)
    return Claim.objects.get(parent=None)


def page(claim: Claim, part: str = "") -> str:
    if part:
        return reverse("admin:claims_claim_proposal_part", args=[claim.pk, part])
    return reverse("admin:claims_claim_proposal", args=[claim.pk])


def test_the_page_says_why_in_words_and_shows_every_part(claim, people, browser) -> None:
    response = browser("checker").get(page(claim))
    content = response.content.decode()
    assert "gives a figure" in content
    assert 'value="2024-03-26"' in content
    assert 'value="412' in content
    inspect(response)


def test_every_reason_has_words_in_both_languages() -> None:
    codes = {*_WEIGHTS, "learned", "attributed", "too_long"}
    assert codes <= set(REASONS)
    for code in (*codes, *Kind.values):
        words = {}
        for language in ("en", "ja"):
            with translation.override(language):
                (words[language],) = in_words([code])
        assert words["en"] != words["ja"]


def test_a_part_is_put_right_and_the_page_shows_it(claim, people, browser) -> None:
    checker = browser("checker")
    data = {"version": claim.version, "at": 0, "resolved": "2024-03-19"}
    assert checker.post(page(claim, "date"), data).status_code == 302
    claim.refresh_from_db()
    assert claim.dates[0]["resolved"] == "2024-03-19"
    assert "Put right so far" in checker.get(page(claim)).content.decode()


def test_a_refusal_keeps_the_page_and_says_why(claim, people, browser) -> None:
    checker = browser("checker")
    data = {"version": claim.version, "at": 0, "resolved": "some day"}
    response = checker.post(page(claim, "date"), data)
    assert response.status_code == 400
    assert "some day" in response.content.decode()
    stale = checker.post(page(claim, "kind"), {"version": 0, "kind": "opinion"})
    assert stale.status_code in (409, 412)
    missing = checker.post(page(claim, "span"), {"version": claim.version, "start": "x"})
    assert missing.status_code == 400
    assert not ProposalCorrection.objects.exists()


def test_who_may_not_change_claims_reads_and_cannot_put_right(claim, people, browser) -> None:
    auditor = browser("auditor")
    content = auditor.get(page(claim)).content.decode()
    assert "gives a figure" in content
    assert "Put it right" not in content
    refused = auditor.post(page(claim, "kind"), {"version": claim.version, "kind": "opinion"})
    assert refused.status_code == 403
    assert not ProposalCorrection.objects.exists()


def test_an_unknown_part_is_not_found(claim, people, browser) -> None:
    assert browser("checker").post(page(claim, "mood"), {"version": 1}).status_code == 404
