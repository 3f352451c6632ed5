from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading import MAX_TEXT, Reading, prose_digest, read_body

PARAGRAPH = "市の発表によると、昨年度に図書館を利用した人は約3万人で、前の年より減ったという。"


def page(body: str, head: str = "", lang: str = "ja") -> bytes:
    return (
        f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'.encode()
    )


def read(body: str, head: str = "", lang: str = "ja") -> Reading:
    return read_body(
        page(body, head, lang), content_type="text/html; charset=utf-8", url="http://a.test/x"
    )


def test_blocks_become_lines_and_inline_elements_do_not() -> None:
    reading = read("<div>一<b>二</b>三<p>四\n 五</p>六</div><ul><li>七<li>八</ul>九<br>十")
    assert reading.text == "一二三\n四 五\n六\n七\n八\n九\n十"


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<template><p>x</p></template>",
        "<noscript><p>x</p></noscript>",
        "<!-- x -->",
        "<p hidden>x</p>",
        '<div style="color: red; display : none">x<p>x</p></div>',
        '<span style="visibility:hidden">x</span>',
        "<rt>x</rt>",
    ],
)
def test_what_nobody_sees_is_not_text(unseen: str) -> None:
    assert read(f"前{unseen}後").text.replace("\n", "") == "前後"


def test_ruby_leaves_only_its_base() -> None:
    ruby = "<ruby>訂正<rp>(</rp><rt>ていせい</rt><rp>)</rp></ruby>した"
    reading = read(f"<h1>{ruby}</h1><p>{ruby}</p>")
    assert reading.text == "訂正した\n訂正した"
    assert reading.headline == "訂正した"


def test_preformatted_text_keeps_its_lines() -> None:
    assert read("<pre>a  b\n c</pre>").text == "a  b\n c"


def test_the_page_speaks_about_itself() -> None:
    head = (
        "<title>題 \n 名</title><link rel='canonical' href='/y?q=1'>"
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": '
        '"NewsArticle", "headline": "見出し", "datePublished": "2024-03-26T10:00:00+09:00", '
        '"dateModified": "2024-03-27", "isAccessibleForFree": "False"}]}</script>'
    )
    reading = read("<p>x</p>", head)
    assert reading.title == "題 名"
    assert reading.headline == "見出し"
    assert reading.canonical_url == "http://a.test/y?q=1"
    assert (reading.published, reading.modified) == ("2024-03-26T10:00:00+09:00", "2024-03-27")
    assert reading.accessible_for_free is False
    assert "paywall" in reading.markers


@pytest.mark.parametrize(
    "broken",
    [
        '{"headline": "見出し", "datePublished": "2024-03-26",}',
        '<!-- {"headline": "見出し", "datePublished": "2024-03-26"} -->',
        '//<![CDATA[\n{"headline": "見出し", "datePublished": "2024-03-26"}\n//]]>',
        '[[], {"headline": "題" {"headline": "見出し", "datePublished": "2024-03-26"',
    ],
)
def test_malformed_json_ld_is_tolerated(broken: str) -> None:
    reading = read("<p>x</p>", f'<script type="application/ld+json">{broken}</script>')
    assert reading.published == "2024-03-26"


def test_json_ld_cannot_smuggle_in_what_no_database_stores() -> None:
    nested = "[" * 100_000
    for data in ('{"headline": "a\\u0000b\\ud800"}', nested, '"x"', "{}", '{"headline": {"a": 1}}'):
        reading = read("<p>本文</p>", f'<script type="application/ld+json">{data}</script>')
        assert "\x00" not in reading.headline
        reading.headline.encode()


@pytest.mark.parametrize("href", ["javascript:x", "http://[::1", "", "mailto:a@b.test"])
def test_a_useless_canonical_address_is_none(href: str) -> None:
    assert read("x", f'<link rel="canonical" href="{href}">').canonical_url is None


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ja-JP", PARAGRAPH, "ja"),
        ("en", PARAGRAPH, "ja"),
        ("", "The council met on Monday to discuss the budget.", "en"),
        ("fr", "Le conseil a siégé.", "fr"),
        ("", "1234", None),
        ("x_1?", "数", None),
    ],
)
def test_the_language_is_declared_or_guessed(lang: str, text: str, expected: str | None) -> None:
    assert read(f"<p>{text}</p>", lang=lang).language == expected


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_a_change_of_charset_is_no_change(codec: str) -> None:
    body = f"<html><meta charset={codec.replace('_', '-')}><p>{PARAGRAPH}</p>".encode(codec)
    reading = read_body(body, content_type="text/html", url="http://a.test/")
    plain = read(f"<p>{PARAGRAPH}</p>")
    assert reading.text == PARAGRAPH
    assert prose_digest(reading) == prose_digest(plain)


NOISE = [
    "<aside><p>今すぐ注文するとたいへんお得なクーポンがもらえます。</p></aside>",
    '<div class="ad-box"><p>今すぐ注文するとたいへんお得なクーポンがもらえます。</p></div>',
    '<ol class="ranking"><li>一番読まれた記事の題名は長いので、ここまで続くのである。</ol>',
    '<ul><li><a href="/1">関係する記事の題名は長いので、ここまで続くのである。</a></ul>',
    "<p>3分前</p><span>1,204 views</span>",
    '<script>var t = "12:30";</script><input type=hidden name=nonce value=abc>',
    "<footer><p>このサイトの文章の無断での転載はかたくお断りしております。ご了承ください。</p></footer>",
]


