"""A closed table of query parameters per list: unknown or malformed is a 400 that names it."""

from __future__ import annotations

import difflib
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from factcheck.api.problems import MisplacedInput

#: Turns the raw value into what ``apply`` takes; raises ``ValueError`` with a sentence.
Reader = Callable[[str, Request], Any]
Apply = Callable[[QuerySet[Any], Any], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One row of the table: what the parameter means, takes and does."""

    description: str
    read: Reader
    apply: Apply
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})


def lookup(path: str) -> Apply:
    """Return an ``apply`` that filters by one lookup."""
    return lambda rows, value: rows.filter(**{path: value})


def one_of(values: Collection[str], path: str, description: str) -> Filter:
    """Return a filter on one or several (comma) of the known codes."""
    known = tuple(values)

    def read(raw: str, _request: Request) -> list[str]:
        asked = [part.strip() for part in raw.split(",")]
        for part in asked:
            if part not in known:
                raise ValueError(_nearest(part, known))
        return sorted(set(asked))

    return Filter(
        description=description,
        read=read,
        apply=lookup(f"{path}__in"),
        schema={"type": "array", "items": {"type": "string", "enum": list(known)}},
    )


def identifier(path: str, description: str) -> Filter:
    """Return a filter on a UUID."""
    return Filter(
        description=description,
        read=lambda raw, _request: read_uuid(raw),
        apply=lookup(path),
        schema={"type": "string", "format": "uuid"},
    )


def yes_or_no(apply: Apply, description: str) -> Filter:
    """Return a filter on true or false."""

    def read(raw: str, _request: Request) -> bool:
        if raw not in ("true", "false"):
            raise ValueError(_nearest(raw, ("true", "false")))
        return raw == "true"

    return Filter(description=description, read=read, apply=apply, schema={"type": "boolean"})


def number(path: str, description: str, *, low: float, high: float) -> Filter:
    """Return a filter on a number within limits."""

    def read(raw: str, _request: Request) -> float:
        try:
            value = float(raw) if len(raw) <= 32 else float("nan")
        except ValueError:
            value = float("nan")
        # NaN compares false with everything.
        if not low <= value <= high:
            raise ValueError(
                _("Use a number from %(low)g to %(high)g.") % {"low": low, "high": high}
            )
        return value

    return Filter(
        description=description,
        read=read,
        apply=lookup(path),
        schema={"type": "number", "minimum": low, "maximum": high},
    )


def moment(path: str, description: str) -> Filter:
    """Return a filter on an RFC 3339 date-time with offset, or a day (its start on the desk)."""
    return Filter(
        description=description,
        read=lambda raw, _request: read_moment(raw),
        apply=lookup(path),
        schema={"type": "string", "format": "date-time"},
    )


def words(path: str, description: str, *, longest: int = 300) -> Filter:
    """Return a filter on an exact text."""

    def read(raw: str, _request: Request) -> str:
        if not raw or len(raw) > longest or "\x00" in raw:
            raise ValueError(_("Use 1 to %(count)d characters.") % {"count": longest})
        return raw

    return Filter(
        description=description,
        read=read,
        apply=lookup(path),
        schema={"type": "string", "maxLength": longest},
    )


def read_uuid(raw: str) -> uuid.UUID:
    """Return the UUID in canonical form, or raise ``ValueError`` with a sentence."""
    try:
        value = uuid.UUID(raw)
    except ValueError:
        value = None  # type: ignore[assignment]
    if value is None or str(value) != raw.lower():
        raise ValueError(_("Use a UUID, as 01890a5d-ac96-774b-bcce-b302099a8057."))
    return value


def read_moment(raw: str) -> datetime:
    """Return an aware moment, or raise ``ValueError`` with a sentence."""
    try:
        value = parse_datetime(raw) if len(raw) > 10 else None
        day = parse_date(raw) if value is None else None
        if value is None and day is not None:
            value = datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())
        if value is not None and value.tzinfo is not None:
            return value.astimezone(timezone.get_default_timezone())
    except (ValueError, OverflowError):
        pass
    raise ValueError(_("Use a moment with offset, as 2024-03-26T09:00:00Z, or a day."))


def _nearest(raw: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(raw[:60], known, n=1, cutoff=0.5)
    if near:
        return _("Did you mean “%(near)s”?") % {"near": near[0]}
    return _("Use one of: %(known)s.") % {"known": ", ".join(known)}


def refuse_unknown(request: Request, known: Collection[str]) -> None:
    """Raise ``MisplacedInput`` for a parameter that is not known here, or stands twice."""
    for name in request.query_params:
        if name not in known:
            remedy = _nearest(name, sorted(known)) if known else _("Leave it out.")
            raise bad_parameter(
                name,
                _("There is no parameter “%(name)s” here.") % {"name": name[:60]},
                code="unknown_parameter",
                remedy=remedy,
            )
        if len(request.query_params.getlist(name)) > 1:
            raise bad_parameter(
                name,
                _("The parameter “%(name)s” stands twice.") % {"name": name[:60]},
                code="repeated_parameter",
                remedy=_("Name it once; where a list is allowed, separate values by commas."),
            )


def bad_parameter(name: str, detail: str, *, code: str, remedy: str) -> MisplacedInput:
    """Return the error for one query parameter."""
    return MisplacedInput(detail, place={"parameter": name[:60]}, code=code, remedy=remedy)


class ClosedFilters(BaseFilterBackend):
    """Apply the view's ``filters`` table and remember what was applied for ``meta``."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        """Return the rows that match every parameter given."""
        applied: dict[str, str] = {}
        for name, row in view.filters.items():
            raw = request.query_params.get(name)
            if raw is None:
                continue
            try:
                value = row.read(raw, request)
            except ValueError as error:
                raise bad_parameter(
                    name,
                    _("“%(value)s” is no value for “%(name)s”.")
                    % {"value": raw[:80], "name": name},
                    code="bad_parameter",
                    remedy=str(error),
                ) from None
            queryset = row.apply(queryset, value)
            applied[name] = raw
        view.applied_filters = applied
        return queryset

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the table in OpenAPI."""
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": row.description,
                "schema": dict(row.schema),
                **(
                    {"explode": False, "style": "form"} if row.schema.get("type") == "array" else {}
                ),
            }
            for name, row in view.filters.items()
        ]
