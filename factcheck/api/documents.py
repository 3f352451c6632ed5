"""The OpenAPI document and a page to read it, under a policy that allows no inline code."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.api.permissions import PUBLIC
from factcheck.api.views import ApiView


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of all views, in English whoever asks."""
    with translation.override("en"):
        document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return document


def openapi_yaml() -> bytes:
    """Return the document as it is kept in docs/openapi.yaml."""
    with translation.override("en"):
        text: bytes = OpenApiYamlRenderer().render(openapi_document(), renderer_context={})
    return text


class SchemaView(ApiView):
    """The OpenAPI document. Ask for YAML with `Accept: application/vnd.oai.openapi`."""

    rights: ClassVar[dict[str, str]] = {"GET": PUBLIC}
    renderer_classes = [JSONRenderer, OpenApiJsonRenderer, OpenApiYamlRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Return the document."""
        return Response(openapi_document(), headers={"Cache-Control": "public, max-age=300"})


@login_not_required
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show the OpenAPI document with Swagger UI; its code and ours are files, none is inline."""
    return render(request, "api/documentation.html")
