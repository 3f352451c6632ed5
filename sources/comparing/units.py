"""The sentences of a main text, and what of it moves by itself: ages, counters, adverts, stamps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.text.normalize import fold

_TIME = r"(?:\s*[（(]?[月火水木金土日][）)]?)?\s*(?:午前|午後)?\s*\d{1,2}[:時]\d{2}分?(?::\d{2})?"
_DAY = (
    r"(?:\d{4}[年/.-]\s?\d{1,2}[月/.-]\s?\d{1,2}日?|\d{1,2}月\d{1,2}日"
    r"|(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Satur?|Sun)(?:day)?,?\s)?"
    r"(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s[A-Z][a-z]{2,8}\.?,?\s\d{4}))"
)
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:[A-Z]{2,5})?"
_STAMP = re.compile(
    rf"^(?:[【［\[(（]?(?:最終更新|更新(?:日時?)?|公開(?:日時?)?|配信(?:日時?)?|掲載(?:日時?)?|投稿(?:日時?)?|登録日"
    r"|(?:last |first )?(?:updated|published|posted|modified)(?: (?:on|at))?)"
    rf"\s*[:：]?\s*)?(?:{_DAY}(?:[,、]?\s*(?:at\s)?(?:{_CLOCK}|{_TIME}))?|{_CLOCK}|{_TIME})"
    r"\s*(?:JST|GMT|UTC|現在|更新|公開|配信|掲載|付)?[】］\])）]?$",
    re.IGNORECASE,
)
# What changes inside a line by itself.
_MOVING = re.compile(
    r"\d[\d,.]*\s?(?:秒|分|時間|日|週間|か月|ヶ月|カ月|ヵ月|年)前(?:に?(?:更新|公開|投稿|配信))?"
    r"|(?:たった今|今日|昨日)(?:更新|公開|投稿)"
    r"|\b(?:\d+|an?|one)\s(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)"
    r"\sago\b|\bjust now\b"
    r"|\d[\d,.]*\s?[kKmM万]?\s?(?:views?|likes?|comments?|shares?|replies|reactions?|readers?"
    r"|people (?:are )?(?:reading|watching|viewing))\b(?: (?:this|now|so far)\b)*"
    r"|\d[\d,.]*\s?万?(?:回視聴|回再生|回表示|回閲覧|件のコメント|件の返信|コメント|いいね|シェア|PV|閲覧|ビュー|ブックマーク)"
    r"|(?:コメント|いいね|シェア|閲覧数|アクセス数|ツイート|ブックマーク)(?:数)?\s?[:：(（]?\s?\d[\d,.]*万?(?:件|回|人)?[)）]?"
    r"|\d[\d,.]*人が(?:閲覧|視聴|購読)(?:中|しています)"
    r"|\b(?:comments?|shares?|likes?|views?)\s?[(（]?\s?\d[\d,.]*[kKmM]?[)）]?",
    re.IGNORECASE,
)
# An advert or a pointer elsewhere that says so, whatever follows.
_SIDE = re.compile(
    r"^(?:[\[【(（](?:広告|PR|AD|スポンサー(?:リンク|ド)?|関連(?:記事|ニュース)?|提供)[\]】)）]"
    r"|(?:広告|PR|AD|sponsored|提供|関連(?:記事|ニュース|リンク)?|あわせて読みたい)\s?[:：]"
    r"|(?:(?-i:AD|PR)|広告|スポンサーリンク)[\s　]"
    r"|(?:(?:read|see) (?:more|also|next)|related(?: (?:stories|articles|links))?)\s?[:：])",
    re.IGNORECASE,
)
# The same where the line is no sentence.
_POINTER = re.compile(
    r"^(?:(?:広告|PR|AD|ADVERTISEMENT|スポンサーリンク|sponsored(?: content)?)(?:\s|$)"
    r"|[■▶▼●◆＞>→≫»*・\s]*(?:関連(?:記事|ニュース|リンク|トピックス)|[あ合]わせて読みたい"
    r"|こちらも(?:おすすめ|読まれて)|おすすめ(?:の)?記事|人気記事|(?:アクセス)?ランキング"
    r"|[次前]の記事|(?:read|see) (?:more|also|next)\b|related\b|more (?:on this|from|stories)\b"
    r"|most (?:read|popular|viewed)\b|recommended\b|you may also like|trending\b|don[’']t miss)"
    r"|\d{1,3}(?:位|\.)\s)",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"\b(?:we|this (?:web)?site|our (?:web)?sites?|our partners)(?: and our partners)?"
    r"(?: may| also)? uses? (?:of )?(?:necessary |third[- ]party )?cookies"
    r"|\bby (?:continuing|using|clicking)\b.{0,80}\b(?:cookies?|privacy policy|terms)"
    r"|\b(?:accept|reject|manage|allow)(?: all)? cookies?\b"
    r"|\bcookie (?:policy|settings|preferences)\b"
    r"|(?:当|本|この)(?:ウェブ)?サイト(?:で)?は.{0,30}(?:Cookie|クッキー)"
    r"|(?:Cookie|クッキー)の?(?:使用|利用|設定|ポリシー|受け入れ).{0,20}"
    r"(?:同意|許可|変更|確認|ください|みなし)"
    r"|(?:Cookie|クッキー)を(?:使用|利用)(?:し|する)"
    r"|\bsign up (?:for|to) (?:our|the)\b.{0,40}\bnewsletter|\bsubscribe to our\b"
    r"|(?:メール(?:マガジン|ニュース)|メルマガ|ニュースレター)(?:に|の|を)?(?:ご)?登録"
    r"|(?:公式)?(?:アプリ|LINE|Twitter|Facebook).{0,12}(?:ダウンロード|フォロー|友だち追加)"
    r"|無断(?:転載|複製)|all rights reserved|^(?:©|\(c\)|copyright\b)",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?<=[。！？])(?![」』）)”\"])|(?<=[.!?])\s+(?=[A-Z0-9“\"'‘(])|(?<=[.!?][”\"’])\s+(?=[A-Z“\"])"
)
# The mark of a footnote, as wikis put it behind a sentence; its number moves by itself.
_NOTE = r"\[\s?(?:(?:注釈?|註|出典|note|nb|n)?\s?\d{1,3}|[a-z]{1,2}|要出典|citation needed)\s?\]"
_NOTES = re.compile(_NOTE, re.IGNORECASE)
_SENTENCE_END = re.compile(
    rf"(?:[。．！？!?…][」』）)”\"’]*|[.][”\"’)]*)\s?(?:{_NOTE}\s?)*$", re.IGNORECASE
)
_LONGEST = 4000  # characters of one sentence
_LONG_LINE = 160  # no headline is as long; a wide character counts two
_PAUSE = 3  # lines that are no prose part one stretch of it from another
_LEAST_RUN = 0.2  # of the longest stretch of prose: less is not the article's


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence or short line; units with one `key` read the same.

    `whole` says that it ends as sentences end; `line` numbers its paragraph.
    """

    text: str
    key: str
    whole: bool
    line: int


