"""Page layouts as news sites have them: one article and its surroundings to bytes of HTML."""

from __future__ import annotations

import html
import json
from collections.abc import Callable

from tests.benchmarks.detection_noise import Surroundings, set_sentence
from tests.benchmarks.detection_texts import Article

Words = dict[str, str]
LABELS: dict[str, Words] = {
    "ja": {
        "site": "みなと新報",
        "ranking": "アクセスランキング",
        "related": "関連記事",
        "comments": "コメント",
        "by": "文・",
        "ago": "{}分前",
        "views": "{}回閲覧",
        "likes": "いいね {}",
        "count": "コメント{}件",
        "share": "シェア {}",
        "updated": "更新",
        "rights": "© みなと新報社 無断転載を禁じます",
        "more": "続きを読む",
    },
    "en": {
        "site": "The Linden Courier",
        "ranking": "Most read",
        "related": "Related stories",
        "comments": "Comments",
        "by": "By ",
        "ago": "{} minutes ago",
        "views": "{} views",
        "likes": "{} likes",
        "count": "{} comments",
        "share": "Shares {}",
        "updated": "Updated",
        "rights": "© The Linden Courier. All rights reserved.",
        "more": "Read more",
    },
}


def render(layout: str, article: Article, page: Surroundings, note: str = "") -> bytes:
    """Return the page as a server would send it, in the charset of its surroundings."""
    words = LABELS[article.language]
    body = LAYOUTS[layout](article, page, words, note)
    charset = page.charset.removesuffix("-sig")
    data = {
        "@type": "NewsArticle",
        "headline": str(article.headline),
        "datePublished": "2024-04-01",
        "dateModified": page.modified,
    }
    head = (
        f'<meta charset="{charset}"><title>{html.escape(str(article.headline))} | {words["site"]}'
        f'</title><script nonce="{page.nonce}">window.t="{page.nonce}";</script>'
        f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    )
    source = f'<!DOCTYPE html><html lang="{article.language}"><head>{head}</head>{body}</html>'
    return source.encode(page.charset, errors="xmlcharrefreplace")


def _paragraphs(article: Article, page: Surroundings, tag: str, middle: str = "") -> str:
    gap = " " if article.language == "en" else ""
    written = [
        gap.join(set_sentence(str(sentence), page) for sentence in paragraph)
        for paragraph in article.paragraphs
    ]
    name = f' class="p-{page.nonce[:4]}"' if page.markup == 4 else ""
    blocks = [f"<{tag}{name}>{each}</{tag}>" for each in written]
    return "".join([*blocks[:2], middle, *blocks[2:]])


def _list(items: tuple[str, ...], tag: str = "ol") -> str:
    rows = "".join(
        f'<li><a href="/{i}">{html.escape(each)}</a></li>' for i, each in enumerate(items)
    )
    return f"<{tag}>{rows}</{tag}>"


def _counts(page: Surroundings, words: Words) -> str:
    parts = [words["views"], words["likes"], words["count"], words["share"]]
    return " ".join(f"<span>{p.format(n)}</span>" for p, n in zip(parts, page.counts, strict=True))


def _cards(page: Surroundings, name: str) -> str:
    return "".join(
        f'<div class="{name}"><a href="/r"><h3>{html.escape(title)}</h3></a>'
        f"<p>{html.escape(lead)}</p></div>"
        for title, lead in page.related
    )


def _modern(article: Article, page: Surroundings, words: Words, note: str) -> str:
    """HTML5 with telling class names; related stories with their leads under the article."""
    ads = [f'<div class="ad-slot"><p>{html.escape(ad)}</p></div>' for ad in page.ads]
    banner = f'<div id="cookie-consent" class="banner"><p>{page.banner}</p></div>'
    comments = "".join(f"<p>{html.escape(each)}</p>" for each in page.comments)
    return (
        f"<body>{banner if page.banner else ''}<header><nav>{_list(page.nav, 'ul')}</nav></header>"
        f"<main><article><h1>{html.escape(str(article.headline))}</h1>"
        f'<p class="meta"><time datetime="{page.modified}">{words["ago"].format(page.age)}</time> '
        f"{words['by']}{article.author}</p><div class='counter'>{_counts(page, words)}</div>"
        f"{_paragraphs(article, page, 'p', ads[0] if ads else '')}"
        f"{f'<p class=correction>{note}</p>' if note else ''}</article>{''.join(ads[1:])}"
        f'<section class="related"><h2>{words["related"]}</h2>{_cards(page, "card")}</section>'
        f'<section class="comments"><h2>{words["comments"]}</h2>{comments}</section></main>'
        f'<aside class="ranking"><h2>{words["ranking"]}</h2>{_list(page.ranking)}</aside>'
        f"<footer><p>{words['rights']}</p></footer></body>"
    )


