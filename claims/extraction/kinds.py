"""What kind of statement a sentence is; ranks opinion and editorial matter last, hides none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.extraction.candidates import Attribution, Kind
from claims.extraction.layout import Role

#: What a desk may check as it stands.
CHECKABLE: frozenset[Kind] = frozenset({"fact", "attributed", "quote"})
_QUESTION = re.compile(
    '[?？][」』”"）)\\s]*\\Z|(?:だろうか|であろうか|のだろうか|ではないか|でしょうか'
    "|ますか|ですか|のか|なのか)[。」』）)\\s]*\\Z"
)
_OPINION_JA = re.compile(
    "べきだ|べきで(?:は|ある)|と思(?:う|われ|い)|思えない|考えにくい|考えられない"
    "|かもしれない|に違いない|にちがいない|だろう|であろう|でしょう"
    "|必要(?:がある|だ)(?:わけだ)?|なければならない(?!なった)|ねばならない|してほしい"
    "|望ましい|残念|許せない|許されない|情けない|貴重だ|素晴らしい|恐ろしい"
    "|期待したい|願う|といえる|と言える|と言えよう|はずだ|ようだ[。）)\\s]*\\Z"
    "|のように見える|わけだ[。）)\\s]*\\Z|にほかならない|と言わざるを得ない"
    "|ではないだろうか|疑問だ"
    "|不可欠だ|重要だ[。）)\\s]*\\Z|当然だ|間違いない|皮肉"
)
_OPINION_EN = re.compile(
    r"\b(?:should|ought to|must not|I think|I believe|I feel|we believe|in my (?:view"
    r"|opinion)|in our view|arguably|it seems|seems to|appears to|perhaps|probably"
    r"|shameful|outrageous|unfortunately|sadly|hopefully|wonderful|terrible|deserves?"
    r"|clearly|obviously|of course|it is time|no wonder|needs? to)\b",
    re.IGNORECASE,
)
_PREDICTION_JA = re.compile(
    "見通しだ|見込みだ|見込まれ|予定だ|予定で(?:ある|す)|予想され|予測され|計画中|計画だ"
    "|方針だ|することになる|する方向だ|将来|今後[^。]{0,40}(?:だろう|なる|見込)|(?:来年"
    "|来月|来週|明日|あす|年内に?)[^。]{0,60}(?:る|だろう|予定|見通し|見込み"
    "|方針)[。）)\\s]*\\Z"
)
_PREDICTION_EN = re.compile(
    r"\b(?:will(?! of\b)|won['’]t|is (?:expected|set|due|likely|scheduled|slated|poised"
    r"|going) to|are (?:expected|set|due|likely|scheduled|going) to"
    r"|plans to|forecasts?|projected to|expects? to|by 20[3-9][0-9])\b",
    re.IGNORECASE,
)
_EDITORIAL = re.compile(
    "(?:転載|再掲|掲載)(?:させて|し(?:て|た)|されました)|ご覧ください|お読みください"
    "|お寄せください|詳しくはこちら|フォロー(?:して|を)|会員登録|購読|Click here"
    "|[Ss]ubscribe|Follow us|Sign up for|Read more"
    "|All rights reserved|無断転載|この記事は"
)
_FACTUAL_JA = re.compile("[一-龥ァ-ヴA-Za-z]{2}|[0-9０-９]")
_VERBLESS = re.compile(
    "(?:それだけではない|そうではない|その通りだ|次の通りだ|以下の通り|こうだ|なぜか"
    "|とは何か)[。：:\\s]*\\Z"
)
_EDITORIAL_ROLES = frozenset({"caption", "dateline", "note", "heading", "title"})


def classify(
    quote: str,
    *,
    role: Role,
    attribution: Attribution | None,
    quoted: Sequence[tuple[int, int]],
    concrete: bool,
) -> Kind:
    """Return the kind of a sentence.

    ``quoted`` are spans of direct speech relative to the quote, ``concrete`` tells whether it
    holds a number, date, name or attribution.
    """
    if role in _EDITORIAL_ROLES or _EDITORIAL.search(quote):
        return "editorial"
    bare = _without(quote, quoted)
    if _QUESTION.search(quote if not quoted or attribution is None else bare):
        return "question"
    spoken = sum(last - first for first, last in quoted)
    if attribution is not None and attribution.mode == "direct":
        return "quote" if spoken * 2 >= len(quote) else "attributed"
    if attribution is not None:
        return "attributed"
    if spoken * 10 >= len(quote) * 8:
        return "quote"
    # A wish or guess in someone's quotation is not the author's.
    if _PREDICTION_JA.search(bare) or _PREDICTION_EN.search(bare):
        return "prediction"
    if _OPINION_JA.search(bare) or _OPINION_EN.search(bare):
        return "opinion"
    if not concrete and (len(quote) < 8 or _VERBLESS.search(quote)):
        return "background"
    return "fact"


def _without(quote: str, quoted: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for first, last in quoted:
        parts.append(quote[at:first])
        at = max(at, last)
    parts.append(quote[at:])
    return "".join(parts)
