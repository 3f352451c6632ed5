"""Shapes of what extraction found in a statement: it is answered as it was stored."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class AttributionShape(serializers.Serializer[Any]):
    """Who said it, as the text has it."""

    text = serializers.CharField(help_text="The words that attribute.")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    speaker = serializers.CharField(allow_null=True, help_text="Null when nobody is named.")
    mode = serializers.CharField(help_text="As direct or indirect.")
    anonymous = serializers.BooleanField()


class DateShape(serializers.Serializer[Any]):
    """A date in the claim."""

    text = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    resolved = serializers.CharField(allow_null=True, help_text="EDTF; null when open.")


class QuantityShape(serializers.Serializer[Any]):
    """A figure in the claim."""

    text = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    value = serializers.FloatField(allow_null=True, help_text="Null for a range.")
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()
    modifier = serializers.CharField()


class CitationShape(serializers.Serializer[Any]):
    """A reference the claim carries."""

    text = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    title = serializers.CharField(allow_null=True)
    date = serializers.CharField(allow_null=True, help_text="EDTF.")


class NameShape(serializers.Serializer[Any]):
    """A name in the claim."""

    text = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


# What extraction stored is answered as it is; these only say what it looks like.
@extend_schema_field(serializers.ListField(child=serializers.CharField()))
class CodesField(serializers.JSONField):
    """Codes of why it scored so."""


@extend_schema_field(AttributionShape(allow_null=True))
class AttributionField(serializers.JSONField):
    """One attribution, or null."""


@extend_schema_field(DateShape(many=True))
class DatesField(serializers.JSONField):
    """Dates."""


@extend_schema_field(QuantityShape(many=True))
class QuantitiesField(serializers.JSONField):
    """Figures."""


@extend_schema_field(CitationShape(many=True))
class CitationsField(serializers.JSONField):
    """References."""


@extend_schema_field(NameShape(many=True))
class NamesField(serializers.JSONField):
    """Names."""


class OriginShape(serializers.Serializer[Any]):
    """Where words stand; only what the document tells is there."""

    page = serializers.IntegerField(required=False, help_text="Page of a PDF, from 1.")
    time = serializers.CharField(required=False, help_text="HH:MM:SS of the recording.")
    speaker = serializers.CharField(required=False, help_text="As the transcript writes it.")


@extend_schema_field(OriginShape)
class OriginField(serializers.JSONField):
    """Page, time and speaker."""
