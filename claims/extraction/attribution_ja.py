"""Japanese attribution: によると, が報じた, 「…」と述べた, という; the verb stands last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from claims.extraction.said import Said

_STATISTICS = (
    "(?:世論|実態|意識|聞き取り|抽出|追跡)?調査|アンケート|統計|データ|集計|試算|推計|報告書?|資料"
    "|白書|名簿|記録"
)
_SOURCE_CUE = re.compile(
    "に(?:よると|よれば|よりますと|言わせると|言わせれば)|の(?:話|調べ|まとめ|説明|発表|見立て"
    "|分析|情報)では"
    f"|(?P<document>(?<=[のた])(?:{_STATISTICS})では)|への取材(?:で|に)は?"
    "|(?:が|は)[^。]{0,30}(?:報じ|伝え|発表し|明らかにし|述べ|語っ)た(?:ところ|の)(?:によると"
    "|によれば|では)"
)
# No cue is without one of these.
_SOURCE_WORDS = ("によ", "に言わせ", "では", "への取材")
_READING_CUE = re.compile(
    "(?:それ|これ|同(?:報告書?|紙|誌|論文|記事|書|調査))(?:を(?:読むと|見ると)|によると|によれば"
    "|では)"
)
_SAY_NOUN = (
    "発言|主張|強調|指摘|説明|反論|批判|非難|警告|表明|明言|断言|宣言|証言|回答|コメント|否定"
    "|否認|発表|公表|報道|報告|投稿"
    "|推定|推計|分析|予測|予想|評価|示唆|言及|約束|弁明|釈明|謝罪|告白|通告|通知|要求|要請|提案"
    "|提言|反発|抗議|判断|結論|認定"
    "|試算|懸念|称賛|供述|陳述|力説|報告|回想|見解を明らかに|明らかに|自供|確約|強弁"
    "|解説|公言|呼号"
)
_SAY_VERB = (
    "述べ|語[っりるら]|話[しす]|言(?:っ|い|う|わ)|訴え|答え|認め|報じ|伝え|書[いきく]|記[しす]"
    "|つづ[っる]|綴[っる]|呼び[掛か]け|求め"
    "|(?:見解|考え|認識|見方|意向|方針|懸念|姿勢|意欲|見通し|立場|難色|理解|不満"
    "|危機感)を示[しす]|叫[んぶ]|漏ら[しす]"
    "|振り返[っりる]|嘆[いく]|打ち明け|明か[しす]|結論(?:づけ|付け)|こぼ[しす]|つぶや[いく]"
    "|皮肉[っる]|切り捨て|説[いく]|ほのめか[しす]"
    "|喜[んぶ]|意気込(?:[みんむ]|みを語[っる])|評[しす]|語気を強め|談話を出し|声明を出し"
    "|声を荒らげ|声を上げ|警鐘を鳴ら[しす]|受け止め|[一-龥]{1,3}感を示[しす]|ただし|唱え"
    "|念を押[しす]"
    "|驚[いく]|怒[っる]|胸を張[っる]|胸をなで下ろ[しす]|期待を寄せ|期待を込め|見てい|みてい|踏まえ"
)
_SAY = f"(?:{_SAY_NOUN})(?:し|する|すれ|せ)|(?:{_SAY_VERB})"
_TENSE = "(?:ている|ていた|ており|ている|たい|た|だ|る|て)?"
# する and いう after a quotation report only where they end the sentence: 「…」という野望 names.
_QUOTE_SAY = re.compile(
    '[」』”"]{1,2}\\s?(?:と(?:の|も|は)?|など(?:と|の)?|って)(?P<mid>[^。「『]{0,60}?)'
    f"(?:(?:{_SAY}|の(?:見方|考え|見解|認識|声|意見|指摘|方針)|(?:声|意見|指摘)が(?:ある|出|上が"
    f"|相次|聞かれ)"
    f"|(?<=と)の?(?:声|意見|指摘)){_TENSE}"
    "|(?<=[とはも])(?:し|いう|する)(?:た|ている|ていた)?(?=[。）)\\s]*\\Z))"
)
# 「…」と話すのは、店主の佐藤さんだ
_QUOTE_BY = re.compile(
    f'[」』”"]\\s?と(?:{_SAY}){_TENSE}のは、?(?P<who>[^。、]{{2,60}}?)(?:だ|である|です|だった)?[。）)\\s]*\\Z'
)
# 「…」とする報告書をまとめた
_QUOTE_HELD = re.compile(
    "[」』]とする(?:報告書?|見解|声明|談話|調査結果|論文|文書|コメント|提言|意見書|考え|認識"
    "|判断)を?"
)
# Any other verb behind speech (と繰り返す, と首をひねる), unless it names something.
_QUOTE_ANY = re.compile("[」』]と(?P<verb>[^、。「」『』]{2,16}?)(?=が?、|[。）)]|\\Z)")
_NAMING = re.compile(
    "呼|名付|名づけ|題[しす]|称[しす]|銘打|なっ|なる|位置|され|書かれ|いう|いった|する|して|した"
    "|同じ|並|並び|比べ|の"
)
_SHORTEST_SPEECH = 8
# The words stand in the sentence before: 大臣は会見でそう語った。
_SO_SAYS = re.compile(
    f"(?:そう|こう|このように|次のように)[^。、]{{0,8}}?(?:{_SAY}){_TENSE}(?=[。：:\\s]*\\Z)"
)
_TELL = re.compile(f"(?P<cue>(?:と|などと|旨を?)[^。、「『」』とを]{{0,24}}?(?:{_SAY})){_TENSE}")
_TELL_OF = re.compile(
    f"(?P<cue>(?:を|ことを|について|に)[^。、「『」』を]{{0,16}}?(?:(?:報告|発表|公表|報道|否定"
    f"|否認|主張|表明|指摘|説明|証言|示唆|批判|非難|約束"
    f"|警告|宣言|供述|明らかに)(?:し|する)|報じ|認め(?!ら)|明か[しす]|(?:見解|考え|認識|見方|意向"
    f"|方針|懸念|見通し|姿勢|立場|意欲|[一-龥]{{1,3}}感)を示[しす])){_TENSE}"
)
_HEARSAY = re.compile(
    "(?:と(?:も|は)?(?:いう|言う|云う|される|されている|されてきた|されていた|いわれる"
    "|いわれている|いわれてきた"
    "|言われる|言われている|みられる|みられている|見られる|見られている|目されている"
    "|伝えられる|伝えられている|報じられている|報じられた|受け取られている|信じられている"
    "|考えられている|推定されている|推定される|のことだ|のこと|聞く|聞いている|うわさされている"
    "|噂されている)|らしい"
    "|そうだ|模様だ|もようだ)"
    "(?P<tail>[。）)」』\\s]*)\\Z"
)
_STATED = re.compile("と(?:している|していた|した|のことだ)(?=[。）)」』\\s]*\\Z)")
_THROUGH = re.compile(
    "(?P<who>[^、。「」]{2,40})(?:の(?:話|情報|証言|見方)として|を引用し(?:て|、))"
)
_ANONYMOUS = re.compile(
    "関係者|当局者|消息筋|情報筋|外交筋|政府筋|軍事筋|筋\\Z|幹部|複数の|匿名|高官|側近"
    "|周辺|専門家ら|アナリスト|目撃者|住民|元職員|一部の?(?:メディア|報道|専門家)"
    "|(?:の|ある|[0-9０-９一二三四五六七八九十]+代の?|近所の|別の)(?:男性|女性|男|女|社員|職員"
    "|人)\\Z"
)
_PERSON = re.compile(
    "氏|さん\\Z|教授|大統領|首相|外相|長官|議員|記者|[一-龥]{2,4}(?:報道官|会長|社長)"
)
_CAN_SPEAK = re.compile(
    "(?:氏|さん|君|様|ちゃん|教授|准教授|博士|大統領|首相|総理|外相|[一-龥]相|長官|議員|議長|記者"
    "|会長|社長|総裁|理事長"
    "|[一-龥]長|知事|総書記|主席|書記|大使|大臣|監督|選手|弁護士|医師|被告|容疑者|代表|幹事|委員"
    "|報道官|広報|担当者"
    "|関係者|当局者?|筋|幹部|高官|専門家|研究者|学者|評論家|アナリスト|エコノミスト|住民|遺族"
    "|男性|女性|目撃者|職員|社員"
    "|首脳|[一-龥]官|[省庁局署党社府警市県区町村都州会院所団連盟軍部隊]|検察|特捜|捜査本部|機関"
    "|機構|組織|政府"
    "|裁判所|大学|研究所|病院|銀行|委員会"
    "|新聞|通信|テレビ|放送|ラジオ|紙|誌|報告書?|調査|声明|彼|彼女|彼ら|ら|側|人|[A-Z]{2,8}"
    "|[ァ-ヴー]{3,})\\Z"
)
_LEAD = re.compile(
    "\\A(?:一方で?|また|さらに|そして|しかし|だが|ただし?|なお|ちなみに|それに対し"
    "|これに対し|その後|同時に|このうち|このほか|ところが|しかも|そこで)、?"
)
_OF_SOURCE = re.compile(
    "の(?:発表|報道|調べ|世論調査|調査|アンケート|集計|試算|まとめ|取材|説明|話|証言|報告書?|資料"
    "|統計|データ|推計|試算"
    "|分析|情報|記事|声明|談話|見解|見方)\\Z"
)
_TIME_ONLY = re.compile(
    "(?:(?:[0-9０-９]{1,4}[年月日時]|昨年|今年|去年|今月|先月|同日|翌日|昨日|今日|きょう"
    "|当時|現在|最近|今回|これまで|午前|午後|夜|朝)[のに、]?)+\\Z"
)
_NOT_SUBJECT = re.compile(
    "(?:で|に|と|から|まで|より|へ|て|ば|ので|ため|こと|もの|それ|これ|あれ|実|今|例え)\\Z"
)
_CAUSE = re.compile("(?:事故|地震|火災|火事|台風|大雨|攻撃|爆発|戦争|感染|空爆|病気|影響)\\Z")
# The body behind a survey: 学会が2023年に実施した調査では.
_MADE_BY = re.compile("(?P<who>[^はが]{2,30})が[^。]{0,30}(?:し|っ|め|べ|い)た[^。]{0,8}\\Z")
_NO_SOURCE = re.compile("(?:場所|場合|人|地域|時期|国|店|年|もの|種類|日|内容|状況|都合|規模)\\Z")
_PLACE = re.compile("[^、。]{2,20}(?:では|には)")
_VOICES = re.compile("声|意見|見方|指摘")
# 専門家の間では「…」との声, 住民からは「…」との指摘
_AMONG = re.compile("(?P<who>[^、。「」は]{2,20}?)(?:の(?:間|あいだ|中)[でに]|から)[はも]?、?\\Z")
# "…、と森下さんは期待する": told without a quotation, whatever the verb.
_COMMA_TO = re.compile(
    "[、。]と(?P<who>[^、。「」はが]{1,30})[はがも](?P<verb>[^、。「」]{1,20})[。）)\\s]*\\Z"
)
_AGE = re.compile("[（(][0-9０-９]{1,3}[）)]\\Z")
_PRONOUN = re.compile(
    "(?:彼|彼女|彼ら|両氏|両者|本人|同[氏相省庁社紙誌筋県市町村党局会署団隊国校]|同大統領|同首相"
    "|同長官|同教授|同通信|同テレビ)(?:ら)?\\Z"
)
_TRAILING = re.compile("[（(\\[［〔][^（(）)]*[）)\\]］〕]|[。．）)」』\\s]|という|とのことだ")
_WEAK_END = re.compile(r"と(?:の|は|も)?(?:し|いう|する)(?:た|ている|ていた)?\Z")
_OPEN_STOP = frozenset("。！？\n")


def find(sentence: str, pairs: Sequence[tuple[int, int]]) -> list[Said]:
    """Return the attributions of a sentence, outermost first; offsets are relative to it."""
    masked = _mask(sentence, pairs)
    found: list[Said] = []
    source = _by_source(sentence, masked)
    if source:
        found.append(source)
    spoken = _by_verb(sentence, masked, pairs)
    if spoken and not (source and (spoken.start < source.end or "取材" in masked[: source.end])):
        found.append(spoken)
        through = _THROUGH.search(masked)
        if through:
            who = sentence[through.start("who") : through.end("who")]
            found.append(Said(*through.span(), who, "reported", _is_anonymous(who)))
    if not found:
        hearsay = _HEARSAY.search(masked, max(0, len(masked) - 60))
        if hearsay:
            end = hearsay.start("tail")
            found.append(Said(hearsay.start(), end, None, "hearsay", True))
    return found


def _mask(sentence: str, pairs: Sequence[tuple[int, int]]) -> str:
    """Blank what stands inside brackets, so that only the author's own words are searched."""
    masked = sentence
    for first, last in _outer(pairs):
        masked = masked[: first + 1] + "\u00b7" * (last - first - 1) + masked[last:]
    return masked


