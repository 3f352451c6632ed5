"""Sources and what was seen of them: read, add, ask for a look, pause, resume."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api import filters
from factcheck.api.filters import Filter
from factcheck.api.views import ApiView, ListView, created, one
from factcheck.doorbells import ring
from sources.api.shapes import (
    ChangeShape,
    ObservationShape,
    PageClassInput,
    ReasonInput,
    ReplacementInput,
    SnapshotShape,
    SnapshotWithTextShape,
    SourceInput,
    SourceShape,
)
from sources.models import Change, Observation, Snapshot, Source
from sources.models.change import ChangeKind
from sources.models.source import SourceHealth, SourceKind, SourceState
from sources.services.adding import add_source
from sources.services.asking import ask_check, pause_source, resume_source
from sources.services.classifying import classify_source
from sources.services.replacing import replace_source
from sources.tasks import check_host_now

SOURCES = Source.objects.select_related("host")
CHANGES = Change.objects.select_related("source")


class SourcesView(ListView):
    """Everything the desk cites."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {
        "GET": "sources.view_source",
        "POST": "sources.add_source",
    }
    queryset = SOURCES
    serializer_class = SourceShape
    filters: ClassVar[dict[str, Filter]] = {
        "health": filters.one_of(SourceHealth.values, "health", "How the last look ended."),
        "state": filters.one_of(SourceState.values, "state", "Whether the desk watches it."),
        "kind": filters.one_of(SourceKind.values, "kind", "Page, document, …"),
        "host": filters.words("host__name", "Server name, with any port."),
    }

    @extend_schema(summary="List sources")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return sources, newest first."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        summary="Add a source", request=SourceInput, responses={200: SourceShape, 201: SourceShape}
    )
    def post(self, request: Request) -> Response:
        """Add a source, or answer 200 with the one that is already known under this address."""
        source, new = add_source(actor=request.user, **self.read(SourceInput))
        if new and source.host_id is not None:
            ring(check_host_now, str(source.host_id))
        return created(
            SourceShape(one(SOURCES, source.pk)).data,
            reverse("api-source", args=[source.pk]),
            status=201 if new else 200,
        )


class SourceView(ApiView):
    """One source."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {
        "GET": "sources.view_source",
        "PATCH": "sources.change_source",
    }
    queryset = SOURCES

    @extend_schema(summary="Read a source", responses={200: SourceShape})
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return one source."""
        return Response(SourceShape(one(SOURCES, id)).data)

    @extend_schema(
        summary="Choose the class of a page",
        request=PageClassInput,
        responses={200: SourceShape},
    )
    def patch(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Choose how often pages like this one change; an empty class is inferred again."""
        page_class = self.read(PageClassInput)["page_class"]
        classify_source(source=one(SOURCES, id), page_class=page_class, actor=request.user)
        return Response(SourceShape(one(SOURCES, id)).data)


class SourceCheckView(ApiView):
    """A wish to have a source looked at now."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {"POST": "sources.check_source"}
    queryset = SOURCES

    @extend_schema(summary="Ask for a look now", request=None, responses={202: SourceShape})
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Put the page at the head of its host's line; the look itself comes later."""
        host_id = ask_check(source=one(SOURCES, id), actor=request.user)
        ring(check_host_now, str(host_id))
        return Response(SourceShape(one(SOURCES, id)).data, status=202)


class SourcePauseView(ApiView):
    """Stopping the looks."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {"POST": "sources.pause_source"}
    queryset = SOURCES

    @extend_schema(summary="Pause a source", request=ReasonInput, responses={200: SourceShape})
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Stop looking at a source until somebody resumes it."""
        reason = self.read(ReasonInput)["reason"]
        pause_source(source=one(SOURCES, id), actor=request.user, reason=reason)
        return Response(SourceShape(one(SOURCES, id)).data)


class SourceResumeView(ApiView):
    """Taking the looks up again."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {"POST": "sources.pause_source"}
    queryset = SOURCES

    @extend_schema(summary="Resume a source", request=ReasonInput, responses={200: SourceShape})
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Watch a paused, quarantined or retired source again."""
        reason = self.read(ReasonInput)["reason"]
        source = resume_source(source=one(SOURCES, id), actor=request.user, reason=reason)
        if source.host_id is not None:
            ring(check_host_now, str(source.host_id))
        return Response(SourceShape(one(SOURCES, id)).data)


class SourceReplaceView(ApiView):
    """Another page in the place of one that moved."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {"POST": "sources.change_source"}
    queryset = SOURCES

    @extend_schema(
        summary="Replace a source", request=ReplacementInput, responses={200: SourceShape}
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Move every passage to another page, retire this one and answer with the other."""
        given = self.read(ReplacementInput)
        new = replace_source(
            source=one(SOURCES, id), by=given["url"], actor=request.user, reason=given["reason"]
        )
        if new.host_id is not None:
            ring(check_host_now, str(new.host_id))
        return Response(SourceShape(one(SOURCES, new.pk)).data)


class SourceSnapshotsView(ListView):
    """Versions of a source."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {"GET": "sources.view_snapshot"}
    queryset = Snapshot.objects.defer("text", "headers")
    serializer_class = SnapshotShape
    parent = (Source, "source")

    @extend_schema(summary="List a source's snapshots")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the readable versions of a source, newest first."""
        return super().get(request, *args, **kwargs)


class SnapshotView(ApiView):
    """One version."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {"GET": "sources.view_snapshot"}
    queryset = Snapshot.objects.all()

    @extend_schema(summary="Read a snapshot", responses={200: SnapshotWithTextShape})
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return one version with its text and headers; it never changes."""
        return Response(
            SnapshotWithTextShape(one(Snapshot.objects.all(), id)).data,
            headers={"Cache-Control": "private, max-age=86400, immutable"},
        )


class ChangesView(ListView):
    """Everything that moved."""

    tag = "changes"
    rights: ClassVar[dict[str, str]] = {"GET": "sources.view_change"}
    queryset = CHANGES
    serializer_class = ChangeShape
    filters: ClassVar[dict[str, Filter]] = {
        "kind": filters.one_of(ChangeKind.values, "kind", "What happened."),
        "severity": filters.one_of(
            ("high", "medium", "low", "none"), "severity", "How much it matters."
        ),
        "source": filters.identifier("source_id", "In which source."),
        "since": filters.moment("detected_at__gte", "Noticed at this moment or later."),
    }

    @extend_schema(summary="List changes")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return changes, newest first."""
        return super().get(request, *args, **kwargs)


class SourceChangesView(ListView):
    """What moved in one source."""

    tag = "changes"
    rights: ClassVar[dict[str, str]] = {"GET": "sources.view_change"}
    queryset = CHANGES
    serializer_class = ChangeShape
    parent = (Source, "source")

    @extend_schema(summary="List a source's changes")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the changes of one source, newest first."""
        return super().get(request, *args, **kwargs)


class ChangeView(ApiView):
    """One change."""

    tag = "changes"
    rights: ClassVar[dict[str, str]] = {"GET": "sources.view_change"}
    queryset = CHANGES

    @extend_schema(summary="Read a change", responses={200: ChangeShape})
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Return one change with the wording before and after."""
        return Response(ChangeShape(one(CHANGES, id)).data)


class SourceObservationsView(ListView):
    """Custody of a source: every attempt."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {"GET": "sources.view_observation"}
    queryset = Observation.objects.all()
    serializer_class = ObservationShape
    parent = (Source, "source")

    @extend_schema(summary="List the attempts to read a source")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return every attempt, also the ones that were answered 304 or failed, newest first."""
        return super().get(request, *args, **kwargs)
