"""“Not found” and “out of order” pages that are sent with status 200, in Japanese and English."""

from __future__ import annotations

import re

from sources.comparing.walls import says_title, told_beside
from sources.reading.model import Reading
from sources.reading.walls import weight

_SORRY = (
    r"(?:(?:oops|whoops|uh[- ]?oh|hmm+|sorry|we(?:'re|’re| are) sorry|error"
    r"|申し訳(?:ございません|ありません)(?:が)?)[\s!,.、。…–-]*)?"
)
_THING = (
    r"(?:page|article|story|document|file|content|post|url|item|resource|video|link|news"
    r"|entry|report)"
)
_NO_MORE = (
    r"(?:(?:was|were|is|are|could|can|has|have|had|may|might|does|did|cannot|can(?:'|’)t|no|not|"
    r"isn(?:'|’)t|doesn(?:'|’)t|couldn(?:'|’)t|wasn(?:'|’)t)\b[^.。\n]{0,24}?"
    r"(?:found|available|exists?|removed|deleted|expired|unpublished|withdrawn|moved|located"
    r"|here|unavailable)"
    r"|(?:removed|expired|deleted|missing|unavailable))"
)
_MONO = r"(?:ページ|記事|ファイル|コンテンツ|ＵＲＬ|URL|ニュース|投稿|動画|サイト|もの|情報|画面)"
_ENDED = (
    r"(?:見つかりません(?:でした)?|見つけられません(?:でした)?"
    r"|見つけることができません(?:でした)?"
    r"|みつかりません(?:でした)?|見当たりません|ありません(?:でした)?|存在しません"
    r"|ございません(?:でした)?"
    r"|(?:削除|移動|変更)(?:または|もしくは|、|か|・|or)?(?:削除|移動|変更)?され(?:まし"
    r"|てい)(?:た|ます)"
    r"|(?:公開|掲載|配信|提供)(?:期間|期限)?(?:を|が|は)?(?:既に|すでに)?(?:終了|過ぎ|満了|停止)"
    r"(?:し|いたし|致し|して|となり|され|た)?(?:まし|てい|ており|おり)?(?:た|ます)?"
    r"|表示(?:することが)?できません(?:でした)?|not found)"
)
# What may follow without making it a headline about such pages.
_TAIL = (
    r"(?:(?:のお知らせ|可能性があります|か[、，]|または|もしくは|ため|404"
    r"|[\s　。()（）]).{0,30})?"
)
_MISSING_TITLE = re.compile(
    rf"{_SORRY}(?:(?:http |error |status |エラー ?)*(?:code ?)?(?:404|410)(?: ?(?:error|エラー"
    rf"|gone|page))?"
    r"(?: ?(?:page |file )?(?:is )?not[ -]?found)?"
    rf"|(?:the |this |that |your |requested ){{0,3}}{_THING}(?:s)?"
    rf"(?: (?:you|that|we)\b[^.\n]{{0,40}}?)? {_NO_MORE}(?: (?:or|and) [^.\n]{{0,30}})?"
    r"|(?:page|file|article|story|content|document) not[ -]?found|not[ -]?found"
    r"|nothing (?:was )?found"
    r"|no (?:page|article|story) found|missing page|(?:removed|expired|deleted) (?:page|article"
    r"|story|content)"
    r"|(?:sorry,? )?(?:we )?(?:can(?:no|'|’)t|could ?n[o'’]?t) (?:seem to )?find (?:the|that"
    r"|this|your) ?(?:page|article|story)?.{0,40}"
    rf"|(?:お探し(?:の|になった)|(?:ご)?指定(?:された|の|いただいた)|該当(?:する|の)?"
    rf"|アクセス(?:された|しようとした)|この|当該"
    rf"|(?:ご)?要求された|リクエストされた|表示しようとした)?{_MONO}(?:は|が|を|の)?(?:現在|既に"
    rf"|すでに|お)?.{{0,14}}?{_ENDED}{_TAIL}"
    r"|(?:掲載|公開|配信)(?:期間|期限)?(?:が|を|は|の)?(?:終了|過ぎ|満了|切れ)(?:し|て|い|た|ま"
    r"|のお知らせ|ております|です){0,6}"
    r"|(?:公開|掲載|配信)終了(?:のお知らせ)?|該当(?:ページ|記事)(?:なし|無し)|ページ(?:なし|無し"
    r"|が存在しません)"
    r"|(?:記事|ページ)(?:が|は)?削除(?:済み)?|エラー(?:ページ|が発生しました)?|error(?: page)?)",
    re.IGNORECASE,
)
# One short line that says so; the same words inside a longer paragraph are a report about it.
_MISSING_LINE = re.compile(
    rf"(?:お探し|指定|該当|アクセス(?:された|しようとした)|要求され"
    rf"|リクエストされ).{{0,8}}{_MONO}.{{0,60}}"
    r"(?:見つかり|見つけ|みつかり|見当たり|存在しま|削除|移動|変更|終了|ありません|ございません)"
    rf"|(?:この|本|当該|その){_MONO}(?:は|の)[^。]{{0,30}}(?:(?:掲載|公開|配信|提供)(?:期間"
    rf"|期限)?[^。]{{0,10}}(?:終了|過ぎ|満了|停止)"
    r"|削除(?:され|いた|し)|存在しま|見つかり|ご覧(?:に|いただけ))"
    rf"|^(?:{_MONO})(?:が|は)(?:見つかり|みつかり|存在しま|削除され|ありませ)"
    r"|(?:記事|ページ|コンテンツ)の?[^。]{0,8}(?:掲載|公開|配信)(?:期間|期限)?(?:が|を"
    r"|は)?(?:終了|過ぎ)"
    r"|^(?:掲載|公開|配信)(?:期間|期限)?(?:が|を|は)?(?:終了|過ぎ|満了)"
    rf"|(?:the|this|that|your) (?:requested )?{_THING}(?: (?:that )?(?:you"
    rf"|we)\b[^.\n]{{0,50}}?)? {_NO_MORE}"
    rf"|(?:the|this) {_THING} (?:requested|you requested|you(?:'re| are|’re"
    rf"|were)[^.\n]{{0,24}})[^.\n]{{0,40}}(?:not|no longer|removed|moved|deleted)"
    rf"|(?:we|sorry)[^.\n]{{0,30}}(?:can(?:no|'|’)t|could ?n[o'’]?t|unable to) (?:find"
    rf"|locate) (?:the|that|this|what|your)[^.\n]{{0,30}}"
    rf"|^(?:http )?(?:error )?404\b[^\n]{{0,40}}$|^{_THING} (?:not found|no longer available"
    rf"|unavailable|removed|expired)"
    r"|\"(?:error|message|detail|title)\"\s*:\s*\"[^\"]{0,20}not[ _]?found"
    r"|^(?:(?:error|message|detail|title|reason)\s*:\s*)?not[ _]?found\W*$",
    re.IGNORECASE,
)  # fmt: skip
_PARKED = re.compile(
    r"(?:domain|website)(?: name)? (?:is|may be|might be) (?:for sale|parked"
    r"|available for (?:sale|purchase))"
    r"|buy this domain|this domain (?:has expired|is parked)|(?:この|当)ドメイン(?:は"
    r"|を).{0,30}(?:販売|購入|失効|期限切れ|お名前\.com)"
    r"|(?:このサイト|当サイト|サービス)(?:は|の提供を).{0,20}(?:閉鎖|終了)(?:し|いたし|致し)まし",
    re.IGNORECASE,
)  # fmt: skip
_UNAVAILABLE_TITLE = re.compile(
    r"(?:(?:down for |under |scheduled |site |system |server )*maintenance(?: mode| page"
    r"| in progress)?"
    r"|(?:site|service|page|website)(?: is)? (?:is )?(?:temporarily |currently )?(?:unavailable"
    r"|offline|down)(?: for maintenance)?"
    r"|temporarily unavailable|be right back|we(?:'|’)ll be (?:right )?back(?: soon)?"
    r"|(?:http )?(?:error )?50[0234](?: .{0,40})?"
    r"|internal server error|bad gateway|gateway time-?out|service (?:temporarily )?unavailable"
    r"|server error(?: .{0,20})?"
    r"|(?:database|application) error|error: the request could not be satisfied|welcome to nginx"
    r"|it works|"
    r"apache2? .{0,20}default page.{0,20}|something went wrong|account suspended|index of /?"
    r"|(?:ただ(?:い)?ま|現在)?、?(?:システム|サイト|サーバー?|定期|緊急"
    r"|臨時)?メンテナンス(?:中)?(?:です|のお知らせ|作業中|のため.{0,20})?"
    r"|(?:ただ(?:い)?ま)?(?:大変)?アクセスが?集中.{0,20}|(?:サーバー?|システム|内部)エラー.{0,16}"
    r"|(?:サービス|サイト)?(?:を)?(?:一時)?(?:停止|休止)中(?:です)?"
    r"|(?:ただいま)?(?:大変)?混み合って.{0,12})",
    re.IGNORECASE,
)
_UNAVAILABLE_LINE = re.compile(
    r"(?:under|undergoing|down for|performing|scheduled)(?: \w+)? maintenance"
    r"|temporarily (?:unavailable|offline|down)"
    r"|(?:we(?:'|’)ll|will) be (?:right )?back (?:soon|shortly|online)|internal server error"
    r"|bad gateway|gateway time-?out"
    r"|error establishing a database connection|(?:an |unexpected "
    r"|application )error (?:has )?occurred"
    r"|fastly error: unknown domain|(?:web server|origin) is (?:down|unreachable)"
    r"|something went wrong"
    r"|please (?:try again|come back|check back) (?:later|soon|in a few)"
    r"|メンテナンス(?:中|作業|を(?:実施|行)|のため|により)|アクセスが?(?:大変)?(?:集中|混雑)"
    r"|(?:大変)?混み合って"
    r"|(?:サーバー?|システム|内部)エラー|(?:一時的に|現在)[^。]{0,14}(?:利用|アクセス|表示|閲覧"
    r"|接続)(?:が|は)?(?:でき|いただけ)ません"
    r"|しばらく(?:時間を?)?(?:お(?:い|待ち)|経って|たって|して)[^。]{0,24}(?:アクセス|お試し"
    r"|ください|下さい)",
    re.IGNORECASE,
)  # fmt: skip
_ARTICLE = 3_000  # characters of prose
_LONG_LINE = 240  # weight of a line that is a notice and no paragraph


