"""Rechecks over HTTP: what came back, the passage before and now, and the decision."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.inputs import DecisionInput, RecheckDecisionInput, RecheckInput
from claims.api.rows import RECHECKS, recheck_body
from claims.api.shapes import RecheckDetailShape, RecheckShape, RechecksShape
from claims.models import Claim, Recheck
from claims.models.recheck import Cause
from claims.services.rechecks import ask_recheck, decide_change, decide_recheck
from factcheck.api import filters
from factcheck.api.filters import Filter
from factcheck.api.views import ApiView, ListView, created, one
from sources.models import Change


def _open(rows: QuerySet[Recheck], wanted: bool) -> QuerySet[Recheck]:
    return rows.filter(decided_at__isnull=wanted)


_FILTERS: dict[str, Filter] = {
    "open": filters.yes_or_no(_open, "Whether it still waits for a decision."),
    "cause": filters.one_of(Cause.values, "cause", "Why it was opened."),
}


class RechecksView(ListView):
    """Everything that came back."""

    tag = "rechecks"
    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_recheck"}
    queryset = RECHECKS
    serializer_class = RecheckShape
    filters = _FILTERS | {
        "claim": filters.identifier("claim_id", "Of which claim."),
        "article": filters.identifier("claim__article_id", "Of which article's claims."),
    }

    @extend_schema(summary="List rechecks")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return rechecks, newest first."""
        return super().get(request, *args, **kwargs)


class ClaimRechecksView(ListView):
    """What came back at one claim."""

    tag = "rechecks"
    rights: ClassVar[dict[str, str]] = {
        "GET": "claims.view_recheck",
        "POST": "claims.open_recheck",
    }
    queryset = RECHECKS
    serializer_class = RecheckShape
    parent = (Claim, "claim")
    filters = _FILTERS

    @extend_schema(summary="List a claim's rechecks")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the rechecks of a claim, newest first."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        summary="Ask for a recheck", request=RecheckInput, responses={201: RecheckDetailShape}
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Open a recheck by hand or for a complaint; an open one of that cause is answered."""
        recheck = ask_recheck(claim_id=id, actor=request.user, **self.read(RecheckInput))
        return created(recheck_body(recheck.pk), reverse("api-recheck", args=[recheck.pk]))


class RecheckView(ApiView):
    """One recheck."""

    tag = "rechecks"
    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_recheck"}
    queryset = Recheck.objects.all()

    @extend_schema(summary="Read a recheck", responses={200: RecheckDetailShape})
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return a recheck with the passage before and now, and the difference."""
        return Response(recheck_body(id))


class RecheckDecisionsView(ApiView):
    """The decision on one recheck."""

    tag = "rechecks"
    rights: ClassVar[dict[str, str]] = {"POST": "claims.decide_recheck"}
    queryset = Recheck.objects.all()

    @extend_schema(
        summary="Decide a recheck",
        request=RecheckDecisionInput,
        responses={200: RecheckDetailShape},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Decide: the claim still holds, its evidence is replaced, or its verdict changes."""
        given = self.read(RecheckDecisionInput)
        decide_recheck(recheck_id=id, actor=request.user, **given)
        return Response(recheck_body(id))


class ChangeDecisionsView(ApiView):
    """One decision for everything that rests on one change."""

    tag = "changes"
    rights: ClassVar[dict[str, str]] = {"POST": "claims.decide_recheck"}
    queryset = Change.objects.all()

    @extend_schema(
        summary="Decide all rechecks of a change",
        request=DecisionInput,
        responses={200: RechecksShape},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Apply one decision to every open recheck the change brought up, all or none."""
        one(Change.objects.only("pk"), id)
        decided = decide_change(change_id=id, actor=request.user, **self.read(DecisionInput))
        rows = RECHECKS.filter(pk__in=[recheck.pk for recheck in decided]).order_by("id")
        return Response({"results": RecheckShape(rows, many=True).data})