def _opaque(article: Article, page: Surroundings, words: Words, note: str) -> str:
    """Divs whose class names say nothing; counters and pointers inside the article."""
    related = "".join(
        f'<div class="c3f"><a href="/r">{words["related"]}：{html.escape(title)}</a></div>'
        for title, _ in page.related[:1]
    )
    comments = "".join(f'<div class="x1"><div>{html.escape(e)}</div></div>' for e in page.comments)
    ads = "".join(f'<div class="b9"><a href="/ad">{html.escape(ad)}</a></div>' for ad in page.ads)
    banner = f'<div class="q0"><div>{page.banner}</div><button>OK</button></div>'
    return (
        f'<body data-n="{page.nonce}"><div class="a1"><div class="a2">'
        f"{''.join(f'<a href=/x>{each}</a>' for each in page.nav)}</div></div>"
        f'<div class="m0"><div class="m1"><h1 class="t5">{html.escape(str(article.headline))}</h1>'
        f'<div class="t6">{words["ago"].format(page.age)}</div><div class="t7">'
        f'{_counts(page, words)}</div><div class="k2">{_paragraphs(article, page, "p", related)}'
        f"{f'<p>{note}</p>' if note else ''}</div>{ads}</div><div class='m2'>"
        f"<div>{words['ranking']}</div>{_list(page.ranking, 'ul')}<div class='d4'>"
        f"{''.join(f'<div><a href=/r>{html.escape(t)}</a></div>' for t, _ in page.related)}</div>"
        f"</div></div><div class='z'>{comments}</div>{banner if page.banner else ''}"
        f"<div class='f'>{words['rights']}</div></body>"
    )


def _tables(article: Article, page: Surroundings, words: Words, note: str) -> str:
    """An old site: tables for layout, line breaks for paragraphs."""
    gap = " " if article.language == "en" else ""
    text = "<br><br>\n".join(
        gap.join(set_sentence(str(sentence), page) for sentence in paragraph)
        for paragraph in article.paragraphs
    )
    nav = " | ".join(f'<a href="/n">{each}</a>' for each in page.nav)
    ads = "<br>".join(html.escape(ad) for ad in page.ads)
    top = f"<center>{page.banner}</center>" if page.banner else ""
    return (
        f"<body bgcolor=white>{top}<table width=900><tr><td colspan=2>{nav}</td></tr><tr>"
        f"<td valign=top><font size=5><h1>{html.escape(str(article.headline))}</h1></font>"
        f"<small>{words['updated']} {page.modified[:10]} {words['views'].format(page.counts[0])}"
        f"</small><div>{text}{f'<br><br>{note}' if note else ''}</div></td>"
        f"<td valign=top>{words['ranking']}{_list(page.ranking)}<hr>{ads}<hr>"
        f"{'<br>'.join(f'<a href=/r>{html.escape(t)}</a>' for t, _ in page.related)}</td></tr>"
        f"<tr><td colspan=2><small>{words['rights']} {page.nonce}</small></td></tr></table></body>"
    )


def _blog(article: Article, page: Surroundings, words: Words, note: str) -> str:
    """A blog theme: the post in divs, comments with ages below, widgets at the side."""
    comments = "".join(
        f'<li class="comment"><cite>user{i}</cite> <span>{words["ago"].format(page.age + i)}</span>'
        f"<p>{html.escape(each)}</p></li>"
        for i, each in enumerate(page.comments)
    )
    ads = "".join(f'<div class="textwidget"><p>{html.escape(ad)}</p></div>' for ad in page.ads)
    notice = f'<div class="notice">{page.banner}</div>' if page.banner else ""
    return (
        f'<body class="home-{page.nonce[:6]}">{notice}<div id="menu">{_list(page.nav, "ul")}</div>'
        f'<div id="content"><div class="post"><h1 class="entry-title">'
        f'{html.escape(str(article.headline))}</h1><div class="entry-meta">{article.day} '
        f"{words['ago'].format(page.age)} {words['count'].format(page.counts[2])}</div>"
        f'<div class="entry-content">{_paragraphs(article, page, "div")}'
        f"{f'<div>{note}</div>' if note else ''}</div><div class='sharedaddy'>"
        f"{_counts(page, words)}</div></div><ol class='commentlist'>{comments}</ol></div>"
        f'<div id="secondary"><h3>{words["ranking"]}</h3>{_list(page.ranking)}'
        f"<h3>{words['related']}</h3>{_cards(page, 'widget')}{ads}</div>"
        f'<input type="hidden" name="csrf" value="{page.nonce}"><div>{words["rights"]}</div></body>'
    )


LAYOUTS: dict[str, Callable[[Article, Surroundings, Words, str], str]] = {
    "modern": _modern,
    "opaque": _opaque,
    "tables": _tables,
    "blog": _blog,
}
