"""One claim read for comparison: figures, dates, actors, polarity, mode, remaining words."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from claims.extraction.folding import words as word_set
from claims.matching.actors import Actor, find_actors
from claims.matching.figures import (
    Figure,
    Moment,
    is_year,
    read_figures,
    read_moments,
    year_moment,
)
from claims.matching.polarity import Polarity, read_polarity
from claims.matching.tables import synonyms
from claims.matching.texts import cleaned, stem
from factcheck.text.language import guess_language

_PLANNED_JA: Final = re.compile(
    "予定|計画して|方針|見込[みむ]|見通し|検討|かもしれな|可能性|意向|つもり|だろう|でしょう|目指"
    "|(?:す|し)る(?:こと)?(?:考え|構え)|恐れ|おそれ|模様|よう(?:と|に)(?:する|している)|はず"
)
_PLANNED_EN: Final = re.compile(
    r"\b(?:will|shall|won['’]t|(?<!the )(?<!its )(?<!his )(?<!their )(?<!a )plans? to"
    r"|planned to|planning to|may|might|could|would|expected|considers?|considering"
    r"|likely|intends?|intended|intention|aims?|aiming|hopes? to|vow(?:s|ed)? to|pledge[sd]? to"
    r"|going to|set to|about to|poised|scheduled|proposes?|proposed|wants? to|threaten\w*)\b",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(r"\b(?:more|less|fewer|later|earlier)\b(?! than)", re.IGNORECASE)
_WORD_JA: Final = re.compile("[一-龥々〆]+|[ァ-ヴー]{2,}|[A-Za-z][A-Za-z-]+")
_WORD_EN: Final = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*")
_PARTICLE: Final = re.compile("[ァ-ヴー一-龥々]{0,6}(?:たち|ら)?(は|が|も|を|に|へ|から|と|で|の)")
#: What follows a noun; any other hiragana makes a verb or adjective of it.
_AFTER_NOUN: Final = frozenset("はがをにへとでのもやかなだ")
_CASES: Final = {"は": "S", "が": "S", "も": "S", "を": "O", "に": "G", "へ": "G", "から": "F"}
_IRREGULAR_FORMS: Final = (
    "paid:pay made:mak took:tak taken:tak gave:giv given:giv went:go gone:go came:com saw:see"
    " seen:see said:say told:tell found:find held:hold kept:keep led:lead left:leav lost:los"
    " met:meet ran:run sent:send sold:sell spent:spend spoke:speak spoken:speak stood:stand"
    " thought:think wrote:writ written:writ won:win built:build bought:buy brought:bring"
    " caught:catch chose:choos chosen:choos drove:driv driven:driv fell:fall fallen:fall"
    " felt:feel fought:fight flew:fly grew:grow grown:grow heard:hear hit:hit knew:know"
    " known:know meant:mean rose:ris risen:ris sought:seek shot:shoot stole:steal taught:teach"
)
_IRREGULAR: Final = dict(pair.split(":") for pair in _IRREGULAR_FORMS.split())
_STOP_EN: Final = word_set(
    "since following thanks via amid according upon a an the of in on at to for from by "
    "with as and or but is are was were be been being am "
    "it its this that these those he she they his her their we our you your i my me him them "
    "who whom which what when where how do does did done has have had so if than then there "
    "here will would can could may might shall should must into onto out up down over under "
    "off about also just very too more some any such only own while during between among per "
    "each other another again still yet already now not no nor neither never s t been get got"
)
_STOP_JA: Final = word_set(
    "向 出 受 伴 関 対 基 通 及 成 的 化 性 者 等 中 上 下 内 外 間 時 為 事 物 方 所 様 達"
    " 他 件 今 同 氏 さん 新 前 元 現 約 計 人 年 月 日 側 用 際 後"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A content word left when names, dates, figures and opposites are read; ``case`` in ja."""

    text: str
    start: int
    key: str
    case: str = ""
    verbal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The fields of one claim."""

    text: str
    language: str
    figures: tuple[Figure, ...]
    moments: tuple[Moment, ...]
    actors: tuple[Actor, ...]
    polarity: Polarity
    planned: bool
    words: tuple[Word, ...]

    @property
    def anchors(self) -> int:
        """How many fields pin the claim down: figures, dates, names."""
        named = sum(1 for actor in self.actors if actor.kind in ("known", "named"))
        return len(self.figures) + len(self.moments) + named


@functools.lru_cache(maxsize=4096)
def read_claim(text: str, *, language: str = "", published_on: date | None = None) -> Reading:
    """Return the fields of a claim; ``language`` is guessed if empty, other ones read as en."""
    text = cleaned(text)
    guessed = language or guess_language(text)
    read_as = "ja" if guessed in ("ja", "zh") or re.search("[ぁ-んァ-ヴ一-龥]", text) else "en"
    moments = read_moments(text, read_as, published_on)
    dated = [(one.start, one.end) for one in moments]
    named_first = find_actors(text, read_as, dated)
    known = [(one.start, one.end) for one in named_first if one.kind == "known"]
    figures = read_figures(text, read_as, dated + known)
    years = [one for one in figures if is_year(one)]
    moments += [year_moment(one) for one in years]
    figures = [one for one in figures if one not in years]
    dated = [(one.start, one.end) for one in moments]
    counted = [(one.start, one.end) for one in figures]
    actors = find_actors(text, read_as, dated + counted)
    taken = dated + counted + [(one.start, one.end) for one in actors]
    polarity = read_polarity(_blanked(text, _but_comparisons(text, taken)), read_as)
    taken += list(polarity.spans)
    return Reading(
        text=text,
        language=read_as,
        figures=tuple(figures),
        moments=tuple(moments),
        actors=tuple(actors),
        polarity=polarity,
        planned=_is_planned(text, read_as),
        words=_words(_blanked(text, taken), text, read_as),
    )


def _but_comparisons(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut spans short of a comparison they hold: ten more kilos, two less."""
    cut = []
    for first, last in spans:
        held = _COMPARED.search(text, first, last)
        cut.append((first, held.start() if held else last))
    return cut


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for first, last in spans:
        text = text[:first] + "\u00b7" * (last - first) + text[last:]
    return text


def _is_planned(text: str, language: str) -> bool:
    if language == "en":
        return _PLANNED_EN.search(text) is not None
    return _PLANNED_JA.search(text) is not None


def _words(blanked: str, text: str, language: str) -> tuple[Word, ...]:
    found: list[Word] = []
    left = blanked
    for start, end, group in synonyms(language).find(blanked):
        case = _case(text, end) if language == "ja" else ""
        found.append(Word(text[start:end], start, f"={group}", case))
        left = left[:start] + "\u00b7" * (end - start) + left[end:]
    pattern = _WORD_JA if language == "ja" else _WORD_EN
    for match in pattern.finditer(left):
        form = match.group()
        if language == "en":
            if form.lower() in _STOP_EN or len(form) < 2:
                continue
            lowered = form.lower()
            found.append(Word(form, match.start(), _IRREGULAR.get(lowered) or stem(lowered)))
        elif form not in _STOP_JA:
            after = text[match.end() : match.end() + 2]
            verbal = bool(re.match("[ぁ-ん]", after)) and after[0] not in _AFTER_NOUN
            found.append(Word(form, match.start(), form, _case(text, match.end()), verbal))
    return tuple(sorted(found, key=lambda word: word.start))


def _case(text: str, end: int) -> str:
    match = _PARTICLE.match(text, end)
    return _CASES.get(match[1], "") if match else ""
