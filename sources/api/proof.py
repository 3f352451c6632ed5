"""What was seen, as files that other tools read."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from factcheck.api.downloads import WARC, WarcRenderer, download
from factcheck.api.views import ApiView, one
from sources.models import Source
from sources.services.proof_export import export_sources


class SourceWarcView(ApiView):
    """Everything seen of one source."""

    tag = "sources"
    renderer_classes: ClassVar[list[type[JSONRenderer]]] = [JSONRenderer, WarcRenderer]
    rights: ClassVar[dict[str, str]] = {"GET": "sources.view_snapshot"}
    queryset = Source.objects.all()

    @extend_schema(
        summary="Download what was seen of a source",
        responses={(200, WARC): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, id: UUID) -> StreamingHttpResponse:  # noqa: A002
        """Return a WARC 1.1 file (gzip), made while it is sent."""
        source: Any = one(self.queryset, id)
        pieces = export_sources(source_ids=[source.pk], subject=f"Source {source.url or source}")
        return download(pieces, filename=f"source-{source.pk}.warc.gz")
