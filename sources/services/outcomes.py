"""What passes between leasing, fetching, interpreting and recording: plain values, no rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sources.comparing.siblings import PageTraits


class OutcomeKind(StrEnum):
    """How one attempt ended. Only the first three say anything about a passage."""

    OK = "ok"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    MISSING = "missing"
    GONE = "gone"
    RESTRICTED = "restricted"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    ROBOTS = "robots"
    EMPTY_SHELL = "empty_shell"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    FAILED = "failed"


READABLE = frozenset({OutcomeKind.OK, OutcomeKind.UNCHANGED, OutcomeKind.NOT_MODIFIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedPassage:
    """The facts needed to look for one passage."""

    id: UUID
    accepted_text: str
    prefix: str
    suffix: str
    position: int | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSource:
    """The facts needed to fetch and read one source.

    ``passages``, the watched ones, are filled in when the page came with other bytes.
    """

    id: UUID
    url: str
    etag: str
    last_modified: str
    final_url: str
    title: str
    text_length: int | None
    conditional_streak: int
    body_sha256: str
    robots_policy: str
    prose_sha256: str = ""
    snapshot_id: UUID | None = None
    is_cited: bool = False
    has_unread: bool = False
    passages: tuple[WatchedPassage, ...] = ()

    @property
    def wants_full_read(self) -> bool:
        """True when an unchanged answer would leave a passage without its first look."""
        return self.has_unread or any(passage.state == "unread" for passage in self.passages)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedHost:
    """A host held until ``lease_until``; results count only while ``fence`` is current."""

    id: UUID
    name: str
    owner: str
    fence: int
    lease_until: datetime
    delay_seconds: float
    robots_text: str
    robots_status: int | None
    robots_fetched_at: datetime | None
    sources: tuple[DueSource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a page says about one passage; ``state`` is a ``PassageState`` value."""

    passage_id: UUID
    state: str
    found: str = ""
    start: int | None = None
    end: int | None = None
    diff: list[Any] = field(default_factory=list)
    severity: str = "high"
    reason: str = ""
    #: The present reader says the same of the version before: not the page changed, we did.
    by_reader: bool = False
    #: Of a PDF, from 1.
    page_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMove:
    """What became of the page since version ``snapshot_id``; ``changed`` None: cannot tell.

    ``declared``: the page itself declares the correction (True), was edited silently (False).
    """

    snapshot_id: UUID
    changed: bool | None
    kind: str = ""
    severity: str = "none"
    diff: list[list[str]] = field(default_factory=list)
    before: str = ""
    after: str = ""
    reason: str = ""
    declared: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """A readable body and what our reader made of it."""

    body: bytes
    text: str
    title: str = ""
    headline: str = ""
    declared_headline: str = ""
    language: str = ""
    charset: str = ""
    content_type: str = ""
    canonical: str = ""
    prose_sha256: str = ""
    labels: list[str] = field(default_factory=list)
    reader_version: str = ""
    #: Why the text is a poor one, as wall or undecodable; empty when it will do.
    poor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtained:
    """How the bytes of a version were obtained, ready for the JSON columns of its snapshot."""

    request: dict[str, Any]
    tls: dict[str, str]
    timings: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One attempt at one source, interpreted."""

    source_id: UUID
    kind: OutcomeKind
    at: datetime
    status: int | None = None
    detail: str = ""
    final_url: str = ""
    address: str = ""
    certificate_sha256: str = ""
    elapsed_ms: int = 0
    wire_bytes: int = 0
    body_sha256: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    robots: str = ""
    etag: str = ""
    last_modified: str = ""
    holds_host: bool = False
    retry_after: float | None = None
    #: The answer came from another page, for good (301, 308).
    moved: bool = False
    page: PageRead | None = None
    move: PageMove | None = None
    obtained: Obtained | None = None
    findings: tuple[Finding, ...] = ()
    #: What the answer is like, when it may be what the server sends for any address.
    doubt: PageTraits | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRead:
    """robots.txt of one host as read in this batch; ``status`` None = never answered."""

    text: str
    status: int | None
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class RecordedCounts:
    """What one batch recorded; ``refused`` are hosts whose lease somebody else now holds."""

    checked: int = 0
    readable: int = 0
    snapshots: int = 0
    changes: int = 0
    failed: int = 0
    refused: int = 0
