"""Lines → blocks: paragraphs (hard-wrapped lines joined), headings, list items, table rows.

A block is a span of the untouched text; a list mark before it belongs to no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from claims.extraction.brackets import Enclosures, match_pairs

Role = Literal[
    "paragraph", "title", "heading", "caption", "list_item", "table_row", "dateline", "note"
]

_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BULLET = re.compile(
    r"[ \t\u3000]{0,40}(?:"
    r"[-*+•‣▪●■◆◇○□▼▽★☆–—][ \t\u3000]+|[・●■◆◇▼▽•‣]"
    r"|[0-9０-９]{1,2}[.)．）][ \t\u3000]+|[0-9０-９]{1,2}[．）](?![0-9０-９])"
    r"|[(（][0-9０-９]{1,2}[)）][ \t\u3000]*|[a-z]\)[ \t]+|[①-⑳❶-❿⑴-⒇][ \t\u3000]*"
    r")"
)
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
_QUOTE_MARK = re.compile(r"[ \t]{0,3}(?:>[ \t]?){1,8}")
_GAP = re.compile(r"[^ ] {3,40}(?=[^ ])")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff60\uffe0-\uffe6]"
)
_END = re.compile(
    "[。．｡！？!?.…‼⁉؟।][」』）)】〉》〕\\]］”\"’'»›｣\u200b-\u200f\u202a-\u202e]{0,6}$"
)
_TAIL_TAG = re.compile("[（(][^（()）。]{1,10}[)）]$")
_CAPTION = re.compile(
    "(?:から|より|提供|撮影|写真|公式サイト|資料|代表撮影|AP|ロイター|Reuters"
    "|Getty[^)）]{0,20})[)）]$"
    "|[＝=][^。]{0,40}(?:撮影|提供|共同|ロイター|AP|写真)[)）]?$"
    "|^(?:写真|図表?|表|画像|動画)[0-9０-９]*[:：は]|^(?:Photo|Image|Caption|Credit|Picture)\\b"
    "|\\((?:Photo|Image|Credit|AP|Reuters|AFP)\\b[^()]{0,60}\\)$"
)
_NOTE = re.compile(
    "[（(\\[［【<＜※*＊]{0,2}(?:編集部(?:より|注|から)|編集注|筆者注|訂正|お断り|おことわり|追記"
    "|注[:：)）\\]]|関連記事|参考文献|出典[:：]|参考[:：]|この記事は[^。]{0,80}(?:転載"
    "|再掲)|取材・文"
    "|Editor['’]?s?['’]? [Nn]ote\\b|(?:Correction|Clarification|Update|Note|Source|Sources"
    "|References"
    "|Related)(?:[:：]| ?[-–—] |[ \\t]*$)|(?:Read more|Follow us|Sign up|Reporting by"
    "|Additional reporting"
    "|Editing by|This (?:article|story) (?:was|has been|first))\\b)"
    "|※|©|\\(c\\)\\s"
)
# A paragraph of nothing but speech needs no full stop: 「…住民は一度も同意していない」.
_SPEECH = re.compile('「[^「」]{16,}[るただいうすくむんよねか][」]$|[“"][^“”"]{30,}[.!?,][”"]$')
_WRAP_LIMIT = 120
_FUNCTION_END = re.compile(
    r"(?:[,、;；‐-]|\b(?:the|a|an|of|and|or|to|in|on|for|with|by|at|from|that|which|its|was|is))$"
)
_PARTICLE_START = re.compile(
    "[をにがはのとでもへやっりるれろたてまらしくけきさなかねげべぶぐむん、。]"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that sentences never leave; ``first`` includes the list mark."""

    start: int
    end: int
    role: Role
    first: int


@dataclass(slots=True)
class _Line:
    first: int
    start: int
    end: int
    role: Role
    width: int


def read_blocks(text: str) -> list[Block]:
    """Split the text into blocks in reading order; blank and ornament lines make none."""
    lines = list(_lines(text))
    wrapped_at = _wrap_column(lines)
    blocks: list[Block] = []
    for group in _groups(text, lines, wrapped_at):
        start, end = group[0].start, group[-1].end
        role = group[0].role
        blocks.append(Block(start, end, role, group[0].first))
    return _with_roles(text, blocks)


def _lines(text: str) -> Iterator[_Line | None]:
    previous_end = -1
    for match in _LINE.finditer(text):
        # Two line ends in a row (CRLF counts once) are a blank line.
        gap = text[previous_end : match.start()] if previous_end >= 0 else ""
        if len(gap.replace("\r\n", "\n")) > 1:
            yield None
        previous_end = match.end()
        line = _line(text, match.start(), match.end())
        yield line
    yield None


