"""Output shapes every room shares."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class PersonShape(serializers.Serializer[Any]):
    """A person or service, by id and name."""

    id = serializers.UUIDField()
    name = serializers.CharField()


@extend_schema_field(PersonShape(allow_null=True))
class PersonField(serializers.Field[Any, Any, Any, Any]):
    """A user as ``{id, name}``; the row must come with ``select_related``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["read_only"] = True
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> dict[str, str]:
        """Return the signed name, or the user name where none is set."""
        return {"id": str(value.pk), "name": value.get_full_name() or value.get_username()}


class OptionalChoiceField(serializers.ChoiceField):
    """A code, or null where the record has none (an empty column)."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, allow_null=True, read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """Return the code, or ``None`` for an empty one."""
        return super().to_representation(value) or None


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "array",
            "items": {"type": "string"},
            "minItems": 3,
            "maxItems": 3,
        },
        "description": "Segments [operation, before, after]; equal, replace, insert or delete.",
    }
)
class DiffField(serializers.JSONField):
    """A difference as it was recorded."""


@extend_schema_field({"type": "array", "items": {}})
class JsonListField(serializers.JSONField):
    """A list as it was recorded."""


@extend_schema_field({"type": "object", "additionalProperties": {}})
class JsonObjectField(serializers.JSONField):
    """An object as it was recorded."""
