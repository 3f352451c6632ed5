"""Text → sentences with exact spans, in Japanese, English and whatever else comes.

Own bracket-depth rules: nothing is split inside matched brackets or quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.extraction.abbreviations import stop_is_abbreviation
from claims.extraction.brackets import INVISIBLE, OPENERS, QUOTE_MARKS, Enclosures, match_pairs
from claims.extraction.layout import Block, Role, has_end_mark, read_blocks

_STOPS = re.compile("[。｡．.！？!?‼⁇⁈⁉…؟۔।॥。]+")
_HARD = frozenset("。｡！？‼⁇⁈⁉")
_AFTER = re.compile(f"(?:[」』）)】〉》〕\\]］”\"’'»›｣〟〞＂{INVISIBLE}]|\\[[0-9]{{1,3}}\\])*")
_SPACE = re.compile(f"[\\s{INVISIBLE}]*")
_CJK = re.compile(
    "[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff10-\uff9f\uac00-\ud7a3]"
)
# ？ and ！ end nothing when the sentence plainly runs on around them.
_RUNS_ON = re.compile(
    "[、，・]|の(?![^\\s]{0,2}[、])|を|という|との|といっ|とい|と(?:なる|する|した|銘打)"
    "|など|って|が(?!ん)"
    "|と(?!にかく|ころ|はいえ|りあえず|ても|もに|うとう"
    "|どの)(?=[^、。！？\\s]{0,14}[思考述話語問聞尋言叫書疑感題])"
)
_QUOTE_RUNS_ON = re.compile(
    f"[{INVISIBLE}]*(?:[とをがにはもやかでのへ、，。・,;:：]|など|なの|だ|です|から|まで"
    f"|より|って|ら[しれ]|「|『)"
)
_NAMES_WITH_MARK = re.compile(r"(?:Yahoo|Yum|Jeopardy|Guess|Oklahoma|Joomla|Chips Ahoy|E|P)[!?]\Z")
_SAYING = re.compile(
    r"(?:[A-Z][\w.'’-]{0,30}[ ,]+){1,5}(?:said|says|asked|asks|told|wrote|added|replied|shouted"
    r"|wondered|cried|tweeted)\b"
)
_TAG = re.compile("[（(\\[［【〔]([^（()）\\[\\]［］【】〔〕。]{1,10})[)）\\]］】〕]")
_NUMERAL_TAG = re.compile("[0-9０-９一二三四五六七八九十a-zA-Zア-ン]{1,2}\\Z")
_DATELINE = re.compile(
    "(?:【[^】\n]{1,30}】|[\\[［][^\\]］\n]{1,30}(?:ロイター|共同|時事|AP"
    "|AFP)[\\]］](?:\\s*[-－ー―]\\s*)?"
    "|[（(][^）)\n]{1,20}[＝=][^）)\n]{1,20}[)）]"
    "|[A-Z][A-Z .,'’-]{2,40}(?:, [A-Z][a-z]{2,8}\\.? [0-9]{1,2})? ?\\([A-Z][A-Za-z ]{1,20}\\)"
    " ?[-–—]{1,2} ?"
    "|[A-Z][A-Z .'’-]{2,40}, [A-Z][A-Za-z., ]{2,30}(?:[0-9]{1,2})? [—–]{1,2} )[\\s\u3000]*"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One unit of the text: ``role`` says what it stands in, ``block`` counts paragraphs."""

    start: int
    end: int
    role: Role
    block: int


def split_sentences(text: str) -> list[Sentence]:
    """Return every sentence, heading, list item, table row and note, in order, never overlapping.

    Spans are code points; white space around a sentence and list marks before it are outside.
    """
    sentences: list[Sentence] = []
    for index, block in enumerate(read_blocks(text)):
        for start, end, role in _in_block(text, block):
            sentences.append(Sentence(start, end, role, index))
    return sentences


def _in_block(text: str, block: Block) -> Iterator[tuple[int, int, Role]]:
    start, end = block.start, block.end
    if block.role in ("table_row", "heading", "title", "caption"):
        yield start, end, block.role
        return
    dateline = _DATELINE.match(text, start, end)
    if dateline and dateline.end() < end and has_end_mark(text, start, end):
        first, last = _trim(text, start, dateline.end())
        yield first, last, "dateline"
        start = dateline.end()
    pieces: list[tuple[int, int]] = []
    for begin, stop in _pieces(text, start, end):
        if any(map(str.isalnum, text[begin:stop])):
            pieces.append((begin, stop))
        elif pieces:
            pieces[-1] = (pieces[-1][0], stop)
    if pieces:
        # Marks without a word in front of the first sentence go with it.
        pieces[0] = (_trim(text, start, end)[0], pieces[0][1])
    for begin, stop in pieces:
        yield begin, stop, block.role


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    inside = Enclosures(match_pairs(text, start, end))
    begin = start
    for cut in _cuts(text, start, end, inside):
        first, last = _trim(text, begin, cut)
        if first < last:
            yield first, last
        begin = cut
    first, last = _trim(text, begin, end)
    if first < last:
        yield first, last


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cuts(text: str, start: int, end: int, inside: Enclosures) -> Iterator[int]:
    """Yield positions where a sentence ends; the last sentence ends with the block."""
    begin = start
    done = start
    for match in _STOPS.finditer(text, start, end):
        if match.start() < done:
            continue
        pair = inside.around(match.start())
        cut: int | None
        if pair is None:
            cut = _cut_after(text, begin, end, match)
            if cut is not None:
                cut = _with_tag(text, cut, end, inside)
        else:
            cut = _cut_after_pair(text, begin, end, match, pair)
        if cut is not None and cut < end:
            yield cut
            begin = done = cut


