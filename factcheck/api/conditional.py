"""Conditional requests (RFC 9110 section 13): the version in the ETag, If-Match, If-None-Match."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from factcheck.errors import PreconditionRequired, StaleVersion

_TAG = re.compile(r'(W/)?"([!\x23-\x7e\x80-\xff]*)"')
_VERSION = re.compile(r"([1-9][0-9]{0,9})(?:-[0-9a-f]{12})?")


def etag_of(version: int, body: Any = None) -> str:
    """Return the entity tag: ``"7"``, or ``"7-<digest>"`` where the body holds more than a version.

    What rests on a record (rechecks, readings) moves without a new version, so a 304 must look
    at all of it; If-Match looks only at the version.
    """
    if body is None:
        return f'"{version}"'
    text = json.dumps(body, cls=JSONEncoder, sort_keys=True)
    return f'"{version}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"'


def versions_matched(request: Request) -> frozenset[int] | None:
    """Return the versions If-Match names; ``None`` for a missing header or ``*``.

    Weak tags never match (strong comparison, RFC 9110 13.1.1), nor do foreign ones.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        return None
    found = set()
    for weak, opaque in _TAG.findall(header):
        version = _VERSION.fullmatch(opaque)
        if version and not weak:
            found.add(int(version.group(1)))
    return frozenset(found)


def expected_version(request: Request, current: int, *, required: bool) -> int | None:
    """Return the version the caller means, for the service to compare under its lock.

    Raises ``PreconditionRequired`` when it must say and does not, ``StaleVersion`` when no tag
    it sent is the current one.
    """
    if required and not request.headers.get("If-Match", "").strip():
        raise PreconditionRequired(
            _("This change needs an If-Match header."),
            remedy=_("Read the record and send its ETag as If-Match."),
        )
    versions = versions_matched(request)
    if versions is None:
        return None
    if current not in versions:
        raise StaleVersion(
            _("The record was changed by somebody else meanwhile."),
            remedy=_("Read it again and repeat your change on the current version."),
        )
    return current


def not_modified(request: Request, etag: str) -> bool:
    """Return whether If-None-Match already names ``etag`` (weak comparison, 13.1.2)."""
    header = request.headers.get("If-None-Match", "").strip()
    if header == "*":
        return True
    return any(f'"{opaque}"' == etag for _weak, opaque in _TAG.findall(header))


def conditional_response(
    request: Request, body: Any, *, version: int, status: int = 200
) -> Response:
    """Return ``body`` with its ETag, or 304 without it when a GET's caller has it already."""
    etag = etag_of(version, body)
    if request.method in ("GET", "HEAD") and not_modified(request, etag):
        response = Response(status=304)
    else:
        response = Response(body, status=status)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
