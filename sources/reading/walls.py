"""Words by which a page says that its text is kept behind a wall."""

from __future__ import annotations

import re

# Sentences of a wall, not the bare word “login” that stands in every page header.
_LOGIN_WALL = re.compile(
    r"(?:続き(?:を(?:読む|ご覧(?:になる|いただく))|の閲覧)には?.{0,20}(?:ログイン|登録|購読|会員)"
    r"|(?:この|本)(?:記事|コンテンツ|ページ)は.{0,12}(?:会員|有料|購読者|ログイン).{0,8}(?:限定|のみ|必要)?"
    r"|(?:有料)?会員(?:登録|限定)(?:すると|の記事|記事です|コンテンツ)"
    r"|ログインが必要です|ログインしてください"
    r"|(?:log|sign) ?in (?:or (?:register|subscribe|sign up) )?to (?:continue|read|view|access)"
    r"|subscribe (?:now )?to (?:continue|read|keep reading)|subscribers? only|for subscribers only"
    r"|(?:already a (?:subscriber|member)\?)|create (?:a|your) free account to (?:continue|read))",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"(?:before you continue|we (?:value|care about|respect) your privacy"
    r"|(?:accept|agree to) (?:all |the use of )?cookies"
    r"|cookie(?:の使用|の利用|ポリシー)に同意|プライバシー.{0,10}同意(?:して|が必要))",
    re.IGNORECASE,
)


def wall_markers(text: str) -> frozenset[str]:
    """Return login_wall and consent where the first part of `text` speaks like one."""
    sample = text[:20_000]
    found = set()
    if _LOGIN_WALL.search(sample):
        found.add("login_wall")
    if _CONSENT.search(sample):
        found.add("consent")
    return frozenset(found)