def _cut_after(text: str, begin: int, end: int, match: re.Match[str]) -> int | None:
    stop, after = match.start(), match.end()
    mark = match.group()
    before = text[stop - 1] if stop > begin else ""
    closed = _AFTER.match(text, after, end)
    cut = closed.end() if closed else after
    if mark.strip("….") == "" and before and _CJK.match(before) and len(mark) > 1:
        return None
    if mark[0] in "。｡":
        if text[max(begin, stop - 6) : stop].endswith("モーニング娘") and cut < end:
            return None
        return cut
    if mark[0] == "．":
        nearby = text[after : after + 1]
        return None if (nearby.isascii() and nearby.isalnum()) or nearby.isdigit() else cut
    if any(sign in _HARD for sign in mark) or (_CJK.match(before) if before else False):
        return _cut_after_cjk(text, cut, end, mark)
    return cut if _ends_spaced(text, begin, stop, cut, end, mark) else None


def _cut_after_cjk(text: str, cut: int, end: int, mark: str) -> int | None:
    if mark == ".":
        # 行った.次は ends, 約3.5 and 図.A do not.
        ahead = text[cut : cut + 1]
        return cut if ahead.isspace() or (_CJK.match(ahead) and not ahead.isdigit()) else None
    return None if _RUNS_ON.match(text, cut, end) else cut


def _ends_spaced(text: str, begin: int, stop: int, cut: int, end: int, mark: str) -> bool:
    """Rules for scripts that put a space between sentences."""
    if cut >= end:
        return True
    spaces = _SPACE.match(text, cut, end)
    follow = spaces.end() if spaces else cut
    if follow == cut or not any(map(str.isspace, text[cut : min(follow, cut + 8)])):
        return False
    if follow >= end:
        return True
    opening = follow
    while opening < min(end, follow + 3) and (
        text[opening] in OPENERS or text[opening] in QUOTE_MARKS
    ):
        opening += 1
    ahead = text[opening : opening + 1]
    if ahead.islower() and not text[opening + 1 : opening + 2].isupper():
        return False
    if mark == ".":
        lone_number = text[begin:stop].strip().isdigit() and stop - begin <= 3
        return not lone_number and not stop_is_abbreviation(text, begin, stop, follow)
    named = _NAMES_WITH_MARK.search(text[max(begin, stop - 12) : stop + 1])
    return named is None or mark not in "!?"


def _with_tag(text: str, cut: int, end: int, inside: Enclosures) -> int:
    """A short tag such as （共同） right after the full stop belongs to the sentence before."""
    tag = _TAG.match(text, cut, end)
    if tag is None or inside.opening_at(cut) != (tag.start(), tag.end() - 1):
        return cut
    if _NUMERAL_TAG.match(tag.group(1)) or not _CJK.search(text[cut - 1] + tag.group(1) + "。"):
        return cut
    return tag.end()


def _cut_after_pair(
    text: str, begin: int, end: int, match: re.Match[str], pair: tuple[int, int]
) -> int | None:
    """A bracket or quotation that ends with a full stop may end the sentence around it."""
    opener, closer = pair
    if _speech_stands_alone(text, begin, end, pair):
        return closer + 1
    if closer - match.end() > 8 or any(map(str.isalnum, text[match.end() : closer])):
        return None
    trailing = _AFTER.match(text, closer + 1, end)
    cut = trailing.end() if trailing else closer + 1
    if cut >= end:
        return None
    starts_sentence = not any(map(str.isalnum, text[begin:opener])) if opener - begin < 9 else False
    spaces = _SPACE.match(text, cut, end)
    follow = spaces.end() if spaces else cut
    ahead = text[follow : follow + 1]
    if _CJK.match(ahead) or text[opener] in "「『（":
        if _QUOTE_RUNS_ON.match(text, follow, end) or text[opener] not in QUOTE_MARKS | {"（", "("}:
            return None
        return cut if starts_sentence and (follow > cut or match.group()[0] in "。｡") else None
    if follow == cut or ahead.islower() or not ahead:
        return None
    if match.group()[-1] in "!?" and _SAYING.match(text, follow, min(end, follow + 160)):
        return None
    if match.group() == "." and text[opener] not in QUOTE_MARKS and not starts_sentence:
        return None
    return cut


def _speech_stands_alone(text: str, begin: int, end: int, pair: tuple[int, int]) -> bool:
    """「父は漁師だった。海が好きだった」目に涙が浮かんだ。 — speech, then the story."""
    opener, closer = pair
    if text[opener] not in "「『" or closer - opener < 9 or text[begin:opener].strip():
        return False
    if closer + 1 >= end or _QUOTE_RUNS_ON.match(text, closer + 1, end):
        return False
    return bool(_CJK.match(text, closer + 1))
