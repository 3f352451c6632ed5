"""Negations and words that have an opposite, each negation with the word it turns around."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from claims.matching.tables import axis_kinds, opposites

#: What looks like a negation and is none, and what negates twice.
_NONE_JA: Final = re.compile(
    "すみません|しか[^、。]{0,20}?な[いか]"
    "|(?:だけ|のみ)(?:で|では)?(?:は)?なく|のみならず|かも(?:しれ|知れ)[なま][いかくせ]|(?:間|ま)違いな[いくか]|に違いない"
    "|(?:なけれ|なくて|ないと|ねば)(?:ば|は)?(?:なら|いけ)(?:な[いかく]|ず)|しかな[いか]|(?:に|と)過ぎな[いか]|にすぎな[いか]"
    "|欠かせな[いか]|欠かさ?ず|やむを得[なず]|ざるを得(?:な[いか]|ず)|ほかな(?:らな)?[いか]|(?:少|すく)な[いかく]な[いかく]"
    "|少な[いくか]|危な[いくか]|幼な?い|つまらな[いく]|とんでもな[いく]|(?:にも)?(?:かか|関)わらず|思わず|必ず|まず|はず"
    "|わずか|ずつ|ずっと|絶えず|相変わらず|否定でき(?:な[いか]|ず)|否めな[いか]|な[いく]わけではな[いく]"
    "|な[いく]は?な[いか]|ないとは言えない|切な[いく]|儚ない|汚な?い|もったいな[いく]|なくな[るりっ]た?人"
    "|不可欠|不思議|未来|未満|未明|無線|無人機|無料|無償|無事|無限|不動産|不況|不正|不祥事|不明|不足|不安"
    "|未成年|無党派|無所属|無職|非常|非難|是非|思いがけな[いく]|何気な[いく]|はかな[いく]"
)
_NOT_JA: Final = re.compile(
    "な(?:い|かっ|く(?!な[るりっら])|けれ|くな[るりっら])|ません|(?:そこ|損)な[いっ]"
    "|(?<=[らさかがわたまばなれべきけせてえめ])ず(?=[、。にと ]|\\Z|[一-龥])"
    "|ぬ(?=[、。]|\\Z)"
    "|否定|否認|打ち消|誤りだ|事実ではな|不可能|不能"
)
_NONE_EN: Final = re.compile(
    r"\bnot (?:only|just|merely)\b(?=.{1,120}?\b(?:but|also)\b)|\bnot least\b"
    r"|\bno (?:fewer|less|more|later|sooner|doubt|matter)\b"
    r"|\bnothing but\b|\bwhether or not\b|\bno\.? ?\d|\bcan(?:not|'t|not) (?:help|but)\b"
    r"|\bnot (?:un(?:common|usual|like|likely|known|reasonable)|impossible|infrequent"
    r"|insignificant)\b|\bcannot be (?:denied|ruled out)\b|\bwithout (?:a )?doubt\b"
    r"|,\s\w+n['’]t (?:you|we|it|he|she|they|I)\?"
    r"|\bun(?:der|it|ion|ite|i(?:que|form|vers)|til|less|cle|ch)\w*",
    re.IGNORECASE,
)
_NOT_EN: Final = re.compile(
    r"\bneither\b[^.;]{0,60}?\bnor\b|\b(?:not|never|no|none|nobody|nothing|neither|nor|nowhere"
    r"|cannot|without|hardly|scarcely|barely)\b"
    r"|n['’]t\b"
    r"|\b(?:fail(?:s|ed|ing)?|declin(?:es|ed|ing)) to\b"
    r"|\bden(?:y|ies|ied|ying|ial)\b|\brul(?:es|ed|ing|e) out\b|\black(?:s|ed|ing)?\b"
    r"|\btoo \w+ to\b"
    r"|\b(?:unable|impossible|unlikely|unwilling)\b"
    r"|\bdisput(?:e|es|ed|ing)\b|\bfar from\b|\bstop(?:s|ped) short of\b",
    re.IGNORECASE,
)
#: Turned-around readings of one word: refusing to pay is not paying.
NEGATORS: Final = frozenset({"support:against", "course:off", "permit:no", "presence:away",
                             "result:failure", "fact:false", "law:illegal"})  # fmt: skip
#: A prefix that turns one word: 未承認, 非公開, unpaid.
PREFIX_JA: Final = re.compile("[不未無非](?P<rest>[一-龥]{1,3})")
PREFIX_EN: Final = re.compile(r"\b(?:un|non-?|in|im|dis|ir|il)(?P<rest>[a-z]{4,})", re.IGNORECASE)
_REACH_JA: Final = 9
_REACH_EN: Final = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """A word on an axis: amount:up; ``negated`` when a negation belongs to it."""

    text: str
    start: int
    end: int
    axis: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Polarity:
    """The negations of a claim (their words) and its words with an opposite."""

    negations: tuple[str, ...]
    turns: tuple[Turn, ...]
    spans: tuple[tuple[int, int], ...]


def read_polarity(text: str, language: str) -> Polarity:
    """Return negations and turns of a text whose names, dates and figures are blanked."""
    japanese = language == "ja"
    harmless = _NONE_JA if japanese else _NONE_EN
    plain = harmless.sub(lambda match: "\u00b7" * len(match.group()), text)
    negations = list((_NOT_JA if japanese else _NOT_EN).finditer(plain))
    reach = _follows if japanese else _precedes
    turns = []
    for start, end, meaning in opposites(language).find(plain if not japanese else text):
        axis, _, value = meaning.partition(":")
        negated = any(reach(plain, start, end, match) for match in negations)
        turns.append(Turn(text[start:end], start, end, axis, value, negated))
    spans = [match.span() for match in negations] + [(turn.start, turn.end) for turn in turns]
    return Polarity(
        tuple(text[slice(*match.span())].strip() for match in negations),
        tuple(turns),
        tuple(sorted(spans)),
    )


def complementary(axis: str) -> bool:
    """Return whether "not the one" means the other on this axis."""
    return axis_kinds().get(axis) == "x"


def converse(axis: str) -> bool:
    """Return whether the two words say one thing from two sides: export and import."""
    return axis_kinds().get(axis) == "v"


def _follows(text: str, start: int, end: int, negation: re.Match[str]) -> bool:
    return end <= negation.start() <= end + _REACH_JA and "、" not in text[end : negation.start()]


def _precedes(text: str, start: int, end: int, negation: re.Match[str]) -> bool:
    between = text[negation.end() : start]
    return negation.end() <= start and len(between.split()) < _REACH_EN and "," not in between
