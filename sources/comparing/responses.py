"""What an answer of a server means for the page it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from sources.comparing.absence import is_missing_page, is_out_of_order, is_parked
from sources.comparing.landing import is_home, judge_landing, site_of
from sources.comparing.pages import LEAST_SHARE
from sources.comparing.walls import bot_wall, says_title, told_beside
from sources.reading.model import Reading
from sources.reading.walls import CONSENT, weight


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
    """What the last good reading of the page was like; lengths in code points."""

    text_length: int | None = None
    title: str = ""
    final_url: str = ""
    prose_length: int | None = None

    @classmethod
    def of(cls, reading: Reading, *, final_url: str = "") -> BeforeFacts:
        """The facts of a reading at hand."""
        return cls(
            text_length=len(reading.text),
            title=reading.title,
            final_url=final_url,
            prose_length=len(reading.prose) or None,
        )


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
    440: ResponseState.RESTRICTED,
    444: ResponseState.BLOCKED,
    451: ResponseState.RESTRICTED,
    498: ResponseState.RESTRICTED,
    499: ResponseState.RESTRICTED,
    511: ResponseState.RESTRICTED,
    999: ResponseState.BLOCKED,
}
_REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
_LANDINGS: dict[str, ResponseState] = {
    "bot_wall_address": ResponseState.BLOCKED,
    "redirected_to_consent": ResponseState.RESTRICTED,
    "redirected_to_login": ResponseState.RESTRICTED,
    "redirected_to_error_page": ResponseState.SOFT_GONE,
    "redirected_to_home": ResponseState.SOFT_GONE,
    "redirected_to_section": ResponseState.SOFT_GONE,
}
_ALIKE_SHARE = 0.8  # of the length before: the same page, whatever words it has
_LOGIN_TITLE = re.compile(r"(?:会員)?ログイン|(?:member )?(?:log|sign)[ -]?in", re.IGNORECASE)


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
        _by_address(requested_url, final_url, before, reading)
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
    return site_of(parts), parts.path.rstrip("/"), parts.query


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
    signs = {"login_wall", "password_form", "paywall", "gate"}
    return reading is not None and bool(reading.markers & signs)


def _by_address(
    requested_url: str,
    final_url: str,
    before: BeforeFacts | None,
    reading: Reading | None = None,
) -> ResponseClass | None:
    """Judge by where the redirects ended."""
    if not final_url or final_url == requested_url:
        return None
    if before is not None and before.final_url == final_url:
        return None
    settled = before is not None and bool(before.final_url)
    code = judge_landing(requested_url, final_url, settled=settled)
    if code is None or (code == "redirected_to_section" and _is_article(reading, before)):
        return None
    return ResponseClass(_LANDINGS[code], code)


def _is_article(reading: Reading | None, before: BeforeFacts | None) -> bool:
    """Whether what was read is one article, whatever its address looks like."""
    if reading is None:
        return False
    if before is not None and before.title and before.title == reading.title:
        return True
    return bool(reading.published) and weight(reading.prose) > 600


def _by_content(
    reading: Reading, requested_url: str, before: BeforeFacts | None
) -> ResponseClass | None:
    if reading.kind in ("pdf", "other"):
        # Nothing can be said about passages of an image or an unreadable document.
        return None if reading.text else ResponseClass(ResponseState.UNKNOWN, "no_text")
    known = before or BeforeFacts()
    familiar = (
        bool(known.text_length)
        and reading.title == known.title
        and _share(reading, known) >= _ALIKE_SHARE
    )
    if "gate" in reading.markers and not familiar and weight(reading.prose) < 300:
        return ResponseClass(ResponseState.RESTRICTED, "gate")
    if not is_home(urlsplit(requested_url)):
        if is_missing_page(reading, known.title, familiar=familiar):
            return ResponseClass(ResponseState.SOFT_GONE, "says_not_found")
        if not familiar and is_parked(reading):
            return ResponseClass(ResponseState.SOFT_GONE, "parked")
    if not familiar and is_out_of_order(reading):
        return ResponseClass(ResponseState.UNREACHABLE, "says_unavailable")
    if reading.script_only:
        return ResponseClass(ResponseState.EMPTY_SHELL, "needs_javascript")
    if not reading.text:
        return ResponseClass(ResponseState.EMPTY_SHELL, "no_text")
    if _is_walled(reading, before):
        return ResponseClass(ResponseState.RESTRICTED, "wall")
    return None


def _share(reading: Reading, before: BeforeFacts) -> float:
    """How much of the page is left: of its prose where that is known, else of its text."""
    if before.prose_length:
        return len(reading.prose) / before.prose_length
    return len(reading.text) / before.text_length if before.text_length else 1.0


def _is_walled(reading: Reading, before: BeforeFacts | None) -> bool:
    """Tell a page whose text is withheld from one that merely mentions its membership."""
    signs = set(reading.markers & {"login_wall", "remainder", "paywall", "consent", "gate"})
    if "password_form" in reading.markers or says_title(reading, _LOGIN_TITLE):
        signs.add("password_form")
    if not signs and "member_note" not in reading.markers:
        return False
    if before is not None and before.text_length:
        strong = signs & {"login_wall", "remainder", "paywall"}
        return _share(reading, before) < (_ALIKE_SHARE if strong else LEAST_SHARE)
    if len(reading.prose) > 3_000:
        return "remainder" in signs
    return weight(told_beside(reading.prose, CONSENT)) < _least_weight(reading, signs)


def _least_weight(reading: Reading, signs: set[str]) -> int:
    """The prose (in Latin characters) a page must have to be believed beside such signs."""
    if "remainder" in signs:
        return 1_000_000
    if "login_wall" in signs:
        return 1_600
    if "paywall" in signs:
        # Free of such words, the text is whole unless it breaks off.
        cut = reading.prose.rstrip().endswith(("…", "...", "‥"))
        return 3_000 if cut else 700
    return 400 if "password_form" in signs else 200
