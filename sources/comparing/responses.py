"""What an answer of a server means for the page it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urljoin, urlsplit

from sources.comparing.pages import LEAST_SHARE
from sources.comparing.walls import bot_wall, is_missing_page
from sources.reading.model import Reading


class ResponseState(StrEnum):
    """Classes of answers. Only `ok` says anything about passages."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    GONE = "gone"
    MISSING = "missing"
    SOFT_GONE = "soft_gone"
    RESTRICTED = "restricted"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    ROBOTS = "robots"
    EMPTY_SHELL = "empty_shell"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BeforeFacts:
    """What the last good reading of the page was like."""

    text_length: int | None = None
    title: str = ""
    final_url: str = ""


@dataclass(frozen=True, slots=True)
class ResponseClass:
    """The state of an answer and a stable code that says why."""

    state: ResponseState
    reason: str
    #: The page has another permanent address now; with ``ok`` its text was read there.
    moved: bool = False

    @property
    def speaks_about_passages(self) -> bool:
        """Whether passages may be looked for in this answer."""
        return self.state is ResponseState.OK

    @property
    def looks_dead(self) -> bool:
        """Whether the page seems to be gone; only a clean 410 needs no confirmation."""
        return self.state in (ResponseState.GONE, ResponseState.MISSING, ResponseState.SOFT_GONE)


_PUBLIC: dict[ResponseState, str] = {
    ResponseState.NOT_MODIFIED: "ok",
    ResponseState.MISSING: "gone",
    ResponseState.REFUSED: "unreachable",
    ResponseState.UNKNOWN: "unreachable",
}


def public_state(found: ResponseClass) -> str:
    """Return the state as commands and the API name it.

    One of ok, moved, gone, soft_gone, restricted, blocked, unreachable, robots, empty_shell.
    ``moved`` without `speaks_about_passages` is a redirect that nobody followed.
    """
    if found.moved and found.state in (ResponseState.OK, ResponseState.UNKNOWN):
        return "moved"
    return _PUBLIC.get(found.state, found.state.value)


_ERROR_CODES: dict[ResponseState, str] = {
    ResponseState.ROBOTS: "robots robots_unreachable",
    ResponseState.REFUSED: "url_refused forbidden_address too_large bad_redirect redirect_loop"
    " too_many_redirects",
    ResponseState.UNREACHABLE: "dns connect connect_timeout tls read_timeout total_timeout timeout"
    " too_slow truncated protocol reset",
}
_ERRORS = {code: state for state, codes in _ERROR_CODES.items() for code in codes.split()}
# 407, 451 and the rest: someone forbids; 401/402/403 of a page that asks for an account: a wall.
_STATUSES: dict[int, ResponseState] = {
    304: ResponseState.NOT_MODIFIED,
    401: ResponseState.RESTRICTED,
    402: ResponseState.RESTRICTED,
    403: ResponseState.BLOCKED,
    404: ResponseState.MISSING,
    407: ResponseState.RESTRICTED,
    408: ResponseState.UNREACHABLE,
    410: ResponseState.GONE,
    418: ResponseState.BLOCKED,
    421: ResponseState.UNREACHABLE,
    425: ResponseState.UNREACHABLE,
    429: ResponseState.BLOCKED,
    430: ResponseState.BLOCKED,
    444: ResponseState.BLOCKED,
    451: ResponseState.RESTRICTED,
    999: ResponseState.BLOCKED,
}
_REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
_HOME = re.compile(
    r"^/?(?:(?:[a-z]{2}(?:[-_][a-zA-Z]{2})?|top|home)/?)?(?:(?:index|default|home|top)\.\w{2,5})?$"
)
_LOGIN_PATH = re.compile(
    r"(?:^|[/_.-])(?:login|signin|sign-in|sso|auth|oauth2?|account)(?:[/_.?-]|$)"
)
_ERROR_PATH = re.compile(r"/(?:404|410|error|errors|not-?found|page-?not-?found)(?:[/.]|$)", re.I)
_CONSENT_HOST = re.compile(r"^consent\.|(?:^|/)(?:consent|privacy-gate|cookie-?wall)(?:/|$)")
_SHORT_PROSE = 800


