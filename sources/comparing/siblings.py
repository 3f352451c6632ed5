"""Is a page what its server sends for any address? Compared with a page that cannot exist."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from factcheck.text.normalize import fold
from sources.comparing.landing import is_home
from sources.reading.body import prose_digest
from sources.reading.model import Reading

_ALIKE = 0.9  # share of distinct lines in common; advertisements and times differ
_LEAST_LINES = 3  # below that only equal text is alike


def sibling_url(url: str, word: str) -> str | None:
    """The page's address with ``word`` for its last segment: a page nobody wrote.

    None for a home page, which has no siblings. ``word`` should be random, letters and digits.
    The ending is kept: servers answer .html and bare paths by different rules.
    """
    parts = urlsplit(url)
    if is_home(parts):
        return None
    directory, _slash, last = parts.path.rstrip("/").rpartition("/")
    stem, dot, ending = last.rpartition(".")
    kept = f".{ending}" if dot and stem and ending.isalnum() and len(ending) <= 5 else ""
    slash = "/" if parts.path.endswith("/") else ""
    return urlunsplit((parts.scheme, parts.netloc, f"{directory}/{word}{kept}{slash}", "", ""))


def looks_like_sibling(page: Reading, sibling: Reading) -> bool:
    """Whether a page is the same as the one sent for an address that cannot exist.

    Same title, and the same prose or nearly the same lines. A page with a date of publication of
    its own, or a headline the sibling does not have, is a page.
    """
    if page.kind != sibling.kind or not page.text or not sibling.text:
        return False
    if page.published and page.published != sibling.published:
        return False
    for ours, other in ((page.title, sibling.title), (page.headline, sibling.headline)):
        if fold(ours).text != fold(other).text:
            return False
    if fold(page.text).text == fold(sibling.text).text:
        return True
    if page.prose and prose_digest(page) != prose_digest(sibling):
        return False
    mine, theirs = _lines(page), _lines(sibling)
    if min(len(mine), len(theirs)) < _LEAST_LINES:
        return False
    return len(mine & theirs) >= _ALIKE * len(mine | theirs)


def _lines(reading: Reading) -> frozenset[str]:
    return frozenset(filter(None, (fold(line).text for line in reading.text.split("\n"))))
