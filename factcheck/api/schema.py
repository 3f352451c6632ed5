"""How views describe themselves in OpenAPI 3.1: errors everywhere, names that stay."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

PROBLEM = "application/problem+json"


class ProblemErrorSerializer(serializers.Serializer[Any]):
    """One thing wrong with the input."""

    pointer = serializers.CharField(
        required=False, help_text="JSON Pointer (RFC 6901) into the body."
    )
    parameter = serializers.CharField(required=False, help_text="Name of the query parameter.")
    code = serializers.CharField(help_text="Stable code.")
    detail = serializers.CharField(help_text="A sentence for people.")


class ProblemSerializer(serializers.Serializer[Any]):
    """A refusal (RFC 9457). Programs read `code`; people read `detail` and `remedy`."""

    type = serializers.CharField(help_text="`urn:factcheck:problem:` and the code.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What is wrong, in the language asked for.")
    code = serializers.CharField(help_text="Stable code; docs/api.md explains each.")
    remedy = serializers.CharField(required=False, help_text="What would satisfy the rule.")
    errors = ProblemErrorSerializer(many=True, required=False)
    guards = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Which guards of the workflow said no.",
    )
    current = serializers.DictField(required=False, help_text="On 412: the record as it is now.")
    request_id = serializers.CharField(required=False, help_text="Name it when you report a fault.")


class DeskSchema(AutoSchema):
    """Adds the refusals every view can answer, and If-Match where the view reads it."""

    _by_method: ClassVar[dict[str, tuple[str, ...]]] = {
        "GET": ("400", "401", "403", "404", "429"),
        "POST": ("400", "401", "403", "404", "409", "413", "415", "429"),
        "PATCH": ("400", "401", "403", "404", "409", "412", "413", "415", "428", "429"),
        "DELETE": ("400", "401", "403", "404", "409", "429"),
    }

    def get_operation_id(self) -> str:
        """Return view name and method: ``ClaimList`` and GET give ``claim_list_get``."""
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{name.removesuffix('_view')}_{self.method.lower()}"

    def get_serializer_name(self, serializer: Any, direction: str) -> str:
        """Return the component's name: a shape of a claim is a Claim."""
        name: str = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Shape")

    def get_tags(self) -> list[str]:
        """Return the room the view lives in, one tag per resource."""
        tag = getattr(self.view, "tag", None)
        return [tag] if tag else super().get_tags()

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Describe If-Match and If-None-Match on views that say so."""
        headers: dict[str, str] = getattr(self.view, "precondition", {})
        described = list(super().get_override_parameters())
        if self.method == "GET" and headers:
            described.append(
                OpenApiParameter(
                    "If-None-Match",
                    str,
                    OpenApiParameter.HEADER,
                    description="An ETag; answers 304 while nothing has changed.",
                )
            )
        if self.method in headers:
            described.append(
                OpenApiParameter(
                    "If-Match",
                    str,
                    OpenApiParameter.HEADER,
                    required=headers[self.method] == "required",
                    description="The ETag you read; answers 412 when it is no longer current.",
                )
            )
        return described

    def _get_response_bodies(self, direction: str = "response") -> Any:
        responses = super()._get_response_bodies(direction)
        for status in self._statuses():
            if status not in responses:
                responses[status] = self._get_response_for_code(
                    ProblemSerializer, status, media_types=[PROBLEM], direction=direction
                )
        return responses

    def _statuses(self) -> list[str]:
        statuses = list(self._by_method.get(self.method, ()))
        if "{" not in self.path and "404" in statuses:
            statuses.remove("404")
        if getattr(self.view, "rights", {}).get(self.method) == "*":
            statuses = [each for each in statuses if each not in ("401", "403")]
        if self.method in getattr(self.view, "precondition", {}) and "412" not in statuses:
            statuses.append("412")
        return statuses
