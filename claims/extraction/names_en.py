"""English names by rules: runs of capitalised words, what stands before them, how they end."""

from __future__ import annotations

import re
from typing import Final

from claims.extraction.gazetteer import Gazetteer, NameKind
from claims.extraction.names_en_words import (
    COMPANY,
    EVENT_END,
    EVENT_HEAD,
    FIRST,
    NEVER,
    OF_HEAD,
    ORG_END,
    ORG_HEAD,
    PERSON_TITLE,
    PLACE_END,
    PLACE_HEAD,
    PRODUCT_HEAD,
    TITLE,
    WATER,
)

_WORD: Final = (
    r"(?:(?:[A-Z]\.){2,}|[A-Z]\.(?= ?[A-Z])|(?:St|Mt|Ft)\.|[A-Z][^\W\d_]*[0-9]*"
    r"(?:[-'’](?!s\b)[^\W\d_]+)*(?:-[0-9]+[A-Z]?)?|[a-z]{1,2}[A-Z][a-z]+)"
)
_GLUE: Final = (
    r"(?: of the | of | de la | de | del | di | da | von der | von | van der | van | bin | al-"
    r"| & | )"
)
_RUN: Final = re.compile(rf"(?<![\w@#/]){_WORD}(?:{_GLUE}{_WORD}){{0,7}}")
_WIDE_HEAD: Final = (
    "Ministry|Department|Office|Committee|Institute|Center|Centre|School|Board|Bureau"
    "|Commission"
    "|Agency|Association|Society|Organization|Organisation|Council|Federation|Academy"
    "|Faculty"
)
_WIDE: Final = re.compile(
    rf"(?:[A-Z][\w.]+ ){{0,3}}(?:{_WIDE_HEAD}) (?:of|for|on) (?:the )?{_WORD}"
    rf"(?:(?:, | and |, and | of | of the | for | ){_WORD}){{0,6}}"
)
_SAID_AFTER: Final = re.compile(
    r",? (?:said|says|told|added|wrote|argued|warned|who|whose|[0-9]{2},|an? |the (?:head|chief|"
    r"director|president|minister|author|founder|leader))"
)
_SAID_BEFORE: Final = re.compile(
    r"(?:said|says|told|asked|named|by|with|and|met|son|wife|husband) \Z"
)
_IN_BEFORE: Final = re.compile(r"\b(?:in|near|to|from|at|outside|across|of) \Z")
_MODEL: Final = re.compile(
    r"(?:[A-Z]{1,4}-[0-9]{1,4}[A-Z]?|[A-Z][a-z]+-[0-9]{1,4}|[a-z]{1,2}[A-Z][a-z]+)\Z"
)
_TRAILING_NUMBER: Final = re.compile(r" [0-9]{1,4}(?![\w,.%])")

_OF: Final = re.compile(r"(?P<before>[\w.'’-]+) of (?:the )?")

_SMALL: Final = frozenset({"of", "the", "and"})
_NO_EDGE: Final = NEVER | _SMALL
_NO_NAME: Final = ORG_END | PLACE_END | EVENT_END
_TOKEN: Final = re.compile(r"[^\s,]+")
_POINTED: Final = re.compile(r"(?:[A-Z]\.){2,}|Inc\.|Co\.|Corp\.|Ltd\.|Jr\.")

Found = tuple[int, int, NameKind]


def find_english(
    text: str, start: int, end: int, gazetteer: Gazetteer, known: frozenset[str] | set[str]
) -> list[Found]:
    """Return names in text[start:end] as (start, end, kind), in order.

    ``known`` holds words that were part of a name earlier in the document: at the start of a
    sentence only those, listed names and runs of several words are believed.
    """
    found: list[Found] = []
    at = start
    while (match := _RUN.search(text, at, end)) is not None:
        wide = _WIDE.match(text, match.start(), end)
        last = wide.end() if wide and wide.end() > match.end() else match.end()
        at = max(last, match.start() + 1)
        for first, stop in _pieces(text, match.start(), last, gazetteer):
            one = _judged(text, first, stop, start, gazetteer, known)
            if one:
                found.append(one)
    return found


