"""JSON as RFC 8259 and I-JSON (RFC 7493) mean it: what is ambiguous is refused with its place."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from factcheck.api.problems import MisplacedInput
from factcheck.errors import InvalidInput, TooLarge
from factcheck.text.guard import refuse_unstorable


class _Doubled(dict[str, Any]):
    """An object that named a key twice."""

    key = ""


class _NotANumber:
    """Stands for NaN and Infinity, which JSON does not know."""


class StrictJSONParser(BaseParser):
    """Read a UTF-8 JSON object, or say what is wrong and where (JSON Pointer)."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the object. Raises ``InvalidInput`` or ``TooLarge``."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(
                _("The body is larger than %(limit)d bytes.") % {"limit": limit},
                remedy=_("Send less; UTF-8 without \\u escapes takes the least room."),
            )
        return read_json_object(body)


def read_json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in ``body``; every ambiguity raises ``InvalidInput``."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            _("The body is not UTF-8: byte %(offset)d cannot be read.") % {"offset": error.start},
            code="not_utf8",
            remedy=_("Send the JSON encoded as UTF-8."),
        ) from None
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=lambda _name: _NotANumber()
        )
    except (ValueError, RecursionError) as error:
        place = (
            f" ({error.lineno}:{error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise InvalidInput(
            _("The body is not JSON%(place)s.") % {"place": place},
            code="not_json",
            remedy=_("Send a JSON object."),
        ) from None
    if not isinstance(value, dict):
        raise InvalidInput(
            _("The body is JSON, but no object."),
            code="not_object",
            remedy=_("Send a JSON object."),
        )
    for pointer, found in _walk(value):
        _refuse(pointer, found)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    doubled = _Doubled(members)
    seen: set[str] = set()
    doubled.key = next(key for key, _value in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return doubled


def _walk(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every value with its pointer. Not recursive: the depth is the sender's choice."""
    todo: list[tuple[str, Any]] = [("", value)]
    while todo:
        pointer, found = todo.pop()
        yield pointer, found
        if isinstance(found, dict):
            for key, below in found.items():
                yield pointer, key
                step = key.replace("~", "~0").replace("/", "~1")
                todo.append((f"{pointer}/{step}", below))
        elif isinstance(found, list):
            todo.extend((f"{pointer}/{place}", below) for place, below in enumerate(found))


def _refuse(pointer: str, found: Any) -> None:
    if isinstance(found, str):
        try:
            refuse_unstorable(found)
        except InvalidInput as error:
            raise _at(pointer, error.message, error.code, error.remedy or "") from None
    elif isinstance(found, _Doubled):
        raise _at(
            f"{pointer}/{found.key}",
            _("The key “%(key)s” stands twice.") % {"key": found.key[:80]},
            "duplicate_key",
            _("Name each key once."),
        )
    elif isinstance(found, _NotANumber) or (isinstance(found, float) and not math.isfinite(found)):
        raise _at(
            pointer,
            _("NaN and Infinity are no JSON numbers."),
            "not_finite",
            _("Send a finite number or null."),
        )


def _at(pointer: str, detail: str, code: str, remedy: str) -> MisplacedInput:
    return MisplacedInput(detail, place={"pointer": pointer}, code=code, remedy=remedy)
