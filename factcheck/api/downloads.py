"""Files that are made while they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.http import StreamingHttpResponse
from rest_framework.renderers import JSONRenderer

WARC: Final = "application/warc"


class WarcRenderer(JSONRenderer):
    """Admits clients that ask for a WARC file; only refusals are rendered by it, as JSON."""

    media_type = WARC
    format = "warc"


def download(pieces: Iterator[bytes], *, filename: str) -> StreamingHttpResponse:
    """Return a WARC file to be saved, never shown: its pages come from outside."""
    response = StreamingHttpResponse(pieces, content_type=WARC)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
