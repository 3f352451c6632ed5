"""Japanese attribution: によると, が報じた, 「…」と述べた, という; the verb stands last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from claims.extraction.said import Said

_SOURCE_CUE = re.compile(
    "に(?:よると|よれば|よりますと|言わせると)|の話では|の調べでは|(?:が"
    "|は)[^。]{0,30}(?:報じ|伝え|発表し|明らかにし|述べ|語っ)た(?:ところ|の)(?:によると"
    "|によれば|では)"
)
_READING_CUE = re.compile(
    "(?:それ|これ|同(?:報告書?|紙|誌|論文|記事))(?:を読むと|によると|によれば|では)"
)
_SAY = (
    "述べ|語っ|語り|話し|話す|言っ|言い|発言し|発言する|主張し|主張する|訴え|強調し"
    "|指摘し|説明し|反論し|批判し|非難し|警告し|表明し"
    "|明言し|断言し|宣言し|証言し|答え|回答し|コメントし|否定し|認め|明らかにし|発表し"
    "|公表し|報じ|報道し|伝え|報告し|書い|記し|投稿し"
    "|つづっ|呼びかけ|求め|見解を示し|考えを示し|認識を示し|見方を示し|意向を示し"
    "|方針を示し|懸念を示し|叫ん|漏らし|振り返っ|推定し|推計し|分析し|予測し|評価し|主張"
    "|談話を出し|声明を出し"
)
_TENSE = "(?:ている|ていた|ており|た|だ|る|て)?"
# する and いう after a quotation report only where they end the sentence: 「…」という野望 names.
_QUOTE_SAY = re.compile(
    '[」』”"]{1,2}\\s?(?:と(?:の|も|は)?|など(?:と|の)?|って)(?P<mid>[^。「『]{0,60}?)'
    f"(?:(?:{_SAY}|語る|述べる|の(?:見方|考え|見解|認識|声|意見|指摘|方針)|が(?:ある|出)){_TENSE}"
    "|(?:し|いう|する)(?:た|ている|ていた)?(?=[。）)\\s]*\\Z))"
)
_TELL = re.compile(
    f"(?P<cue>(?:と|を|などと|ことを|について|旨を?)[^。、「『」』]{{0,24}}?(?:{_SAY})){_TENSE}"
)
_HEARSAY = re.compile(
    "(?:と(?:も|は)?(?:いう|言う|云う|される|されている|されてきた|いわれる|いわれている"
    "|言われる|言われている|みられる|みられている|見られる|見られている"
    "|伝えられる|伝えられている|報じられている|報じられた|受け取られている"
    "|考えられている|推定されている|推定される|のことだ|のこと|聞く|聞いている)|らしい"
    "|そうだ|模様だ|もようだ)"
    "(?P<tail>[。）)」』\\s]*)\\Z"
)
_STATED = re.compile("と(?:している|していた|した|のことだ)(?=[。）)」\\s]*\\Z)")
_ANONYMOUS = re.compile(
    "関係者|当局者|消息筋|情報筋|外交筋|政府筋|軍事筋|筋\\Z|幹部|複数の|匿名|高官|側近"
    "|周辺|専門家ら|アナリスト|目撃者|住民|元職員|一部の?(?:メディア|報道|専門家)"
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
    "|首脳|[一-龥]官|[省庁局署党社府警市県区町村都州会院所団連盟軍部隊]|機関|機構|組織|政府"
    "|裁判所|大学|研究所|病院|銀行|委員会"
    "|新聞|通信|テレビ|放送|ラジオ|紙|誌|報告書?|調査|声明|彼|彼女|彼ら|ら|側|人|[A-Z]{2,8}"
    "|[ァ-ヴー]{3,})\\Z"
)
_LEAD = re.compile(
    "\\A(?:一方で?|また|さらに|そして|しかし|だが|ただし?|なお|ちなみに|それに対し"
    "|これに対し|その後|同時に|このうち|このほか|ところが|しかも|そこで)、?"
)
_OF_SOURCE = re.compile(
    "の(?:発表|報道|調べ|調査|まとめ|説明|話|証言|報告書?|資料|統計|データ|推計|試算"
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
_PRONOUN = re.compile("(?:彼|彼女|彼ら|同氏|両氏|同相|同大統領|同首相|同省|同社|同紙|同筋|本人)\\Z")
_WEAK_END = re.compile(r"(?:し|いう|する)(?:た|ている|ていた)?\Z")
_OPEN_STOP = frozenset("。！？\n")


def find(sentence: str, pairs: Sequence[tuple[int, int]]) -> list[Said]:
    """Return the attributions of a sentence, outermost first; offsets are relative to it."""
    depth_zero = _mask(sentence, pairs)
    found: list[Said] = []
    source = _by_source(sentence, depth_zero)
    if source:
        found.append(source)
    spoken = _by_verb(sentence, depth_zero, pairs)
    if spoken and not (source and spoken.start < source.end):
        found.append(spoken)
    if not found:
        hearsay = _HEARSAY.search(depth_zero)
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
    cue = _SOURCE_CUE.search(masked)
    if cue is None:
        return None
    clause = cue.group()[0] in "がは"
    first = _clause_start(masked, cue.start())
    name = sentence[first : cue.start()]
    if not clause:
        name = _OF_SOURCE.sub("", name)
        # Only the words before the verb name the source: XがYに報じたところによると.
        told = re.search(
            f"(?P<who>[^はが]{{1,30}})[はが][^はが]{{0,30}}(?:{_SAY})た?(?:の|ところ)?\\Z", name
        )
        name = told["who"] if told else name
    if not name.strip() or _CAUSE.search(name) or len(name) > 60:
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
    quoted = _QUOTE_SAY.search(masked)
    if quoted is None:
        tell = _last_tell(masked) or _STATED.search(masked)
        if tell is None:
            return None
        return _with_subject(sentence, masked[: tell.start()], tell.start(), tell.end(), "reported")
    inner = _subject(quoted["mid"], quoted["mid"])
    end = quoted.end()
    if inner:
        first = quoted.start("mid") + inner[0]
        return _said(first, end, quoted["mid"][inner[0] : inner[1]], "direct")
    opening = next((first for first, last in pairs if last == quoted.start()), quoted.start())
    said = _with_subject(sentence, masked[:opening], quoted.start() + 1, end, "direct")
    # 「…」という names a thing more often than a speaker; a speaker must be there.
    return None if said.pronoun and _WEAK_END.search(quoted.group()) else said


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
    return Said(start, end, name, mode, _is_anonymous(name), bool(_PRONOUN.search(name)))


def _last_tell(masked: str) -> re.Match[str] | None:
    """The main verb stands last; a telling verb earlier rules only its own clause."""
    last: re.Match[str] | None = None
    for match in _TELL.finditer(masked, max(0, len(masked) - 120)):
        last = match
    if last is None or len(masked) - last.end() > 14:
        return None
    cue = last["cue"]
    by_particle = cue.startswith(("と", "など"))
    telling = re.search(
        "報告|発表|公表|報じ|報道|明らかに|否定|認め|主張|表明|示し|指摘|説明|証言", cue
    )
    return last if by_particle or telling else None


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
            name = sentence[first:at]
            if not name or len(name) > 40 or _NOT_SUBJECT.search(name) or _TIME_ONLY.match(name):
                continue
            # は and が inside a word of kana (はず, ながら) are no particles.
            if masked[at + 1 : at + 2] in ("ず", "ら", "る", "り", "っ", "め"):
                continue
            yield first, at
