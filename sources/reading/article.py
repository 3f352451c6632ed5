"""An HTML page to the text of its article (trafilatura), loaded on demand."""

from __future__ import annotations


def article_text(source: str, *, url: str) -> str:
    """Return the article of a decoded page, its paragraphs parted by line feeds."""
    from trafilatura import extract

    found = extract(source, url=url, include_comments=False, include_tables=True)
    return found or ""
