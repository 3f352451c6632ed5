"""An HTML page to the text of its article: trafilatura proposes, the page's own blocks decide."""

from __future__ import annotations

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser

from factcheck.text.guard import storable
from factcheck.text.normalize import fold_text
from sources.reading.blocks import Block, page_blocks
from sources.reading.body import MOVING
from sources.reading.dates import dates_in
from sources.reading.declared import declarations
from sources.reading.naming import byline, person

_LEAST_SHARE = 0.5  # of the prose of a container: then the rest of its prose belongs to it
_WINDOW = 50_000  # characters in which the next block of the proposal is looked for
_SURE = 20  # folded characters: shorter words stand in many places
_SENTENCE_END = re.compile(r"[。．！？!?]|[.:…](?:\s|$|[\"”’)])")
_FURNITURE = (
    *("advertisements?", "sponsored(?: content)?", "広告", "スポンサー(?:リンク|ド)?", "pr"),
    *("share(?: this.*)?", "シェア(?:する)?", "ツイート(?:する)?", "印刷(?:する)?", "もっと見る"),
    *(
        "関連(?:記事|リンク|ニュース|キーワード|トピックス).*",
        "あわせて読みたい",
        "おすすめ(?:記事)?",
    ),
    *(
        "続きを読む",
        "この記事をシェア.*",
        "記事を保存",
        "コメント(?:する|一覧)?",
        "タグ",
        "ランキング",
    ),
    r"related (?:articles?|stories|topics|content).*",
    r"read (?:more|next|also)\b.{0,120}",
    *("most (?:read|popular)", "recommended(?: for you)?", r"comments?(?: \(\d+\))?"),
    *(r"(?:sign|log) (?:up|in)\b.{0,80}", r"subscribe\b.{0,80}", r"follow us\b.{0,60}"),
    *("advertisement - .*", "story continues below.*", "continue reading.*", "photo gallery"),
    *("loading", "listen to (?:this )?article.*", "print|email|copy link|save", "tags?"),
)
_BOILERPLATE = re.compile(rf"^\W*(?:{'|'.join(_FURNITURE)})\W*$", re.IGNORECASE)
_RIGHTS = re.compile(
    r"all rights reserved|無断(?:転載|複製)|禁無断転載|^\W*(?:copyright|©|\(c\))", re.IGNORECASE
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


def article_text(source: str, *, url: str) -> str:
    """Return the article of a decoded page without its headline, one paragraph a line."""
    tree = LexborHTMLParser(storable(source))
    blocks = page_blocks(tree)
    for block in blocks:
        _weigh(block)
    _choose(blocks, _proposal(tree, url))
    _complete(blocks)
    headings = {fold_text(words) for words in declarations(tree).headings}
    _tidy(blocks, headings)
    return "\n".join(block.text for block in blocks if block.chosen)


def _weigh(block: Block) -> None:
    start = block.text[:200]
    # In UTF-8 a wide character has two bytes more than an ASCII one.
    block.weight = len(block.text) + (len(start.encode()) - len(start)) // 2
    block.prose = (
        block.weight >= 40
        and block.linked < 0.4
        and _SENTENCE_END.search(block.text) is not None
        and block.tag not in _HEADINGS
    )


def _proposal(tree: LexborHTMLParser, url: str) -> str:
    """Return what trafilatura takes for the article; it sees the tree without ruby readings."""
    from trafilatura import extract

    tree.strip_tags(["rt", "rp", "script", "style", "noscript", "template", "iframe", "svg"])
    for node in tree.css("[hidden]")[:2000]:
        if node.attributes.get("hidden") != "until-found":
            node.decompose()
    # Without any element trafilatura logs an error, and there is nothing to find.
    source = tree.html or ""
    found: str | None = extract(source, url=url or None, include_comments=False)
    return found or ""


def _choose(blocks: list[Block], proposal: str) -> None:
    """Mark the blocks the proposal holds, in its order; too little of a page is no proposal."""
    whole = fold_text(proposal)
    lines = {fold_text(line.strip("-|\t ")) for line in proposal.split("\n")}
    at = 0
    for block in blocks:
        key = fold_text(block.text)
        if not key:
            continue
        place = whole.find(key, at, at + len(key) + _WINDOW) if len(key) >= 8 else -1
        if place >= 0 and len(key) >= _SURE and not block.clutter:
            at = place + len(key)
        block.chosen = place >= 0 or (key in lines and block.clutter == 0)
    densest = _densest(blocks)
    gathered = [block for block in blocks if block.prose and densest in block.path]
    weight = sum(block.weight for block in gathered if not block.clutter)
    if sum(block.weight for block in blocks if block.chosen and block.prose) < 0.5 * weight:
        for block in blocks:
            block.chosen = densest in block.path and not block.clutter and block.prose


def _densest(blocks: list[Block]) -> int | None:
    """Return the element around which prose gathers."""
    held: Counter[int] = Counter()
    for block in blocks:
        if block.prose and not block.clutter:
            for distance, key in enumerate(reversed(block.path[-3:])):
                held[key] += block.weight * (3 - distance)
    return held.most_common(1)[0][0] if held else None


def _complete(blocks: list[Block]) -> None:
    """Add what stands among the chosen blocks of a container and was left out."""
    prose: Counter[int] = Counter()
    taken: Counter[int] = Counter()
    edges: dict[int, list[int]] = {}
    for number, block in enumerate(blocks):
        for key in block.path[-3:]:
            if block.prose and not block.clutter:
                prose[key] += block.weight
                taken[key] += block.weight if block.chosen else 0
            if block.chosen:
                edges.setdefault(key, [number, number])[1] = number
    homes = {key for key, weight in prose.items() if taken[key] > _LEAST_SHARE * weight}
    for number, block in enumerate(blocks):
        if block.chosen or block.clutter or block.linked >= 0.5:
            continue
        for key in block.path[-3:]:
            first, last = edges.get(key, (len(blocks), -1))
            if key in homes and (block.prose or first < number < last):
                block.chosen = True


def _tidy(blocks: list[Block], headings: set[str]) -> None:
    """Take out what is in an article's container and none of its text."""
    total = sum(block.weight for block in blocks if block.chosen)
    cluttered = sum(block.weight for block in blocks if block.chosen and block.clutter)
    begun = False
    for block in blocks:
        if not block.chosen:
            continue
        short = block.weight < 160
        block.chosen = not (
            (block.clutter and cluttered < 0.5 * total)
            or (short and (_BOILERPLATE.match(block.text) or _RIGHTS.search(block.text)))
            or (block.linked > 0.8 and short and block.tag != "p")
            or fold_text(block.text) in headings
            or (short and _is_counter(block))
            or (not begun and short and not block.prose and _is_byline(block))
        )
        begun = begun or (block.chosen and block.prose)
    last_heading = True
    for block in reversed(blocks):
        if block.chosen:
            if last_heading and block.tag in _HEADINGS:
                block.chosen = False  # a heading with nothing below it: “Related”
            else:
                last_heading = False


def _is_counter(block: Block) -> bool:
    rest, moving = MOVING.subn("", block.text)
    return moving > 0 and re.search(r"\w{3}", rest) is None


def _is_byline(block: Block) -> bool:
    """Tell a dateline or a byline above the text from a first paragraph."""
    found = dates_in(block.text)
    written = sum(end - start for _, start, end in found)
    if found and len(block.text) - written <= 40:
        return True
    return bool(person(byline(block.text)))
