"""What moves on a page by itself, class by class: each moves one part of a `Surroundings`."""

from __future__ import annotations

import html
import random
import re
from dataclasses import dataclass, field, replace

from tests.benchmarks.detection_texts import HEADLINES, SENTENCES, fill

CLASSES = (
    "rankings",
    "relative_times",
    "counters",
    "ads",
    "nonces",
    "navigation",
    "markup",
    "ruby",
    "width",
    "encoding",
    "related_links",
    "cookie_banners",
    "comments",
    "everything",
)


@dataclass(frozen=True)
class Surroundings:
    """All that stands around an article and how the article itself is set."""

    language: str
    ranking: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    comments: tuple[str, ...] = ()
    ads: tuple[str, ...] = ()
    nav: tuple[str, ...] = ()
    age: int = 3
    counts: tuple[int, ...] = (0, 0, 0, 0)
    nonce: str = "0"
    banner: str = ""
    modified: str = "2024-04-02T10:00:00+09:00"
    markup: int = 0
    ruby: bool = False
    wide: bool = False
    charset: str = "utf-8"
    extra: dict[str, str] = field(default_factory=dict)


NAV = {
    "ja": [
        "トップ",
        "政治",
        "経済",
        "国際",
        "社会",
        "地域",
        "スポーツ",
        "文化",
        "天気",
        "動画",
        "特集",
    ],
    "en": [
        "Home",
        "World",
        "Politics",
        "Business",
        "Science",
        "Sport",
        "Culture",
        "Weather",
        "Live",
    ],
}
ADS = {
    "ja": [
        "今だけ初回限定で半額。送料も無料です！",
        "PR 家計を見直すなら無料の相談から。お申し込みはこちら",
        "広告　春の新車キャンペーン実施中",
        "スポンサーリンク　住まいの一括査定は最短60秒で完了します。",
    ],
    "en": [
        "Advertisement: Save 40% on running shoes this week only.",
        "Sponsored — Compare home insurance quotes in 60 seconds",
        "AD New season, new sofa. Free delivery on orders over $50!",
        "Try our wine club today and get three bottles free.",
    ],
}
COMMENTS = {
    "ja": [
        "前から同じことを言っていた気がする。",
        "詳しい数字をもっと知りたいです。",
        "うちの近所でも話題になっている。",
        "役所の説明は分かりにくいですね。",
    ],
    "en": [
        "They said the same thing last year.",
        "I would like to see the numbers.",
        "Good reporting, thanks.",
        "My neighbours talk of nothing else.",
    ],
}
BANNERS = {
    "ja": [
        "当サイトではサービス向上のためCookieを使用しています。閲覧を続けると同意したものとみなします。",
        "クッキーの利用に同意する場合は「同意する」を押してください。",
        "公式アプリをダウンロードすると速報が届きます。",
    ],
    "en": [
        "We use cookies to improve your experience. By continuing you agree to our cookie policy.",
        "This site uses cookies and similar technology. Accept all or manage your settings.",
        "Sign up for our free morning newsletter and never miss a story.",
    ],
}
CHARSETS = {
    "ja": ["utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "utf-8-sig"],
    "en": ["utf-8", "windows-1252", "utf-8-sig", "utf-16"],
}


def first_surroundings(language: str, rng: random.Random) -> Surroundings:
    """Return a page's surroundings as the first reading found them."""
    return Surroundings(
        language=language,
        ranking=_titles(language, rng, 8),
        related=tuple((title, _lead(language, rng)) for title in _titles(language, rng, 3)),
        comments=tuple(rng.sample(COMMENTS[language], 2)),
        ads=tuple(rng.sample(ADS[language], 2)),
        nav=tuple(rng.sample(NAV[language], 6)),
        age=rng.randint(1, 50),
        counts=tuple(rng.randint(0, 900) for _ in range(4)),
        nonce=f"{rng.getrandbits(64):x}",
    )


def add_noise(page: Surroundings, name: str, rng: random.Random) -> Surroundings:
    """Move one class of noise; `everything` moves them all at once."""
    if name == "everything":
        for one in CLASSES[:-1]:
            if one not in ("width", "encoding", "ruby") or rng.random() < 0.5:
                page = add_noise(page, one, rng)
        return page
    language = page.language
    moved = {
        "rankings": lambda: {"ranking": _titles(language, rng, rng.randint(5, 10))},
        "relative_times": lambda: {"age": page.age + rng.randint(1, 300)},
        "counters": lambda: {"counts": tuple(n + rng.randint(1, 5000) for n in page.counts)},
        "ads": lambda: {"ads": tuple(rng.sample(ADS[language], rng.randint(0, 3)))},
        "nonces": lambda: {
            "nonce": f"{rng.getrandbits(64):x}",
            "modified": f"2024-05-{rng.randint(10, 28)}T0{rng.randint(0, 9)}:00:00+09:00",
        },
        "navigation": lambda: {"nav": tuple(rng.sample(NAV[language], rng.randint(4, 8)))},
        "markup": lambda: {"markup": rng.randint(1, 4)},
        "ruby": lambda: {"ruby": not page.ruby},
        "width": lambda: {"wide": not page.wide},
        "encoding": lambda: {"charset": rng.choice(CHARSETS[language][1:])},
        "related_links": lambda: {
            "related": tuple((title, _lead(language, rng)) for title in _titles(language, rng, 4))
        },
        "cookie_banners": lambda: {"banner": rng.choice(BANNERS[language])},
        "comments": lambda: {"comments": tuple(rng.sample(COMMENTS[language], 3))},
    }[name]()
    return replace(page, **moved)


def _titles(language: str, rng: random.Random, count: int) -> tuple[str, ...]:
    return tuple(str(fill(language, rng.choice(HEADLINES[language]), rng)) for _ in range(count))


def _lead(language: str, rng: random.Random) -> str:
    return str(fill(language, rng.choice(SENTENCES[language]), rng))


RUBY = {
    "図書館": "としょかん",
    "給食": "きゅうしょく",
    "橋": "はし",
    "記者": "きしゃ",
    "費用": "ひよう",
    "利用者": "りようしゃ",
}
_WIDE = {ord(char): chr(ord(char) + 0xFEE0) for char in "0123456789%()"}
_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "’": "'"})


def set_sentence(sentence: str, page: Surroundings) -> str:
    """Return the sentence as HTML: width, ruby, emphasis and entities as the page has them."""
    if page.wide:
        if page.language == "ja":
            sentence = sentence.translate(_WIDE)
        else:
            sentence = sentence.translate(_TYPOGRAPHY)
            sentence = re.sub(r"(\d),(\d{3})", "\\1\u202f\\2", sentence)
    written = html.escape(sentence, quote=False)
    if page.ruby and page.language == "ja":
        for word, reading in RUBY.items():
            written = written.replace(
                word, f"<ruby>{word}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"
            )
    if page.markup == 1:
        written = re.sub(r"([0-9０-９]+)", r"<b>\1</b>", written)
    elif page.markup == 2:
        middle = len(written) // 2
        while middle < len(written) and (written[middle] in "<>&;" or written[middle].isascii()):
            middle += 1
        if "<" not in written and "&" not in written:
            written = f"<span>{written[:middle]}</span><wbr>\n{written[middle:]}"
            if page.language == "en":
                written = written.replace("<wbr>\n", "")
    elif page.markup == 3:
        written = written.replace(" ", "\n   ") if page.language == "en" else f"\n　{written}\n"
    elif page.markup == 4:
        written = f'<font color="#222">{written}</font>'
    return written
