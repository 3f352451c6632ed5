"""Earlier claims like one, over HTTP: what the worker stored, with verdict and evidence."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.models import Claim
from claims.models.similar import Likeness
from claims.services.similar import similar_claims
from factcheck.api.views import ApiView, one


class DifferenceShape(serializers.Serializer[Any]):
    """One field in which two claims differ; empty where one is silent."""

    field = serializers.CharField()
    ours = serializers.CharField(allow_blank=True)
    theirs = serializers.CharField(allow_blank=True)


class SimilarClaimShape(serializers.Serializer[Any]):
    """An earlier claim like this one, and what became of it."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    score = serializers.FloatField(help_text="Cosine, 0 to 1; the fields decide the relation.")
    relation = serializers.ChoiceField(choices=Likeness.values)
    differences = DifferenceShape(many=True)
    status = serializers.CharField()
    verdict = serializers.CharField(allow_null=True, help_text="Code of its rating.")
    approval_void = serializers.BooleanField()
    evidence_stands = serializers.BooleanField(
        allow_null=True, help_text="Null when it has no evidence."
    )


class SimilarClaimsShape(serializers.Serializer[Any]):
    """Earlier claims like this one."""

    results = SimilarClaimShape(many=True)


class SimilarClaimsView(ApiView):
    """Earlier claims like one."""

    tag = "claims"
    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_claim"}

    @extend_schema(summary="Read earlier claims like one", responses={200: SimilarClaimsShape})
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return claims saying the same, the same with another figure, or the opposite first."""
        claim = one(Claim.objects.only("pk"), id)
        rows = similar_claims(claim, limit=20)
        return Response({"results": SimilarClaimShape(rows, many=True).data})