def _outer(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    outer: list[tuple[int, int]] = []
    for pair in pairs:
        if not outer or pair[0] > outer[-1][1]:
            outer.append(pair)
    return outer


def _by_source(sentence: str, masked: str) -> Said | None:
    reading = _READING_CUE.match(masked)
    if reading:
        return Said(0, reading.end(), None, "reported", False, pronoun=True)
    if not any(words in masked for words in _SOURCE_WORDS):
        return None
    cue = _SOURCE_CUE.search(masked)
    if cue is None:
        return None
    clause = cue.group()[0] in "がは"
    first = _clause_start(masked, cue.start())
    name = sentence[first : cue.end() - 2] if cue["document"] else sentence[first : cue.start()]
    if _TIME_ONLY.match(name) or (cue["document"] and len(name) < 5):
        return None
    if not clause:
        name = _OF_SOURCE.sub("", name)
        # Only the words before the verb name the source: XがYに報じたところによると.
        told = re.search(
            f"(?P<who>[^はが]{{1,30}})[はが][^はが]{{0,30}}(?:{_SAY})た?(?:の|ところ)?\\Z", name
        )
        name = told["who"] if told else name
    made = _MADE_BY.match(name) if cue["document"] else None
    name = made["who"] if made else name
    if not name.strip() or _CAUSE.search(name) or _NO_SOURCE.match(name) or len(name) > 60:
        return None
    return Said(
        first, cue.end(), name.strip(), "reported", _is_anonymous(name), bool(_PRONOUN.match(name))
    )


def _clause_start(masked: str, before: int) -> int:
    lead = _LEAD.match(masked)
    first = lead.end() if lead and lead.end() < before else 0
    comma = masked.rfind("、", first, before)
    stop = max(masked.rfind(mark, first, before) for mark in _OPEN_STOP)
    return max(first, comma + 1, stop + 1)


def _is_anonymous(name: str) -> bool:
    return bool(_ANONYMOUS.search(name)) and not _PERSON.search(name)


def _by_verb(sentence: str, masked: str, pairs: Sequence[tuple[int, int]]) -> Said | None:
    if by := _QUOTE_BY.search(masked):
        who = sentence[by.start("who") : by.end("who")]
        return Said(by.start() + 1, by.end("who"), who, "direct", _is_anonymous(who))
    quoted = _QUOTE_SAY.search(masked)
    if quoted is None:
        return _by_any_verb(sentence, masked, pairs) or _by_telling(sentence, masked)
    inner = _subject(quoted["mid"], quoted["mid"])
    end = quoted.end()
    if inner:
        first = quoted.start("mid") + inner[0]
        return _said(first, end, quoted["mid"][inner[0] : inner[1]], "direct")
    opening = next((first for first, last in pairs if last == quoted.start()), quoted.start())
    said = _with_subject(sentence, masked[:opening], quoted.start() + 1, end, "direct")
    voiced = quoted.group() + masked[end : end + 2]
    if said.pronoun and said.speaker is None and _VOICES.search(voiced):
        if among := _AMONG.search(masked, 0, opening):
            who = sentence[among.start("who") : among.end("who")]
            return Said(said.start, said.end, who, "direct", True)
        return Said(said.start, said.end, None, "direct", True)
    # 「…」という names a thing more often than a speaker; a speaker must be there.
    return None if said.pronoun and _WEAK_END.search(quoted.group()) else said


def _by_any_verb(sentence: str, masked: str, pairs: Sequence[tuple[int, int]]) -> Said | None:
    """Speech of one who can speak, whatever the verb; a short quotation may be a name."""
    cue = _QUOTE_HELD.search(masked)
    if cue is None:
        cue = _QUOTE_ANY.search(masked)
        if cue is None or _NAMING.match(cue["verb"]):
            return None
    opening = next((first for first, last in pairs if last == cue.start()), cue.start())
    if cue.start() - opening < _SHORTEST_SPEECH:
        return None
    subject = _subject(masked[:opening], sentence)
    if subject is None or not _CAN_SPEAK.search(sentence[slice(*subject)]):
        return None
    return _with_subject(sentence, masked[:opening], cue.start() + 1, cue.end(), "direct")


def _by_telling(sentence: str, masked: str) -> Said | None:
    if so := _SO_SAYS.search(masked):
        return _with_subject(sentence, masked[: so.start()], so.start(), so.end(), "direct")
    if (clause := _COMMA_TO.search(masked)) and _CAN_SPEAK.search(clause["who"]):
        who = sentence[slice(*clause.span("who"))]
        return _said(clause.start("who"), clause.end("verb"), who, "reported")
    tell = _last(_TELL, masked) or _last(_TELL_OF, masked) or _STATED.search(masked)
    if tell is None:
        return None
    if inner := _inner_subject(sentence, masked, tell):
        return inner
    return _with_subject(sentence, masked[: tell.start()], tell.start(), tell.end(), "reported")


def _inner_subject(sentence: str, masked: str, tell: re.Match[str]) -> Said | None:
    """夫と避難した女性は…話した: this と belongs to the speaker's own description."""
    if tell.group()[:1] != "と" or not re.search("[はが]", tell.group()):
        return None
    subject = _subject(masked[: tell.end()], sentence)
    if subject is None or subject[1] < tell.start():
        return None
    name = _AGE.sub("", sentence[slice(*subject)])
    return _said(subject[0], tell.end(), name, "reported") if _CAN_SPEAK.search(name) else None


def _with_subject(
    sentence: str, before: str, cue_start: int, end: int, mode: Literal["direct", "reported"]
) -> Said:
    """The cue with the subject ahead of it; the span holds both only when they touch."""
    subject = _subject(before, sentence)
    if subject is None:
        return Said(cue_start, end, None, mode, False, pronoun=True)
    name = sentence[subject[0] : subject[1]]
    start = subject[0] if cue_start - subject[1] <= 12 else cue_start
    return _said(start, end, name, mode)


def _said(start: int, end: int, name: str, mode: Literal["direct", "reported"]) -> Said:
    return Said(start, end, name, mode, _is_anonymous(name), bool(_PRONOUN.match(name)))


def _last(pattern: re.Pattern[str], masked: str) -> re.Match[str] | None:
    """The main verb stands last; a telling verb earlier rules only its own clause."""
    last: re.Match[str] | None = None
    for match in pattern.finditer(masked, max(0, len(masked) - 120)):
        last = match
    if last is None or len(_TRAILING.sub("", masked[last.end() :])) > 3:
        return None
    return last


def _subject(masked: str, sentence: str) -> tuple[int, int] | None:
    """Return the span of the topic (…は) or else the subject (…が) before a verb of saying.

    Who can speak (a person, an office, a body) goes before a thing that merely stands first.
    """
    found = list(_subjects(masked, sentence))
    speaking = [span for span in found if _CAN_SPEAK.search(sentence[span[0] : span[1]])]
    return next(iter(speaking or found), None)


def _subjects(masked: str, sentence: str) -> Iterator[tuple[int, int]]:
    for particles in ("は", "がも"):
        for match in re.finditer(f"[{particles}]", masked[:200]):
            at = match.start()
            first = _clause_start(masked, at)
            place = _PLACE.match(sentence, first, at)
            first = place.end() if place else first
            name = sentence[first:at]
            if (
                not name
                or _VOICES.search(name)
                or len(name) > 40
                or _NOT_SUBJECT.search(name)
                or _TIME_ONLY.match(name)
            ):
                continue
            # は and が inside a word of kana (はず, ながら) are no particles.
            if masked[at + 1 : at + 2] in ("ず", "ら", "る", "り", "っ", "め"):
                continue
            yield first, at
