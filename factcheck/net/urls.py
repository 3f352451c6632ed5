"""One spelling per page: canonical web addresses, and refusal of those that must not be read.

RFC 3986 section 6 normalisation, done conservatively; hosts after UTS-46.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from django.utils.translation import gettext as _

from factcheck.errors import UrlRefused
from factcheck.net.addresses import Allow, is_forbidden
from factcheck.net.hosts import canonical_host, check_name_is_public, literal_address

MAX_URL_LENGTH = 2000
# As typed it may be longer: tracking parameters are dropped, escapes decoded.
_MAX_RAW_LENGTH = 10 * MAX_URL_LENGTH
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<slashes>/*)(?P<authority>[^/?#]*)"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?\Z",
    re.DOTALL,
)
_AUTHORITY = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]*)(?::(?P<port>[0-9]*))?\Z")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_UNSAFE_PATH = frozenset('"<>`{}^')
_UNSAFE_QUERY = frozenset('"<>')
# Zero-width space, byte order mark and direction marks: invisible, so never meant.
_INVISIBLE = frozenset("\u200b\u200e\u200f\u061c\u2060\ufeff\u00ad") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
#: Parameters that only say where a reader came from. Exact names, or names with the prefix.
TRACKING_PARAMETERS = frozenset(
    [
        "fbclid",
        "gclid",
        "gclsrc",
        "gbraid",
        "wbraid",
        "dclid",
        "msclkid",
        "yclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "vero_id",
        "oly_anon_id",
        "oly_enc_id",
        "_hsenc",
        "_hsmi",
        "__hssc",
        "__hstc",
        "__hsfp",
        "hsctatracking",
        "_openstat",
        "ml_subscriber",
        "ml_subscriber_hash",
        "s_cid",
        "wickedid",
        "yjr_clid",
    ]
)
TRACKING_PREFIXES = ("utm_",)


@dataclass(frozen=True, slots=True)
class CanonicalUrl:
    """A checked address. ``host`` is bare (no brackets); ``url`` is ASCII without fragment."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def host_key(self) -> str:
        """Unit of politeness: the host, with its port unless it is 80 or 443."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port in (80, 443) else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port as written in a URL (RFC 6454)."""
        return self.url[: self.url.index("/", self.url.index("//") + 2)]


def canonical_url(
    raw: str, *, allow: Allow = frozenset(), keep_tracking: bool = False
) -> CanonicalUrl:
    """The canonical form of ``raw``, or UrlRefused with a code, field ``url`` and a remedy.

    ``allow`` holds exact (address, port) pairs that may be used though private or on another
    port. Query order, path case and scheme are kept; listed tracking parameters are dropped
    unless ``keep_tracking`` (a redirect that adds one must not become a loop).
    """
    if len(raw) > _MAX_RAW_LENGTH:
        raise _too_long()
    text = raw.strip(" ")
    _check_characters(text)
    match = _URL.match(text)
    if match is None or match["scheme"].lower() not in _DEFAULT_PORTS:
        raise _refused(
            "scheme_refused",
            _("Only web addresses can be read."),
            _("Start the address with https:// or http://."),
        )
    if match["slashes"] != "//" or not match["authority"]:
        raise _refused(
            "url_invalid",
            _("This is not a complete web address."),
            _("Write it as https://host/path, with exactly two slashes before the host."),
        )
    scheme = match["scheme"].lower()
    host, port = _authority(match["authority"], scheme, allow)
    path = _remove_dot_segments(_normalised(match["path"] or "/", _UNSAFE_PATH))
    query = _normalised(match["query"] or "", _UNSAFE_QUERY)
    if not keep_tracking:
        query = _without_tracking(query)
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port == _DEFAULT_PORTS[scheme] else f"{shown}:{port}"
    url = f"{scheme}://{netloc}{path}" + (f"?{query}" if query else "")
    if len(url) > MAX_URL_LENGTH:
        raise _too_long()
    return CanonicalUrl(url=url, scheme=scheme, host=host, port=port)


def redirect_target(
    base: CanonicalUrl, location: str, *, allow: Allow = frozenset()
) -> CanonicalUrl:
    """Where a Location header leads (RFC 9110 section 10.2.2), canonical and checked.

    Inner spaces, which careless servers send, become %20. Raises UrlRefused.
    """
    target = location.strip(" \t").replace(" ", "%20")
    _check_characters(target)
    try:
        joined = urljoin(base.url, target)
    except ValueError as error:
        raise _refused(
            "url_invalid",
            _("The page redirects to something that is no address."),
            _("Give the address of the page itself."),
        ) from error
    return canonical_url(joined, allow=allow, keep_tracking=True)


def _check_characters(text: str) -> None:
    if not text:
        raise _refused("url_missing", _("The address is empty."), _("Give a web address."))
    for offset, char in enumerate(text):
        category = unicodedata.category(char)
        if char == "\\" or char in _INVISIBLE or category in ("Cc", "Cs", "Zs", "Zl", "Zp"):
            raise _refused(
                "url_characters",
                _("The address has a forbidden character (U+%(code)04X) at position %(offset)d.")
                % {"code": ord(char), "offset": offset},
                _("Remove spaces, line breaks, backslashes and invisible characters."),
            )


def _authority(authority: str, scheme: str, allow: Allow) -> tuple[str, int]:
    if "@" in authority:
        raise _refused(
            "credentials_refused",
            _("The address carries a user name or password."),
            _("Remove everything before “@”."),
        )
    match = _AUTHORITY.match(authority)
    if match is None or len(match["port"] or "") > 10:
        raise _refused(
            "url_invalid",
            _("This is not a complete web address."),
            _("Write it as https://host/path, with exactly two slashes before the host."),
        )
    host = canonical_host(match["host"])
    port = int(match["port"] or _DEFAULT_PORTS[scheme])
    if (host, port) in allow:
        return host, port
    if port not in _DEFAULT_PORTS.values():
        raise _refused(
            "port_refused",
            _("Port %(port)d is not a port of the public web.") % {"port": port},
            _("Only ports 80 and 443 are read."),
        )
    if literal_address(host) is None:
        check_name_is_public(host)
    elif is_forbidden(host, port, allow=allow):
        raise _refused(
            "address_forbidden",
            _("%(host)s is not an address on the public internet.") % {"host": host},
            _("Give the address readers use on the public web."),
        )
    return host, port


def _normalised(part: str, unsafe: frozenset[str]) -> str:
    """Upper-case escapes, decode unreserved ones, encode what no URL may hold (RFC 3986 6.2.2)."""
    encoded = "".join(
        char
        if char.isascii() and char not in unsafe
        else "".join(f"%{byte:02X}" for byte in char.encode("utf-8"))
        for char in part
    )

    def escape(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else f"%{match[1].upper()}"

    return _PERCENT.sub(escape, encoded)


def _remove_dot_segments(path: str) -> str:
    """RFC 3986 section 5.2.4; doubled slashes stay, since they may mean something."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
        if last and segment in (".", ".."):
            kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if not _is_tracking(pair))


def _is_tracking(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    return name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES)


def _too_long() -> UrlRefused:
    return _refused(
        "url_too_long",
        _("The address is longer than %(limit)d characters.") % {"limit": MAX_URL_LENGTH},
        _("Use the page's short or canonical address."),
    )


def _refused(code: str, message: str, remedy: str) -> UrlRefused:
    return UrlRefused(message, code=code, field="url", remedy=remedy)
