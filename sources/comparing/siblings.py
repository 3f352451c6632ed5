"""Is a page what its server sends for any address? Compared with a page that cannot exist."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from factcheck.text.normalize import fold
from sources.comparing.landing import is_home
from sources.reading.body import prose_digest
from sources.reading.model import Reading

_ALIKE: Final = 0.9  # share of distinct lines in common; advertisements and times differ
_LEAST_LINES: Final = 3  # below that only equal text is alike
#: Lines are kept as short digests, the smallest of them: two such samples estimate the share.
_MOST_LINES: Final = 300
_DIGEST_BYTES: Final = 6
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class PageTraits:
    """What is kept of a page to know its like again; words folded, digests in hexadecimal."""

    kind: str
    title: str
    headline: str
    published: str
    #: Code points of the text.
    length: int
    text: str
    prose: str
    lines: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain values; ``traits_from_json`` reads them back."""
        return {**asdict(self), "lines": list(self.lines)}


def traits_of(reading: Reading) -> PageTraits:
    """Return the traits of a page; 300 line digests at most, a few kilobytes."""
    lines = {fold(line).text for line in reading.text.split("\n")} - {""}
    return PageTraits(
        kind=reading.kind,
        title=fold(reading.title).text[:_LONGEST],
        headline=fold(reading.headline).text[:_LONGEST],
        published=reading.published or "",
        length=len(reading.text),
        text=_digest(fold(reading.text).text),
        prose=prose_digest(reading) if reading.prose else "",
        lines=tuple(sorted(_digest(line) for line in lines)[:_MOST_LINES]),
    )


def traits_from_json(kept: dict[str, Any]) -> PageTraits:
    """Return kept traits. Raises KeyError or TypeError for anything else."""
    return PageTraits(**{**kept, "lines": tuple(kept["lines"])})


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


def looks_like_sibling(page: PageTraits, sibling: PageTraits) -> bool:
    """Whether a page is the same as the one sent for an address that cannot exist.

    Same title, and the same prose or nearly the same lines. A page with a date of publication of
    its own, or a headline the sibling does not have, is a page.
    """
    if page.kind != sibling.kind or not page.length or not sibling.length:
        return False
    if page.published and page.published != sibling.published:
        return False
    if (page.title, page.headline) != (sibling.title, sibling.headline):
        return False
    if page.text == sibling.text:
        return True
    if page.prose and page.prose != sibling.prose:
        return False
    if min(len(page.lines), len(sibling.lines)) < _LEAST_LINES:
        return False
    return _share_in_common(page, sibling) >= _ALIKE


def _share_in_common(page: PageTraits, sibling: PageTraits) -> float:
    """The smallest digests of both together are a fair sample of the lines of both."""
    mine, theirs = set(page.lines), set(sibling.lines)
    sample = sorted(mine | theirs)[:_MOST_LINES]
    return sum(line in mine and line in theirs for line in sample) / len(sample)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=_DIGEST_BYTES).hexdigest()