def _pieces(text: str, first: int, last: int, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Cut a run at an "of" that joins two names ("Susan Clark of Stanford University")."""
    pieces: list[tuple[int, int]] = []
    begin = first
    whole = text[first:last]
    if " of " in whole and whole not in gazetteer.by_en:
        for match in _OF.finditer(text, first, last):
            if match["before"] not in OF_HEAD:
                pieces.append((begin, match.end("before")))
                begin = match.end()
    return [*pieces, (begin, last)]


def _judged(
    text: str,
    first: int,
    last: int,
    sentence: int,
    gazetteer: Gazetteer,
    known: frozenset[str] | set[str],
) -> Found | None:
    """Strip what is no part of the name and say what kind it is; None when it is no name."""
    whole = text[first:last]
    listed = gazetteer.by_en.get(whole)
    if listed is not None and not (first == sentence and whole in NEVER):
        lead = 4 if whole.startswith("The ") and whole != "The Hague" else 0
        return first + lead, last, listed.kind
    opening = first == sentence or text[max(sentence, first - 2) : first].endswith(("“", '"'))
    tokens = _bare(_tokens(text, first, last))
    kind = _by_words([token[2] for token in tokens])
    titled = False
    if kind is None:
        tokens, titled = _without_titles(tokens, gazetteer)
        tokens = _bare(tokens)
    if not tokens:
        return None
    first, last = tokens[0][0], _end(text, tokens[-1])
    name = text[first:last]
    listed = gazetteer.by_en.get(name) or gazetteer.by_short.get(name)
    if listed is not None:
        return first, last, listed.kind
    if titled:
        return (first, last, "person") if len(name) > 1 else None
    if len(tokens) == 1:
        return _one_word(text, first, last, opening, known, gazetteer)
    parts = [token[2] for token in tokens]
    return first, last, kind or _several_words(text, first, last, parts, gazetteer)


def _bare(tokens: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Drop words at either end that are no part of a name."""
    kept = list(tokens)
    while kept and kept[0][2] in _NO_EDGE:
        kept.pop(0)
    while kept and kept[-1][2] in _NO_EDGE:
        kept.pop()
    return kept


def _end(text: str, token: tuple[int, int, str]) -> int:
    """Where a name ends: with the point of an abbreviation, without that of a sentence."""
    last = token[1]
    if text[last - 1] == "." and not _POINTED.fullmatch(token[2]):
        last -= 1
    if token[2] in COMPANY and text[last : last + 2] in (". ", ".,"):
        last += 1
    return last


def _one_word(
    text: str,
    first: int,
    last: int,
    opening: bool,
    known: frozenset[str] | set[str],
    gazetteer: Gazetteer,
) -> Found | None:
    word = text[first:last]
    if word in gazetteer.by_adjective or word in TITLE or len(word.strip(".")) < 2:
        return None
    if _MODEL.match(word):
        tail = _TRAILING_NUMBER.match(text, last) if word in PRODUCT_HEAD else None
        return first, tail.end() if tail else last, "product"
    if word in known:
        return first, last, "other"
    if word.isupper():
        return (first, last, "organisation") if 2 < len(word) < 8 else None
    if opening or word in _NO_NAME:
        return None
    place = _IN_BEFORE.search(text, max(0, first - 12), first)
    return first, last, "place" if place else "other"


def _several_words(
    text: str, first: int, last: int, tokens: list[str], gazetteer: Gazetteer
) -> NameKind:
    if tokens[0] in FIRST and len(tokens) <= 4:
        return "person"
    if len(tokens) > 3 or tokens[0] in gazetteer.by_adjective:
        return "other"
    before = text[max(0, first - 10) : first]
    if _SAID_AFTER.match(text, last) or _SAID_BEFORE.search(before):
        return "person"
    if _IN_BEFORE.search(before) and not before.endswith("of "):
        return "place"
    plain = all(one[1:].islower() or "." in one for one in tokens)
    return "person" if plain and not before.endswith(("the ", "The ")) else "other"


def _by_words(tokens: list[str]) -> NameKind | None:
    last, head = (tokens[-1], tokens[0]) if tokens else ("", "")
    if len(tokens) > 1:
        if head in EVENT_HEAD or last in EVENT_END:
            return "event"
        if head in ORG_HEAD or (last in ORG_END and head not in PLACE_HEAD):
            return "organisation"
        if head in WATER and "of" in tokens:
            return "place"
        if any(token in ORG_HEAD for token in tokens) and ("of" in tokens or "for" in tokens):
            return "organisation"
        if last in PLACE_END or head in PLACE_HEAD:
            return "place"
        if _MODEL.match(last) or head in PRODUCT_HEAD:
            return "product"
    return None


def _without_titles(
    tokens: list[tuple[int, int, str]], gazetteer: Gazetteer
) -> tuple[list[tuple[int, int, str]], bool]:
    """Drop "Russian President" from the front; say whether there was a title."""
    titled = False
    rest = list(tokens)
    while len(rest) > 1:
        word = rest[0][2]
        if word in TITLE:
            titled = titled or word in PERSON_TITLE
        elif word in ("of", "the") and titled:
            # Secretary of State, Minister of Defence: the office goes with the title.
            rest.pop(0)
            if len(rest) < 2:
                break
        elif word not in gazetteer.by_adjective and not (
            len(rest) > 2 and word in gazetteer.by_en and rest[1][2] in TITLE
        ):
            break
        rest.pop(0)
    return rest, titled


def _tokens(text: str, first: int, last: int) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text, first, last)]
