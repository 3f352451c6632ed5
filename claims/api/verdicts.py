"""Verdicts, ratings and ClaimReview over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Min
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.rows import VERDICTS
from claims.api.shapes import RatingShape, VerdictShape
from claims.claimreview import Review, Scale, claim_review, claimant_of
from claims.models import Claim, Rating, Verdict
from claims.services.verdicts import publish_verdict, withdraw_verdict
from factcheck.api.conditional import etag_of, not_modified
from factcheck.api.pagination import Order
from factcheck.api.permissions import PUBLIC
from factcheck.api.views import ApiView, ListView, one
from factcheck.errors import NotFound
from sources.api.shapes import ReasonInput


class RatingsView(ListView):
    """The desk's scale."""

    tag = "verdicts"
    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_rating"}
    queryset = Rating.objects.all()
    serializer_class = RatingShape
    orders: ClassVar[dict[str, Order]] = {"position": Order(("position", "code"))}
    default_order = "position"

    @extend_schema(summary="List ratings")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the ratings, also those no longer offered."""
        return super().get(request, *args, **kwargs)


class ClaimVerdictsView(ListView):
    """What the desk decided about a claim, every time."""

    tag = "verdicts"
    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_verdict"}
    queryset = VERDICTS
    serializer_class = VerdictShape
    parent = (Claim, "claim")
    orders: ClassVar[dict[str, Order]] = {"number": Order(("number",))}
    default_order = "-number"

    @extend_schema(summary="List a claim's verdicts")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the verdicts on a claim, latest first."""
        return super().get(request, *args, **kwargs)


class VerdictPublishView(ApiView):
    """Making a verdict public."""

    tag = "verdicts"
    rights: ClassVar[dict[str, str]] = {"POST": "claims.publish_verdict"}
    queryset = Verdict.objects.all()

    @extend_schema(summary="Publish a verdict", request=None, responses={200: VerdictShape})
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Publish the standing verdict; doing it twice changes nothing."""
        publish_verdict(verdict_id=id, actor=request.user)
        return Response(VerdictShape(one(VERDICTS, id)).data)


class VerdictWithdrawView(ApiView):
    """Taking a verdict back."""

    tag = "verdicts"
    rights: ClassVar[dict[str, str]] = {"POST": "claims.publish_verdict"}
    queryset = Verdict.objects.all()

    @extend_schema(summary="Withdraw a verdict", request=ReasonInput, responses={200: VerdictShape})
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Take a published verdict back, with a reason; it stays on record."""
        reason = self.read(ReasonInput)["reason"]
        withdraw_verdict(verdict_id=id, actor=request.user, reason=reason)
        return Response(VerdictShape(one(VERDICTS, id)).data)


class NoClaimant(NotFound):
    """ClaimReview is about what somebody else said; a claim of our own has none."""

    code = "no_claimant"


class LinkedDataRenderer(JSONRenderer):
    """JSON-LD."""

    media_type = "application/ld+json"
    format = "jsonld"


class ClaimReviewView(ApiView):
    """A published verdict for search engines and other desks."""

    tag = "verdicts"
    rights: ClassVar[dict[str, str]] = {"GET": PUBLIC}
    queryset = Claim.objects.all()
    renderer_classes = [LinkedDataRenderer, JSONRenderer]

    @extend_schema(
        summary="Read a published verdict as ClaimReview", responses={200: OpenApiTypes.OBJECT}
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return JSON-LD for the public verdict on what a third party said. Needs no token."""
        body = claim_review(_review(id))
        etag = etag_of(1, body)
        response = Response(status=304) if not_modified(request, etag) else Response(body)
        response["ETag"] = etag
        response["Cache-Control"] = "public, max-age=300"
        return response


def _review(claim_id: UUID) -> Review:
    published = (
        Verdict.objects.filter(claim=claim_id, published_at__isnull=False)
        .select_related("rating", "claim__article")
        .order_by("-number")
    )
    latest = published.first()
    # A withdrawn verdict does not let the one before it rise again.
    if latest is None or latest.withdrawn_at is not None or latest.published_at is None:
        raise NotFound(_("There is no public verdict here."), code="no_public_verdict")
    claim, article = latest.claim, latest.claim.article
    claimant = claimant_of(claim.attribution, byline=article.byline)
    if claimant is None:
        raise NoClaimant(
            _("The statement is not attributed to anybody but the article itself."),
            remedy=_("ClaimReview is only for what a third party said."),
        )
    first = published.last()
    own_address = f"{settings.PUBLIC_BASE_URL}/api/v1/claims/{claim.pk}/claimreview"
    japanese = article.language.startswith("ja")
    return Review(
        claim=latest.wording,
        claimant=claimant,
        rating_name=latest.rating.name_ja if japanese else latest.rating.name_en,
        rating_value=latest.rating.value,
        scale=_scale(),
        rationale=latest.rationale,
        language=article.language,
        article_title=article.title,
        article_url=article.url or article.public_url,
        article_dated=article.published_on,
        review_url=article.public_url or own_address,
        desk_name=settings.DESK_NAME,
        desk_url=settings.PUBLIC_BASE_URL,
        first_published_at=(first.published_at if first else None) or latest.published_at,
        published_at=latest.published_at,
    )


def _scale() -> Scale | None:
    ends = Rating.objects.aggregate(worst=Min("value"), best=Max("value"))
    if ends["worst"] is None:
        return None
    return Scale(worst=ends["worst"], best=ends["best"])