@pytest.mark.parametrize("noise", NOISE)
def test_noise_beside_the_article_does_not_move_the_prose(noise: str) -> None:
    base = f"<h1>見出し</h1><article><p>{PARAGRAPH}</p></article>"
    assert prose_digest(read(noise + base + noise)) == prose_digest(read(base))


def test_ages_and_counters_inside_a_paragraph_do_not_move_the_prose() -> None:
    one, other = (
        read(f"<h1>題</h1><p>{age}前に更新された記事である。{PARAGRAPH}{count}件のコメント</p>")
        for age, count in (("3分", "12"), ("2時間", "1,340"))
    )
    assert prose_digest(one) == prose_digest(other)


@pytest.mark.parametrize(
    "changed",
    [
        f"<h1>見出し</h1><p>{PARAGRAPH.replace('3万', '5万')}</p>",
        f"<h1>別の見出し</h1><p>{PARAGRAPH}</p>",
        f"<h1>見出し</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH[::-1]}。追記である。</p>",
        "<h1>見出し</h1>",
    ],
)
def test_an_edit_of_headline_or_prose_moves_the_digest(changed: str) -> None:
    base = read(f"<h1>見出し</h1><p>{PARAGRAPH}</p>")
    assert prose_digest(read(changed)) != prose_digest(base)


def test_a_moved_date_modified_alone_is_no_change() -> None:
    def dated(day: int) -> Reading:
        head = f'<meta property="article:modified_time" content="2024-03-{day}">'
        return read(f"<h1>題</h1><p>{PARAGRAPH}</p>", head)

    assert dated(10).modified != dated(11).modified
    assert prose_digest(dated(10)) == prose_digest(dated(11))


@pytest.mark.parametrize(
    ("body", "shell"),
    [
        ('<div id="root"></div><script src="/app.js"></script>', True),
        ("<noscript>Please enable JavaScript.</noscript><script>1</script><p>Loading</p>", True),
        ("<script>1</script>", True),
        (f"<script>1</script><div id=app><p>{PARAGRAPH * 5}</p></div>", False),
        ("<p>短い。けれども script のない頁。</p>", False),
    ],
)
def test_an_empty_javascript_shell_is_told_from_a_short_page(body: str, shell: bool) -> None:
    assert read(body).script_only is shell


@pytest.mark.parametrize(
    ("body", "marker"),
    [
        ('<form><input type="PASSWORD"></form>', "password_form"),
        ("<p>続きを読むにはログインしてください。</p>", "login_wall"),
        ("<p>Subscribe to continue reading.</p>", "login_wall"),
        ("<p>We value your privacy</p>", "consent"),
    ],
)
def test_walls_leave_their_markers(body: str, marker: str) -> None:
    assert marker in read(body).markers


def test_a_login_link_in_the_page_header_is_no_wall() -> None:
    assert not read(f"<header><a href=/l>ログイン</a> | Log in</header><p>{PARAGRAPH}</p>").markers


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"<html><p>x", None, "html"),
        (b"<!-- c -->\n<!DOCTYPE html><p>x", "application/octet-stream", "html"),
        (b'{"a": 1}', "application/json", "json"),
        (b"plain words", "text/plain", "text"),
        (b"<html> shown as written", "text/plain", "text"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "other"),
        (b"\x7fELF\x00\x01\x02" * 50, "text/plain", "other"),
        (b"%PDF-1.7 x", "text/html", "pdf"),
        (b"", "text/html", "html"),
        (b"", None, "text"),
    ],
)
def test_bodies_are_read_as_what_they_are(body: bytes, content_type: str | None, kind: str) -> None:
    assert read_body(body, content_type=content_type, url="http://a.test/").kind == kind


def test_text_is_capped_and_says_so() -> None:
    for content_type, body in (
        ("text/plain", b"a" * (MAX_TEXT + 5)),
        ("text/html", b"<p>" + b"abc d</p><p>" * (MAX_TEXT // 5)),
    ):
        reading = read_body(body, content_type=content_type, url="http://a.test/")
        assert len(reading.text) == MAX_TEXT
        assert reading.truncated


def test_a_nul_in_a_body_cannot_reach_the_database() -> None:
    for content_type in ("text/html", "text/plain"):
        reading = read_body(b"<p>one\x00two three", content_type=content_type, url="http://a.test/")
        assert "\x00" not in reading.text


@given(st.binary(max_size=400), st.sampled_from(["text/html", None, "text/plain; charset=sjis"]))
def test_no_bytes_break_the_reader(body: bytes, content_type: str | None) -> None:
    reading = read_body(body, content_type=content_type, url="http://a.test/")
    assert "\x00" not in reading.text
    reading.text.encode()
    assert len(prose_digest(reading)) == 64


TAGS = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<a href=x>", "</a>", "<td>", "<table>", "</table>"),
        *("<br>", "<pre>", "</pre>", "<aside>", "</aside>", "字", "text ", "<p hidden>", "<rt>"),
        *("<!--", "-->", "<template>", "</template>", "<select>", "<svg>", "<title>", "<script>"),
        "</script>",
    ]
)


@given(st.lists(TAGS, max_size=40))
def test_any_tag_soup_is_walked_to_its_end(soup: list[str]) -> None:
    reading = read("".join(soup) + "--></script></title></template></svg></select><p>終わり</p>")
    assert len(reading.prose) <= len(reading.text)
    if not {"<p hidden>", "<rt>", "<select>", "<template>", "<svg>"} & set(soup):
        assert reading.text.endswith("終わり")
