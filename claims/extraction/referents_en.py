"""English: he and she, "Mr Putin", "the company", the subject a clause shares with the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claims.extraction.aliases import Entity
from claims.extraction.names_en_words import ORG_HEAD
from claims.extraction.referents import Mention, Scene, short_names
from claims.extraction.wording import Fill

_SAID: Final = (
    "said|says|told|added|wrote|argued|warned|denied|claimed|announced|confirmed|insisted"
    "|acknowledged|testified|explained|noted|stressed|vowed|pledged|predicted|recalled|concluded"
)
_PRONOUN: Final = re.compile(
    rf"\A(?P<first>(?:[A-Z][a-z]+, )?)(?P<he>He|She|he|she)(?= [a-z])"
    rf"|\b(?P<mid>he|she)(?= (?:also |later )?(?:{_SAID})\b)|(?<=said )(?P<after>he|she)\b"
)
# Without one of these there is no pronoun; "the" must not count.
_HE: Final = re.compile("[Hh]e (?<![a-rt-z]he )|said s?he")
_COMPANY: Final = re.compile(
    r"\A(?P<the>The (?:company|firm|carmaker|airline|bank|retailer))(?= [a-z])"
)
_ROLE: Final = re.compile(
    r"(?P<role>(?:[A-Z][a-z]+ )?"
    r"(?:President|Prime Minister|Foreign Minister|Chancellor|Mayor|Governor)) \Z"
)
_LATER_ROLE: Final = re.compile(
    r"\b[Tt]he (?P<role>(?:[A-Z][a-z]+ )?"
    r"(?:president|prime minister|foreign minister|chancellor|mayor|governor))"
    r"(?= [a-z]+(?:ed|s|d)\b| said)"
)
_MR: Final = re.compile(r"(?:Mr|Mrs|Ms|Dr)\.? \Z")
_NO_COMPANY: Final = ORG_HEAD | {
    "Police", "Party", "Congress", "Senate", "Parliament", "Government", "Nations", "Union",
}  # fmt: skip
_STATE: Final = frozenset(
    {"un", "eu", "nato", "who", "imf", "icc", "iaea", "whitehouse", "kremlin"}
)
_VERB: Final = (
    r"(?:[a-z]+ed|was|were|is|are|has|had|will|won|lost|fell|rose|made|took|gave|sent|built|sold"
    r"|bought|cut|put|left|held|met|began|became|came|went|paid|spent|fought|found|said|told|shut)"
)
_BARE_VERB: Final = re.compile(rf"{_VERB}\b")
_SUBJECT: Final = re.compile(
    r"(?P<who>(?:The|A|An) (?:[a-z-]+ ){0,2}[a-z]+|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4})"
    rf" (?={_VERB}\b)"
)


def fills(
    text: str, start: int, end: int, masked: str, mentions: Sequence[Mention], scene: Scene
) -> list[Fill]:
    """Return the fills of one sentence and move the scene on. ``masked``: quotations blanked."""
    found: list[Fill] = []
    for match in _PRONOUN.finditer(masked) if _HE.search(masked) else ():
        group = match.lastgroup or "he"
        first = match.start(group)
        persons = _persons_before(start + first, mentions, scene)
        if len(persons) == 1:
            at = start + first
            found.append(Fill(at, at + len(match[group]), match[group], persons[0].full, "pronoun"))
    company = _COMPANY.match(masked)
    bodies = scene.before(start, "organisation") if company else []
    if company and len(bodies) == 1 and _is_company(bodies[0]):
        found.append(
            Fill(start, start + company.end("the"), company["the"], bodies[0].full, "pronoun")
        )
    found += _roles(masked, start, scene)
    titles = {
        one.name.start: max(0, one.name.start - start - 40) + mr.start() + start
        for one in mentions
        if (mr := _MR.search(_ahead(masked, one.name.start - start)))
    }
    found += [
        Fill(one.start, one.end, text[one.start : one.end], one.put, one.why)
        for one in short_names(mentions, titles)
        if masked[one.end - 1 - start] == text[one.end - 1]
    ]
    _note_roles(masked, start, mentions, scene)
    scene.note(mentions)
    return found


def _persons_before(at: int, mentions: Sequence[Mention], scene: Scene) -> list[Entity]:
    """Persons of the paragraph before an offset, those of the present sentence included."""
    found = scene.before(at, "person")
    for one in mentions:
        if one.name.end <= at and one.entity.kind == "person" and one.entity not in found:
            found.append(one.entity)
    return found


def _ahead(masked: str, at: int) -> str:
    """The few words before a name; the whole sentence would cost its length for each."""
    return masked[max(0, at - 40) : at]


def _is_company(entity: Entity) -> bool:
    if entity.listed is not None and entity.listed.id in _STATE:
        return False
    return not _NO_COMPANY & set(entity.full.split())


def _note_roles(masked: str, start: int, mentions: Sequence[Mention], scene: Scene) -> None:
    for one in mentions:
        if one.entity.kind != "person":
            continue
        role = _ROLE.search(_ahead(masked, one.name.start - start))
        if role:
            scene.roles[role["role"].lower()] = one.entity


def _roles(masked: str, start: int, scene: Scene) -> list[Fill]:
    """The Russian president: only after "Russian President Vladimir Putin"."""
    found: list[Fill] = []
    for match in _LATER_ROLE.finditer(masked) if scene.roles else ():
        entity = scene.roles.get(match["role"].lower())
        if entity is not None:
            first, last = match.span()
            found.append(Fill(start + first, start + last, match.group(), entity.full, "pronoun"))
    return found


def shared_subject(masked: str, first: int, last: int) -> tuple[int, int] | None:
    """Return the span of the sentence's subject for its part that begins with a verb."""
    subject = _SUBJECT.match(masked)
    if subject is None or subject.end() >= first or not _BARE_VERB.match(masked, first, last):
        return None
    joint = masked[subject.end() : first]
    # Another clause in between may have a subject of its own.
    if re.search(r"\b(?:that|which|who|while|because|when|after|if)\b", joint) or "\u00b7" in joint:
        return None
    return subject.span("who")