def classify_response(
    *,
    status: int | None,
    headers: Mapping[str, str],
    reading: Reading | None,
    requested_url: str,
    final_url: str,
    error: str | None = None,
    before: BeforeFacts | None = None,
    redirects: Sequence[tuple[int, str]] | None = None,
) -> ResponseClass:
    """Classify one answer; `error` is a fetch code, `before` the last good reading's facts.

    `redirects` are (status, address left) in order; None when the way is not known.
    """
    if error is not None:
        return ResponseClass(_ERRORS.get(error, ResponseState.UNKNOWN), error)
    if status is None:
        return ResponseClass(ResponseState.UNKNOWN, "no_answer")
    wall = bot_wall(headers, reading)
    if wall is not None and status != 304:
        return ResponseClass(ResponseState.BLOCKED, wall)
    if status in _STATUSES:
        state = _STATUSES[status]
        if status == 403 and _asks_for_account(reading):
            state = ResponseState.RESTRICTED
        return ResponseClass(state, f"status_{status}")
    if status >= 500:
        return ResponseClass(ResponseState.UNREACHABLE, f"status_{status}")
    if status in _REDIRECTS:
        return _not_followed(status, headers, requested_url, before)
    if status not in (200, 203):
        return ResponseClass(ResponseState.UNKNOWN, f"status_{status}")
    if reading is None:
        return ResponseClass(ResponseState.UNKNOWN, "not_read")
    return (
        _by_address(requested_url, final_url, before)
        or _by_content(reading, requested_url, before)
        or _content(requested_url, final_url, redirects)
    )


def _content(
    requested_url: str, final_url: str, redirects: Sequence[tuple[int, str]] | None
) -> ResponseClass:
    permanent = redirects is None or any(status in (301, 308) for status, _url in redirects)
    moved = permanent and bool(final_url) and _page(requested_url) != _page(final_url)
    return ResponseClass(ResponseState.OK, "moved" if moved else "content", moved=moved)


def _page(url: str) -> tuple[str, str, str]:
    """The parts of an address that name another page: neither scheme, www. nor a last slash."""
    parts = urlsplit(url)
    return _site(parts), parts.path.rstrip("/"), parts.query


def _not_followed(
    status: int, headers: Mapping[str, str], requested_url: str, before: BeforeFacts | None
) -> ResponseClass:
    """Judge a redirect by where it points; what stands there was not read."""
    named = next((value for name, value in headers.items() if name.lower() == "location"), "")
    try:
        target = urljoin(requested_url, named.strip())
    except ValueError:
        target = ""
    if not named or not target.startswith(("http://", "https://")):
        return ResponseClass(ResponseState.UNKNOWN, f"status_{status}")
    return _by_address(requested_url, target, before) or ResponseClass(
        ResponseState.UNKNOWN, f"status_{status}", moved=True
    )


def _asks_for_account(reading: Reading | None) -> bool:
    return reading is not None and bool(
        reading.markers & {"login_wall", "password_form", "paywall"}
    )


def _by_address(
    requested_url: str, final_url: str, before: BeforeFacts | None
) -> ResponseClass | None:
    """Judge by where the redirects ended."""
    if not final_url or final_url == requested_url:
        return None
    asked, came = urlsplit(requested_url), urlsplit(final_url)
    if before is not None and before.final_url == final_url:
        return None
    if _CONSENT_HOST.search(came.netloc) or _CONSENT_HOST.search(came.path):
        return ResponseClass(ResponseState.RESTRICTED, "redirected_to_consent")
    if _LOGIN_PATH.search(came.path) and not _LOGIN_PATH.search(asked.path):
        return ResponseClass(ResponseState.RESTRICTED, "redirected_to_login")
    if _ERROR_PATH.search(came.path) and not _ERROR_PATH.search(asked.path):
        return ResponseClass(ResponseState.SOFT_GONE, "redirected_to_error_page")
    # A short link may lead to another site's home page from the first day on.
    settled = _site(asked) == _site(came) or bool(before is not None and before.final_url)
    if settled and not _is_home(asked) and _is_home(came):
        return ResponseClass(ResponseState.SOFT_GONE, "redirected_to_home")
    return None


def _is_home(parts: SplitResult) -> bool:
    return not parts.query and _HOME.match(parts.path) is not None


def _site(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _by_content(
    reading: Reading, requested_url: str, before: BeforeFacts | None
) -> ResponseClass | None:
    if reading.kind != "html":
        # Nothing can be said about passages of an image or an unreadable document.
        return None if reading.text else ResponseClass(ResponseState.UNKNOWN, "no_text")
    titled_before = before.title if before is not None else ""
    at_home = _is_home(urlsplit(requested_url))
    if not at_home and is_missing_page(reading, titled_before):
        return ResponseClass(ResponseState.SOFT_GONE, "says_not_found")
    if reading.script_only:
        return ResponseClass(ResponseState.EMPTY_SHELL, "needs_javascript")
    if _is_walled(reading, before):
        return ResponseClass(ResponseState.RESTRICTED, "wall")
    return None


def _is_walled(reading: Reading, before: BeforeFacts | None) -> bool:
    """Tell a page whose text is withheld from one that merely mentions its membership."""
    signs = reading.markers & {"login_wall", "paywall", "consent"}
    if "password_form" in reading.markers and len(reading.prose) < 200:
        signs |= {"password_form"}
    if not signs:
        return False
    if before is not None and before.text_length:
        return len(reading.text) < LEAST_SHARE * before.text_length
    limit = 200 if signs <= {"consent"} else _SHORT_PROSE
    return len(reading.prose) < limit
