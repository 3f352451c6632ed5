"""What it means where the redirects of a page ended: home, section, error page, login, wall."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit

_HOME = re.compile(
    r"^/*(?:(?:[a-z]{2}(?:[-_][a-zA-Z]{2})?|top|home)/*)?(?:(?:index|default|home"
    r"|top)(?:\.\w{2,5})?)?$"
)
_LOGIN_PATH = re.compile(
    r"(?:^|[/_.-])(?:log-?in|logon|sign-?in|sso|auth|oauth2?|authorize|account|authwall|sign-?up"
    r"|subscribe|subscription|paywall|regwall|members?-?only)(?:[/_.?-]|$)",
    re.I,
)
_LOGIN_HOST = re.compile(r"^(?:login|signin|auth|accounts?|id|sso|passport)\.")
_ERROR_SEGMENT = re.compile(
    r"(?:(?:.*[_-])?(?:404|410|not[_-]?found)|(?:(?:page|article|content|item|kiji)[_-])?"
    r"(?:no-?_?page|no-?_?file|expired|deleted|removed|gone|unavailable|no-longer-available"
    r"|closed"
    r"|missing)|err(?:or)?s?\d{0,3})(?:[_-]?page)?(?:\.\w{2,5})?",
    re.I,
)
_ERROR_QUERY = re.compile(
    r"(?:^|&)(?:e|err|error|error_?code|status|code)=(?:404|410|not_?found)", re.I
)
_CONSENT_HOST = re.compile(
    r"^(?:consent|privacy-?gate|cookie-?(?:wall|consent)"
    r"|myprivacy)\.",
    re.I,
)
_CONSENT_PATH = re.compile(
    r"/(?:consent|privacy-?gate|cookie-?(?:wall|consent)|gdpr)(?:[/.?]|$)", re.I
)
_WALL_HOST = re.compile(
    r"(?:^|\.)(?:captcha-delivery\.com|perfdrive\.com|queue-it\.net|hcaptcha\.com"
    r"|challenges\.cloudflare\.com)$"
)
_WALL_PATH = re.compile(
    r"^/sorry/index$|/cdn-cgi/(?:challenge|l/chk)|/(?:show)?captcha(?:[/.?]|$)|/distil_r_captcha"
    r"|/(?:bot|human|robot)[-_]?(?:check|verification|detection)(?:[/.?]|$)|/_incapsula_resource",
    re.I,
)
# Path segments that name a list of articles, never one article.
_SECTION = re.compile(
    r"(?:news|latest|new|category|categories|archives?|search|topics?|tags?|sections?|articles?"
    r"|stories|blogs?|list|listing|ranking|sitemap|backnumber|politics|business|economy|sports?"
    r"|world|national|local|opinion|entertainment|culture|science|technology|tech|health|society"
    r"|life|international|japan|press|pressrelease|releases?|info|information|topnews|flash)"
    r"(?:\.\w{2,5})?",
    re.I,
)
# What may be dropped from the end of an address without leaving the article.
_DECORATION = re.compile(
    r"(?:amp|print|mobile|m|sp|share|comments?|full|single|page|p|\d{1,2}|index(?:\.\w{2,5})?"
    r"|[a-z]{2}(?:[-_][A-Za-z]{2})?|amp\.html|print\.html|photo|gallery|images?)",
    re.I,
)
_ARTICLE_NAME = re.compile(
    r"\d{5}|(?:[^-_]+[-_]){3}|^[0-9a-f]{8,}$|\.(?:html?|php|aspx?|pdf)$", re.I
)


def judge_landing(requested_url: str, final_url: str, *, settled: bool) -> str | None:
    """Return why the end of a redirect is no page of its own, as a stable code, or None.

    Codes: bot_wall_address, redirected_to_consent, redirected_to_login,
    redirected_to_error_page, redirected_to_home, redirected_to_section. ``settled``: the
    requested address has led to content before, so another site's home page is a loss too.
    """
    asked, came = urlsplit(requested_url), urlsplit(final_url)
    host = (came.hostname or "").lower()
    if _WALL_HOST.search(host) or _WALL_PATH.search(came.path):
        return "bot_wall_address"
    if _CONSENT_HOST.search(host) or _CONSENT_PATH.search(came.path):
        return "redirected_to_consent"
    if _is_login(came) and not _is_login(asked):
        return "redirected_to_login"
    if _is_error(came) and not _is_error(asked):
        return "redirected_to_error_page"
    settled = settled or site_of(asked) == site_of(came) or len(_segments(asked)) >= 2
    if not settled or is_home(asked):
        return None
    if is_home(came):
        return "redirected_to_home"
    return "redirected_to_section" if _is_section_of(asked, came) else None


def is_home(parts: SplitResult) -> bool:
    """Whether an address is a site's front page, in one of its usual spellings."""
    return not parts.query and _HOME.match(parts.path) is not None


def site_of(parts: SplitResult) -> str:
    """The host without its www."""
    return (parts.hostname or "").removeprefix("www.")


def _segments(parts: SplitResult) -> list[str]:
    return [unquote(segment) for segment in parts.path.split("/") if segment]


def _is_login(parts: SplitResult) -> bool:
    host = (parts.hostname or "").lower()
    return _LOGIN_PATH.search(parts.path) is not None or (
        _LOGIN_HOST.match(host) is not None and len(_segments(parts)) < 3
    )


def _is_error(parts: SplitResult) -> bool:
    if _ERROR_QUERY.search(parts.query):
        return True
    segments = _segments(parts)
    return any(_ERROR_SEGMENT.fullmatch(segment) for segment in segments[-1:]) or (
        bool(segments)
        and re.fullmatch(r"40[04]|410|errors?|not-?found", segments[0], re.I) is not None
    )


def _is_section_of(asked: SplitResult, came: SplitResult) -> bool:
    """Whether a redirect leads from an article to a list of articles."""
    before, after = _segments(asked), _segments(came)
    if came.query or not after or len(after) > 3 or _ARTICLE_NAME.search(after[-1]):
        return False
    if all(_SECTION.fullmatch(segment) for segment in after):
        return not all(_SECTION.fullmatch(segment) for segment in before)
    if site_of(asked) != site_of(came) or after != before[: len(after)]:
        return False
    dropped = before[len(after) :]
    return bool(dropped) and not all(_DECORATION.fullmatch(segment) for segment in dropped)
