"""Bot walls and “not found” pages, known by their headers, titles and shortness."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sources.reading.model import Reading

_BRIEF = 3000  # characters: a wall is never as long as an article about walls
_BOT_TITLE = re.compile(
    r"^(?:just a moment|attention required! \| cloudflare|access denied|access to this page"
    r"|pardon our interruption|are you (?:a )?(?:robot|human)|robot check|human verification"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human|security check|bot verification|ddos-guard"
    r"|please verify you are a human|checking your browser|request rejected|blocked)",
    re.IGNORECASE,
)
_BOT_TEXT = re.compile(
    r"(?:verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|checking (?:if the site connection is secure|your browser)"
    r"|enable javascript and cookies to continue|complete the (?:captcha|security check)"
    r"|unusual traffic from your (?:computer )?network|cf-error-details|ray id: ?[0-9a-f]{8,}"
    r"|reference #?\d+\.[0-9a-f.]{10,}|incapsula incident id|powered by datadome"
    r"|please (?:solve|complete) th(?:is|e) (?:captcha|puzzle)"
    r"|ロボットではない(?:こと|ことを)|画像認証|自動アクセスを(?:検出|検知)"
    r"|アクセスが(?:集中|制限|拒否)され)",
    re.IGNORECASE,
)
_CHALLENGE_HEADERS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("cf-mitigated", re.compile("challenge|block", re.I), "cloudflare_challenge"),
    ("x-amzn-waf-action", re.compile("captcha|challenge|block", re.I), "aws_waf"),
    ("x-datadome", re.compile("protected|blocked", re.I), "datadome"),
    ("x-sucuri-block", re.compile("."), "sucuri"),
    ("x-px-block", re.compile("."), "perimeterx"),
)
_MISSING_TITLE = re.compile(
    r"^\W*(?:(?:http |error |エラー ?)?404\b(?!\s?(?:年|人|円|個|件|号|km|m\b))"
    r"|(?:the |this )?(?:page|article|document|file|content)s? (?:was |is |could |can )?"
    r"(?:not|n[o’']t|no longer|cannot|can't)[ \w]{0,16}(?:found|available|exists?|be found)"
    r"|page (?:missing|unavailable)|not found\b|nothing (?:was )?found"
    r"|sorry,? (?:we (?:can(?:no|')t|could ?n[o’']t) find|(?:that|this|the) page)"
    r"|(?:お探しの|指定された|ご指定の|該当(?:する)?の?|この)?(?:ページ|記事|ファイル|コンテンツ)[はがを]?.{0,12}"
    r"(?:見つかりません|見つかりませんでした|みつかりません|存在しません|ありません|削除されました"
    r"|公開を?終了|掲載を?終了|表示できません)"
    r"|掲載(?:期間|期限)(?:が|を|は)?(?:終了|過ぎ|切れ)|公開(?:期間|期限)(?:が|を|は)?(?:終了|過ぎ))",
    re.IGNORECASE,
)
_MISSING_TEXT = re.compile(
    r"(?:お探しの|指定された|ご指定の|アクセスしようとした)(?:ページ|記事|URL|ファイル).{0,40}"
    r"(?:見つかりません|みつかりません|存在しません|削除|移動|変更)"
    r"|(?:この|本)(?:記事|ページ)は.{0,20}(?:掲載期間|公開期間|配信期間).{0,10}(?:終了|過ぎ)"
    r"|(?:記事|ページ).{0,12}(?:掲載|公開|配信)(?:期間|期限)?(?:が|を|は)?(?:終了|過ぎ)"
    r"|(?:記事|ページ)は(?:すでに)?削除されました"
    r"|the (?:page|article|document) (?:requested"
    r"|you(?:'re| are|’re)? (?:\w+ ){0,2}(?:looking for|requested))"
    r".{0,40}(?:not|no longer|removed|moved|deleted)"
    r"|we (?:can(?:no|')t|could ?n[o’']t) find (?:the|that) page",
    re.IGNORECASE,
)


def bot_wall(headers: Mapping[str, str], reading: Reading | None) -> str | None:
    """Return the code of the wall an answer is, whatever its status, or None."""
    lowered = {name.lower(): value for name, value in headers.items()}
    for name, pattern, code in _CHALLENGE_HEADERS:
        if pattern.search(lowered.get(name, "")):
            return code
    if reading is None or len(reading.text) > _BRIEF or len(reading.prose) > 1200:
        return None
    if _BOT_TITLE.match(reading.title.strip()) and len(reading.text) < 1500:
        return "bot_wall_title"
    if len(reading.text) < 1500 and _BOT_TEXT.search(reading.text):
        return "bot_wall_text"
    return None


def is_missing_page(reading: Reading, titled_before: str) -> bool:
    """Tell a “not found” page sent with status 200, by its title or its few words.

    A page whose title is the same as before, or that has an article's prose, is none.
    """
    if titled_before and reading.title == titled_before:
        return False
    if len(reading.prose) > 600:
        return False
    for words in (reading.title, reading.headline):
        if any(_MISSING_TITLE.match(part.strip()) for part in re.split(r"[|｜:：–—]| - ", words)):
            return True
    return len(reading.text) < 2000 and _MISSING_TEXT.search(reading.text) is not None
