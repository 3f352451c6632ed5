"""The protocol of Save Page Now 2: what to send, and what an answer means. No network here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlencode

#: Asking again would bring the same: the archive may not or cannot have this page.
_FOR_GOOD: Final = frozenset(
    {
        "error:bad-request",
        "error:blocked-client-ip",
        "error:blocked-url",
        "error:blocked",
        "error:filesize-limit",
        "error:ftp-access-denied",
        "error:invalid-host-resolution",
        "error:invalid-url-syntax",
        "error:no-access",
        "error:not-found",
        "error:gone",
        "error:unauthorized",
        "error:too-many-redirects",
    }
)
#: The archive has a young capture but does not say which: next time it is asked for a new one.
SAME_SNAPSHOT: Final = "same_snapshot"
_JOB: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}\Z")


@dataclass(frozen=True, slots=True)
class Submitted:
    """The archive took the wish; nothing is archived yet."""

    job_id: str


@dataclass(frozen=True, slots=True)
class Pending:
    """The archive is still at work."""


@dataclass(frozen=True, slots=True)
class Archived:
    """The capture exists, says the archive."""

    timestamp: datetime
    path: str


@dataclass(frozen=True, slots=True)
class Refused:
    """No capture. ``for_good``: asking again is useless. ``wait``: seconds it wants us to wait."""

    code: str
    detail: str = ""
    for_good: bool = False
    wait: int | None = None


def capture_form(url: str, *, within_seconds: int = 0) -> bytes:
    """Return the form to POST to /save.

    ``within_seconds`` above 0: a capture that young will do, so that asking twice makes one.
    """
    fields = {"url": url, "skip_first_archive": "1"}
    if within_seconds > 0:
        fields["if_not_archived_within"] = f"{within_seconds}s"
    return urlencode(fields).encode("ascii")


def read_submission(status: int, body: bytes, *, retry_after: str = "") -> Submitted | Refused:
    """Return what became of the wish."""
    answer = _json(body)
    job = answer.get("job_id")
    if status == 200 and isinstance(job, str) and _JOB.match(job):
        return Submitted(job)
    return _refused(status, answer, retry_after)


def read_status(status: int, body: bytes) -> Pending | Archived | Refused:
    """Return how far a job is."""
    answer = _json(body)
    told = answer.get("status")
    if status == 200 and told == "pending":
        return Pending()
    if status == 200 and told == "success":
        stamp, url = str(answer.get("timestamp", "")), answer.get("original_url")
        try:
            moment = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            return Refused("garbled", "success without a timestamp")
        if not isinstance(url, str) or not url:
            return Refused("garbled", "success without an address")
        return Archived(moment, f"/web/{stamp}/{quote(url, safe=':/?&=#%~@!$,;+*()[]')}")
    return _refused(status, answer, "")


def _refused(status: int, answer: dict[str, Any], retry_after: str) -> Refused:
    code = answer.get("status_ext")
    if not isinstance(code, str) or not code:
        code = "error:too-many-requests" if status == 429 else f"http_{status}"
        if status == 200 and "same snapshot" in str(answer.get("message", "")):
            code = SAME_SNAPSHOT
    wait = int(retry_after) if retry_after.isascii() and retry_after.isdigit() else None
    return Refused(
        code=code[:80],
        detail=str(answer.get("message") or "")[:300],
        for_good=code in _FOR_GOOD or status in (401, 403),
        wait=min(wait, 86_400) if wait is not None else None,
    )


def _json(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
