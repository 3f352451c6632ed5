"""Pages of many kinds, filed under the state a person would give them."""

# ruff: noqa: E501 - pages are data

from __future__ import annotations

JA = (
    "市の発表によると、昨年度に図書館を利用した人は約三万人で、前の年より一割ほど減ったという。"
    "担当者は「開館時間を見直し、夜も使えるようにしたい」と話している。"
)
EN = (
    "The city library counted about 30,000 visitors last year, a tenth fewer than the year before, "
    "according to figures released on Monday. Officials said they want to open in the evening. "
)
LD = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"h",%s}</script>'
PAID = LD % '"isAccessibleForFree":"False"'
DATED = LD % '"datePublished":"2024-03-12T09:00:00+09:00"'
NAV = '<nav><a href="/">ホーム</a> <a href="/politics">政治</a> <a href="/login">ログイン</a></nav>'
NOSCRIPT = "<noscript>You need to enable JavaScript to run this app.</noscript>"


def page(title: str, body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body>{body}</body></html>"
    )


def article(title: str, prose: str, extra: str = "", head: str = "") -> str:
    return page(title, f"{NAV}<article><h1>{title}</h1>{prose}</article>{extra}", head)


def paragraphs(text: str, times: int) -> str:
    return f"<p>{text}</p>" * times


HTML = {"content-type": "text/html; charset=utf-8"}

