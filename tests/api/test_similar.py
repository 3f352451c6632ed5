"""Earlier claims like one, over HTTP and on the claim's page."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from factories import make_article

from claims.services.claims import add_claim
from claims.services.likeness import compare_waiting_claims

pytestmark = pytest.mark.django_db

TEXTS = ("The bridge cost 31 million crowns.", "The bridge cost 13 million crowns.")


@pytest.fixture
def claims(people):
    made = []
    for text in TEXTS:
        article = make_article(text=text)
        made.append(
            add_claim(article_id=article.pk, start=0, end=len(text), actor=people["checker"])
        )
    compare_waiting_claims()
    return made


def test_a_claim_names_the_earlier_one_and_the_field_that_differs(checker, claims):
    answer = checker.get(f"/api/v1/claims/{claims[0].pk}/similar")
    assert answer.status_code == 200
    (row,) = answer.json()["results"]
    assert row.pop("score") > 0.8
    assert row == {
        "id": str(claims[1].pk),
        "text": TEXTS[1],
        "relation": "same_other_figure",
        "differences": [
            {"field": "figure", "ours": "31 million crowns", "theirs": "13 million crowns"}
        ],
        "status": "proposed",
        "verdict": None,
        "approval_void": False,
        "evidence_stands": None,
    }


def test_an_unknown_claim_is_not_found(checker):
    assert checker.get(f"/api/v1/claims/{uuid.uuid4()}/similar").status_code == 404


def test_the_page_of_a_claim_links_to_the_earlier_one(people, claims):
    desk = Client()
    desk.force_login(people["checker"])
    page = desk.get(f"/admin/claims/claim/{claims[0].pk}/change/").content.decode()
    assert f"/admin/claims/claim/{claims[1].pk}/change/" in page
    assert "13 million crowns" in page
