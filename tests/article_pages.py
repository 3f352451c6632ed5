"""Article pages in many layouts, Japanese and English, each with the text a reader would copy."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

WHO = {
    "ja": ["市の担当者", "港町の商工会", "県議会の委員会", "利用者の一人", "調査した大学の研究班"],
    "en": ["The city council", "A spokeswoman", "The committee", "One visitor", "The study team"],
}
DID = {
    "ja": ["は{n}人が参加したと述べ", "は予算が{n}万円に上るとみて", "は前年より{n}件減ったと話し"],
    "en": [" said {n} people took part", " put the budget at {n} yen", " counted {n} fewer cases"],
}
THEN = {
    "ja": ["、来年度からの見直しを求めた。", "、「急ぐ必要はない」と説明した。", "ている。"],
    "en": [", and asked for a review next year.", ", adding: “There is no hurry.”", "."],
}
OTHER = {
    "ja": ["新しい橋の工事が始まる", "夏祭りの日程が決まる", "小学校の給食費を据え置き"],
    "en": ["Work on new bridge begins", "Dates of summer fair set", "School meal fees unchanged"],
}
WORDS = {
    "ja": {
        "site": "港町新聞",
        "title": "図書館の利用が減少、市が対策へ",
        "nav": ["ホーム", "社会", "政治", "経済", "スポーツ"],
        "related": "関連記事",
        "rank": "アクセスランキング",
        "cookie": "当サイトではCookieを使用しています。詳しくは規約をご覧ください。",
        "letter": "毎朝届くメールマガジンに登録しませんか。最新のニュースを無料でお届けします。",
        "comment": "そもそも予算の使い方がおかしいと思います。もっと説明してほしいです。",
        "legal": "掲載の記事・写真などの無断転載を禁じます。著作権は当社にあります。",
        "date": "2024年3月26日 12時30分",
        "by": "山田花子記者",
        "head": "今後の見通し",
    },
    "en": {
        "site": "Minato News",
        "title": "Fewer people use the library, city plans action",
        "nav": ["Home", "World", "Politics", "Business", "Sport"],
        "related": "Related stories",
        "rank": "Most read",
        "cookie": "We use cookies to improve our service. Please read the terms.",
        "letter": "Get our best stories every morning. It is free, sign up now.",
        "comment": "I think the budget is spent on the wrong things. Explain it.",
        "legal": "All rights reserved. Do not copy without our permission.",
        "date": "March 26, 2024 12:30 PM",
        "by": "By Jane Doe",
        "head": "What comes next",
    },
}


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A page, its layout and the paragraphs of its article."""

    name: str
    html: str
    paragraphs: list[str]


class Writer:
    """Writes sentences and furniture in one language, always the same for a seed."""

    def __init__(self, lang: str, seed: int) -> None:
        self.lang = lang
        self.chance = random.Random(f"{lang}{seed}")
        self.words = WORDS[lang]

    def sentence(self) -> str:
        pick = self.chance.choice
        did = pick(DID[self.lang]).format(n=self.chance.randrange(20, 9000))
        return pick(WHO[self.lang]) + did + pick(THEN[self.lang])

    def paragraph(self, least: int = 1, most: int = 4) -> str:
        joint = "" if self.lang == "ja" else " "
        return joint.join(self.sentence() for _ in range(self.chance.randint(least, most)))

    def others(self, count: int, teaser: bool = False) -> str:
        items = []
        for number in range(count):
            extra = f"<p>{self.sentence()}</p>" if teaser else ""
            title = self.chance.choice(OTHER[self.lang])
            items.append(f'<li><a href="/n/{number}"><h3>{title} {number}</h3></a>{extra}</li>')
        return "<ul>" + "".join(items) + "</ul>"

    def head(self) -> str:
        words = self.words
        return (
            f'<!doctype html><html lang="{self.lang}"><head><meta charset="utf-8">'
            f"<title>{words['title']} | {words['site']}</title></head><body>"
        )

    def menu(self) -> str:
        return "<ul>" + "".join(f"<li><a href=/>{w}</a></li>" for w in self.words["nav"]) + "</ul>"


