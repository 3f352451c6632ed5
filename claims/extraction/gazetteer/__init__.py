"""Known names: countries, capitals, offices, parties, public figures, in Japanese and English.

The table is our own (``countries.txt``, ``names.txt``); a desk adds a file of its own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

NameKind = Literal["person", "organisation", "place", "product", "event", "other"]
KINDS: Final[frozenset[str]] = frozenset(
    {"person", "organisation", "place", "product", "event", "other"}
)
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """One known thing. ``ja``/``en``: its names, the full one first.

    ``short``: names that count only beside a title or after the full one (surnames that are
    also words); ``adjectives``: "Russian"; ``letter``: the one-letter Japanese form (露).
    """

    id: str
    kind: NameKind
    ja: tuple[str, ...]
    en: tuple[str, ...]
    short: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    letter: str = ""


class BadNameList(ValueError):
    """A line of a name list cannot be read; the message names the line."""


class Gazetteer:
    """Entries by name, and one pattern per language that finds the longest names."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: Final = tuple(entries)
        self.by_ja: Final = _index((name, entry) for entry in self.entries for name in entry.ja)
        self.by_en: Final = _index((name, entry) for entry in self.entries for name in entry.en)
        self.by_adjective: Final = _index(
            (name, entry) for entry in self.entries for name in entry.adjectives
        )
        self.by_letter: Final = _index(
            (entry.letter, entry) for entry in self.entries if entry.letter
        )
        self.by_short: Final = _index(
            (name, entry) for entry in self.entries for name in entry.short
        )

    @functools.cached_property
    def ja_pattern(self) -> re.Pattern[str]:
        """Finds any Japanese name, the longest first; borders are the caller's matter."""
        return _alternatives(self.by_ja)

    @functools.cached_property
    def en_pattern(self) -> re.Pattern[str]:
        """Finds any English name as a whole word."""
        return re.compile(rf"(?<!\w)(?:{_alternatives(self.by_en).pattern})(?!\w)")

    def entry(self, name: str) -> Entry | None:
        """Return the entry a full or short name, an adjective or a letter stands for."""
        for index in (
            self.by_ja, self.by_en, self.by_short, self.by_adjective, self.by_letter
        ):  # fmt: skip
            if name in index:
                return index[name]
        return None

    def with_entries(self, entries: Iterable[Entry]) -> Gazetteer:
        """Return a gazetteer in which the given entries come before these."""
        return Gazetteer((*entries, *self.entries))


@functools.lru_cache(maxsize=1)
def own_gazetteer() -> Gazetteer:
    """Return the table that ships, read once."""
    return Gazetteer(
        (
            *_countries((_HERE / "countries.txt").read_text(encoding="utf-8")),
            *read_entries((_HERE / "names.txt").read_text(encoding="utf-8")),
        )
    )


@functools.lru_cache(maxsize=4)
def gazetteer_with(path: str) -> Gazetteer:
    """Return the shipped table with a desk's own list in front. Raises OSError, BadNameList."""
    return own_gazetteer().with_entries(read_entries(Path(path).read_text(encoding="utf-8")))


def read_entries(lines: str) -> list[Entry]:
    """Read lines ``id;kind;ja|ja;en|en`` (``#`` starts a comment). Raises BadNameList."""
    entries: list[Entry] = []
    for number, line in enumerate(lines.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split(";")]
        if len(fields) != 4 or fields[1] not in KINDS or not fields[0]:
            raise BadNameList(f"line {number}: expected id;kind;Japanese names;English names")
        kind: NameKind = fields[1]  # type: ignore[assignment]  # just checked against KINDS
        names = [_names(field) for field in fields[2:]]
        entries.append(
            Entry(
                id=fields[0],
                kind=kind,
                ja=tuple(name for name in names[0] if not name.endswith("!")),
                en=tuple(name for name in names[1] if not name.endswith("!")),
                short=tuple(name[:-1] for side in names for name in side if name.endswith("!")),
            )
        )
    return entries


def _countries(lines: str) -> list[Entry]:
    entries: list[Entry] = []
    for line in lines.splitlines():
        if not line or line.startswith("#"):
            continue
        code, ja, en, adjectives, capital_ja, capital_en, letter = line.split(";")
        entries.append(
            Entry(
                id=code,
                kind="place",
                ja=_names(ja),
                en=_names(en),
                adjectives=_names(adjectives),
                letter=letter,
            )
        )
        if capital_ja or capital_en:
            entries.append(
                Entry(f"{code}-capital", "place", _names(capital_ja), _names(capital_en))
            )
    return entries


def _names(field: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in field.split("|") if name.strip())


def _index(pairs: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
    index: dict[str, Entry] = {}
    for name, entry in pairs:
        index.setdefault(name, entry)
    return index


def _alternatives(index: dict[str, Entry]) -> re.Pattern[str]:
    """One pattern for all names, by shared beginnings: thousands of names cost one walk."""
    tree: dict[str, dict[str, Any]] = {}
    for name in index:
        branch = tree
        for mark in name:
            branch = branch.setdefault(mark, {})
        branch[""] = {}
    return re.compile(_branches(tree) or "(?!)")


def _branches(tree: dict[str, dict[str, Any]]) -> str:
    ends = "" in tree
    paths = [re.escape(mark) + _branches(tree[mark]) for mark in sorted(tree) if mark]
    if not paths:
        return ""
    joined = paths[0] if len(paths) == 1 and not ends else f"(?:{'|'.join(paths)})"
    return f"{joined}?" if ends else joined
