"""ClaimReview: only for a public verdict on what somebody else said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from api_steps import checked_claim, send
from rest_framework.test import APIClient

from claims.claimreview import Claimant, Review, Scale, claim_review, claimant_of
from claims.models import Claim

REVIEW = Review(
    claim="The bridge cost 31 million.",
    claimant=Claimant(name="Maja Berg"),
    rating_name="False",
    rating_value=1,
    scale=Scale(worst=1, best=5),
    rationale="It cost 13 million.",
    language="en",
    article_title="The bridge",
    article_url="https://news.example/bridge",
    article_dated=date(2024, 3, 26),
    review_url="https://desk.example/r/1",
    desk_name="Desk",
    desk_url="https://desk.example",
    first_published_at=datetime(2024, 4, 1, tzinfo=UTC),
    published_at=datetime(2024, 5, 1, tzinfo=UTC),
)


def test_every_known_fact_stands_in_its_place():
    assert claim_review(REVIEW) == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://desk.example/r/1",
        "claimReviewed": "The bridge cost 31 million.",
        "inLanguage": "en",
        "datePublished": "2024-04-01T00:00:00+00:00",
        "dateModified": "2024-05-01T00:00:00+00:00",
        "author": {"@type": "Organization", "name": "Desk", "url": "https://desk.example"},
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "False",
            "ratingExplanation": "It cost 13 million.",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
        },
        "itemReviewed": {
            "@type": "Claim",
            "text": "The bridge cost 31 million.",
            "author": {"@type": "Person", "name": "Maja Berg"},
            "datePublished": "2024-03-26",
            "appearance": {
                "@type": "CreativeWork",
                "headline": "The bridge",
                "url": "https://news.example/bridge",
                "datePublished": "2024-03-26",
            },
        },
    }


@pytest.mark.parametrize("value", [None, 0, 6])
def test_a_rating_outside_the_scale_has_a_name_and_no_value(value):
    rating = claim_review(replace(REVIEW, rating_value=value))["reviewRating"]
    assert rating["alternateName"] == "False"
    assert {"ratingValue", "bestRating", "worstRating"}.isdisjoint(rating)


def test_what_is_not_known_is_left_out():
    item = claim_review(replace(REVIEW, article_dated=None, article_url=""))["itemReviewed"]
    assert "datePublished" not in item
    assert item["appearance"] == {"@type": "CreativeWork", "headline": "The bridge"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Maja Berg", "Person"),
        ("山田花子", "Person"),
        ("Ministry of Finance", "Organization"),
        ("国土交通省", "Organization"),
        ("東京電力株式会社", "Organization"),
    ],
)
def test_a_claimant_is_a_person_unless_the_name_says_otherwise(name, kind):
    assert Claimant(name=name).as_dict() == {"@type": kind, "name": name}


@pytest.mark.parametrize(
    "attribution",
    [None, {}, {"speaker": ""}, {"speaker": None}, {"speaker": "officials", "anonymous": True}],
)
def test_nobody_named_is_no_claimant(attribution):
    assert claimant_of(attribution) is None


def test_the_author_of_the_article_is_no_third_party():
    assert claimant_of({"speaker": "Ann Lee"}, byline="ann lee") is None
    assert claimant_of({"speaker": "Ann Lee"}, byline="Bo Falk") == Claimant(name="Ann Lee")


@pytest.mark.django_db
def test_it_is_public_from_publishing_to_withdrawal_and_only_with_a_claimant(
    checker, editor, ratings
):
    _article, claim, _passage = checked_claim(checker, editor)
    public = APIClient()
    path = f"/api/v1/claims/{claim['id']}/claimreview"
    Claim.objects.filter(pk=claim["id"]).update(attribution={"speaker": "Maja Berg"})

    assert public.get(path).json()["code"] == "no_public_verdict"
    [verdict] = checker.get(f"/api/v1/claims/{claim['id']}/verdicts").json()["results"]
    send(editor, f"verdicts/{verdict['id']}/publish")
    answer = public.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/ld+json")
    assert answer.json()["itemReviewed"]["author"]["name"] == "Maja Berg"
    assert public.get(path, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304

    Claim.objects.filter(pk=claim["id"]).update(attribution=None)
    none = public.get(path)
    assert (none.status_code, none.json()["code"]) == (404, "no_claimant")

    Claim.objects.filter(pk=claim["id"]).update(attribution={"speaker": "Maja Berg"})
    send(editor, f"verdicts/{verdict['id']}/withdraw", {"reason": "Wrong figure."})
    gone = public.get(path)
    assert (gone.status_code, gone.json()["code"]) == (404, "no_public_verdict")
