"""Which names of one article mean the same: full and short forms, acronyms, listed names.

A short form is led back only to the one full name it can mean; else it stands for itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from claims.extraction.gazetteer import Entry, Gazetteer, NameKind

_SPLIT: Final = re.compile(r"[\s・＝]+")
_PARTICLES: Final = frozenset({"von", "der", "van", "de", "la", "bin", "al", "da", "di"})
_SHARED: Final = 4
_LATIN: Final = re.compile("[A-Za-z]")


@dataclass(slots=True, eq=False)
class Entity:
    """One person, body or place of the article; ``id`` is the span of its first full mention."""

    id: str
    kind: NameKind
    full: str
    start: int
    forms: set[str] = field(default_factory=set)
    listed: Entry | None = None


class Aliases:
    """The entities of one article in the order of their mention."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.entities: list[Entity] = []
        self._by_form: dict[str, list[Entity]] = {}
        self._by_entry: dict[str, Entity] = {}
        self._by_id: dict[str, Entity] = {}

    def link(self, name: str, kind: NameKind, start: int, end: int) -> Entity:
        """Return the entity a mention stands for, a new one when nothing earlier fits."""
        candidates = [one for one in self._by_form.get(name, []) if _agree(one.kind, kind)]
        if len(candidates) == 1:
            return candidates[0]
        entry = self._gazetteer.by_ja.get(name) or self._gazetteer.by_en.get(name)
        if entry is not None and entry.id in self._by_entry:
            known = self._by_entry[entry.id]
            self._learn(known, name)
            return known
        longer = self._extended(name, kind) if len(candidates) == 0 else None
        if longer is not None:
            longer.full = name
            self._learn(longer, name)
            return longer
        entity = Entity(f"{start}-{end}", kind, name, start, listed=entry)
        self.entities.append(entity)
        self._by_id[entity.id] = entity
        if entry is not None:
            self._by_entry[entry.id] = entity
        self._learn(entity, name)
        return entity

    def by_id(self, entity_id: str) -> Entity | None:
        """Return the entity of an id."""
        return self._by_id.get(entity_id)

    def add_form(self, entity: Entity, form: str) -> None:
        """Let a further form, such as an acronym in brackets, stand for an entity."""
        self._note(entity, form)

    def of(self, name: str) -> Entity | None:
        """Return the one entity a form stands for, or None where it is unknown or ambiguous."""
        known = self._by_form.get(name, [])
        return known[0] if len(known) == 1 else None

    def _extended(self, name: str, kind: NameKind) -> Entity | None:
        """習氏 before 習近平氏, "Kuleba" before "Dmytro Kuleba": the full name comes later."""
        if kind != "person":
            return None
        for form in _short_forms(name, kind):
            known = [one for one in self._by_form.get(form, []) if one.full == form]
            if len(known) == 1 and known[0].kind == "person" and len(form) > 1:
                return known[0]
        return None

    def _learn(self, entity: Entity, name: str) -> None:
        self._note(entity, name)
        for form in _short_forms(name, entity.kind):
            self._note(entity, form)

    def _note(self, entity: Entity, form: str) -> None:
        entity.forms.add(form)
        known = self._by_form.setdefault(form, [])
        # A form four share already means nobody; more would only cost time.
        if len(known) < _SHARED and entity not in known:
            known.append(entity)


def _agree(one: NameKind, other: NameKind) -> bool:
    return one == other or "other" in (one, other)


def _short_forms(name: str, kind: NameKind) -> list[str]:
    """Return what a full name is shortened to in news prose."""
    if kind != "person":
        return []
    parts = [part for part in _SPLIT.split(name) if part]
    if len(parts) > 1:
        last = parts[-1]
        if _LATIN.match(name):
            # Kim Jong Un is "Kim": Korean and Chinese names begin with the family's.
            family = [parts[0]] if parts[0] in _FAMILY_FIRST else [last]
            at = len(parts) - 1
            while at > 1 and parts[at - 1].lower() in _PARTICLES:
                at -= 1
            joined = " ".join(parts[at:])
            return [*family, joined] if joined != last else family
        return [last]
    if re.fullmatch("[一-龥々]{3,5}", name):
        # Two letters are the common family name, one the Korean or Chinese.
        return [name[:2], name[:1]] if len(name) != 3 else [name[:1], name[:2]]
    return []


_FAMILY_FIRST: Final = frozenset(
    [
        "Kim",
        "Lee",
        "Yi",
        "Park",
        "Choi",
        "Jung",
        "Moon",
        "Yoon",
        "Shin",
        "Xi",
        "Li",
        "Wang",
        "Zhang",
        "Chen",
        "Liu",
        "Hu",
        "Jiang",
        "Han",
        "Zhao",
        "Wu",
        "Ma",
        "Cho",
        "Kang",
        "Song",
        "Jang",
        "Lim",
        "Nguyen",
        "Tran",
        "Le",
        "Pham",
    ]
)
