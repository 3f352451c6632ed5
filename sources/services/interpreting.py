"""One answer of the web into one outcome: classify, read, look for every passage. No database."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from factcheck.clock import now
from factcheck.text.guard import storable
from factcheck.text.normalize import fold
from sources.comparing.corrections import page_labels
from sources.comparing.pages import Quality, quality
from sources.comparing.responses import (
    BeforeFacts,
    ResponseClass,
    ResponseState,
    classify_response,
)
from sources.comparing.siblings import PageTraits, sibling_url, traits_of
from sources.fetching import FetchCode, Fetched
from sources.reading import READER_VERSION, Reading, prose_digest, read_safely
from sources.reading.errors import ReadingFailed
from sources.reading.pdf import page_at
from sources.services.looking import look_for
from sources.services.outcomes import DueSource, Finding, Obtained, Outcome, OutcomeKind, PageRead

logger = logging.getLogger(__name__)

_KINDS: Final = {state: OutcomeKind(state.value) for state in ResponseState if state != "soft_gone"}
_KINDS[ResponseState.SOFT_GONE] = OutcomeKind.MISSING
_GOOD: Final = frozenset({200, 203})
_FOUND: Final = frozenset({"intact", "moved", "altered"})
#: A header longer than this is no evidence of anything.
_HEADER_LENGTH: Final = 2000


def body_digest(fetched: Fetched) -> str:
    """Return the digest of the bytes that came; nothing when there is no answer with a body."""
    if fetched.error is not None or fetched.not_modified:
        return ""
    return hashlib.sha256(fetched.body).hexdigest()


def is_same(due: DueSource, fetched: Fetched, digest: str) -> bool:
    """Return True when a page came with the very bytes it had, and nothing else is to be read."""
    return fetched.status in _GOOD and digest == due.body_sha256 and not due.wants_full_read


def interpret(*, due: DueSource, fetched: Fetched, digest: str, robots: str = "") -> Outcome | None:
    """Return what one attempt says; None when nothing was asked of the server.

    ``digest`` is ``body_digest`` of the answer, ``robots`` the decision under which it was asked.

    An unchanged page stops before anything is parsed. A defect of ours while reading one page
    is an outcome of that page, never of the batch.
    """
    if fetched.error is not None and fetched.error.code is FetchCode.NOT_ATTEMPTED:
        return None
    at = now()
    if fetched.not_modified:
        kind, moved = OutcomeKind.NOT_MODIFIED, _is_moved(fetched)
        return _outcome(due, fetched, at, kind, "", moved=moved, robots=robots)
    if digest and is_same(due, fetched, digest):
        kind, moved = OutcomeKind.UNCHANGED, _is_moved(fetched)
        return _outcome(due, fetched, at, kind, "", digest, moved=moved, robots=robots)
    try:
        outcome = _interpret(due, fetched, at, digest)
    except Exception as error:  # one page must not cost the batch
        logger.exception("Interpreting %s failed", due.url)
        detail = f"{type(error).__name__}: {error}"
        outcome = _outcome(due, fetched, at, OutcomeKind.FAILED, storable(detail)[:300])
    return replace(outcome, robots=robots)


def _interpret(due: DueSource, fetched: Fetched, at: datetime, digest: str) -> Outcome:
    if fetched.error is not None:
        response = _classify(due, fetched, None)
        detail = f"{response.reason}: {fetched.error.detail}"
        return _outcome(due, fetched, at, _KINDS[response.state], storable(detail)[:300])
    try:
        reading = read_safely(
            fetched.body,
            content_type=fetched.headers.get("content-type"),
            url=fetched.final_url,
        )
    except ReadingFailed as error:
        if fetched.status in _GOOD:
            return _outcome(due, fetched, at, OutcomeKind.UNKNOWN, error.code, digest)
        reading = None
    response = _classify(due, fetched, reading)
    if response.state is not ResponseState.OK or reading is None:
        return _outcome(due, fetched, at, _KINDS[response.state], response.reason, digest)
    outcome = _read(due, fetched, at, reading, digest)
    return replace(outcome, moved=True) if response.moved else outcome


def _is_moved(fetched: Fetched) -> bool:
    """Tell whether the same page answered from elsewhere, for good."""
    return any(status in (301, 308) for status, _url in fetched.redirects)


def _classify(due: DueSource, fetched: Fetched, reading: Reading | None) -> ResponseClass:
    before = None
    if due.text_length is not None:
        before = BeforeFacts(text_length=due.text_length, title=due.title, final_url=due.final_url)
    return classify_response(
        status=fetched.status,
        headers=fetched.headers,
        reading=reading,
        requested_url=due.url,
        final_url=fetched.final_url,
        error=fetched.error.code.value if fetched.error else None,
        before=before,
        redirects=fetched.redirects,
    )


def _read(due: DueSource, fetched: Fetched, at: datetime, reading: Reading, digest: str) -> Outcome:
    text = storable(reading.text)
    judged = quality(reading, due.text_length)
    findings = _findings(due, text, judged, reading)
    if not judged.ok and (
        judged.reason in ("no_text", "empty_shell")
        or (not findings and judged.reason != "much_shorter")
        or any(finding.state not in _FOUND for finding in findings)
    ):
        doubt = _doubt(due, reading, findings)
        kind, why = OutcomeKind.UNKNOWN, judged.reason
        return _outcome(due, fetched, at, kind, why, digest, doubt=doubt)
    page = PageRead(
        body=fetched.body,
        text=text,
        title=storable(reading.title),
        headline=storable(reading.headline),
        declared_headline=storable(reading.declared_headline),
        language=reading.language or "",
        charset=reading.charset or "",
        content_type=storable(fetched.headers.get("content-type", "")),
        canonical=storable(reading.canonical_url or ""),
        prose_sha256=prose_digest(reading),
        labels=list(page_labels(title=reading.title, prose=reading.prose, text=text)),
        reader_version=str(READER_VERSION),
        poor="" if judged.ok else judged.reason,
    )
    more = {"page": page, "findings": findings, "obtained": _obtained(fetched)}
    doubt = _doubt(due, reading, findings)
    return _outcome(due, fetched, at, OutcomeKind.OK, "", digest, doubt=doubt, **more)


def _doubt(due: DueSource, reading: Reading, findings: Sequence[Finding]) -> PageTraits | None:
    """Return the page's traits when it may be the one its server sends for any address.

    Every passage is missing from it, or it reads like another page. A home page never is.
    """
    if reading.script_only or not reading.text or sibling_url(due.url, "x") is None:
        return None
    if any(finding.state in _FOUND for finding in findings):
        return None
    title = storable(reading.title)[:500]
    another = bool(due.title) and title != due.title and prose_digest(reading) != due.prose_sha256
    # Under the title it always had, it is the page still: a passage is missing, no more.
    is_itself = bool(due.title) and title == due.title
    return traits_of(reading) if not is_itself and (findings or another) else None


def _obtained(fetched: Fetched) -> Obtained:
    """How the bytes came: what was sent on the last hop, who answered, how long it took."""
    sent = _headers(fetched.sent)
    request: dict[str, Any] = {"method": "GET", "url": fetched.final_url, "headers": sent}
    if fetched.redirects:
        request["redirects"] = [[status, storable(url)] for status, url in fetched.redirects]
    return Obtained(
        request=request,
        tls={name: storable(value) for name, value in fetched.tls.as_dict().items()}
        if fetched.tls is not None
        else {},
        timings={
            "connect_ms": fetched.connect_ms,
            "first_byte_ms": fetched.first_byte_ms,
            "total_ms": fetched.elapsed_ms,
        },
    )


def _findings(due: DueSource, text: str, judged: Quality, reading: Reading) -> tuple[Finding, ...]:
    if not due.passages:
        return ()
    folded = fold(text)
    found = (look_for(folded, passage, judged) for passage in due.passages)
    if not reading.pages:
        return tuple(found)
    return tuple(
        finding
        if finding.start is None
        else replace(finding, page_number=page_at(reading, finding.start))
        for finding in found
    )


def _headers(given: Mapping[str, str]) -> dict[str, str]:
    return {
        name if name.isascii() else storable(name): _storable_value(value)
        for name, value in given.items()
    }


def _storable_value(value: str) -> str:
    # Printable ASCII, as nearly every header is, holds nothing that could not be stored.
    return (value if value.isprintable() and value.isascii() else storable(value))[:_HEADER_LENGTH]


def _outcome(
    due: DueSource,
    fetched: Fetched,
    at: datetime,
    kind: OutcomeKind,
    detail: str,
    digest: str = "",
    **more: Any,
) -> Outcome:
    headers = _headers(fetched.headers)
    return Outcome(
        source_id=due.id,
        kind=kind,
        at=at,
        status=fetched.status,
        detail=detail,
        final_url=fetched.final_url,
        address=fetched.address,
        certificate_sha256=fetched.tls.sha256 if fetched.tls is not None else "",
        elapsed_ms=fetched.elapsed_ms,
        wire_bytes=fetched.wire_bytes,
        body_sha256=digest,
        headers=headers,
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
        holds_host=fetched.status == 429 or fetched.retry_after_seconds is not None,
        retry_after=fetched.retry_after_seconds,
        **more,
    )
