"""Articles for the detection benchmark, made from sentences with places that can be edited."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

WORDS: dict[str, dict[str, list[str]]] = {
    "ja": {
        "name": ["佐藤", "高橋", "渡辺", "山口", "清水", "石川", "中島", "前田", "藤井", "岡本"],
        "role": ["市長", "知事", "会長", "教授", "監督"],
        "org": ["港湾協議会", "県教育委員会", "北陵大学", "水道局", "青葉病院", "河川事務所"],
        "place": ["浜松市", "松江市", "青森県", "旭川市", "徳島県", "長岡市", "小倉駅前"],
        "topic": ["図書館の開館時間", "給食の無償化", "橋の架け替え", "バス路線の再編", "水道料金"],
        "said": [
            "現場の声を聞いたうえで判断する",
            "期限までに必ず結論を出す",
            "住民の負担はこれ以上増やさない",
            "想定の範囲を超える事態だ",
        ],
    },
    "en": {
        "name": ["Harper", "Okafor", "Lindqvist", "Marsh", "Delgado", "Whitlock", "Pemberton"],
        "role": ["Mayor", "Governor", "Professor", "Director"],
        "org": ["the harbour board", "the water authority", "the school district", "Elm Hospital"],
        "place": ["Dunmore", "Kestrel Bay", "Ashford", "Port Linden", "Greywater", "Millbrook"],
        "topic": [
            "library hours",
            "free school meals",
            "the new bridge",
            "bus routes",
            "water bills",
        ],
        "said": [
            "we will decide after listening to the staff",
            "there will be an answer before the deadline",
            "nobody expected costs of this order",
            "residents have carried enough of the burden",
        ],
    },
}
PAIRS: dict[str, dict[str, list[tuple[str, str]]]] = {
    "ja": {
        "verb": [("解任", "辞任"), ("選任", "解任"), ("起訴", "釈放"), ("承認", "否決")],
        "turn": [("増加", "減少"), ("上昇", "低下"), ("改善", "悪化")],
        "neg": [
            ("認めている", "認めていない"),
            ("公表した", "公表しなかった"),
            ("把握していた", "把握していなかった"),
        ],
        "kept": [("いる", "いない"), ("きた", "こなかった")],
    },
    "en": {
        "verb": [("dismissed", "resigned"), ("convicted", "acquitted"), ("approved", "rejected")],
        "turn": [("rose", "fell"), ("improved", "worsened"), ("doubled", "halved")],
        "neg": [("did publish", "did not publish"), ("has accepted", "has never accepted")],
        "kept": [("were kept", "were not kept"), ("had been told", "had not been told")],
    },
}
SENTENCES: dict[str, list[str]] = {
    "ja": [
        "{place}の{org}は{date}、{topic}に関する調査で対象の{n}人のうち多くが見直しを望んだと発表した。",
        "{name}{role}は記者会見で「{said}」と述べ、今後の対応を{org}と話し合う考えを示した。",
        "{org}の理事を務めていた{name}氏について、{date}の総会で{verb}が報告された。",
        "{org}は、当初の説明に誤りがあったことを{neg}。",
        "事業費は{money}万円と見込まれ、その一部は{place}が負担する。",
        "計画に反対する署名は{n}筆に達し、提出は{date}に予定されている。",
        "{date}に開かれた説明会にはおよそ{n}人が集まり、{topic}をめぐる質問が相次いだ。",
        "{place}の利用者の数は前の年度に比べて{pct}％{turn}した。",
        "{name}氏は取材に対し、{topic}についての記録を残して{kept}と説明した。",
        "{topic}に詳しい{name}氏は「{said}」と話している。",
        "{org}によると、必要な人員は{n}人で、{name}{role}もこの数を確認した。",
        "費用のうち{money}万円については、支出の根拠となる書類を{neg}という。",
    ],
    "en": [
        "On {date} {org} in {place} said that {n} people had answered its survey on {topic}.",
        "{role} {name} told reporters that “{said}” and promised to meet {org} again.",
        "According to the minutes, {name} was {verb} at the meeting held on {date}.",
        "After several requests {org} {neg} the figures behind its first statement.",
        "The work is expected to cost ${money},000, part of which {place} will pay.",
        "A petition with {n} signatures against the plan was handed in on {date}.",
        "About {n} residents came to the hearing and asked about {topic} until late.",
        "The number of users in {place} {turn} by {pct} percent compared with last year.",
        "In an interview {name} said that records on {topic} {kept} for the whole period.",
        "“The truth is simple: {said},” said {name}, who has studied {topic} for years.",
        "Staff lists show {n} posts, a figure that {role} {name} confirmed in writing.",
        "For {money} of the payments {org} {neg} the receipts, the auditors wrote.",
    ],
}
HEADLINES = {
    "ja": [
        "{topic}の見直し、{n}人が要望　{place}",
        "{place}の{org}、{verb}を報告",
        "{topic}めぐり{money}万円",
    ],
    "en": ["{n} call for review of {topic} in {place}", "Vote in {place}: {name} {verb}"],
}


@dataclass(frozen=True)
class Sentence:
    """A pattern and what fills it; both ways of a pair are kept so that it can be turned."""

    pattern: str
    values: dict[str, str]

    def __str__(self) -> str:
        return self.pattern.format(**self.values)

    def has(self, *slots: str) -> bool:
        return any("{" + slot + "}" in self.pattern for slot in slots)

    def with_values(self, **values: str) -> Sentence:
        return replace(self, values={**self.values, **values})


@dataclass(frozen=True)
class Article:
    """What a page is about: a headline, paragraphs of sentences, a day and an author."""

    language: str
    headline: Sentence
    paragraphs: tuple[tuple[Sentence, ...], ...]
    day: str
    author: str

    @property
    def sentences(self) -> list[Sentence]:
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]


def make_article(language: str, rng: random.Random) -> Article:
    """Write an article of seven to eleven sentences."""
    patterns = rng.sample(SENTENCES[language], rng.randint(7, 11))
    sentences = [fill(language, pattern, rng) for pattern in patterns]
    paragraphs = []
    while sentences:
        size = rng.randint(1, 3)
        paragraphs.append(tuple(sentences[:size]))
        sentences = sentences[size:]
    headline = fill(language, rng.choice(HEADLINES[language]), rng)
    author = rng.choice(WORDS[language]["name"])
    return Article(language, headline, tuple(paragraphs), day(language, rng), author)


def fill(language: str, pattern: str, rng: random.Random) -> Sentence:
    """Fill a pattern with words of its language."""
    values = {slot: rng.choice(words) for slot, words in WORDS[language].items()}
    values |= {slot: rng.choice(pairs)[0] for slot, pairs in PAIRS[language].items()}
    values |= {
        "n": str(rng.choice([rng.randint(11, 99), rng.randint(101, 999), rng.randint(1001, 9999)])),
        "money": str(rng.randint(2, 9) * rng.choice([10, 100]) + rng.randint(0, 9)),
        "pct": f"{rng.randint(2, 48)}.{rng.randint(1, 9)}",
        "date": day(language, rng),
    }
    return Sentence(pattern, values)


def day(language: str, rng: random.Random) -> str:
    """Return a day as newspapers write it."""
    month, number = rng.randint(1, 12), rng.randint(1, 28)
    if language == "ja":
        year = rng.choice(["", "", "2024年", "令和6年"])
        return f"{year}{month}月{number}日"
    names = "January February March April May June July August September October November December"
    return f"{names.split()[month - 1]} {number}, 2024"


def other(values: list[str], value: str, rng: random.Random) -> str:
    """Return another one of `values`."""
    return rng.choice([each for each in values if each != value])