def _tagged(paragraphs: list[str], tag: str = "p", cls: str = "") -> str:
    return "".join(f"<{tag}{cls}>{escape(text)}</{tag}>\n" for text in paragraphs)


def semantic(w: Writer, text: list[str]) -> str:
    v = w.words
    return (
        f"{w.head()}<header><nav>{w.menu()}</nav></header><main><article><h1>{v['title']}</h1>"
        f'<p class="byline">{v["by"]}</p><time>{v["date"]}</time>{_tagged(text)}</article>'
        f'<section class="related"><h2>{v["related"]}</h2>{w.others(6)}</section></main>'
        f"<aside><h2>{v['rank']}</h2>{w.others(10)}</aside><footer><p>{v['legal']}</p></footer>"
    )


def plain_divs(w: Writer, text: list[str]) -> str:
    v = w.words
    return (
        f'{w.head()}<div id="top">{w.menu()}</div><div id="wrap"><div id="left"><h1>{v["title"]}'
        f"</h1><div>{v['date']}</div><div id=body>{_tagged(text, 'div')}</div>"
        f"<div><h2>{v['related']}</h2>{w.others(6)}</div></div><div id=right><div>{v['rank']}</div>"
        f"{w.others(10)}</div></div><div id=bottom><p>{v['legal']}</p></div>"
    )


def line_breaks(w: Writer, text: list[str]) -> str:
    v = w.words
    body = "<br><br>\u3000".join(escape(each) for each in text)
    return (
        f"{w.head()}<table><tr><td>{w.menu()}</td><td><h1>{v['title']}</h1><div>{body}<br></div>"
        f"</td><td>{w.others(8)}</td></tr></table><p>{v['legal']}</p>"
    )


def interrupted(w: Writer, text: list[str]) -> str:
    v = w.words
    box = (
        f'<div class="newsletter-box"><p>{v["letter"]}</p><form><input><button>OK</button></form>'
        f'</div><div class="ad-slot">Advertisement</div>'
    )
    card = f'<div class="related-card"><h3>{v["related"]}</h3>{w.others(2, teaser=True)}</div>'
    return (
        f'{w.head()}<div class="cookie-banner"><p>{v["cookie"]}</p><button>OK</button></div>'
        f'<nav>{w.menu()}</nav><article class="story"><h1>{v["title"]}</h1>'
        f'<div class="story-body">{_tagged(text[:2])}{box}{_tagged(text[2:4])}{card}'
        f"{_tagged(text[4:])}</div></article>"
    )


def commented(w: Writer, text: list[str]) -> str:
    v = w.words
    notes = "".join(
        f'<div class="comment"><b>user{n}</b><p>{v["comment"]}{n}</p></div>' for n in range(12)
    )
    return (
        f'{w.head()}<div class="header">{w.menu()}</div><div class="entry"><h1>{v["title"]}</h1>'
        f'<div class="entry-content">{_tagged(text)}</div></div>'
        f'<div id="comments"><h2>12</h2>{notes}</div><div class="footer"><p>{v["legal"]}</p></div>'
    )


def teasers(w: Writer, text: list[str]) -> str:
    v = w.words
    return (
        f'{w.head()}<nav>{w.menu()}</nav><div class="layout"><div class="col-main"><h1>{v["title"]}'
        f'</h1><p class="date">{v["date"]}</p><div class="text">{_tagged(text)}</div></div>'
        f'<div class="col-rail"><h2>{v["rank"]}</h2>{w.others(8, teaser=True)}</div></div>'
        f'<div class="recommend"><h2>{v["related"]}</h2>{w.others(6, teaser=True)}</div>'
    )


def headed(w: Writer, text: list[str]) -> str:
    v = w.words
    body = (
        _tagged(text[:2]) + f"<h2>{v['head']}</h2>" + _tagged(text[2:3])
        + f"<ul><li>{text[3]}</li><li>{text[4]}</li></ul><blockquote><p>{text[5]}</p></blockquote>"
        + _tagged(text[6:])
    )  # fmt: skip
    text.insert(2, v["head"])
    return (
        f"{w.head()}<nav>{w.menu()}</nav><main><h1>{v['title']}</h1>{body}<div class=sns>"
        f'<a href="#">Share</a> <a href="#">Tweet</a></div></main><aside>{w.others(5)}</aside>'
    )


