"""A first check-worthiness score from rules a person can read; it orders, it hides nothing."""

from __future__ import annotations

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

_SUPERLATIVE = re.compile(
    "最[大多低小新悪良古長短速強]|最高(?!指導|裁|司令|会議|経営|検)|初めて|史上|過去最"
    "|世界一|日本一|唯一|前例のない|異例|(?:年|カ月|か月)ぶり|トップ|首位|"
    r"\b(?:most|least|largest|biggest|highest|lowest|worst|best|first|only|record|fastest"
    r"|oldest|unprecedented|never|always)\b",
    re.IGNORECASE,
)
_ACCUSATION = re.compile(
    "違反|違法|不正|汚職|贈収賄|賄賂|隠[蔽し]|虚偽|うそ|嘘|捏造|ねつ造|改ざん|横領|脱税"
    "|詐欺|逮捕|起訴|告発|疑い|疑惑|容疑|戦争犯罪|虐殺|虐待|人権侵害|弾圧|拷問|暗殺|殺害"
    "|無視"
    r"|\b(?:accus\w+|alleg\w+|illegal\w*|fraud\w*|corrupt\w*|brib\w+|lied|lying|cover[- "
    r"]up|crimes?|criminal|indict\w+|arrest\w+|charged with|violat\w+|abus\w+|stole"
    r"|murder\w*|massacre|tortur\w+)\b",
    re.IGNORECASE,
)
_HARM = re.compile(
    "死亡|死者|負傷|犠牲|被害|感染|核(?!心)|ミサイル|弾薬|兵器|武器|侵攻|攻撃|制裁|戦争"
    "|軍事|テロ|原発|放射|毒|危険|ワクチン|事故|災害|地震|洪水|失業|貧困|値上げ|増税"
    r"|\b(?:died|dead|deaths?|killed|injur\w+|wounded|victims?|infect\w+|nuclear"
    r"|missiles?|weapons?|attack\w*|invasion|invaded|sanctions?|war|military|terror\w*"
    r"|vaccin\w+|toxic|disaster|unemploy\w+|poverty|tax(?:es)?)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    "より(?:も)?(?:多|少|高|低|大き|小さ)|増(?:加|え)|減(?:少|っ|ら)|上昇|下落|急[増減]"
    "|倍|上回|下回|比べ"
    r"|\b(?:more than|less than|fewer|higher|lower|increas\w+|decreas\w+|rose|fell"
    r"|doubled|tripled|compared|than)\b",
    re.IGNORECASE,
)
_ACTION = re.compile(
    "許可|承認|合意|署名|締結|提供|輸[送出入]|供与|支援|発射|打ち上げ|開設|受け入れ|放棄"
    "|禁止|撤退|派遣|会談|会見|訪問|決定|成立|可決|導入|閉鎖|解禁|逮捕状"
    r"|\b(?:signed|agreed|approved|passed|banned|launched|sent|shipped|supplied|sold"
    r"|bought|opened|closed|met with|voted|elected|withdrew|deployed|built|cut)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"ていない|しなかった|ではない|否定|\b(?:not|no longer|denied|denies|never)\b", re.IGNORECASE
)
_VAGUE = re.compile(
    r"多く|一部|さまざま|様々|少し|かなり|徐々|ある程度|など(?:だ|である)|\b(?:some|many"
    r"|various|somewhat|rather|a bit)\b",
    re.IGNORECASE,
)
_WEIGHTS: dict[str, float] = {
    "number": 0.16,
    "date": 0.07,
    "absolute_date": 0.03,
    "named_source": 0.06,
    "anonymous_source": 0.08,
    "hearsay": 0.05,
    "document_source": 0.04,
    "superlative": 0.07,
    "accusation": 0.08,
    "public_harm": 0.06,
    "comparison": 0.04,
    "action": 0.07,
    "named_party": 0.05,
    "negation": 0.02,
    "cited": 0.02,
    "vague": -0.05,
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
        "superlative": _SUPERLATIVE.search(quote),
        "accusation": _ACCUSATION.search(quote),
        "public_harm": _HARM.search(quote),
        "comparison": _COMPARISON.search(quote),
        "action": _ACTION.search(quote),
        "named_party": bool(names),
        "negation": _NEGATION.search(quote),
        "cited": bool(citations),
        "vague": _VAGUE.search(quote),
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
