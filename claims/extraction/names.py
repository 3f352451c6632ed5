"""Names by cheap rules: a title beside them, or a run of capitalised words."""

from __future__ import annotations

import re

from claims.extraction.candidates import Name
from claims.extraction.folding import words

_TITLE_JA = (
    "氏|さん|大統領|首相|外相|国防相|財務相|総書記|国家主席|主席|書記長|総裁|総理|長官"
    "|大臣|知事|市長|町長|村長|議員|議長|会長|社長|教授|博士|監督|選手|報道官"
    "|司令官|大使|容疑者|被告|弁護士|記者|代表|委員長|局長|部長|国王|女王|皇太子|法王|教皇|事務総長"
)
_NAME_JA = re.compile(
    "(?P<name>[ァ-ヴー]{1,12}(?:[・＝][ァ-ヴー]{1,12}){1,3}|[ァ-ヴー]{2,12}"
    "|[一-龥々]{2,5}|[A-Z][A-Za-z]{1,15}(?: [A-Z][A-Za-z]{1,15}){0,2})"
    f"(?:[米露英仏独伊中韓前元新現副]{{0,2}})(?:{_TITLE_JA})(?![一-龥])"
)
_OFFICE = re.compile("党|省|庁|局|委員|国際|政治|[ァ-ヴー]*(?:メディア|スポーツ)\\Z")
_NO_NAME = re.compile(
    "\\A(?:[一-龥]{0,3}(?:副|元|前|現|新|各|両|同|歴代|最高|米国?|[一-龥]国|政府|国会"
    "|衆院|参院|与党|野党|共同|外務|国防|総務|財務|官房|警察|検察|州|県|市|区|町|村|社"
    "|党|軍|省|庁))\\Z"
)
_LEADS = re.compile(
    "\\A(?:韓国|中国|米国|北朝鮮|日本|英国|露|米|英|独|仏|前|元|現|故)(?=[一-龥]{2,4}\\Z)"
)
_WORD = r"(?:[A-Z][a-zà-öø-ÿ]+(?:[-'’][A-Z]?[a-zà-öø-ÿ]+)*|[A-Z]\.|[A-Z]{2,6})"
_NAME_EN = re.compile(rf"\b{_WORD}(?: (?:of |de |von |van |bin |al-)?{_WORD}){{0,5}}")
_NOT_FIRST = words(
    "The A An He She It They We I You This That These Those There Here His Her Their Our "
    "Its My In On At By "
    "For From To With After Before When While Since Until As If Although Though But And "
    "Or So Yet However Now "
    "What Who Why How Where Which No Not One Two Three Many Most Some Several All Both "
    "Each Every Another Under "
    "Over During Despite Last Next According Monday Tuesday Wednesday Thursday Friday "
    "Saturday Sunday January "
    "February March April May June July August September October November December Is "
    "Are Was Were Yes"
)


def find_names(text: str, start: int, end: int, *, language: str) -> tuple[Name, ...]:
    """Return names in text[start:end], in order, each with its exact span."""
    if language == "ja":
        return _japanese(text, start, end)
    return _english(text, start, end)


def _japanese(text: str, start: int, end: int) -> tuple[Name, ...]:
    found: list[Name] = []
    for match in _NAME_JA.finditer(text, start, end):
        first, last = match.span("name")
        name = match["name"]
        lead = _LEADS.match(name)
        if lead:
            first += lead.end()
            name = text[first:last]
        if len(name) < 2 or _NO_NAME.match(name) or _OFFICE.search(name):
            continue
        found.append(Name(name, first, last))
    return tuple(found)


def _english(text: str, start: int, end: int) -> tuple[Name, ...]:
    found: list[Name] = []
    for match in _NAME_EN.finditer(text, start, end):
        first, last = match.span()
        words = text[first:last].split(" ")
        while words and words[0] in _NOT_FIRST:
            first += len(words[0]) + 1
            words = words[1:]
        while words and words[-1] in _NOT_FIRST:
            last -= len(words[-1]) + 1
            words = words[:-1]
        # One capitalised word at the start of a sentence may be any word.
        if not words or (len(words) == 1 and (first == start or len(words[0]) < 3)):
            continue
        found.append(Name(text[first:last], first, last))
    return tuple(found)
