"""What people decide of a page: its class, robots.txt for it, and what they saw themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.views import ApiView, StrictSerializer, created, one
from factcheck.errors import TooLarge
from sources.api.shapes import SnapshotShape, SourceShape
from sources.models import Source
from sources.services.capturing import capture_page
from sources.services.robots_policy import ignore_robots, obey_robots

SOURCES = Source.objects.select_related("host")
#: Of the body beside the file: boundaries, names, the note.
_ROOM = 64_000


class RobotsInput(StrictSerializer):
    """Whether robots.txt holds for a page."""

    policy = serializers.ChoiceField(["obey", "ignore"], help_text="`ignore` needs a reason.")
    reason = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, default="", help_text="On record."
    )


class CaptureInput(serializers.Serializer[Any]):
    """A page as somebody saved it who can see what the robot cannot."""

    file = serializers.FileField(
        max_length=200, allow_empty_file=True, help_text="HTML, PDF, MHTML, WARC or text."
    )
    note = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text="How it was saved."
    )


class SavedPageParser(MultiPartParser):
    """Multipart bodies no larger than a saved page may be; a larger one is not read at all."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return fields and files. Raises ``TooLarge`` by the declared length."""
        request = (parser_context or {})["request"]
        most: int = settings.CAPTURE_MAX_BYTES
        if int(request.headers.get("content-length") or 0) > most + _ROOM:
            raise TooLarge(
                _("The file is larger than %(size)d bytes.") % {"size": most},
                field="file",
                remedy=_("Save the page without pictures, or as text."),
            )
        return super().parse(stream, media_type, dict(parser_context or {}))


class SourceRobotsView(ApiView):
    """The exception of one page from the desk's rule about robots.txt."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {"POST": "sources.change_source"}
    queryset = SOURCES

    @extend_schema(
        summary="Decide about robots.txt for a page",
        request=RobotsInput,
        responses={200: SourceShape},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Obey robots.txt for this page, or read it all the same; decision and reason are kept."""
        given = self.read(RobotsInput)
        decide = ignore_robots if given["policy"] == "ignore" else obey_robots
        decide(source=one(SOURCES, id), actor=request.user, reason=given["reason"])
        return Response(SourceShape(one(SOURCES, id)).data)


class SourceCapturesView(ApiView):
    """Pages captured by hand."""

    tag = "sources"
    rights: ClassVar[dict[str, str]] = {"POST": "sources.capture_snapshot"}
    queryset = SOURCES
    parser_classes: ClassVar[list[type[MultiPartParser]]] = [SavedPageParser]

    @extend_schema(
        summary="Bring a page captured by hand",
        request={"multipart/form-data": CaptureInput},
        responses={201: SnapshotShape},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        """Keep a saved page as a version and look for every cited passage in it."""
        source = one(SOURCES, id)
        given = self.read(CaptureInput)
        file = given["file"]
        snapshot = capture_page(
            source=source,
            data=file.read(settings.CAPTURE_MAX_BYTES + 1),
            filename=file.name,
            actor=request.user,
            note=given["note"],
        )
        return created(SnapshotShape(snapshot).data, reverse("api-snapshot", args=[snapshot.pk]))