def _line(text: str, first: int, end: int) -> _Line | None:
    start = _skip_space(text, first, end)
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return None
    role: Role = "paragraph"
    raw = text[start : min(end, start + 2000)]
    mark = _BULLET.match(text, first, end)
    if raw.count("|") >= 2 or raw.startswith("|") or "\t" in raw or _aligned(raw):
        role = "table_row"
    elif mark:
        role, start = "list_item", mark.end()
    elif mark := _HEADING_MARK.match(text, start, end):
        role, start = "heading", mark.end()
    elif mark := _QUOTE_MARK.match(text, start, end):
        start = mark.end()
    start = _skip_space(text, start, end)
    if not any(map(str.isalnum, text[start:end])):
        return None
    width = len(raw) + len(_WIDE.findall(raw))
    return _Line(first, start, end, role, width)


def _aligned(raw: str) -> bool:
    return len(raw) < 400 and len(_GAP.findall(raw)) >= 2


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _wrap_column(lines: list[_Line | None]) -> int:
    """Return the column at which a text is hard-wrapped, 0 when it is not."""
    widths = [line.width for line in lines if line and line.role == "paragraph"]
    if len(widths) < 2 or not 30 <= max(widths) <= _WRAP_LIMIT:
        return 0
    widest = max(widths)
    full = sum(width >= widest * 0.8 for width in widths)
    return widest if full >= 2 and full >= len(widths) * 0.4 else 0


def _groups(text: str, lines: list[_Line | None], column: int) -> Iterator[list[_Line]]:
    run: list[_Line] = []
    for line in lines:
        if line is not None and run and _continues_item(text, run[-1], line):
            run.append(line)
            continue
        if run and (line is None or line.role != "paragraph" or run[0].role != "paragraph"):
            yield from _joined(text, run, column)
            run = []
        if line is not None:
            run.append(line)
    if run:
        yield from _joined(text, run, column)


def _continues_item(text: str, last: _Line, line: _Line) -> bool:
    """A list item goes on in an indented line that is no item itself."""
    return (
        last.role == "list_item"
        and line.role == "paragraph"
        and line.start - line.first >= 2
        and not _END.search(text[max(last.start, last.end - 8) : last.end])
    )


def _joined(text: str, run: list[_Line], column: int) -> Iterator[list[_Line]]:
    if run[0].role != "paragraph":
        yield run
        return
    inside: Enclosures | None = None
    if len(run) > 1:
        pairs = match_pairs(text, run[0].start, run[-1].end)
        inside = Enclosures([pair for pair in pairs if pair[1] - pair[0] <= 600])
    group = [run[0]]
    for last, line in pairwise(run):
        held = inside is not None and inside.around(last.end) is not None
        if held or _is_wrapped(text, last, line, column):
            group.append(line)
        else:
            yield group
            group = [line]
    yield group


def _is_wrapped(text: str, last: _Line, line: _Line, column: int) -> bool:
    if text[line.first] == "\u3000" or last.width > _WRAP_LIMIT:
        return False
    head = text[line.start : line.start + 40]
    wide = bool(_WIDE.match(head))
    if column:
        word = 2 if wide else len(head.split(maxsplit=1)[0]) + 1
        if last.width + word > column - (4 if wide else 0):
            return True
    tail = text[max(last.start, last.end - 12) : last.end]
    if _END.search(tail) or last.width < 20:
        return False
    if wide:
        return bool(_PARTICLE_START.match(head)) or tail[-1] in "、，がをの"
    return head[:1].islower() or bool(_FUNCTION_END.search(tail))


def has_end_mark(text: str, start: int, end: int) -> bool:
    """Tell whether text[start:end] closes like a sentence (a short tag may follow)."""
    tail = text[max(start, end - 24) : end]
    if _END.search(tail):
        return True
    tag = _TAIL_TAG.search(tail)
    return bool(tag and tail[: tag.start()].endswith(("。", "！", "？", "｡")))


def _with_roles(text: str, blocks: list[Block]) -> list[Block]:
    shaped: list[Block] = []
    for index, block in enumerate(blocks):
        role = block.role
        if role == "paragraph":
            role = _role(text, block, index)
        elif role == "heading" and index == 0:
            role = "title"
        shaped.append(Block(block.start, block.end, role, block.first))
    return shaped


def _role(text: str, block: Block, index: int) -> Role:
    head = text[block.start : block.start + 120]
    if _NOTE.match(head):
        return "note"
    if has_end_mark(text, block.start, block.end):
        return "paragraph"
    body = text[block.start : min(block.end, block.start + 400)]
    if block.end - block.start <= 400 and _CAPTION.search(body):
        return "caption"
    if _SPEECH.match(body):
        return "paragraph"
    width = len(body) + len(_WIDE.findall(body))
    if width <= 120 and not _inner_stop(body):
        return "title" if index == 0 else "heading"
    return "paragraph"


def _inner_stop(body: str) -> bool:
    """A line with a full stop in the middle is prose that lost its last mark."""
    return "。" in body or re.search(r"[a-z]{2}\. [A-Z]", body) is not None
