"""Names of persons, bodies, places and products; within one article each knows its entity."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from claims.extraction.aliases import Aliases, Entity
from claims.extraction.candidates import Name
from claims.extraction.gazetteer import Gazetteer, NameKind, own_gazetteer
from claims.extraction.names_en import find_english
from claims.extraction.names_ja import SHORT, find_japanese, trimmed, without_overlaps

_ACRONYM: Final = re.compile("[ ]?[（(](?P<form>[A-Z][A-Za-z0-9&-]{1,9})[）)]")
_IN_FULL: Final = re.compile("[（(](?P<form>[一-龥ァ-ヴー]{4,24})[）)]")
_FOUND = tuple[int, int, NameKind]
#: Spans a tagger found, by the start of the sentence they stand in.
Tagged = Mapping[int, Sequence[_FOUND]]


class NameReader:
    """Reads one document in order: what was named once is known afterwards."""

    def __init__(
        self, language: str, *, gazetteer: Gazetteer | None = None, tagged: Tagged | None = None
    ) -> None:
        self._japanese = language == "ja"
        self._gazetteer = gazetteer or own_gazetteer()
        self._tagged = tagged or {}
        self._words: set[str] = set()
        self.aliases = Aliases(self._gazetteer)

    def read(self, text: str, start: int, end: int) -> tuple[Name, ...]:
        """Return the names in text[start:end], in order, each with its exact span and entity."""
        names: list[Name] = []
        for first, last, kind in self._spans(text, start, end):
            name = text[first:last]
            known = self.aliases.of(name)
            entity = self.aliases.link(name, kind, first, last)
            if kind == "other" and known is not None:
                kind = known.kind
            self._bracketed(text, last, end, entity)
            names.append(Name(name, first, last, kind, entity.id))
            if not self._japanese:
                self._words.update(part for part in name.split() if part[0].isupper())
        return tuple(names)

    def _spans(self, text: str, start: int, end: int) -> list[_FOUND]:
        if not self._japanese:
            return find_english(text, start, end, self._gazetteer, self._words)
        found = find_japanese(text, start, end, self._gazetteer)
        for match in SHORT.finditer(text, start, end):
            known = self.aliases.of(match["name"])
            if known is not None and known.kind == "person":
                found.append((*match.span("name"), "person"))
        persons = [one for one in found if one[2] == "person"]
        for tagged in self._tagged.get(start, ()):
            # A title or the list is surer of a person than the tagger of anything else there.
            found += [
                one
                for one in trimmed(text, tagged)
                if one[2] == "person"
                or not any(one[0] < known[1] and known[0] < one[1] for known in persons)
            ]
        return without_overlaps(found)

    def _bracketed(self, text: str, last: int, end: int, entity: Entity) -> None:
        """国際刑事裁判所（ICC）: from here on ICC is the court."""
        match = _ACRONYM.match(text, last, end) or _IN_FULL.match(text, last, end)
        if match is None or entity.kind not in ("organisation", "other"):
            return
        form = match["form"]
        if form.isascii() == entity.full.isascii() and not _initials(entity.full, form):
            return
        self.aliases.add_form(entity, form)


def _initials(full: str, form: str) -> bool:
    """Whether an English acronym can stand for the words of a name."""
    if not full.isascii():
        return False
    letters = "".join(word[0] for word in re.findall("[A-Za-z]+", full)).upper()
    wanted = iter(letters)
    return all(letter in wanted for letter in form.upper() if letter.isalpha())


def find_names(text: str, start: int, end: int, *, language: str) -> tuple[Name, ...]:
    """Return names in text[start:end], read alone, in order, each with its exact span."""
    return NameReader(language).read(text, start, end)
