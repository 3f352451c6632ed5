"""Corrections that a publisher declares on the page itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.text.normalize import fold


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration; `label` is correction, apology, retraction, editors_note or update."""

    label: str
    start: int
    end: int
    quote: str


# Each stands where declarations stand: in brackets, at the start of a line, or as a set phrase.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "retraction",
        re.compile(
            r"[【［\[〈《](?:論文|記事)?(?:撤回|取り?消し)(?:[^】］\]〉》\n]{0,20})[】］\]〉》]"
            r"|^[\s*＊※]{0,8}(?:RETRACTED|Retraction|Retraction note)\s?[:：]"
            r"|\bThis (?:article|paper|story|report) (?:has been|was|is) (?:retracted"
            r"|withdrawn)\b"
            r"|(?:この|本)(?:記事|論文|報道)(?:は|を)(?:撤回|取り消)",
            re.MULTILINE,
        ),
    ),
    (
        "apology",
        re.compile(
            r"お詫びして(?:訂正|修正)|おわびして(?:訂正|修正)|訂正して(?:お詫び|おわび)"
            r"|(?:お詫び|おわび)と訂正|訂正と(?:お詫び|おわび)"
        ),
    ),
    (
        "correction",
        re.compile(
            r"[【［\[〈《〔（(](?:一部)?(?:訂正"
            r"|修正)(?:[^】］\]〉》〕）)\n]{0,20})[】］\]〉》〕）)]"
            r"|^[\s*＊※]{0,8}(?:Corrections?|Correction note|Correction appended|CORRECTIONS?)"
            r"(?:\s?\([^)\n]{0,40}\))?\s?[:：—]"
            r"|^[\s*＊※◆●■]{0,8}(?:訂正|修正)\s?[:：]"
            r"|[※＊][^。\n]{0,60}(?:訂正|修正)し(?:まし|てい)"
            r"|(?:記事|本文|見出し|表記|文中)[^。\n]{0,30}誤り(?:が(?:あり|ござい)|でし)"
            r"|\b[Aa](?:n earlier|n original| previous|n older) version of (?:this|the|our)"
            r" (?:\w+ )?(?:article|story|report|post|piece|headline|column|page|chart|caption)\b"
            r"|\bThis (?:article|story|post|report|piece) (?:has been|was)"
            r" (?:corrected|amended|updated to (?:correct|clarify|fix))\b"
            r"|^[\s*＊※]{0,8}Clarifications?\s?[:：—]|\b[Ww]e (?:regret"
            r"|apologi[sz]e for) the error",
            re.MULTILINE,
        ),
    ),
    (
        "editors_note",
        re.compile(r"^[\s*＊※【［\[]{0,8}(?:Editor[’']s [Nn]ote|編集部注|編集注)", re.MULTILINE),
    ),
)
# News of the day, no confession: told to people, never a reason to doubt what was said before.
_UPDATE = re.compile(
    r"[【［\[〈《〔（(](?:追記|更新|加筆)(?:[^】］\]〉》〕）)\n]{0,20})[】］\]〉》〕）)]"
    r"|^[\s*＊※◆●■]{0,8}追記\s?[:：（(]|^[\s*＊※]{0,8}(?:UPDATED?"
    r"|Updated?)(?:\s?\([^)\n]{0,40}\))?\s?[:：—]"
    r"|\bThis (?:article|story|post|report|piece) (?:has been|was) updated (?:with|to (?:include"
    r"|add))\b",
    re.MULTILINE,
)
# A label of its own each; `update` is no correction.
_ALL = (*_PATTERNS, ("update", _UPDATE))


# Every declaration holds one of these; most pages hold none, and the patterns are slow.
# fmt: off
_STEMS = (
    "撤回", "取消", "取り消", "訂正", "修正", "誤り", "詫び", "おわび", "編集部注", "編集注",
    "追記", "更新", "加筆", "orrect", "CORRECT", "arif", "etract", "RETRACT", "withdrawn",
    "amended", "pdate", "UPDATE", "version of", "regret", "apolog", "Note", "note",
)
# fmt: on


_OF_ITSELF = re.compile(
    r"\b(?:this|the) (?:article|story|post|report|piece|paper)\b|earlier version"
    r"|(?:この|本)(?:記事|論文|報道)|お詫び|おわび",
    re.IGNORECASE,
)


def declared_corrections(text: str) -> tuple[Declared, ...]:
    """Return what the page declares, in order; `start:end` are code points of `text`.

    `quote` is the line the declaration stands in, at most 300 characters.
    """
    if not any(stem in text for stem in _STEMS):
        return ()
    found = [
        Declared(label, match.start(), match.end(), _line_at(text, match.start()))
        for label, pattern in _ALL
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(found, key=lambda declared: declared.start))


def page_labels(*, title: str, prose: str, text: str) -> tuple[str, ...]:
    """Return the labels a page declares of itself, each once, sorted.

    A headline in a ranking or a list of links declares another page: outside of title and prose
    only a sentence that speaks of “this article” counts.
    """
    own = {declared.label for declared in declared_corrections(f"{title}\n{prose}")}
    said = {
        declared.label
        for declared in declared_corrections(text)
        if _OF_ITSELF.search(declared.quote)
    }
    return tuple(sorted(own | said))


def correction_labels(text: str) -> tuple[str, ...]:
    """Return the labels of all corrections in `text`, each once, sorted; updates are none."""
    labels = {declared.label for declared in declared_corrections(text)}
    return tuple(sorted(labels - {"update"}))


def newly_declared(before: str, after: str) -> tuple[Declared, ...]:
    """Return what `after` declares and `before` did not, in order; positions are of `after`.

    A declaration that only moved, or changed in width or spaces, is not new.
    """
    known = {(old.label, fold(old.quote).text) for old in declared_corrections(before)}
    return tuple(
        new for new in declared_corrections(after) if (new.label, fold(new.quote).text) not in known
    )


def _line_at(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[max(start, position - 100) : len(text) if end < 0 else end]
    return line.strip()[:300]
