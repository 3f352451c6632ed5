"""Evidence over HTTP: cite a passage, look at it, take it off."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.claims import ClaimRecordView
from claims.api.inputs import EvidenceInput
from claims.api.rows import EVIDENCE
from claims.api.shapes import EvidenceShape
from claims.models import Claim, Evidence
from claims.services.evidence import cite, remove_evidence
from factcheck.api.filters import Filter, yes_or_no
from factcheck.api.views import ApiView, ListView, created, one
from factcheck.doorbells import ring
from sources.tasks import check_host_now


class ClaimEvidenceView(ListView, ClaimRecordView):
    """What a claim rests on."""

    rights: ClassVar[dict[str, str]] = {
        "GET": "claims.view_evidence",
        "POST": "claims.add_evidence",
    }
    precondition: ClassVar[dict[str, str]] = {"POST": "optional"}
    queryset = EVIDENCE
    serializer_class = EvidenceShape
    parent = (Claim, "claim")
    default_order = "created"
    filters: ClassVar[dict[str, Filter]] = {
        "removed": yes_or_no(
            lambda rows, value: rows.filter(removed_at__isnull=not value),
            "Whether it was taken off; both when left out.",
        )
    }

    @extend_schema(summary="List a claim's evidence")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return evidence in the order it was cited, what was taken off included."""
        return super().get(request, *args, **kwargs)

    @extend_schema(summary="Cite a passage", request=EvidenceInput, responses={201: EvidenceShape})
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Cite a passage; its page is watched from now on and read as soon as possible."""
        version = self.meant_version(required=False)
        evidence = cite(
            claim_id=id,
            actor=request.user,
            expected_version=version,
            **self.read(EvidenceInput),
        )
        row = one(EVIDENCE, evidence.pk)
        if row.passage.source.host_id is not None:
            ring(check_host_now, str(row.passage.source.host_id))
        return created(EvidenceShape(row).data, reverse("api-evidence", args=[evidence.pk]))


class EvidenceView(ApiView):
    """One link between a claim and a passage."""

    tag = "claims"
    rights: ClassVar[dict[str, str]] = {
        "GET": "claims.view_evidence",
        "DELETE": "claims.change_evidence",
    }
    queryset = Evidence.objects.all()

    @extend_schema(summary="Read one piece of evidence", responses={200: EvidenceShape})
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return the passage with what the last look said of it."""
        return Response(EvidenceShape(one(EVIDENCE, id)).data)

    @extend_schema(summary="Take evidence off its claim", responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Take it off; the row stays as history, and doing it twice changes nothing."""
        remove_evidence(evidence_id=id, actor=request.user)
        return Response(status=204)
