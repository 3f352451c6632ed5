"""Own news sentences with a figure, a negation, a name or a word turned: never "the same"."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.extraction.worth.encoder import vectors
from claims.matching import compare_claims

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "gold" / "similar.jsonl").read_text().splitlines()
]
SENTENCES = {
    language: [r["text"] for r in ROWS if r["kind"] == "sentence" and r["language"] == language]
    for language in ("ja", "en")
}
NAMES = {
    "en": [
        "North Korea",
        "Russia",
        "France",
        "Brazil",
        "Spain",
        "Osaka",
        "Toyota",
        "Germany",
        "Norway",
        "Kishida",
        "Turkey",
        "Samsung",
        "Poland",
        "Canada",
        "India",
        "Iran",
        "Boeing",
    ],
    "ja": [
        "北朝鮮",
        "ロシア",
        "スペイン",
        "大阪",
        "トヨタ",
        "ドイツ",
        "ノルウェー",
        "トルコ",
        "サムスン",
        "カナダ",
        "インド",
        "イラン",
        "中国",
        "ウクライナ",
        "山田",
        "田中",
        "佐藤",
    ],
}
TURNED = {
    "en": [
        ("rose", "fell"),
        ("approved", "rejected"),
        ("sold", "bought"),
        ("guilty", "innocent"),
        ("supported", "opposed"),
        ("imported", "exported"),
        ("released", "arrested"),
        ("last year", "two years ago"),
        ("March", "April"),
        ("Tuesday", "Thursday"),
        ("to Russia", "from Russia"),
        ("mayor", "governor"),
        ("Police", "Prosecutors"),
    ],
    "ja": [
        ("上昇", "下落"),
        ("利上げ", "利下げ"),
        ("承認", "却下"),
        ("輸入", "輸出"),
        ("支持", "反対"),
        ("放棄", "維持"),
        ("有罪", "無罪"),
        ("買収", "売却"),
        ("減少", "増加"),
        ("就任", "辞任"),
        ("一昨年", "昨年"),
        ("3月", "4月"),
        ("火曜日", "木曜日"),
        ("市長", "知事"),
        ("警察", "検察"),
    ],
}
NEGATED = {
    "en": [(" was ", " was not "), (" has not ", " has "), (" denied ", " admitted ")]
    + [
        (f" {did} ", f" did not {do} ")
        for did, do in (
            ("sent", "send"),
            ("raised", "raise"),
            ("won", "win"),
            ("rose", "rise"),
            ("met", "meet"),
            ("sold", "sell"),
            ("arrested", "arrest"),
            ("killed", "kill"),
            ("bought", "buy"),
            ("closed", "close"),
            ("approved", "approve"),
            ("supported", "support"),
        )
    ],
    "ja": [
        ("した。", "しなかった。"),
        ("した。", "していない。"),
        ("めた。", "めていない。"),
        ("した。", "したことを否定した。"),
        ("している。", "していない。"),
        ("する。", "しない。"),
    ],
}


def conflicts(text: str, language: str) -> Iterator[str]:
    """Yield the sentence with one thing turned that makes another claim of it."""
    for match in re.finditer(r"(?<![\w.,])[0-9][0-9,]*(?:\.[0-9]+)?|[0-9]+", text):
        value = float(match.group().replace(",", ""))
        for other in (value * 10, value + 1, value * 2):
            yield f"{text[: match.start()]}{other:g}{text[match.end() :]}"
    for name, other in itertools.permutations(NAMES[language], 2):
        if name in text and other not in text:
            yield text.replace(name, other, 1)
    for was, becomes in TURNED[language] + NEGATED[language]:
        if was in text:
            yield text.replace(was, becomes, 1)


def _relations(pairs: list[tuple[str, str]]) -> list[str]:
    ours, theirs = vectors([one for one, _ in pairs]), vectors([other for _, other in pairs])
    assert ours is not None
    assert theirs is not None
    return [
        compare_claims(one, other, similarity=float(score)).relation
        for (one, other), score in zip(pairs, (ours * theirs).sum(axis=1), strict=True)
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_generated_conflict_is_the_same(language: str) -> None:
    pairs = [(text, other) for text in SENTENCES[language] for other in conflicts(text, language)]
    assert len(pairs) > 300
    relations = _relations(pairs)
    assert [pair for pair, said in zip(pairs, relations, strict=True) if said == "same"] == []


def test_no_conflict_is_the_same_across_languages() -> None:
    rows = [row for row in ROWS if row.get("language") == "ja-en"]
    pairs = [(row["theirs"], other) for row in rows for other in conflicts(row["ours"], "ja")]
    pairs += [(row["ours"], other) for row in rows for other in conflicts(row["theirs"], "en")]
    relations = _relations(pairs)
    assert [pair for pair, said in zip(pairs, relations, strict=True) if said == "same"] == []


@pytest.mark.parametrize("language", ["ja", "en", "ja-en"])
def test_most_paraphrases_are_the_same(language: str) -> None:
    pairs = [
        (row["ours"], row["theirs"])
        for row in ROWS
        if row["kind"] == "paraphrase" and row["language"] == language
    ]
    assert _relations(pairs).count("same") >= 0.7 * len(pairs)