def is_missing_page(reading: Reading, titled_before: str, *, familiar: bool = False) -> bool:
    """Tell a “not found” page sent with status 200, by its title or its few words.

    ``familiar``: the page is as long as it was and titled the same. A page that has an article's
    prose beside such words is none, nor is one whose title was always that.
    """
    # An article by its length alone: patterns over long prose would cost more than the reading.
    if familiar or len(reading.prose) > _ARTICLE:
        return False
    told = weight(told_beside(reading.prose, _MISSING_LINE))
    if told > 1_600:
        return False
    said = _says(reading.text, _MISSING_LINE)
    titled = reading.title != titled_before or not titled_before
    if titled and says_title(reading, _MISSING_TITLE):
        article = bool(reading.published) and told > 300
        return not article and (said or told < 900)
    return said and told < (240 if reading.published else 360)


def is_parked(reading: Reading) -> bool:
    """Tell a domain for sale or a closed site from the page that stood there."""
    if len(reading.prose) > 600:
        return False
    return weight(told_beside(reading.prose, _PARKED)) < 360 and _says(reading.text, _PARKED)


def is_out_of_order(reading: Reading) -> bool:
    """Tell maintenance, overload and error pages that are sent as if all were well."""
    if reading.published or len(reading.text) > 2_000:
        return False
    told = weight(told_beside(reading.prose, _UNAVAILABLE_LINE))
    if told < 500 and says_title(reading, _UNAVAILABLE_TITLE):
        return True
    return told < 200 and weight(reading.text) < 900 and _says(reading.text, _UNAVAILABLE_LINE)


def _says(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether a line of its own says so, near the top of a page of few words."""
    lines = (line.strip() for line in text[:12_000].split("\n"))
    return any(weight(line) <= _LONG_LINE and pattern.search(line) for line in lines if line)
