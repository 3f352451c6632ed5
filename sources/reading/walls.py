"""Signs by which a page says that its text is withheld, or that it is no page but a check.

Found while reading, judged while comparing: a sign alone proves nothing.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

_SAMPLE = 20_000
# A cheap look first: most pages have none of these words, and patterns are slow.
_LOGIN_WORDS = (
    "続き", "会員", "ログイン", "購読", "有料", "残り", "登録", "log in", "login", "sign in",
    "sign up", "subscri", "member", "to continue", "to read", "register", "free articles",
    "free stories", "remain", "paying", "users only", "to access", "to view", "to unlock", "to see",
    "the limit", "your limit",
)  # fmt: skip
# Sentences of a wall, not the bare word “login” that stands in every page header.
_LOGIN_WALL = re.compile(
    r"(?:続き(?:を(?:読む|読める|お読み|ご覧(?:になる|いただく))|の閲覧|は|には).{0,30}"
    r"(?:ログイン|登録|購読|会員|有料)"
    r"|(?:ログイン|会員登録|購読)(?:して|すると).{0,12}(?:続き|全文|記事を読む)"
    r"|(?:この|本)(?:記事|コンテンツ|ページ|続き)(?:は|の(?:続き|全文|閲覧)).{0,16}"
    r"(?:会員|有料|購読者|ログイン|登録).{0,8}(?:限定|のみ|必要|専用|記事です|コンテンツです"
    r"|向け)"
    r"|(?:有料)?会員(?:登録)?(?:限定の記事です|限定記事です|限定コンテンツです|専用ページです)"
    r"|(?:全文|記事|本文|ページ|コンテンツ)(?:を|の)(?:お読みいただく|読む|閲覧(?:する)?"
    r"|ご覧いただく|表示)"
    r"(?:に)?は.{0,20}(?:ログイン|登録|購読|会員).{0,14}(?:ください|必要|です)"
    r"|(?:log|sign) ?in (?:or (?:register|subscribe|sign up|create an account) )?"
    r"to (?:continue|read|view|access|see)"
    r"|(?:subscribe|register|sign up|become a (?:member|subscriber)|join)"
    r"(?: (?:now|today|for free|for [^.\n]{1,20}))? to (?:continue|keep) reading"
    r"|(?:subscribe|register|sign up|become a (?:member|subscriber))(?: (?:now|today"
    r"|for free))? to "
    r"(?:read|unlock|access|view) (?:this|the (?:full|rest)|full)"
    r"|to (?:continue|keep) reading[^.\n]{0,40}(?:subscri|sign|log|register|member)"
    r"|to (?:continue|keep) reading this (?:article|story)"
    r"|to (?:read|unlock|access) (?:the (?:full|rest)|this)[^.\n]{0,40}(?:subscri|sign|log ?in"
    r"|register)"
    r"|this (?:article|content|story|page) is (?:only |exclusively )?(?:available )?(?:only )?"
    r"(?:for|to|reserved for) (?:our )?(?:paying |paid |premium |registered )?"
    r"(?:subscribers|members|users)"
    r"|(?:you have|you've|you’ve) (?:reached|used|read) (?:your|all|the)[^.\n]{0,40}"
    r"(?:limit|free (?:articles|stories))"
    r"|create (?:a|your) free account to (?:continue|read))",
    re.IGNORECASE,
)
# How much is withheld is told only where it is withheld.
_REMAINDER = re.compile(
    r"残り[\s:：]{0,2}[約]?[0-9０-９,，]{1,7}\s?(?:文字|字)(?!数)|(?:文字"
    r"|字)中[\s:：]?[0-9０-９,，]{1,7}(?:文字|字)"
    r"|\b\d{1,2}\s?% of (?:this|the) (?:article|story) remain", re.I
)  # fmt: skip
# Said on free pages too: beside a headline, in a header, under a comment form.
_MEMBER_NOTE = re.compile(
    r"(?:already a (?:subscriber|member)\?|subscribers? only|for subscribers only|members? only"
    r"|ログインが必要です|ログインしてください|会員限定|有料会員|有料記事|購読者限定"
    r"|(?:log|sign) ?in to your account)",
    re.IGNORECASE,
)
_CONSENT_WORDS = (
    "cookie", "privacy", "consent", "クッキー", "プライバシー", "同意", "before you continue", "歳",
    "年齢", "you must be", "are you", "your age", "region", "country", "location", "europe", "eea",
    "legal", "地域", "国",
)  # fmt: skip
CONSENT = re.compile(
    r"(?:before you continue|we (?:value|care about|respect) your privacy"
    r"|your privacy (?:choices|matters)"
    r"|(?:accept|agree to|reject|manage) (?:all |the use of |our )?cookies"
    r"|use(?:s)? (?:of )?cookies"
    r"|store and/or access information|consent to (?:the|our|cookies)|legitimate interest"
    r"|(?:cookie|クッキー)(?:の使用|の利用|ポリシー|を使用|を利用)"
    r"|プライバシー.{0,10}同意(?:して|が必要)"
    r"|同意して(?:続行|閲覧|進む|ください|いただく))",
    re.IGNORECASE,
)
_GATE = re.compile(
    r"(?:are you (?:over|at least|older than) (?:18|20|21)|you must be (?:18|20|21)"
    r"|verify your age"
    r"|(?:18|20)歳(?:以上|未満)(?:です|の方|ですか)|年齢(?:確認|認証)(?:を|が|です)"
    r"|not available in your (?:country|region|location)|unavailable (?:for"
    r"|due to) legal reasons"
    r"|(?:visitors|users|readers) (?:from|in) (?:the )?(?:european|eu\b|eea)"
    r"|お住まいの(?:国|地域)(?:から|では).{0,20}(?:利用|閲覧|表示|アクセス)"
    r"|(?:日本)?国外から(?:の)?.{0,16}(?:閲覧|利用|アクセス)(?:は|が)?.{0,8}(?:できません|制限))",
    re.IGNORECASE,
)
# In the source of a page with next to no text: scripts and frames of the large CDNs' checks.
_BRIEF = 3_000
_CHALLENGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cloudflare", ("orchestrate/chl", "_cf_chl_opt", "cf-chl-", "cf-error-details")),
    ("imperva", ("_Incapsula_Resource",)),
    ("datadome", ("captcha-delivery.com",)),
    ("perimeterx", ("px-captcha", "/captcha/captcha.js?a=c&u=")),
    ("aws_waf", ("AwsWafIntegration", "awsWafCookieDomainList", "gokuProps")),
    ("akamai", ("sec-if-cpt-container", "bm-verify", "errors.edgesuite.net", "sec-cpt-if")),
    ("sucuri", ("sucuri_cloudproxy_js", "sucuri.net/img/")),
    ("kasada", ("KPSDK",)),
    ("ddos_guard", ("/.well-known/ddos-guard/",)),
    ("anubis", ("/.within.website/",)),
    ("fastly", ("/_fs-ch-",)),
)  # fmt: skip
_CAPTCHAS = (
    ".g-recaptcha, .h-captcha, .cf-turnstile, #captcha, [data-sitekey], iframe[src*='captcha'],"
    " script[src*='hcaptcha.com'], script[src*='recaptcha/api.js'], script[src*='turnstile/v0'],"
    " img[src*='captcha' i], input[name*='captcha' i]"
)
_WRITING = "textarea, input[type=email i], input[type=password i], input[type=tel i]"
_PROGRAMS = 'script:not([type="application/ld+json"]):not([type="application/json"])'
_APP_ROOTS = (
    "#root, #app, #__next, #__nuxt, #___gatsby, #main-app, #app-root, #react-root, #react-app,"
    " #vue-app, #svelte, #q-app, #mount, #application, app-root, [ng-app], [data-reactroot]"
)
_ASKS_FOR_SCRIPTS = re.compile(
    r"(?:enable|activate|allow|turn on|requires?|needs?|without"
    r"|supports?) (?:your )?java\s?script"
    r"|java\s?script (?:is |must be |has been |to be |seems to be )?"
    r"(?:required|enabled|disabled|not available|turned off|needed)|java\s?script to (?:run|view"
    r"|use)"
    r"|java\s?script\s?(?:を|が|の設定を)\s?(?:有効|オン|ON|無効|必要|使用|利用)",
    re.IGNORECASE,
)


def weight(text: str) -> int:
    """Length in Latin characters; a wide character counts two."""
    return len(text) + (len(text.encode("utf-8", "replace")) - len(text)) // 2


def wall_markers(text: str) -> frozenset[str]:
    """Return the signs of a wall in the first part of `text`.

    login_wall: a sentence that withholds the rest; remainder: how much is withheld;
    member_note: words that free pages use too; consent: of cookies, age or region.
    """
    sample = text[:_SAMPLE]
    found = set()
    spoken = _lines_with(sample, _LOGIN_WORDS)
    if any(_LOGIN_WALL.search(line) for line in spoken):
        found.add("login_wall")
    if any(_REMAINDER.search(line) for line in spoken):
        found |= {"login_wall", "remainder"}
    if any(_MEMBER_NOTE.search(line) for line in spoken):
        found.add("member_note")
    asking = _lines_with(sample, _CONSENT_WORDS)
    if any(CONSENT.search(line) for line in asking):
        found.add("consent")
    if len(sample) < _BRIEF and any(_GATE.search(line) for line in asking):
        found.add("gate")
    return frozenset(found)


def _lines_with(text: str, words: tuple[str, ...]) -> list[str]:
    """The distinct lines that hold one of the words: patterns are slow, `in` is not."""
    lowered = text.lower()
    present = [word for word in words if word in lowered]
    if not present:
        return []
    lines = dict.fromkeys(text.split("\n"))
    return [line for line in lines if any(word in line.lower() for word in present)]


def challenge_markers(tree: LexborHTMLParser, text: str) -> frozenset[str]:
    """Return challenge_NAME and captcha for a page of few words that carries a robot check."""
    if len(text) > _BRIEF:
        return frozenset()
    source = (tree.html or "")[:200_000]
    found = {
        f"challenge_{name}" for name, signs in _CHALLENGES if any(sign in source for sign in signs)
    }
    if tree.css_first(_CAPTCHAS) is not None and tree.css_first(_WRITING) is None:
        found.add("captcha")
    return frozenset(found)


def is_shell(tree: LexborHTMLParser, text: str, prose: str) -> bool:
    """Tell an empty JavaScript shell: scripts, a mount point, and next to no text.

    A page that has its text and only advises to enable scripts is none.
    """
    if len(text) > 1_500 or tree.css_first(_PROGRAMS) is None:
        return False
    told = "\n".join(line for line in prose.split("\n") if not _ASKS_FOR_SCRIPTS.search(line))
    if weight(told) >= 120:
        return False
    if len(text) < 20:
        return True
    noscript = " ".join(node.text() for node in tree.css("noscript")[:5])
    asks = _ASKS_FOR_SCRIPTS.search(f"{noscript}\n{text}") is not None
    mounts = any(len(node.text().strip()) < 200 for node in tree.css(_APP_ROOTS)[:3])
    if asks and (mounts or len(text) < 600):
        return True
    return mounts and len(text) < 300
