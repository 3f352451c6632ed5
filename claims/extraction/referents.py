"""Whom a sentence means: pronouns, 同氏 and 両国, short names, an unspoken subject.

Filled only where exactly one reading is left; anything else stays as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from claims.extraction.aliases import Entity
from claims.extraction.candidates import Name
from claims.extraction.gazetteer import NameKind
from claims.extraction.wording import Fill

_MANY: Final = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text with the entity it stands for."""

    name: Name
    entity: Entity


@dataclass(slots=True)
class Scene:
    """What one paragraph has named so far, and who its last sentence was about.

    ``topic`` is the phrase before は with its entity ("申源湜国防相"), None when it was no name.
    """

    block: int = -1
    named: dict[NameKind, dict[str, tuple[Entity, int]]] = field(default_factory=dict)
    topic: tuple[str, Entity] | None = None
    roles: dict[str, Entity] = field(default_factory=dict)

    def enter(self, block: int) -> None:
        """Begin a sentence; a new paragraph forgets whom the last one named."""
        if block != self.block:
            self.block, self.named, self.topic = block, {}, None

    def before(self, at: int, kind: NameKind) -> list[Entity]:
        """Return the entities of a kind named in this paragraph before an offset, each once.

        [] when there are too many for any of them to be meant.
        """
        known = self.named.get(kind, {})
        if len(known) > _MANY:
            return []
        return [entity for entity, end in known.values() if end <= at]

    def note(self, mentions: Sequence[Mention]) -> None:
        """Remember the names of the present sentence."""
        for one in mentions:
            known = self.named.setdefault(one.entity.kind, {})
            if len(known) <= _MANY:
                known.setdefault(one.entity.id, (one.entity, one.name.end))


def short_names(mentions: Sequence[Mention], titles: dict[int, int]) -> list[Fill]:
    """Return fills that put the full name of a person where a short one stands.

    ``titles`` maps the start of a name to the start of a title that gives way (Mr Putin).
    """
    fills: list[Fill] = []
    for one in mentions:
        name, entity = one.name, one.entity
        if entity.kind != "person" or len(entity.full) <= len(name.text):
            continue
        if name.text in entity.full and entity.start < name.start:
            first = titles.get(name.start, name.start)
            fills.append(Fill(first, name.end, "", entity.full, "name"))
    return fills
