"""ClaimReview (schema.org) from plain facts: pure, so that it can be tested to the letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

_BODY = re.compile(
    r"(?:社|省|庁|局|党|会|協会|連盟|組合|委員会|議会|銀行|大学|研究所|機構|財団|政府|当局|警察|病院|裁判所|通信|新聞|放送)$"
    r"|\b(?:Inc|Ltd|LLC|Corp|Company|Ministry|Agency|Department|Office|Bureau|Commission|Committee"
    r"|Council|Party|Union|University|Institute|Bank|Association|Foundation|Government|Police"
    r"|Court|Hospital|Group|Board|Authority|NGO)\b"
)


@dataclass(frozen=True, kw_only=True)
class Claimant:
    """A third party a statement is attributed to."""

    name: str

    def as_dict(self) -> dict[str, str]:
        """Return a schema.org Person, or Organization where the name says so."""
        kind = "Organization" if _BODY.search(self.name) else "Person"
        return {"@type": kind, "name": self.name}


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The desk's scale: the lowest and highest ``ratingValue`` of its ratings."""

    worst: int
    best: int


@dataclass(frozen=True, kw_only=True)
class Review:
    """Everything one ClaimReview says. ``first_published_at`` is the first verdict's moment."""

    claim: str
    claimant: Claimant
    rating_name: str
    rating_value: int | None
    scale: Scale | None
    rationale: str
    language: str
    article_title: str
    article_url: str
    article_dated: date | None
    review_url: str
    desk_name: str
    desk_url: str
    first_published_at: datetime
    published_at: datetime


def claimant_of(attribution: Mapping[str, Any] | None, *, byline: str = "") -> Claimant | None:
    """Return who said it, or ``None``: nobody named, or the article's own author."""
    speaker = str((attribution or {}).get("speaker") or "").strip()
    if not speaker or (attribution or {}).get("anonymous"):
        return None
    if speaker.casefold() == byline.strip().casefold():
        return None
    return Claimant(name=speaker)


def claim_review(review: Review) -> dict[str, Any]:
    """Return the JSON-LD object; what is not known is left out, never null."""
    known: dict[str, Any] = _known(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": review.review_url,
            "claimReviewed": review.claim,
            "inLanguage": review.language,
            "datePublished": review.first_published_at.isoformat(),
            "dateModified": review.published_at.isoformat(),
            "author": {
                "@type": "Organization",
                "name": review.desk_name,
                "url": review.desk_url,
            },
            "reviewRating": _rating(review),
            "itemReviewed": {
                "@type": "Claim",
                "text": review.claim,
                "author": review.claimant.as_dict(),
                "datePublished": _day(review.article_dated),
                "appearance": {
                    "@type": "CreativeWork",
                    "headline": review.article_title,
                    "url": review.article_url,
                    "datePublished": _day(review.article_dated),
                },
            },
        }
    )
    return known


def _rating(review: Review) -> dict[str, Any]:
    rating: dict[str, Any] = {
        "@type": "Rating",
        "alternateName": review.rating_name,
        "ratingExplanation": review.rationale,
    }
    value, scale = review.rating_value, review.scale
    # A rating outside the scale ("unverifiable") has a name only: 0 would read as a value.
    if value is not None and scale is not None and scale.worst <= value <= scale.best:
        rating |= {"ratingValue": value, "bestRating": scale.best, "worstRating": scale.worst}
    return rating


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _known(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _known(below) for key, below in value.items() if below not in ("", None)}