def split_units(main_text: str, *, leave_out: frozenset[str] = frozenset()) -> list[Unit]:
    """Split a main text into sentences, without what moves by itself.

    `leave_out` holds keys (see `unit_key`) that are judged elsewhere, such as the headline.
    """
    units: list[Unit] = []
    for number, line in enumerate(main_text.split("\n")):
        line = line.strip()
        if not line or is_moving(line):
            continue
        for part in _CUT.split(line):
            for start in range(0, len(part), _LONGEST):
                piece = part[start : start + _LONGEST].strip()
                key = unit_key(piece)
                if key and key not in leave_out and not is_moving(piece):
                    whole = _SENTENCE_END.search(piece) is not None
                    units.append(Unit(piece, key, whole, number))
    return units


def article_lines(text: str, main_text: str) -> str:
    """Return the lines of the visible `text` that belong to the article, as they stand there.

    An extractor says which lines those are, but not how they read: it joins cells and readings
    of kanji to them. Prose that stands apart, behind lists of links, is not the article's.
    """
    if not main_text or main_text == text:
        return main_text or text
    chosen = fold(main_text).text
    runs: list[list[str]] = [[]]
    pause = 0
    for line in text.split("\n"):
        if not _is_prose(line):
            pause += 1
            if pause == _PAUSE:
                runs.append([])
        else:
            pause = 0
        runs[-1].append(line)
    weights = [sum(len(line) for line in run if _is_prose(line)) for run in runs]
    least = _LEAST_RUN * max(weights)
    return "\n".join(
        line
        for run, weight in zip(runs, weights, strict=True)
        if weight >= least
        for line in run
        if _stands_in(chosen, line)
    )


def _is_prose(line: str) -> bool:
    if _SENTENCE_END.search(line) is not None:
        return True
    return len(line) + sum(char >= "\u2e80" for char in line[:100]) >= _LONG_LINE


def _stands_in(folded_text: str, line: str) -> bool:
    """Tell whether a line is in the extractor's text, or half of its sentences are."""
    if fold(line).text in folded_text:
        return True
    parts = [fold(part).text for part in _CUT.split(line) if part.strip()]
    inside = sum(len(part) for part in parts if part in folded_text)
    return 2 * inside >= sum(map(len, parts))


def unit_key(text: str) -> str:
    """Return what two wordings that read the same share: without ages, counters, note marks."""
    plain = _NOTES.sub("", text) if "[" in text else text
    return fold(_MOVING.sub("", plain)).text


def is_moving(line: str) -> bool:
    """Tell a line that is a time stamp, an advert, a pointer elsewhere or a banner."""
    sample = line[:600]
    rest = _MOVING.sub("", sample).strip(" 　・|｜/／-–—,、")
    return (
        not rest
        or _SIDE.match(sample) is not None
        or (_POINTER.match(sample) is not None and _SENTENCE_END.search(line) is None)
        or (len(rest) < 80 and _STAMP.match(rest) is not None)
        or (len(sample) < 400 and _BANNER.search(sample) is not None)
    )