SOFT_GONE: dict[str, str] = {
    "ja title": page(
        "ページが見つかりません | 県民新聞", f"{NAV}<p>トップページへお戻りください。</p>"
    ),
    "ja title other words": page(
        "お探しのページは見つかりませんでした｜市役所", f"{NAV}<p>ご確認ください。</p>"
    ),
    "ja removed or moved": page(
        "県民新聞",
        f"{NAV}<p>お探しのページは、移動または削除された可能性があります。</p><p>URLをご確認のうえ、"
        "トップページまたはサイト内検索からお探しください。</p>",
    ),
    "ja expired": page("県民新聞デジタル", f"{NAV}<div>この記事は掲載期間を終了しました。</div>"),
    "ja expired polite": page(
        "県民新聞", "<p>ご指定の記事は掲載期間が過ぎたか、削除されたため、表示できません。</p>"
    ),
    "ja publication ended": page("お知らせ", "<p>このページの公開は終了しました。</p>"),
    "ja deleted": page("ニュース", "<h1>この記事は削除されました</h1><p>ご了承ください。</p>"),
    "ja does not exist": page("エラー", "<p>指定されたページは存在しません。</p>"),
    "ja url": page("404エラー", "<p>入力されたURLのページはございません。</p>"),
    "ja delivery ended": page("記事 - 通信", "<p>この記事の配信は終了しました。</p>"),
    "ja with ranking": page(
        "お探しのページは見つかりませんでした",
        NAV
        + "<h2>アクセスランキング</h2><ul>"
        + "".join(f"<li><a href=/{n}>市長選、候補者が出そろう　第{n}報</a></li>" for n in range(60))
        + "</ul>",
    ),
    "ja same title as the site": page("県民新聞", f"{NAV}<h1>ページが見つかりません</h1>"),
    "en title": page("Page not found | The Daily", "<p>Try the search.</p>"),
    "en 404": page("404", "<h1>404</h1><p>The page you are looking for does not exist.</p>"),
    "en 404 of a server": page("404 Not Found", "<h1>Not Found</h1><hr>nginx"),
    "en http status": page("HTTP Status 404 – Not Found", "<h1>HTTP Status 404</h1>"),
    "en gone from the site": page("The Daily", "<h1>This article is no longer available</h1>"),
    "en removed": page("The Daily", "<p>This story has been removed from our website.</p>"),
    "en expired": page("News", "<h1>Article expired</h1><p>Wire stories stay up for 30 days.</p>"),
    "en we cannot find": page(
        "The Daily", "<h1>Sorry, we can't find that page</h1><p>Go home.</p>"
    ),
    "en moved or deleted": page(
        "The Daily",
        "<h1>Oops!</h1><p>The page you were looking for may have been moved or deleted.</p>",
    ),
    "en long help": page(
        "Page Not Found - Ministry",
        "<h1>Page Not Found</h1><p>The page you requested could not be found. It may have been "
        "moved when we launched the new site.</p><p>You can use the search at the top of every "
        "page, browse the site map, or write to the web team, who will be glad to help you.</p>",
    ),
    "en unavailable": page("Content unavailable", "<p>This content isn't available right now.</p>"),
    "en site name first": page("The Daily: Not Found", "<p>Home</p>"),
    "parked": page("news.test", "<p>This domain is for sale. Make an offer.</p>"),
}
BLOCKED: dict[str, str] = {
    "cloudflare": page(
        "Just a moment...",
        "<noscript>Enable JavaScript and cookies to continue</noscript>"
        "<script>window._cf_chl_opt={}</script>",
    ),
    "cloudflare ja": page(
        "しばらくお待ちください...", "<script>window._cf_chl_opt={cType:'managed'}</script>"
    ),
    "cloudflare refusal": page(
        "Attention Required! | Cloudflare",
        "<h1>Sorry, you have been blocked</h1><p>You are unable to access news.test</p>"
        "<p>Cloudflare Ray ID: 7d3f0a1b2c3d4e5f</p>",
    ),
    "akamai": page(
        "Access Denied",
        '<h1>Access Denied</h1>You don\'t have permission to access "http://news.test/" on this '
        "server.<p>Reference #18.2d351ab8.1557333295.a4e16ab</p>",
    ),
    "akamai script": page(
        "", "<div id=sec-if-cpt-container></div><script src=/x?bm-verify=1></script>"
    ),
    "aws waf": page(
        "Human Verification",
        '<div id="captcha-container"></div><script>AwsWafIntegration.getToken()</script>',
    ),
    "aws waf without words": page("", "<script>window.gokuProps = {}</script><div id=root></div>"),
    "cloudfront": page(
        "ERROR: The request could not be satisfied",
        "<h1>403 ERROR</h1><h2>The request could not be satisfied.</h2><hr>Request blocked. We can't "
        "connect to the server for this app or website at this time.<hr>Generated by cloudfront "
        "(CloudFront)",
    ),
    "imperva": page(
        "",
        '<iframe id="main-iframe" src="/_Incapsula_Resource?SWUDNSAI=31">Request unsuccessful. '
        "Incapsula incident ID: 1</iframe>",
    ),
    "datadome": page(
        "news.test",
        '<p id="cmsg">Please enable JS and disable any ad blocker</p>'
        "<script>var dd={'host':'geo.captcha-delivery.com'}</script>",
    ),
    "perimeterx": page(
        "Access to this page has been denied",
        '<div id="px-captcha"></div><p>Press &amp; Hold to confirm you are a human (and not a bot).</p>',
    ),
    "sucuri": page(
        "You are being redirected...",
        "<script>var sucuri_cloudproxy_js='';</script>Javascript is required.",
    ),
    "sucuri firewall": page("Sucuri WebSite Firewall - Access Denied", "<p>Block reason: IP</p>"),
    "fastly": page(
        "Client Challenge",
        "<p>A required part of this site couldn’t load.</p><script src=/_fs-ch-1/></script>",
    ),
    "google": page(
        "https://news.test/",
        "<p>Our systems have detected unusual traffic from your computer network.</p>"
        '<div class="g-recaptcha"></div>',
    ),
    "recaptcha": page(
        "news.test", '<form><div class="g-recaptcha" data-sitekey=x></div><p>Continue</p></form>'
    ),
    "hcaptcha": page("One more step", '<div class="h-captcha" data-sitekey="x"></div>'),
    "turnstile": page("news.test", '<div class="cf-turnstile"></div><p>Verifying…</p>'),
    "distil": page(
        "Pardon Our Interruption", "<p>As you were browsing something made us think…</p>"
    ),
    "amazon": page("Robot Check", "<p>Sorry, we just need to make sure you're not a robot.</p>"),
    "are you a robot": page("The Wire - Are you a robot?", "<p>Please click the box below.</p>"),
    "f5": page(
        "Request Rejected",
        "The requested URL was rejected. Please consult with your administrator. Your support ID is: 1",
    ),
    "anubis": page("Making sure you're not a bot!", "<p>Loading...</p>"),
    "vercel": page("Vercel Security Checkpoint", "<p>We're verifying your browser</p>"),
    "wordfence": page("", "<p>Your access to this site has been limited by the site owner.</p>"),
    "ddos-guard": page("DDoS-Guard", "<p>Checking your browser before accessing news.test.</p>"),
    "ja robot": page("確認", "<p>ロボットではありませんという欄をチェックしてください。</p>"),
    "ja robot polite": page("確認", "<p>あなたがロボットではないことを確認しています。</p>"),
    "ja traffic": page("アクセス制限", "<p>通常と異なるトラフィックを検出しました。</p>"),
    "ja image": page("画像認証", "<p>画像に表示されている文字を入力してください。</p>"),
    "ja refused": page("お知らせ", "<p>ご利用の環境からのアクセスが制限されています。</p>"),
}
RESTRICTED: dict[str, str] = {
    "ja remaining": article(
        "市長が会見", f"{paragraphs(JA, 2)}<p>この記事は有料記事です。残り1234文字</p>"
    ),
    "ja remaining wide": article(
        "市長が会見", f"{paragraphs(JA, 8)}<p>残り：１，２３４文字／全文：２０００文字</p>"
    ),
    "ja members only": article("市長が会見", f"<p>{JA}</p><p>この記事は会員限定です。</p>"),
    "ja paying members": article(
        "市長が会見",
        f"<p>{JA}</p><div>有料会員限定記事です</div><p>この記事は有料会員限定です。</p>",
    ),
    "ja continue": article("市長が会見", f"<p>{JA}</p><p>続きを読むには、会員登録が必要です。</p>"),
    "ja log in": article(
        "市長が会見", f"<p>{JA}</p><p>ログインすると続きをお読みいただけます。</p>"
    ),
    "ja json-ld": article("市長が会見", f"<p>{JA}</p>", head=PAID),
    "ja cut": article("市長が会見", f"{paragraphs(JA, 4)}<p>{JA[:-1]}…</p>", head=PAID),
    "en continue": article(
        "Mayor speaks", f"{paragraphs(EN, 2)}<p>Subscribe to continue reading.</p>"
    ),
    "en sign in": article("Mayor speaks", f"<p>{EN}</p><div>Sign in to continue</div>"),
    "en subscribers": article(
        "Mayor speaks",
        f"<p>{EN}</p><h2>This article is for subscribers only</h2><p>Subscribe now</p>",
    ),
    "en limit": article(
        "Mayor speaks", f"<p>{EN}</p><p>You have reached your limit of free articles.</p>"
    ),
    "en json-ld": article("Mayor speaks", f"<p>{EN}</p>", head=PAID),
    "login page": page(
        "ログイン | 県民新聞", "<form>ID <input name=id> <input type=password></form>"
    ),
    "login page en": page("Sign in", "<form>Email <input type=email><input type=password></form>"),
    "consent": page(
        "We value your privacy",
        "<p>We and our partners store and/or access information on a device, such as cookies and "
        "process personal data, with your consent.</p><p>You may click to consent to our and our "
        "partners’ processing as described above.</p><button>Accept all cookies</button>",
    ),
    "consent google": page(
        "Before you continue", "<p>Before you continue to News</p><button>Accept all</button>"
    ),
    "consent ja": page(
        "県民新聞", "<p>当サイトではCookieの使用に同意していただく必要があります。</p>"
    ),
    "region": page("The Daily", "<h1>This content is not available in your region</h1>"),
    "region eea": page(
        "The Daily",
        "<p>Our website is currently unavailable to visitors from the European Union.</p>",
    ),
    "age": page("確認", "<p>あなたは18歳以上ですか？</p>"),
}
EMPTY_SHELL: dict[str, str] = {
    "react": page(
        "App", f'{NOSCRIPT}<div id="root"></div><script src=/static/js/main.js></script>'
    ),
    "vue": page("Site", '<div id="app"></div><script src=/app.js></script>'),
    "next": page("Site", '<div id="__next"></div><script src=/_next/x.js></script>'),
    "angular": page("Site", "<app-root>Loading...</app-root><script src=main.js></script>"),
    "loading": page(
        "Site", '<div id="root"><div>読み込み中...</div></div><script src=a.js></script>'
    ),
    "ja": page(
        "県民新聞",
        '<p>JavaScriptを有効にしてください。</p><div id="main"></div><script src=a.js></script>',
    ),
    "ja noscript": page(
        "県民新聞",
        "<noscript>このサイトをご覧いただくにはJavaScriptを有効にしてください</noscript>"
        '<header>県民新聞</header><div id="app"></div><footer>利用規約 会社概要</footer>'
        "<script src=a.js></script>",
    ),
    "twitter": page(
        "X",
        '<div id="react-root"></div><script>1</script><h1>JavaScript is not available.</h1><p>We’ve '
        "detected that JavaScript is disabled in this browser. Please enable JavaScript or switch to "
        "a supported browser to continue.</p>",
    ),
    "no body": page("県民新聞", "<script src=a.js></script>"),
    "no text at all": "<!doctype html><html><body></body></html>",
}
UNREACHABLE: dict[str, str] = {
    "ja maintenance": page(
        "メンテナンス中 | 県民新聞",
        "<p>ただいまシステムメンテナンス中です。ご迷惑をおかけします。</p>",
    ),
    "ja maintenance text": page(
        "県民新聞", "<p>現在、サーバーのメンテナンスを実施しております。</p>"
    ),
    "ja crowded": page(
        "県民新聞", "<p>ただいまアクセスが集中しており、つながりにくくなっております。</p>"
    ),
    "ja later": page("お知らせ", "<p>しばらく時間をおいてから、再度アクセスしてください。</p>"),
    "ja error": page("システムエラー", "<p>システムエラーが発生しました。</p>"),
    "en maintenance": page("Under maintenance", "<h1>We'll be back soon!</h1>"),
    "en scheduled": page("The Daily", "<p>The site is undergoing scheduled maintenance.</p>"),
    "en 500": page("500 Internal Server Error", "<h1>Internal Server Error</h1>"),
    "en 502": page("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr>nginx"),
    "en database": page("Database Error", "<h1>Error establishing a database connection</h1>"),
    "en nginx": page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page…</p>"),
    "en fastly": page("", "<p>Fastly error: unknown domain: news.test. Please check.</p>"),
}
ABOUT_404 = (
    "「ページが見つかりません」という表示を、凝った作りにする企業が増えている。"
    "失われた記事の行方を追う研究者は、リンク切れは十年で四割に達すると指摘する。"
)
OK: dict[str, str] = {
    "article ja": article("図書館の利用が減る | 県民新聞", paragraphs(JA, 6), head=DATED),
    "article en": article("Library visits fall | The Daily", paragraphs(EN, 5)),
    "short article ja": article("図書館の利用が減る", paragraphs(JA, 2)),
    "short article en": article("Library visits fall", paragraphs(EN, 2)),
    "about 404 pages": article(
        "「ページが見つかりません」が面白い", paragraphs(ABOUT_404, 5), head=DATED
    ),
    "titled like a 404 page": article(
        "ページが見つかりません：消えた記事を追う", paragraphs(ABOUT_404, 5)
    ),
    "404 people": article("404人が参加 市民マラソン", paragraphs(JA, 2)),
    "about a deleted article": article(
        "週刊誌の記事が削除される",
        f"<p>週刊誌の公式サイトで、問題の記事は削除されました。</p>{paragraphs(JA, 4)}",
        head=DATED,
    ),
    "about a removed story": article(
        "Paper pulls report on mayor",
        f"<p>The article has been removed from the paper's website.</p>{paragraphs(EN, 4)}",
    ),
    "page not found, a history": article(
        "Page not found: a history of the dead link", paragraphs(EN, 6)
    ),
    "sidebar of ended articles": article(
        "図書館の利用が減る", paragraphs(JA, 4), "<aside>この記事は掲載を終了しました</aside>"
    ),
    "about captchas": article(
        "Are you a robot? How captchas took over",
        paragraphs(
            "Sites ask readers to verify you are human, and they complete the captcha. " + EN, 6
        ),
    ),
    "access denied to voters": article("Access denied: voters turned away", paragraphs(EN, 3)),
    "blocked roads": article("Blocked: the road to the coast", paragraphs(EN, 2)),
    "comment form with a captcha": article(
        "図書館の利用が減る",
        paragraphs(JA, 2),
        '<form><textarea></textarea><div class="g-recaptcha" data-sitekey="x"></div></form>',
    ),
    "cloudflare's own script": article(
        "図書館の利用が減る",
        paragraphs(JA, 2),
        "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
    ),
    "about maintenance": article(
        "鉄道各社、夜間のメンテナンス中に事故", paragraphs(JA, 3), head=DATED
    ),
    "about an overload": article(
        "予約サイトにアクセスが集中",
        f"<p>受付の開始直後からアクセスが集中し、つながりにくくなった。</p>{paragraphs(JA, 3)}",
    ),
    "subscribe banner": article(
        "Library visits fall",
        paragraphs(EN, 4),
        "<div class=banner>Subscribe now for unlimited access. Already a subscriber? Sign in</div>",
    ),
    "subscribe footer": article(
        "Library visits fall",
        paragraphs(EN, 10),
        "<p>Subscribe to continue reading our best work.</p>",
    ),
    "member label ja": article(
        "図書館の利用が減る",
        paragraphs(JA, 3),
        "<ul><li><a href=/1>【会員限定】市長の一日</a></li></ul>",
    ),
    "comments need a login ja": article(
        "図書館の利用が減る", paragraphs(JA, 3), "<p>コメントを書くにはログインしてください。</p>"
    ),
    "metered full text": article("図書館の利用が減る", paragraphs(JA, 8), head=PAID),
    "letters left to write": article(
        "作文の授業", paragraphs("残り文字数を数えながら書く子が多い。" + JA, 4)
    ),
    "cookie banner": article(
        "図書館の利用が減る",
        paragraphs(JA, 3),
        "<div class=cookie-banner>Cookieの使用に同意してください</div>",
    ),
    "cookie banner en": article(
        "Library visits fall",
        paragraphs(EN, 3),
        "<div>We value your privacy. Accept all cookies</div>",
    ),
    "noscript advice": article(
        "図書館の利用が減る",
        paragraphs(JA, 2),
        "<noscript>JavaScriptを有効にしてください</noscript><script src=a.js></script>",
    ),
    "noscript advice, rendered app": page(
        "Library", f"{NOSCRIPT}<div id=root><p>{EN}</p><p>{EN}</p></div><script src=a.js></script>"
    ),
    "a table": page(
        "人口統計",
        "<h1>人口統計</h1><table>" + "<tr><td>2023年</td><td>12,345人</td></tr>" * 30 + "</table>",
    ),
    "login link": article("図書館の利用が減る", paragraphs(JA, 2), "<a href=/login>ログイン</a>"),
    "small page": page("お知らせ", "<h1>休館のお知らせ</h1><p>3月12日は休館します。</p>"),
    "age in an article": article(
        "18歳以上の投票率", paragraphs("18歳以上の投票率は五割を超えた。" + JA, 3)
    ),
    "about regions": article(
        "Streaming",
        paragraphs("Some films are not available in your country, a study says. " + EN, 6),
    ),
}