def brief(w: Writer, text: list[str]) -> str:
    v = w.words
    del text[2:]
    return (
        f'{w.head()}<div class="gnav">{w.menu()}</div><div class="box"><h1>{v["title"]}</h1>'
        f"<p>{v['date']}</p>{_tagged(text)}</div><div class=rank><h2>{v['rank']}</h2>{w.others(10)}"
        f'</div><div class="foot"><p>{v["legal"]}</p></div>'
    )


def wrapped(w: Writer, text: list[str]) -> str:
    v = w.words
    body = "".join(f'<div class="b-{n}"><div><p>{t}</p></div></div>' for n, t in enumerate(text))
    return (
        f'{w.head()}<div class="l1"><div>{w.menu()}</div><div class="c"><div><h1>{v["title"]}</h1>'
        f'<div class="m">{v["by"]} {v["date"]}</div></div><div class="blocks">{body}</div></div>'
        f'</div><div class="cookie-consent"><div><p>{v["cookie"]}</p></div></div>'
    )


def ruby(w: Writer, text: list[str]) -> str:
    v = w.words
    shown = [
        t.replace("市", "<ruby>市<rt>し</rt></ruby>").replace("city", "<b>ci</b>ty") for t in text
    ]
    body = "".join(f"<p>{t}</p>" for t in shown)
    return (
        f"{w.head()}<nav>{w.menu()}</nav><section><h1>{v['title']}</h1><section>{body}</section>"
        f"</section><section><h2>{v['related']}</h2>{w.others(6)}</section>"
    )


def linked(w: Writer, text: list[str]) -> str:
    v = w.words
    shown = [
        re.sub(r"(\d+)", r'<a href="/t/\1">\1</a>', t) + ("" if n % 3 else "<sup>[1]</sup>")
        for n, t in enumerate(text)
    ]
    text[:] = [t + ("" if n % 3 else "[1]") for n, t in enumerate(text)]
    return (
        f'{w.head()}<div role="navigation">{w.menu()}</div><div class="post"><h1>{v["title"]}</h1>'
        f'{"".join(f"<p>{t}</p>" for t in shown)}</div><div class="tags"><a href=/t>x</a></div>'
        f"<div class=sidebar>{w.others(6, teaser=True)}</div>"
    )


def short_lines(w: Writer, text: list[str]) -> str:
    v = w.words
    extra = "「はい」" if w.lang == "ja" else "“Yes.”"
    for place in (1, 4):
        text.insert(place, extra)
    return (
        f"{w.head()}<nav>{w.menu()}</nav><article><header><h1>{v['title']}</h1><p>{v['date']}</p>"
        f"</header><figure><img src=a><figcaption>{v['site']}</figcaption></figure>"
        f"{_tagged(text)}<p>{v['related']}</p>{w.others(3)}</article>"
    )


LAYOUTS: list[Callable[[Writer, list[str]], str]] = [
    semantic, plain_divs, line_breaks, interrupted, commented, teasers, headed, brief, wrapped,
    ruby, linked, short_lines,
]  # fmt: skip


def article_pages(seeds: int) -> Iterator[ArticlePage]:
    """Yield every layout in both languages, `seeds` times with other words and lengths."""
    for seed in range(seeds):
        for lang in ("ja", "en"):
            for layout in LAYOUTS:
                writer = Writer(lang, seed)
                text = [writer.paragraph() for _ in range(writer.chance.randint(7, 14))]
                html = layout(writer, text)
                yield ArticlePage(f"{layout.__name__} {lang} {seed}", html, text)


def f1(found: str, wanted: str) -> float:
    """Return the F1 of words (en) and characters (ja) in runs of four."""

    def runs(text: str) -> Counter[tuple[str, ...]]:
        tokens = re.findall(r"[a-zA-Z0-9]+|[^\s\w]|\w", text)
        return Counter(zip(*(tokens[start:] for start in range(4)), strict=False))

    mine, gold = runs(found), runs(wanted)
    common = sum((mine & gold).values())
    return 2 * common / ((sum(mine.values()) + sum(gold.values())) or 1)
