"""Feeds (RSS, RDF, Atom) to titles, dates and readable entries. No entity is expanded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from factcheck.text.guard import storable
from sources.reading.dates import iso_date
from sources.reading.html import BLOCKS, fragment_text
from sources.reading.language import page_language
from sources.reading.model import MAX_TEXT, Reading

# Atomic: a run of comments can be split in one way only.
_FEED_START = re.compile(
    r"\ufeff?\s*(?>(?:<!--.{0,2000}?-->|<\?.{0,400}?\?>|<!DOCTYPE[^>\[]{0,200}>)\s*)*+"
    r"<(?:rss|feed|rdf:RDF|channel)\b",
    re.IGNORECASE | re.DOTALL,
)
_MOST_ENTRIES = 1000
_DEEPEST = 200
_BODIES = ("encoded", "content", "description", "summary", "subtitle")
_PUBLISHED = ("pubdate", "published", "date", "issued", "created")
_MODIFIED = ("updated", "lastbuilddate", "modified")


class HostileXml(Exception):
    """XML that declares entities or nests beyond all measure."""


@dataclass(slots=True)
class Entry:
    """A feed or one of its entries: the first words found under each local name."""

    fields: dict[str, str] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """Return the first field that is filled."""
        return next((self.fields[name] for name in names if self.fields.get(name)), "")


@dataclass(slots=True)
class _Builder:
    feed: Entry = field(default_factory=Entry)
    entries: list[Entry] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    entry: Entry | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rsplit(":", 1)[-1].lower()
        self.path.append(local)
        if len(self.path) > _DEEPEST:
            raise HostileXml("nested too deeply")
        if local in ("item", "entry"):
            self.entry = Entry()
            if len(self.entries) < _MOST_ENTRIES:
                self.entries.append(self.entry)
        elif local == "link" and attributes.get("href") and attributes.get("rel") != "self":
            self._target().fields.setdefault("link", attributes["href"])
        language = attributes.get("xml:lang")
        if language:
            self._target().fields.setdefault("language", language)
        if not _inside_markup(self.path[:-1]):
            self.pieces = []
        elif local in BLOCKS or local == "br":
            self.pieces.append("\n")

    def end(self, name: str) -> None:
        local = self.path.pop()
        if local in ("item", "entry"):
            self.entry = None
        elif not _inside_markup(self.path) and (value := "".join(self.pieces).strip()):
            image = "image" in self.path or "textinput" in self.path
            if local == "name" and self.path and self.path[-1] == "author":
                local = "author"
            if not image:
                self._target().fields.setdefault(local, value)
            self.pieces = []

    def words(self, data: str) -> None:
        self.pieces.append(data)

    def _target(self) -> Entry:
        return self.feed if self.entry is None else self.entry


def _inside_markup(path: list[str]) -> bool:
    """Tell whether what lies below is the XHTML of an Atom entry."""
    return "content" in path or "summary" in path


def is_feed(text: str) -> bool:
    """Return whether a decoded document is an XML feed."""
    return _FEED_START.match(text[:6000]) is not None


def read_feed(text: str, *, charset: str | None, replacements: int) -> Reading | None:
    """Read an XML feed; None when it is no well-formed one."""
    builder = _Builder()
    # The text is decoded already, whatever its declaration says.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.words
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), True)
    except (expat.ExpatError, HostileXml):
        return None
    return feed_reading(builder.feed, builder.entries, charset=charset, replacements=replacements)


def _refuse(*_: Any) -> None:
    raise HostileXml("declares entities")


def feed_reading(
    feed: Entry, entries: list[Entry], *, charset: str | None, replacements: int = 0
) -> Reading:
    """Return the reading of a feed: its title and each entry with date, title and text."""
    title = _plain(feed.first("title"))[:1000]
    lines, prose, size = [title, _plain(feed.first(*_BODIES[2:]))], [title], 0
    for entry in entries:
        written = iso_date(entry.first(*_PUBLISHED, *_MODIFIED)) or ""
        block = [_plain(entry.first("title")), _plain(entry.first(*_BODIES))]
        lines += [block[0], written, block[1]]
        prose += block
        size += len(block[0]) + len(block[1])
        if size > MAX_TEXT:
            break
    text = "\n".join(line for line in lines if line)
    return Reading(
        text=text[:MAX_TEXT],
        kind="feed",
        charset=charset,
        title=title,
        headline=title,
        article_title=title,
        author=_plain(feed.first("author", "creator", "managingeditor"))[:500],
        publisher=_plain(feed.first("publisher"))[:200] or title[:200],
        language=page_language(feed.first("language"), text),
        canonical_url=_address(feed.first("link")),
        published=iso_date(feed.first(*_PUBLISHED)),
        modified=iso_date(feed.first(*_MODIFIED)),
        prose="\n".join(line for line in prose if line)[:MAX_TEXT],
        replacements=replacements,
        truncated=max(size, len(text)) > MAX_TEXT,
    )


def _plain(words: str) -> str:
    return storable(fragment_text(words))


def _address(link: str) -> str | None:
    return storable(link)[:2000] if re.match(r"https?://[^\s/]", link) else None
