"""News-like pages of 5 to 100 KB for the speed benchmarks, the same for every seed.

``render`` gives one page at one moment: what readers never notice moves, and a cited number may.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

_JA_WORDS = [
    "市議会",
    "港湾局",
    "予算案",
    "調査報告",
    "新年度",
    "住民説明会",
    "交通量",
    "再開発",
    "統計表",
    "気象台",
    "病院",
    "図書館",
    "小学校",
    "企業連合",
    "輸出額",
    "人口推計",
    "防災計画",
    "水道料金",
    "観光客",
    "路線図",
    "研究班",
    "選挙管理",
    "市場調査",
]
_JA_ENDS = (
    "について担当者が説明した。",
    "の見直しを進めている。",
    "に関する資料を公開した。",
    "をめぐり意見が分かれた。",
    "の結果を来月まとめる。",
)
_EN_WORDS = [
    "council",
    "harbour",
    "budget",
    "survey",
    "residents",
    "traffic",
    "redevelopment",
    "statistics",
    "weather",
    "hospital",
    "library",
    "school",
    "companies",
    "exports",
    "population",
    "safety",
    "water",
    "visitors",
    "railway",
    "research",
    "election",
]
_EN_ENDS = (
    "was explained by an official on Monday.",
    "is being reviewed this year.",
    "was published with the figures.",
    "divided the committee again.",
    "will be summarised next month.",
)


@dataclass(frozen=True, slots=True)
class NewsPage:
    """One page of the origin; ``size`` is about what its body weighs in bytes."""

    number: int
    japanese: bool
    size: int

    @property
    def ships(self) -> int:
        """The cited number."""
        return 3_100 + 7 * self.number

    def passage(self, *, edit: int = 0) -> str:
        """The cited sentence; every ``edit`` writes another number into it."""
        ships = self.ships + 1_000 * edit
        if self.japanese:
            return f"第{self.number + 1}埠頭は2023年に{ships}隻の船を受け入れた。"
        return f"Pier {self.number + 1} received {ships} ships in 2023."


@cache
def news_page(number: int) -> NewsPage:
    """Page ``number``: its language and a size spread evenly over the logarithm of 5 to 100 KB."""
    chance = random.Random(f"page {number}")
    size = int(5_000 * 20 ** chance.random())
    return NewsPage(number=number, japanese=number % 2 == 0, size=size)


def render(page: NewsPage, *, noise: int = 0, edit: int = 0) -> bytes:
    """The page as it reads now, UTF-8. Another ``noise`` moves only what is no prose."""
    return (
        _template(page.number)
        .replace("@PASSAGE@", page.passage(edit=edit))
        .replace("@RANKING@", _ranking(page, noise))
        .replace("@COUNT@", str(1_000 + 37 * noise + page.number))
        .replace("@AGO@", f"{1 + noise % 58}分前" if page.japanese else f"{1 + noise % 58} min ago")
        .replace("@NONCE@", f"{noise * 1_000_003 + page.number:016x}")
        .replace("@AD@", f"https://ads.example/{noise}/{page.number}.js")
        .encode()
    )


def _ranking(page: NewsPage, noise: int) -> str:
    chance = random.Random(f"ranking {noise} {page.number}")
    lines = [_headline(page.japanese, chance) for _place in range(10)]
    return "".join(f'<li><a href="/r/{n}">{line}</a></li>' for n, line in enumerate(lines))


def _headline(japanese: bool, chance: random.Random) -> str:
    words = chance.choices(_JA_WORDS if japanese else _EN_WORDS, k=4)
    return "".join(words) if japanese else " ".join(words).capitalize()


def _sentence(japanese: bool, chance: random.Random) -> str:
    if japanese:
        return "と".join(chance.choices(_JA_WORDS, k=3)) + chance.choice(_JA_ENDS)
    words = " and the ".join(chance.choices(_EN_WORDS, k=4))
    return f"The {words} {chance.choice(_EN_ENDS)}"


def _paragraph(japanese: bool, chance: random.Random) -> str:
    said = ("" if japanese else " ").join(_sentence(japanese, chance) for _n in range(4))
    return f'<p class="text">{said}</p>\n'


@cache
def _template(number: int) -> str:
    page = news_page(number)
    chance = random.Random(f"text {number}")
    title = _headline(page.japanese, chance)
    before = [_paragraph(page.japanese, chance) for _n in range(2)]
    after = [_paragraph(page.japanese, chance) for _n in range(max(2, page.size // 3_500))]
    head = (
        f'<!doctype html><html lang="{"ja" if page.japanese else "en"}"><head>'
        f'<meta charset="utf-8"><title>{title}</title><meta name="csrf" content="@NONCE@">'
        '<script nonce="@NONCE@">window.pageviews=@COUNT@;</script>'
        "<style>.text{margin:0 0 1em}.rank li{padding:4px}</style></head><body>"
        '<header><nav><ul><li><a href="/">Top</a></li><li><a href="/p">Politics</a></li>'
        '<li><a href="/e">Economy</a></li><li><a href="/s">Sports</a></li></ul></nav></header>'
    )
    article = (
        f"<main><article><h1>{title}</h1><p class=meta>@AGO@ · @COUNT@ views</p>"
        f'{"".join(before)}<p class="text">@PASSAGE@</p>\n{"".join(after)}</article></main>'
        '<aside><h2>Ranking</h2><ol class="rank">@RANKING@</ol>'
        '<div class="ad"><script src="@AD@"></script></div></aside>'
    )
    foot = "<footer><p>© News desk</p></footer></body></html>"
    size = len((head + article + foot).encode())
    return head + article + _filling(page, chance, page.size - size) + foot


def _filling(page: NewsPage, chance: random.Random, size: int) -> str:
    """Link lists and scripts, which make up most of a real page's bytes."""
    parts: list[str] = []
    left = size
    while left > 0:
        links = "".join(
            f'<li class="card"><a href="/a/{chance.randrange(10**6)}">'
            f"{_headline(page.japanese, chance)}</a></li>"
            for _n in range(12)
        )
        data = ",".join(f'"k{n}":{chance.randrange(10**9)}' for n in range(60))
        part = f'<section class="more"><ul>{links}</ul></section><script>var d={{{data}}};</script>'
        parts.append(part)
        left -= len(part.encode())
    return "".join(parts)
