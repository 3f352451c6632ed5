"""Claims over HTTP: list, read, edit under If-Match, move through the workflow, history."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.articles import person
from claims.api.inputs import ClaimPatch, TransitionInput
from claims.api.rows import CLAIMS, claim_body
from claims.api.shapes import ActionsShape, ClaimShape, HistoryShape
from claims.models import Claim, Recheck
from claims.models.claim import Kind
from claims.services.claims import edit_claim
from claims.services.facts import action_states
from claims.services.transitions import perform_action
from claims.workflow import Status
from factcheck.api import filters
from factcheck.api.conditional import conditional_response, etag_of, expected_version
from factcheck.api.filters import Filter
from factcheck.api.pagination import Order
from factcheck.api.problems import problem_of
from factcheck.api.views import ApiView, ListView, one
from factcheck.errors import StaleVersion
from factcheck.ledger.models import Entry


def _read_assignee(raw: str, request: Request) -> UUID | None:
    if raw == "none":
        return None
    return request.user.pk if raw == "me" else filters.read_uuid(raw)


def _read_parent(raw: str, _request: Request) -> UUID | None:
    return None if raw == "none" else filters.read_uuid(raw)


def _with_recheck(rows: QuerySet[Claim], wanted: bool) -> QuerySet[Claim]:
    awaiting = Exists(Recheck.objects.awaiting().filter(claim=OuterRef("pk")))
    return rows.filter(awaiting) if wanted else rows.filter(~awaiting)


CLAIM_FILTERS: dict[str, Filter] = {
    "status": filters.one_of([status.value for status in Status], "status", "Where it stands."),
    "article": filters.identifier("article_id", "In which article."),
    "assignee": Filter(
        description="`me`, `none` or a person's id.",
        read=_read_assignee,
        apply=lambda rows, who: (
            rows.filter(assignee_id=who) if who is not None else rows.filter(assignee__isnull=True)
        ),
    ),
    "parent": Filter(
        description="`none` for whole sentences, or a sentence's id for its parts.",
        read=_read_parent,
        apply=lambda rows, whole: (
            rows.filter(parent_id=whole) if whole is not None else rows.filter(parent__isnull=True)
        ),
    ),
    "kind": filters.one_of(Kind.values, "kind", "What sort of statement it is."),
    "has_recheck": filters.yes_or_no(_with_recheck, "Whether it must be looked at again."),
    "min_score": filters.number("score__gte", "Check-worthiness at least.", low=0, high=1),
    "due_before": Filter(
        description="Open claims that must be settled by then.",
        read=lambda raw, _request: filters.read_moment(raw),
        apply=lambda rows, value: rows.due_before(value),  # type: ignore[attr-defined]
        schema={"type": "string", "format": "date-time"},
    ),
}


class ClaimsView(ListView):
    """The queue."""

    tag = "claims"
    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_claim"}
    queryset = CLAIMS
    serializer_class = ClaimShape
    filters = CLAIM_FILTERS
    orders: ClassVar[dict[str, Order]] = {
        "score": Order(("score", "id")),
        "created": Order(("id",)),
        "updated": Order(("updated_at", "id")),
    }
    default_order = "-score"

    @extend_schema(summary="List claims")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return claims of all articles, the most check-worthy first."""
        return super().get(request, *args, **kwargs)


class ClaimRecordView(ApiView):
    """What views of one claim share: 412 answers with the claim as it is now."""

    queryset = Claim.objects.all()
    tag = "claims"

    def handle_exception(self, exc: Exception) -> HttpResponse:
        """Add the present state to a refusal for a stale version."""
        if isinstance(exc, StaleVersion):
            body = claim_body(self.kwargs["id"])
            response = problem_of(exc, current=body)
            response["ETag"] = etag_of(body["version"], body)
            return response
        return super().handle_exception(exc)

    def meant_version(self, *, required: bool) -> int | None:
        """Return the version If-Match names. Raises ``NotFound`` for an unknown claim."""
        claim = one(Claim.objects.only("pk", "version"), self.kwargs["id"])
        return expected_version(self.request, claim.version, required=required)

    def answer(self, request: Request) -> Response:
        """Return the claim as it is now, with its ETag."""
        body = claim_body(self.kwargs["id"])
        return conditional_response(request, body, version=body["version"])


class ClaimView(ClaimRecordView):
    """One claim."""

    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_claim", "PATCH": "claims.change_claim"}
    field_names: ClassVar[dict[str, str]] = {
        "draft_rating": "rating",
        "draft_rationale": "rationale",
    }
    precondition: ClassVar[dict[str, str]] = {"PATCH": "required"}

    @extend_schema(summary="Read a claim", responses={200: ClaimShape})
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return one claim with its ETag."""
        return self.answer(request)

    @extend_schema(summary="Edit a claim", request=ClaimPatch, responses={200: ClaimShape})
    def patch(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Change what is sent; needs If-Match. What an approval covers voids it, visibly."""
        version = self.meant_version(required=True)
        names = {api: service for service, api in self.field_names.items()}
        fields = {names.get(name, name): value for name, value in self.read(ClaimPatch).items()}
        edit_claim(claim_id=id, actor=request.user, expected_version=version, **fields)
        return self.answer(request)


class ClaimTransitionsView(ClaimRecordView):
    """The workflow of one claim."""

    rights: ClassVar[dict[str, str]] = {"GET": "claims.view_claim", "POST": "claims.view_claim"}
    precondition: ClassVar[dict[str, str]] = {"POST": "optional"}

    @extend_schema(summary="What may be done with a claim", responses={200: ActionsShape})
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return every action, and for those refused why and what would satisfy the guard."""
        claim = one(Claim.objects.select_related("article", "draft_rating", "verdict"), id)
        states = [state.as_dict() for state in action_states(claim, request.user)]
        return Response({"results": states}, headers={"Cache-Control": "private, no-store"})

    @extend_schema(
        summary="Move a claim through the workflow",
        request=TransitionInput,
        responses={200: ClaimShape},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Perform an action, or answer 409 with the guards that said no.

        Which right it needs depends on the action; the workflow asks for it.
        """
        version = self.meant_version(required=False)
        given = self.read(TransitionInput)
        perform_action(
            claim_id=id,
            action=given["action"],
            actor=request.user,
            note=given["note"],
            reason=given["reason"],
            assignee=person(given["assignee"], "assignee"),
            other_claim_id=given["other_claim"],
            expected_version=version,
        )
        return self.answer(request)


class ClaimHistoryView(ListView):
    """Everything that happened to one claim."""

    tag = "claims"
    rights: ClassVar[dict[str, str]] = {"GET": "ledger.view_entry"}
    queryset = Entry.objects.filter(subject_type="claim")
    serializer_class = HistoryShape
    default_order = "created"

    def get_queryset(self) -> QuerySet[Entry]:
        """Return the ledger's entries about the claim."""
        claim = one(Claim.objects.only("pk"), self.kwargs["id"])
        return super().get_queryset().filter(subject_id=str(claim.pk))

    @extend_schema(summary="Read a claim's history")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the ledger's entries about a claim, oldest first."""
        return super().get(request, *args, **kwargs)
