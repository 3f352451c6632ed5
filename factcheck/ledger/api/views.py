"""The change feed: sealed facts by position, so that a reader misses none, ever."""

from __future__ import annotations

import re
from typing import ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from factcheck.api.filters import bad_parameter
from factcheck.api.pagination import read_limit
from factcheck.api.views import ApiView
from factcheck.errors import FactcheckError
from factcheck.ledger.api.shapes import EventPageShape, event_body
from factcheck.ledger.services import ledger_head, read_events

_KIND = re.compile(r"[a-z][a-z_.]{0,63}")
MAX_TYPES = 50


class CursorAhead(FactcheckError):
    """The reader knows events this ledger does not: it was restored from a backup."""

    code = "cursor_ahead"
    status = 410


class EventsView(ApiView):
    """Facts in the order they were sealed."""

    tag = "events"
    rights: ClassVar[dict[str, str]] = {"GET": "ledger.view_entry"}
    parameters: ClassVar[frozenset[str]] = frozenset({"after", "types", "limit"})

    @extend_schema(
        summary="Events after a position",
        parameters=[
            OpenApiParameter("after", int, description="Position last seen; 0 is the beginning."),
            OpenApiParameter("types", str, description="Only these types, separated by commas."),
            OpenApiParameter("limit", int, description="1 to 200; 50 when left out."),
        ],
        responses={200: EventPageShape},
    )
    def get(self, request: Request) -> Response:
        """Return events after a position, oldest first, and the address to ask next."""
        after = _position(request)
        types = _types(request)
        seals = read_events(after=after, types=types, limit=read_limit(request))
        if not seals:
            head = ledger_head().position
            if after > head:
                raise CursorAhead(
                    _("The ledger ends at %(head)d.") % {"head": head},
                    remedy=_("It was restored from a backup: read again from where it ends."),
                )
        here = request.build_absolute_uri()
        last = seals[-1].position if seals else after
        private = request.user.has_perm("people.view_user")
        return Response(
            {
                "results": [event_body(seal, private=private) for seal in seals],
                "next": replace_query_param(here, "after", str(last)),
            },
            headers={"Cache-Control": "private, no-store"},
        )


def _position(request: Request) -> int:
    raw = request.query_params.get("after", "0")
    if raw.isascii() and raw.isdigit() and len(raw) <= 18:
        return int(raw)
    raise bad_parameter(
        "after",
        _("“%(value)s” is no position.") % {"value": raw[:60]},
        code="bad_parameter",
        remedy=_("Send the id of the last event you have, or 0."),
    )


def _types(request: Request) -> list[str] | None:
    raw = request.query_params.get("types")
    if raw is None:
        return None
    types = raw.split(",")
    if len(types) > MAX_TYPES or not all(_KIND.fullmatch(each) for each in types):
        raise bad_parameter(
            "types",
            _("“%(value)s” is no list of event types.") % {"value": raw[:60]},
            code="bad_parameter",
            remedy=_("Separate types by commas, as claim.approved,claim.returned."),
        )
    return types
