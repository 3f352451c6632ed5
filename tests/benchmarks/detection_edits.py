"""What editors do to an article: one edit of a known class, and the passage it touches."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tests.benchmarks.detection_texts import PAIRS, WORDS, Article, Sentence, day, fill, other

ON_PASSAGE = ("number", "date", "name", "negation", "quotation", "verb", "deleted")
ON_PAGE = ("headline", "added", "note", "rewrite")
KINDS = {
    "headline": ("headline",),
    "added": ("update",),
    "note": ("correction",),
    "rewrite": ("rewrite",),
    "deleted": ("update",),
}


@dataclass(frozen=True)
class Edit:
    """An edited article; `passage` is the wording before, `quoted` what stands there now."""

    name: str
    after: Article
    passage: str | None = None
    quoted: str | None = None
    note: str = ""


def edit(article: Article, name: str, rng: random.Random) -> Edit | None:
    """Make one edit; None when the article has no place for it."""
    if name in ON_PAGE:
        return _edit_page(article, name, rng)
    places = [one for one in article.sentences if _turned(article.language, one, name, rng)]
    if name == "deleted":
        places = article.sentences
    if not places:
        return None
    sentence = rng.choice(places)
    turned = None if name == "deleted" else _turned(article.language, sentence, name, rng)
    passage = str(sentence)
    if rng.random() < 0.3:
        passage = passage.rstrip("。.")
    after = _with(article, sentence, turned)
    return Edit(name, after, passage, str(turned) if turned is not None else None)


def _turned(language: str, sentence: Sentence, name: str, rng: random.Random) -> Sentence | None:
    """Return the sentence with the edit done to it, or None when it has no such place."""
    values = sentence.values
    if name == "number":
        slots = [slot for slot in ("n", "money", "pct") if sentence.has(slot)]
        if not slots:
            return None
        slot = rng.choice(slots)
        return sentence.with_values(**{slot: _other_number(values[slot], rng)})
    if name == "date" and sentence.has("date"):
        changed = values["date"]
        while changed == values["date"]:
            changed = day(language, rng)
        return sentence.with_values(date=changed)
    if name == "name" and sentence.has("name", "place", "org"):
        slot = rng.choice([one for one in ("name", "place", "org") if sentence.has(one)])
        return sentence.with_values(**{slot: other(WORDS[language][slot], values[slot], rng)})
    if name == "quotation" and sentence.has("said") and "「" in sentence.pattern:
        return replace(sentence, pattern=sentence.pattern.replace("「", "").replace("」", ""))
    if name == "quotation" and sentence.has("said") and "that “" in sentence.pattern:
        return replace(sentence, pattern=sentence.pattern.replace("“", "").replace("”", ""))
    slots = {"negation": ("neg", "kept"), "verb": ("verb", "turn")}.get(name, ())
    for slot in slots:
        if sentence.has(slot):
            pairs = dict(PAIRS[language][slot])
            return sentence.with_values(**{slot: pairs[values[slot]]})
    return None


def _other_number(written: str, rng: random.Random) -> str:
    """Change one digit, add a nought, or take one digit away: 1003→3003, 900→9000."""
    how = rng.choice(["digit", "nought"])
    if how == "nought" and "." not in written:
        return written + "0"
    index = rng.choice([i for i, char in enumerate(written) if char.isdigit()])
    digits = [digit for digit in "123456789" if digit != written[index]]
    return written[:index] + rng.choice(digits) + written[index + 1 :]


def _with(article: Article, sentence: Sentence, turned: Sentence | None) -> Article:
    paragraphs = []
    for paragraph in article.paragraphs:
        kept = tuple(
            turned if one is sentence and turned is not None else one
            for one in paragraph
            if one is not sentence or turned is not None
        )
        if kept:
            paragraphs.append(kept)
    return replace(article, paragraphs=tuple(paragraphs))


def _edit_page(article: Article, name: str, rng: random.Random) -> Edit:
    language = article.language
    if name == "headline":
        headline = article.headline
        for kind in rng.sample(("number", "name", "verb"), 3):
            turned = _turned(language, headline, kind, rng)
            if turned is not None:
                return Edit(name, replace(article, headline=turned))
    if name == "note":
        return Edit(name, article, note=rng.choice(NOTES[language]))
    if name == "added":
        used = {sentence.pattern for sentence in article.sentences}
        new = [fill(language, pattern, rng) for pattern in MORE[language] if pattern not in used]
        at = rng.randint(1, len(article.paragraphs))
        added = tuple(rng.sample(new, 2))
        paragraphs = (*article.paragraphs[:at], added, *article.paragraphs[at:])
        return Edit(name, replace(article, paragraphs=paragraphs))
    rewritten = [fill(language, pattern, rng) for pattern in MORE[language]]
    rng.shuffle(rewritten)
    paragraphs = (article.paragraphs[0][:1], tuple(rewritten[:3]), tuple(rewritten[3:]))
    return Edit("rewrite", replace(article, paragraphs=paragraphs))


NOTES = {
    "ja": [
        "【訂正】初出時、人数に誤りがありました。お詫びして訂正します。",
        "※記事の一部を修正しました。当初の日付は誤りでした。お詫びして訂正いたします。",
        "訂正：肩書に誤りがありましたので、該当部分を改めました。",
    ],
    "en": [
        "Correction: An earlier version of this article misstated the number of signatures.",
        "This article was amended on 3 April to correct the spelling of a name.",
        "An earlier version of this story gave the wrong date for the hearing.",
    ],
}
MORE = {
    "ja": [
        "{org}は夜になって声明を出し、{topic}については改めて説明の場を設けるとした。",
        "一方、{place}の商店主からは、準備の時間が足りないと戸惑う声も上がっている。",
        "{name}氏の事務所は、問い合わせが一日に{n}件を超えたと明らかにした。",
        "国の補助金{money}万円を使えるかどうかは、来月の審査で決まる見通しとなった。",
        "会場の外では、十数人の若者が横断幕を掲げて早期の実現を求めた。",
        "次の会合は{date}に開かれ、{role}も出席する予定である。",
    ],
    "en": [
        "Late in the evening {org} issued a statement and announced another hearing.",
        "Shop owners in {place}, however, fear that there is too little time to prepare.",
        "The office of {name} said it had received more than {n} calls within a day.",
        "Whether a grant of ${money},000 can be used will be decided next month.",
        "Outside the hall a dozen young people held up a banner and sang.",
        "The next meeting will take place on {date}, and the {role} is expected to come.",
    ],
}
