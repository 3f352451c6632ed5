"""A first check-worthiness score from rules a person can read; it orders, it hides nothing."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from claims.extraction.candidates import (
    Attribution,
    Citation,
    DateMention,
    Kind,
    Name,
    Quantity,
)

_BASE: dict[Kind, float] = {
    "fact": 0.40,
    "attributed": 0.44,
    "quote": 0.42,
    "prediction": 0.16,
    "opinion": 0.12,
    "background": 0.10,
    "question": 0.06,
    "editorial": 0.02,
}
# Kinds a desk rarely checks stay below every checkable one, whatever they hold.
CEILING: dict[Kind, float] = {
    "prediction": 0.36,
    "opinion": 0.30,
    "background": 0.26,
    "question": 0.20,
    "editorial": 0.10,
}
FLOOR = 0.37

# Japanese signs are searched for as they stand, alternatives that begin with a literal are quick.
_SIGNS_JA: dict[str, re.Pattern[str]] = {
    "superlative": re.compile(
        "最[大多低小新悪良古長短速強]|最高(?!指導|裁|司令|会議|経営|検)|初めて|史上|過去最"
        "|世界一|日本一|唯一|前例のない|異例|年ぶり|カ月ぶり|か月ぶり|トップ|首位"
    ),
    "accusation": re.compile(
        "違反|違法|不正|汚職|贈収賄|賄賂|隠[蔽し]|虚偽|うそ|嘘|捏造|ねつ造|改ざん|横領|脱税"
        "|詐欺|逮捕|起訴|告発|疑い|疑惑|容疑|戦争犯罪|虐殺|虐待|人権侵害|弾圧|拷問|暗殺|殺害"
        "|無視"
    ),
    "public_harm": re.compile(
        "死亡|死者|負傷|犠牲|被害|感染|核(?!心)|ミサイル|弾薬|兵器|武器|侵攻|攻撃|制裁|戦争"
        "|軍事|テロ|原発|放射|毒|危険|ワクチン|事故|災害|地震|洪水|失業|貧困|値上げ|増税"
    ),
    "comparison": re.compile(
        "より(?:も)?(?:多|少|高|低|大き|小さ)|増(?:加|え)|減(?:少|っ|ら)|上昇|下落|急[増減]"
        "|倍|上回|下回|比べ"
    ),
    "action": re.compile(
        "許可|承認|合意|署名|締結|提供|輸[送出入]|供与|支援|発射|打ち上げ|開設|受け入れ|放棄"
        "|禁止|撤退|派遣|会談|会見|訪問|決定|成立|可決|導入|閉鎖|解禁|逮捕状"
    ),
    "negation": re.compile("ていない|しなかった|ではない|否定"),
    # What an author concludes or explains is rather commented on than checked.
    "vague": re.compile(
        "多く|一部|さまざま|様々|少し|かなり|徐々|ある程度|などだ|などである|わけだ|ここにきて"
        "|益々|ますます|からだ(?=[。(（]|\\Z)"
    ),
}
# English signs are words: each is looked up once and remembered.
_SIGNS_EN: dict[str, re.Pattern[str]] = {
    "superlative": re.compile(
        r"most|least|largest|biggest|highest|lowest|worst|best|first|only|record|fastest"
        r"|oldest|unprecedented|never|always"
    ),
    "accusation": re.compile(
        r"accus\w+|alleg\w+|illegal\w*|fraud\w*|corrupt\w*|brib\w+|lied|lying|crimes?"
        r"|criminal|indict\w+|arrest\w+|charged|violat\w+|abus\w+|stole|murder\w*|massacre"
        r"|tortur\w+|cover-?up"
    ),
    "public_harm": re.compile(
        r"died|dead|deaths?|killed|injur\w+|wounded|victims?|infect\w+|nuclear|missiles?"
        r"|weapons?|attack\w*|invasion|invaded|sanctions?|war|military|terror\w*|vaccin\w+"
        r"|toxic|disaster|unemploy\w+|poverty|tax(?:es)?"
    ),
    "comparison": re.compile(
        r"fewer|higher|lower|increas\w+|decreas\w+|rose|fell|doubled|tripled|compared|than"
    ),
    "action": re.compile(
        r"signed|agreed|approved|passed|banned|launched|sent|shipped|supplied|sold|bought|opened"
        r"|closed|voted|elected|withdrew|deployed|built|cut"
    ),
    "negation": re.compile(r"not|longer|denied|denies|never"),
    "vague": re.compile(r"some|many|various|somewhat|rather"),
}
_WORD = re.compile("[a-z]+(?:-[a-z]+)*")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WEIGHTS: dict[str, float] = {
    "number": 0.16,
    "date": 0.13,
    "absolute_date": 0.03,
    "named_source": 0.06,
    "anonymous_source": 0.08,
    "hearsay": 0.05,
    "document_source": 0.04,
    "superlative": 0.07,
    "accusation": 0.08,
    "public_harm": 0.04,
    "comparison": 0.04,
    "action": 0.07,
    "named_party": 0.05,
    "negation": 0.02,
    "cited": 0.02,
    "vague": -0.08,
    "short": -0.06,
}
_DOCUMENT = re.compile(
    r"報告書|統計|調査|データ|白書|\b(?:report|study|survey|data|statistics|census)\b",
    re.IGNORECASE,
)


def score(
    quote: str,
    *,
    kind: Kind,
    attribution: Attribution | None,
    dates: Sequence[DateMention],
    quantities: Sequence[Quantity],
    citations: Sequence[Citation],
    names: Sequence[Name],
) -> tuple[float, tuple[str, ...]]:
    """Return (0..1, reason codes). The kind's own code comes last among the reasons."""
    present = {
        "number": bool(quantities),
        "date": bool(dates),
        "absolute_date": any(not date.relative and date.resolved for date in dates),
        **_source(attribution),
        "named_party": bool(names),
        "cited": bool(citations),
        **dict.fromkeys(_worded(quote), True),
        "short": len(quote) < 16,
    }
    reasons = [code for code in _WEIGHTS if present.get(code)]
    gain = sum(_WEIGHTS[code] for code in reasons)
    if kind in CEILING:
        # Signals still order opinions and captions among themselves.
        value = min(CEILING[kind], _BASE[kind] + gain * 0.3)
    else:
        value = max(FLOOR, _BASE[kind] + gain)
    codes = (*reasons, "attributed") if attribution else tuple(reasons)
    return round(min(1.0, max(0.0, value)), 3), (*codes, kind) if kind not in codes else codes


def _worded(quote: str) -> set[str]:
    found: set[str] = set()
    if _CJK.search(quote):
        found = {code for code, pattern in _SIGNS_JA.items() if pattern.search(quote)}
    for word in _WORD.findall(quote.lower()):
        found |= _signs_of_word(word)
    return found


@functools.lru_cache(maxsize=20_000)
def _signs_of_word(word: str) -> frozenset[str]:
    parts = {word, *word.split("-")}
    return frozenset(
        code
        for code, pattern in _SIGNS_EN.items()
        if any(pattern.fullmatch(part) for part in parts)
    )


def _source(attribution: Attribution | None) -> dict[str, bool]:
    if attribution is None:
        return {}
    speaker = attribution.speaker or ""
    return {
        "named_source": bool(speaker) and not attribution.anonymous,
        "anonymous_source": attribution.anonymous and attribution.mode != "hearsay",
        "hearsay": attribution.mode == "hearsay",
        "document_source": bool(_DOCUMENT.search(attribution.text)),
    }
