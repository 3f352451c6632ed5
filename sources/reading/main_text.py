"""The main text of an article page: asked for only when a page moved, for it is dear."""

from __future__ import annotations

from factcheck.text.guard import storable
from factcheck.text.markup import is_cheap
from sources.reading.article import article_text
from sources.reading.body import decode_html, read_body
from sources.reading.child import TIMEOUT, run_in_child
from sources.reading.model import MAX_TEXT


def read_main_text(
    body: bytes, *, content_type: str | None, url: str, timeout: float = TIMEOUT
) -> str:
    """Return the text of the article in `body`, its paragraphs parted by line feeds.

    Navigation, related links, rankings, comments, adverts and consent banners are left out.
    Of a body that is no HTML it is the whole text; "" where nothing can be read. Laborious
    bodies are read in a child. Raises `ReadingFailed` (`reading_timed_out`, `reading_crashed`).
    """
    if is_cheap(body) and b"%PDF-" not in body[:1024]:
        return main_text_of(body, content_type=content_type, url=url)
    found: str = run_in_child(
        "main_text", body, content_type=content_type, url=url, timeout=timeout
    )["text"]
    return found


def main_text_of(body: bytes, *, content_type: str | None, url: str) -> str:
    """Do what `read_main_text` promises, in this process, without a bound in time."""
    source = decode_html(body, content_type=content_type)
    if source is None:
        return read_body(body, content_type=content_type, url=url).prose
    return storable(article_text(source, url=url))[:MAX_TEXT]
