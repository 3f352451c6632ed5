"""Who and where: known names in Japanese and English, offices, other names; and who acts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from claims.extraction.folding import words
from claims.extraction.names import find_names
from claims.matching.tables import country_signs, gazetteer, offices, synonyms

Kind = Literal["known", "office", "named", "loan"]

_SIGNS: Final = "米英露仏独伊豪韓中日北印比西台越蘭"
_PAIRS: Final = re.compile(
    f"(?<![一-龥])[{_SIGNS}]{{2,5}}(?=[一-龥]{{0,4}}(?:首脳|両国|間|関係|軍|の|は|が|と|会談|協議|、))"
)
_SIGN: Final = re.compile(
    "(?<=[対駐訪反親在])(?P<a>[米英露仏独伊豪韓中日北印台])(?![一-龥々]*[本心日])"
    "|(?<![一-龥々])(?P<b>[米英露仏独伊豪韓北])(?=軍|政府|大統領|首相|外相|国防|側|当局|メディア"
    "|紙|企業|議会|代表|大使|外務|財務|空軍|海軍|陸軍|兵|主導|製|産|系|国営|外交|政権"
    "|(?:は|が))"
    "|(?<![一-龥々])(?P<c>[米英露仏独伊豪])(?=[ァ-ヴー]{2})"
)
#: Another office than the one it stands before: 副社長, the deputy minister.
_DEPUTY: Final = re.compile(r"(?:副|\b(?:vice|deputy)[ -])\Z", re.IGNORECASE)
_NO_SIGN_NEXT: Final = frozenset("中日")
_LOAN: Final = re.compile("[ァ-ヴー]{2,}(?:[・＝][ァ-ヴー]{2,})*")
_ORGAN_JA: Final = re.compile(
    "[一-龥々ァ-ヴーA-Za-z]{1,10}?(?:党|省|庁|県|市|町|村|区|州|大学|銀行|新聞|テレビ|電力|自動車|製作所|工業|建設|商事|証券|航空"
    "|鉄道)(?![一-龥々])"
)
_PARTICLE: Final = re.compile(
    "(?:[一-龥々ァ-ヴーA-Za-z・]{0,10}|の[一-龥々ァ-ヴー]{1,6})(?:さん|たち|ら)?(?:[（(][^）)]{0,20}[）)])?"
    "(?P<p>によって|により|によると|から|より|は|が|も|を|に|へ|と|で|の)"
)
_CASE_EN: Final = re.compile(r"\b(from|to|into|of|in|at|than)\s(?:the\s)?\Z", re.IGNORECASE)
_CASES_EN: Final = {
    "from": "source", "to": "goal", "into": "goal", "of": "of", "in": "at", "at": "at",
    "than": "than",
}  # fmt: skip
_CASES_JA: Final = {"から": "source", "へ": "goal", "を": "other", "の": "of", "で": "at",
             "より": "than"}  # fmt: skip
_PASSIVE_JA: Final = re.compile("(?:さ|[らわたかまばがなや])れ(?:た|て|る|、|ました|ます)")
_PASSIVE_EN: Final = re.compile(
    r"\b(?:was|were|is|are|been|being|be|got)\s(?:\w+ly\s)?\w+(?:ed|en|wn|lt|nt|ght|ld"
    r"|t)\b[^.;]{0,80}?\bby\b",
    re.IGNORECASE,
)
_MUTUAL: Final = re.compile(
    r"会談|会合|合意|対戦|協議|共同|両国|結婚|\b(?:met|meet|talks|agreed|summit|between|joint|married)\b",
    re.IGNORECASE,
)
_AHEAD_EN: Final = re.compile(
    r"(?:\b(?:in|at|to|from|of|on|with|for|near|against|into|than|outside|across|via"
    r"|until|since)\s(?:the\s)?(?:\w+\s){0,1}?)\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """One name in a claim. ``id`` is shared by all its names; ``part`` is its case role."""

    text: str
    start: int
    end: int
    kind: Kind
    id: str
    part: str = ""

    @property
    def country(self) -> str:
        """The country a capital stands for, else the id itself."""
        return self.id.removesuffix("@")

    @property
    def capital(self) -> bool:
        """Whether this is the name of a capital or a seat of government."""
        return self.id.endswith("@")


def find_actors(text: str, language: str, taken: Iterable[tuple[int, int]] = ()) -> list[Actor]:
    """Return the names in a text, in order, none touching ``taken`` (dates, figures)."""
    held = list(taken)
    found: list[Actor] = []

    def add(start: int, end: int, kind: Kind, name: str) -> None:
        if end > start and not any(start < last and first < end for first, last in held):
            held.append((start, end))
            found.append(Actor(text[start:end], start, end, kind, name))

    for start, end, known in gazetteer(language).find(text):
        add(start, end, "known", known)
    if language == "ja":
        for start, end, known in _signs(text):
            add(start, end, "known", known)
    for name in find_names(text, 0, len(text), language=language):
        if not _is_office(name.text, language):
            add(name.start, name.end, "named", name.text)
    for start, end, office in offices(language).find(text):
        deputy = _DEPUTY.search(text, max(0, start - 8), start)
        if deputy:
            add(deputy.start(), end, "office", f"deputy {office}")
        else:
            add(start, end, "office", office)
    for start, end in _others(text, language):
        if not any(
            first <= start and end <= last for first, last, _ in synonyms(language).find(text)
        ):
            add(start, end, "loan", text[start:end])
    found.sort(key=lambda actor: actor.start)
    return [replace(actor, part=part) for actor, part in _parts(text, language, found)]


def is_mutual(text: str) -> bool:
    """Return whether what is said holds both ways: A met B."""
    return _MUTUAL.search(text) is not None


def _signs(text: str) -> Iterator[tuple[int, int, str]]:
    table = country_signs()
    for match in _PAIRS.finditer(text):
        for at in range(*match.span()):
            yield at, at + 1, table[text[at]]
    for match in _SIGN.finditer(text):
        at = match.start("a") if match["a"] else match.start()
        yield at, at + 1, table[text[at]]


def _is_office(name: str, language: str) -> bool:
    found = list(offices(language).find(name))
    return len(found) == 1 and found[0][1] - found[0][0] == len(name)


def _others(text: str, language: str) -> Iterator[tuple[int, int]]:
    if language == "ja":
        for match in _ORGAN_JA.finditer(text):
            yield match.span()
        for match in _LOAN.finditer(text):
            yield match.span()
        for match in re.finditer(r"(?<![A-Za-z])[A-Z][A-Za-z]+(?:[- ][A-Z][A-Za-z]+)*", text):
            yield match.span()
        return
    first = re.match(r"\W*(?:The\s)?([A-Z][\w'’-]+)", text)
    if first and _looks_like_name(text, first):
        yield first.span(1)


_COMMON_FIRST: Final = words(
    "the a an he she it they we i you this that these those there here his her their our its "
    "my in on at by for from to with after before when while since until as if although "
    "though but and or so yet what who why how where which no not one two three four five six "
    "seven eight nine ten many most some several all both each every another under over "
    "during despite last next according is are was were yes nobody nothing nearly almost "
    "about more less only just then now today yesterday tomorrow people prices sales police "
    "officials your don't do did does let please never always few other others such than "
    "given once due"
)


def _looks_like_name(text: str, match: re.Match[str]) -> bool:
    word = match[1]
    lowered = word.lower()
    if lowered in _COMMON_FIRST or lowered.endswith(("ing", "ly", "tion", "ments", "ers")):
        return False
    # Sure of nothing: it counts where the other claim has a name of that sound, or none at all.
    return len(word) > 2


def _parts(text: str, language: str, found: list[Actor]) -> Iterator[tuple[Actor, str]]:
    if language == "ja":
        passive = _PASSIVE_JA.search(text) is not None
        matches = [_PARTICLE.match(text, actor.end) for actor in found]
        topic = any(match and match["p"] == "は" for match in matches)
        for actor in found:
            match = _PARTICLE.match(text, actor.end)
            particle = match["p"] if match else ""
            inner = particle == "が" and topic
            yield actor, "other" if inner else _case_ja(particle, passive)
        return
    passive_en = _PASSIVE_EN.search(text)
    agent = _agent_en(text, found, passive_en)
    for actor in found:
        if actor is agent:
            yield actor, "agent"
        else:
            yield actor, _case_en(text, actor)


def _case_ja(particle: str, passive: bool) -> str:
    if particle in ("は", "が", "も"):
        return "other" if passive else "agent"
    if particle in ("によって", "により"):
        return "agent"
    if particle == "に":
        return "agent" if passive else "goal"
    return _CASES_JA.get(particle, "")


def _case_en(text: str, actor: Actor) -> str:
    ahead = _CASE_EN.search(text[max(0, actor.start - 20) : actor.start])
    if ahead:
        return _CASES_EN[ahead[1].lower()]
    return "of" if text[actor.end : actor.end + 2] in ("'s", "’s") else "other"


def _agent_en(text: str, found: list[Actor], passive: re.Match[str] | None) -> Actor | None:
    if passive:
        return next((one for one in found if one.start >= passive.end()), None)
    for actor in found:
        if _AHEAD_EN.search(text[: actor.start]) or text[actor.end : actor.end + 2] in ("'s", "’s"):
            continue
        # A demonym ahead of another name or office only describes it: Russian President.
        if any(actor.end < other.start <= actor.end + 2 for other in found):
            continue
        return actor
    return None


_ROMAN: Final = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ",
        [
            "a",
            "i",
            "u",
            "e",
            "o",
            "ka",
            "ki",
            "ku",
            "ke",
            "ko",
            "sa",
            "si",
            "su",
            "se",
            "so",
            "ta",
            "ti",
            "tu",
            "te",
            "to",
            "na",
            "ni",
            "nu",
            "ne",
            "no",
            "ha",
            "hi",
            "fu",
            "he",
            "ho",
            "ma",
            "mi",
            "mu",
            "me",
            "mo",
            "ya",
            "yu",
            "yo",
            "ra",
            "ri",
            "ru",
            "re",
            "ro",
            "wa",
            "o",
            "n",
            "ga",
            "gi",
            "gu",
            "ge",
            "go",
            "za",
            "zi",
            "zu",
            "ze",
            "zo",
            "da",
            "zi",
            "zu",
            "de",
            "do",
            "ba",
            "bi",
            "bu",
            "be",
            "bo",
            "pa",
            "pi",
            "pu",
            "pe",
            "po",
            "bu",
        ],
        strict=True,
    )
)
_ALIKE: Final = (("sch", "s"), ("tch", "t"), ("ch", "t"), ("sh", "s"), ("th", "s"), ("ph", "f"),
                 ("ck", "k"), ("x", "ks"), ("qu", "k"), ("ts", "t"), ("c", "k"), ("q", "k"),
                 ("l", "r"), ("v", "b"), ("z", "s"), ("j", "s"), ("m", "n"), ("f", "h"), ("g", "k"),
                 ("d", "t"), ("p", "b"))  # fmt: skip


def sound(name: str) -> str:
    """Return the consonants of a name as both scripts hear them: トランプ and Trump are alike."""
    roman = "".join(
        _ROMAN.get(mark, mark) for mark in name if mark not in "ッー・＝ァィゥェォャュョ"
    )
    roman = re.sub("[^a-z]", "", roman.lower())
    for written, heard in _ALIKE:
        roman = roman.replace(written, heard)
    roman = re.sub(r"(.)\1+", r"\1", roman)
    return re.sub("[aeiouyhw]", "", roman)
