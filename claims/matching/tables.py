"""The tables beside this file, read once: names and metonyms, offices, opposites, synonyms."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
_KANJI: Final = "一-龥々〆"
_PRONOUNS: Final = "彼私僕俺"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One pattern over all surface forms of a table, and what each form stands for."""

    pattern: re.Pattern[str]
    meanings: dict[str, str]
    stems: tuple[tuple[str, str], ...] = ()

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, meaning), the longest form first, never overlapping."""
        for match in self.pattern.finditer(text):
            meaning = self._meaning(match.group())
            if meaning:
                yield match.start(), match.end(), meaning

    def _meaning(self, form: str) -> str:
        known = self.meanings.get(form) or self.meanings.get(form.lower())
        if known:
            return known
        lowered = form.lower()
        return next((to for stem, to in self.stems if lowered.startswith(stem)), "")


@functools.lru_cache(maxsize=2)
def gazetteer(language: str) -> Lexicon:
    """Return countries, bodies, towns and public figures; a capital means ``XX@``."""
    forms: dict[str, str] = {}
    column = 2 if language == "ja" else 1
    for row in _rows("gazetteer.tsv"):
        for form in filter(None, row[column].split("|")):
            forms.setdefault(form, row[0])
        for form in filter(None, row[column + 2].split("|")):
            forms.setdefault(form, row[0] + "@")
    if language == "ja":
        forms = {form: to for form, to in forms.items() if len(form) > 1}
        return Lexicon(re.compile(_any_of(forms, _bounded_ja)), forms)
    plural = {f"{form}s": to for form, to in forms.items() if form.endswith(("an", "i", "er"))}
    forms = plural | forms
    return Lexicon(re.compile(rf"(?<![\w.])(?:{_any_of(forms, re.escape)})(?![\w])"), forms)


@functools.lru_cache(maxsize=1)
def country_signs() -> dict[str, str]:
    """Return the one-character names Japanese headlines use: 米, 露, 北."""
    return {
        form: row[0]
        for row in _rows("gazetteer.tsv")
        for form in row[2].split("|")
        if len(form) == 1
    }


@functools.lru_cache(maxsize=2)
def offices(language: str) -> Lexicon:
    """Return who acts by office or trade: police, mayor, 検察, 知事."""
    forms = {
        form.replace("_", " "): row[0]
        for row in _rows("roles.tsv")
        for form in row[2 if language == "ja" else 1].split()
    }
    return _lexicon(forms, (), language)


@functools.lru_cache(maxsize=2)
def opposites(language: str) -> Lexicon:
    """Return words with an opposite; a meaning is ``axis:value``."""
    forms: dict[str, str] = {}
    stems: list[tuple[str, str]] = []
    for axis, value, english, japanese in _rows("opposites.tsv"):
        meaning = f"{axis.partition(':')[0]}:{value}"
        for form in (japanese if language == "ja" else english).split():
            if form.endswith("*"):
                stems.append((form[:-1].replace("_", " "), meaning))
            else:
                forms.setdefault(form.replace("_", " "), meaning)
    stems.sort(key=lambda pair: -len(pair[0]))
    return _lexicon(forms, tuple(stems), language)


@functools.lru_cache(maxsize=1)
def axis_kinds() -> dict[str, str]:
    """Return of every axis whether it is contrary (c), complementary (x) or converse (v)."""
    kinds = (row[0].partition(":") for row in _rows("opposites.tsv"))
    return {axis: kind for axis, _, kind in kinds}


@functools.lru_cache(maxsize=2)
def synonyms(language: str) -> Lexicon:
    """Return words that say the same thing; a meaning is the number of their line."""
    forms: dict[str, str] = {}
    stems: list[tuple[str, str]] = []
    for number, row in enumerate(_rows("synonyms.tsv")):
        for form in row[1 if language == "ja" else 0].split():
            if form.endswith("*"):
                stems.append((form[:-1].replace("_", " "), str(number)))
            else:
                forms.setdefault(form.replace("_", " "), str(number))
    stems.sort(key=lambda pair: -len(pair[0]))
    return _lexicon(forms, tuple(stems), language)


def _lexicon(forms: dict[str, str], stems: tuple[tuple[str, str], ...], language: str) -> Lexicon:
    if language == "ja":
        return Lexicon(re.compile(_any_of(forms, _bounded_ja)), forms)
    alternatives = [_any_of(forms, re.escape)] if forms else []
    alternatives += [rf"{re.escape(stem)}[\w]*" for stem, _ in stems]
    return Lexicon(
        re.compile(rf"\b(?:{'|'.join(alternatives)})(?![\w-])", re.IGNORECASE), forms, stems
    )


def _any_of(forms: dict[str, str], write: object) -> str:
    return "|".join(write(form) for form in sorted(forms, key=len, reverse=True))  # type: ignore[operator]


def _bounded_ja(form: str) -> str:
    """A single character is a word only where no other one touches it; katakana never half."""
    if len(form) == 1 and re.match(f"[{_KANJI}]", form):
        before = "" if form in _PRONOUNS else f"(?<![{_KANJI}])"
        return f"{before}{form}(?![{_KANJI}])"
    written = re.escape(form)
    if re.fullmatch(f"[{_KANJI}][ぁ-ん]", form):
        written = f"(?:(?<![{_KANJI}])|(?<=[大最超]))" + written
    if re.match("[ァ-ヴー]", form):
        written = "(?<![ァ-ヴー])" + written
    if re.match("[A-Za-z]", form):
        written = "(?<![A-Za-z])" + written
    if re.search("[ァ-ヴー]$", form):
        written += "(?![ァ-ヴー])"
    return written + "(?![A-Za-z])" if re.search("[A-Za-z]$", form) else written


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
