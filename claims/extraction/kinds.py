"""What kind of statement a sentence is; ranks opinion and editorial matter last, hides none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.extraction.candidates import Attribution, Kind
from claims.extraction.layout import Role

#: What a desk may check as it stands.
CHECKABLE: frozenset[Kind] = frozenset({"fact", "attributed", "quote"})
_QUESTION = re.compile(
    '[?？][」』”"）)\\s]*\\Z|(?:だろうか|であろうか|でしょうか|ますか|ですか|(?<!ない)のか|なのか|何か|どこか|誰か)'
    "[。」』）)\\s]*\\Z"
)
# What may stand behind the main predicate and says nothing of its own.
_TAIL = re.compile(
    "(?:(?:という)?(?:わけ|の|ん|もの|から)?(?:だ|である|です|なのだ|なのである)(?:ろう)?"
    "|(?:から|ばかり)だ)?[。．｡！!」』）)\\s]*\\Z"
)
_NOTE_BEHIND = re.compile("[（(\\[［〔][^（()）\\[\\]]{1,200}[）)\\]］〕][。．｡\\s]*\\Z")
# The main predicate stands last; a judging word earlier in the sentence is part of a fact.
_OPINION_JA = re.compile(
    "(?:べき(?:だ(?:った|ろう)?|で(?:は|も)?(?:ある|ない|あった|しょう)(?:まい)?)"
    "|(?<![冷重平煙])たい(?:ものだ|ところだ)?|ほしい(?:ものだ)?|欲しい|もらいたい"
    "|ではないか|じゃないか|(?:[るはうくすつぬむ]|で)まい"
    "|に違いない|にちがいない|かもしれない|かも知れない|かもしれません|だろう|であろう|でしょう"
    "|はずだ|はずである"
    "|と(?:思う|思われる|思っている|思います|思えてならない|感じる|感じている|信じる|信じている"
    "|考える|言える|いえる|言えよう"
    "|いえよう|言えるだろう|言えなくもない|願う|願っている)|気がする|思えない|考えにくい"
    "|考えられない|かねない|かねません|手はない|言い(?:難い|がたい)|とは言えない|とはいえない"
    "|必要(?:が(?:ある|あろう|あるのではないか)|だ|である|では(?:ない)?(?:だろうか)?)|欠かせない"
    "|求められ(?:る|ている)"
    "|(?:なければ|ねば|なくては|なくちゃ)(?:なら(?:ない|ぬ)|いけない)|て(?:は|ば)(?:なら|いけ)ない"
    "|(?:ざる|せざる)を得ない|(?:に|と)(?:ほかならない|尽きる|等しい)|(?:頭が下がる|言葉を失う"
    "|言うまでもない|言語道断だ?|論外だ)"
    "|(?:望ましい|許せない|許されない|許しがたい|許し難い|情けない|素晴らし(?:い|かった)"
    "|すばらし(?:い|かった)|ひどい|ひどかった"
    "|恐ろしい|腹立たしい|嘆かわしい|悲しい|うれしい|嬉しい|悔しい|ありがたい|おかしい|見苦しい"
    "|物足りない|好ましい|正しい|誇らしい)"
    "|(?:残念|貴重|当然|重要|大切|不可欠|間違いない|疑問|皮肉|無責任|異常|不当|無意味|滑稽|賢明"
    "|卑劣|反対|賛成|危険|不十分|恥|愚か|見事"
    "|圧巻|傑作|心配|不安|幸い|急務|肝心)(?:だ|である|だった|です|でならない|な(?:結果|話|こと"
    "|事態|判断|対応)だ?)"
    "|間違いない|疑いようがない|(?:は|も|は、)(?:疑問|皮肉|当然))"
    "(?:[。．｡！!」』）)\\s]|\\Z)*\\Z"
)
_OPINION_FIRST_JA = re.compile(
    "\\A(?:残念ながら|幸い|個人的には|私見だが|私は[^。]{2,40}(?:と考え|に反対|に賛成))"
)
_OPINION_EN = re.compile(
    r"\b(?:should(?! have been able)|ought to|must not|[Ww]e must|I (?:think|believe|feel|hope"
    r"|fear|doubt|suspect)"
    r"|[Ww]e (?:believe|hope|fear)|[Ii]n my (?:view|opinion)|[Ii]n our view|[Aa]rguably"
    r"|[Ii]t seems|seems to|appears to"
    r"|[Pp]erhaps|[Pp]robably|[Ss]hameful(?:ly)?|outrageous|[Uu]nfortunately|[Ss]adly"
    r"|[Hh]opefully|[Rr]egrettably"
    r"|deserves?|[Cc]learly|[Oo]bviously|[Oo]f course|[Ii]t is (?:high )?time|[Nn]o wonder"
    r"|[Nn]o doubt"
    r"|would be (?:a mistake|wrong|foolish|better|wise|unwise|naive|a pity)|makes? no sense"
    r"|every right to"
    r"|[Ii]t is (?:wrong|right|vital|essential|crucial|important|absurd|hard to believe"
    r"|clear that|a shame|a pity|tempting)"
    r"|(?:is|are|was|were|be|been) (?:simply |just |truly |nothing short of |an? |so |deeply "
    r"|utterly )*(?:brilliant|wrong|mistaken|right to|absurd"
    r"|disgraceful|wonderful|terrible|awful|unfair|unjust|unacceptable|disappointing|a disgrace"
    r"|a scandal|a joke|ridiculous"
    r"|remarkable|superb|magnificent|appalling|deplorable|foolish|naive|cowardly|inexcusable"
    r"|a triumph|a disaster for us))\b"
)
_PREDICTION_JA = re.compile(
    "(?:見通し|見込み|予定|方針|計画|構え|公算が大きい|方向)(?:だ|である|で(?:す|、)|となっている"
    "|という)?[。）)\\s]*\\Z"
    "|(?:見込まれ|予想され|予測され|見通され|予定され|期待され)(?:る|ている)?[。）)\\s]*\\Z"
    "|することになる|(?:今後|来年|来月|来週|再来年|明日|あす|将来|近く|いずれ|年内)[^。]{0,60}"
    "(?:[うくぐすつぬぶむる]|だろう|でしょう|かもしれない|見通し|見込み|予定)[。）)\\s]*\\Z"
)
_PREDICTION_EN = re.compile(
    r"\b(?:will(?! of\b)(?=\s[a-z])|won['’]t|is (?:expected|set|due|likely|scheduled|slated|poised"
    r"|going) to(?=\s[a-z])|are (?:expected|set|due|likely|scheduled|going) to"
    r"|plans? to|forecasts?|projected to|expects? to|by 20[3-9][0-9])\b"
    r"|\b(?:could|may|might)\s(?!not\b)[^.]{2,80}\b(?:in the coming|next|soon|later this"
    r"|in the future|by (?:the end|20))"
    r"|\b(?:takes? place|starts?|opens?|begins?|meets?|returns?|goes)\b[^.]{0,60}\bnext [A-Za-z]+"
)
_EDITORIAL = re.compile(
    "転載(?:させて|を禁|はご)|再掲(?:です|し(?:ます|ました))|掲載(?:させていただ|し(?:ます"
    "|ました))|ご覧ください|お読みください"
    "|お寄せください|詳しくはこちら|フォロー(?:してください|をお願い|はこちら)|会員登録(?:が必要"
    "|すると|はこちら|をお願い)"
    "|ご購読|会員限定|無断転載|(?:この|本)記事は[^。]{0,80}(?:転載|再掲|再構成|公開|執筆|掲載"
    "|翻訳|配信|初出|提供|もの(?:です|である))"
    "|おわびして訂正|(?:肩書|年齢|内容)は(?:いずれも)?(?:当時|取材時|掲載時)|\\A※"
    "|\\A[（(]写真[＝=は:：]|イメージ(?:です|図)|最終更新"
    "|\\AClick here|\\ASubscribe|\\AFollow us|\\ASign up|\\ARead more|\\ARelated:"
    "|All rights reserved"
    "|contributed to this report|(?:article|story|report) (?:was|has been|is) (?:first|originally"
    "|updated|corrected|amended|republished)"
    "|\\A(?:Photo(?:graph)?|Credit|Image|Source)s?(?: by)?:"
    "|\\ABy [A-Z][\\w.'’-]+ [A-Z][\\w.'’-]+,? ?(?:[A-Z][\\w ]{0,30})?\\Z"
    "|\\AAdditional reporting by|\\AReporting by|\\A(?:Editor|Publisher)['’]s note"
)
_NOTHING_SAID = re.compile(
    "(?:それだけではない|そうではない|その通りだ|次の通りだ|以下の通り|こうだ|なぜか|とは何か"
    "|次のようだ|ほかにもある"
    "|(?:問題|理由|答え|鍵|原因)は(?:そこ|ここ|別のところ)にある|[にまで]さかのぼる|見て(?:いこう"
    "|みよう|みたい)|例を挙げよう|順に述べる|整理しよう"
    "|振り返(?:ろう|ってみよう|ってみたい)|触れておく)[。：:\\s]*\\Z"
    "|\\A(?:And |But |So )?(?:Here (?:is|are)|Here['’]s|That is (?:the|not|why|all)"
    "|This is (?:why|how|where)"
    "|The (?:reason|answer|question|problem|story|point) is|Let us|Let['’]s|It (?:all )?(?:began"
    "|started) [\\w ]{2,30}ago"
    "|There is more|Consider )"
)
_LONGEST_NOTHING = 70
_LONGEST_JUDGEMENT = 26
_CLOSING = ("）", ")", "]", "］", "〕")
# Looked for first: a sentence without one of these words is no editorial matter.
_EDITORIAL_WORDS_JA = (
    "載", "再掲", "ください", "お願い", "こちら", "会員", "購読", "記事", "おわび", "当時",
    "取材時", "※", "写真", "イメージ", "最終更新",
)  # fmt: skip
_EDITORIAL_WORDS_EN = (
    "Click", "Subscribe", "Follow", "Sign up", "Read", "Related", "rights", "contributed",
    "article", "story", "report", "Photo", "Credit", "Image", "Source", "By ", "Reporting", "note",
)  # fmt: skip
_EDITORIAL_WORDS = _EDITORIAL_WORDS_JA + _EDITORIAL_WORDS_EN
# Behind た only った and behind the rest only these close a judgement.
_JUDGING_ENDS = frozenset("きだうではもるいかんぬす態断応果話と問肉然外")
_MARKS = "。．｡！!」』）) \u3000\n\t\r"
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_ENGLISH = re.compile("[A-Za-z]{2,} [A-Za-z]")
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
    if role in _EDITORIAL_ROLES or (_may_be_editorial(quote) and _EDITORIAL.search(quote)):
        return "editorial"
    bare = _without(quote, quoted)
    if _is_question(quote if not quoted or attribution is None else bare):
        return "question"
    spoken = sum(last - first for first, last in quoted)
    if attribution is not None and attribution.mode == "direct":
        return "quote" if spoken * 2 >= len(quote) else "attributed"
    if attribution is not None:
        return "attributed"
    if spoken * 10 >= len(quote) * 8:
        return "quote"
    # A wish or guess in someone's quotation is not the author's.
    if (judged := _judged(bare)) is not None:
        return judged
    if len(quote) <= _LONGEST_NOTHING and _NOTHING_SAID.search(quote):
        return "background"
    if not concrete and len(quote) < 8:
        return "background"
    return "fact"


def _is_question(words: str) -> bool:
    """Ask the pattern only where the text holds a mark or ends in か."""
    end = words.rstrip(_MARKS)[-1:]
    asks = "?" in words or "？" in words or end == "か" or end.isspace()
    return asks and _QUESTION.search(words) is not None


def _may_be_editorial(quote: str) -> bool:
    for word in _EDITORIAL_WORDS_EN if quote.isascii() else _EDITORIAL_WORDS:
        if word in quote:
            return True
    return False


def _judged(bare: str) -> Kind | None:
    """Tell by the main predicate whether the author judges, guesses or foretells."""
    if _CJK.search(bare) and (judged := _judged_ja(bare)) is not None:
        return judged
    if not _ENGLISH.search(bare):
        return None
    if _PREDICTION_EN.search(bare):
        return "prediction"
    return "opinion" if _OPINION_EN.search(bare) else None


def _judged_ja(bare: str) -> Kind | None:
    ending = bare[-280:]
    if ending.rstrip("。．｡ ").endswith(_CLOSING):
        ending = _NOTE_BEHIND.sub("", ending)
    ending = ending[-90:]
    tail = _TAIL.search(ending, max(0, len(ending) - 24))
    # わけだ, のだ and the like; a full stop alone changes nothing.
    wordy = tail is not None and len(tail.group().rstrip("。．｡！!」』）) ")) > 1
    forms = [ending, ending[: tail.start()]] if tail and wordy else [ending]
    if any(_PREDICTION_JA.search(form) for form in forms):
        return "prediction"
    for form in forms:
        if _may_judge(form) and _OPINION_JA.search(form, max(0, len(form) - _LONGEST_JUDGEMENT)):
            return "opinion"
    return "opinion" if _OPINION_FIRST_JA.match(bare) else None


def _may_judge(form: str) -> bool:
    """Tell by the last letters whether a judgement can stand there; most sentences just tell."""
    end = form.rstrip(_MARKS)[-2:]
    return end == "った" or end[-1:] in _JUDGING_ENDS or end[-1:].isspace()


def _without(quote: str, quoted: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for first, last in quoted:
        parts.append(quote[at:first])
        at = max(at, last)
    parts.append(quote[at:])
    return "".join(parts)
