"""What reading one response body yields."""

from __future__ import annotations

from dataclasses import dataclass

# Stored beside every reading: after an upgrade the old body is read again before comparing.
READER_VERSION = 3
MAX_TEXT = 2_000_000  # code points


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a page and what it says about itself.

    `kind` is html, text, pdf or other; `text` is the whole visible text, one block a line;
    `prose` only its paragraphs; `title` as the document gives it, `article_title` without the
    site's name; `declared_headline` the one of the page's JSON-LD; `published` and `modified`
    ISO 8601, with an offset where one is declared; `pages` the start of each page of a PDF in
    `text`; `markers` holds what matters for telling a page from a wall: password_form,
    login_wall, paywall, consent, meta_refresh; of a PDF
    encrypted or unreadable.
    """

    text: str
    kind: str
    charset: str | None = None
    title: str = ""
    headline: str = ""
    declared_headline: str = ""
    article_title: str = ""
    author: str = ""
    publisher: str = ""
    language: str | None = None
    canonical_url: str | None = None
    published: str | None = None
    modified: str | None = None
    accessible_for_free: bool | None = None
    script_only: bool = False
    markers: frozenset[str] = frozenset()
    prose: str = ""
    replacements: int = 0
    truncated: bool = False
    pages: tuple[int, ...] = ()
