"""Reading an article from bytes: formats, charsets and refusals."""

from __future__ import annotations

import time

import pytest

from claims.extraction import extract_claims
from claims.intake import MAX_BYTES, read_article
from factcheck.errors import InvalidInput

PAGE = """<!doctype html><html lang="ja"><head><title>橋の話 | 北町新聞</title></head><body>
<nav><p>トップ 政治 経済 文化 スポーツ 地域 天気 占い 求人 不動産 広告 お知らせ</p></nav>
<article><h1>橋、閉鎖へ</h1><p>町は橋を<b>閉鎖</b>した。<br>理由は老朽化だ。</p>
<figure><img src="x"><figcaption>閉鎖された橋(2024年3月1日撮影)</figcaption></figure>
<ul><li>費用は3億円</li><li>工期は2年</li></ul>
<table><tr><th>年</th><th>台数</th></tr><tr><td>2020</td><td>500</td></tr></table>
<div class="related"><p>関連記事の宣伝</p></div><script>var x = "スクリプト";</script></article>
<footer><p>© 北町新聞</p></footer></body></html>"""


def test_plain_text_keeps_every_character_but_the_byte_order_mark() -> None:
    text = "題名\r\n\r\n　本文。\u200b\u202e終わり\n"
    article = read_article(b"\xef\xbb\xbf" + text.encode())
    assert article.text == text
    assert (article.title, article.language, article.format) == ("題名", "ja", "text")


@pytest.mark.parametrize("charset", ["shift_jis", "euc_jp", "iso2022_jp", "utf-16"])
def test_japanese_charsets_are_recognised(charset: str) -> None:
    text = "町は橋を閉鎖した。理由は老朽化だという。工事は来年の春に始まる。"
    assert read_article(text.encode(charset)).text == text


def test_html_gives_the_article_in_order_without_its_surroundings() -> None:
    article = read_article(PAGE.encode(), content_type="text/html; charset=utf-8")
    assert article.text.split("\n\n") == [
        "橋、閉鎖へ",
        "町は橋を閉鎖した。\n理由は老朽化だ。",
        "閉鎖された橋(2024年3月1日撮影)",
        "- 費用は3億円",
        "- 工期は2年",
        "年 | 台数",
        "2020 | 500",
    ]
    assert (article.title, article.language, article.format) == ("橋、閉鎖へ", "ja", "html")


def test_html_is_recognised_without_a_label_and_found_without_an_article_element() -> None:
    page = PAGE.replace("<article>", '<div id="x">').replace("</article>", "</div>")
    article = read_article(page.encode())
    assert article.format == "html"
    assert "理由は老朽化だ。" in article.text
    assert "スクリプト" not in article.text


def test_markdown_loses_its_marks_and_keeps_its_units() -> None:
    source = (
        "# The bridge\n\nThe *town* closed\nthe [bridge](https://example.org/).\n\n"
        "- One `item`\n- Two\n\n1. First\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> A quote.\n"
    )
    article = read_article(source.encode(), filename="bridge.md")
    assert article.text.split("\n\n") == [
        "The bridge",
        "The town closed the bridge.",
        "- One item",
        "- Two",
        "1. First",
        "a | b",
        "1 | 2",
        "A quote.",
    ]
    assert (article.title, article.format, article.language) == ("The bridge", "markdown", "en")
    quotes = [one.quote for one in extract_claims(article.text)]
    assert quotes[2:5] == ["One item", "Two", "First"]


def test_a_wrapped_japanese_markdown_line_is_joined_without_a_space() -> None:
    assert (
        read_article("町は橋を\n閉鎖した。".encode(), filename="a.md").text == "町は橋を閉鎖した。"
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        ("　…。\n".encode(), "empty"),
        (b"%PDF-1.7 something", "unreadable"),
        (b"PK\x03\x04 something", "binary"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (bytes(range(32)) * 40, "binary"),
        (b"The bridge\x00 closed.", "nul_character"),
        (b"The bridge \xed\xa0\x80 closed.", "lone_surrogate"),
        (b"x" * 101, "too_large"),
    ],
)
def test_what_is_no_article_is_refused_with_a_code_and_a_remedy(body: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_article(body, max_bytes=100 if code == "too_large" else MAX_BYTES)
    assert refused.value.code == code
    assert refused.value.field == "text"
    assert refused.value.remedy


def test_a_refused_character_is_named_with_its_offset() -> None:
    with pytest.raises(InvalidInput, match="offset 2"):
        read_article("橋は\x00閉じた。".encode())
    with pytest.raises(InvalidInput, match="offset 2"):
        read_article("橋は".encode() + b"\xed\xa0\x80" + "閉じた。".encode())


def test_bytes_without_meaning_in_their_charset_are_refused() -> None:
    body = ("橋は閉じた。".encode() * 10 + b"\xff") * 40
    with pytest.raises(InvalidInput) as refused:
        read_article(body, declared_charset="utf-8")
    assert refused.value.code == "undecodable"


def test_fifty_megabytes_are_refused_without_being_read() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_article(b"a " * 25_000_000)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    "bomb",
    [
        "<ul><li>" * 60_000 + "412 ships",
        "".join(f"<p><b id=x{number}>a" for number in range(6_000)),
    ],
)
def test_html_that_explodes_in_the_parser_is_refused_in_time(bomb: str) -> None:
    started = time.monotonic()
    with pytest.raises(InvalidInput) as refused:
        read_article(bomb.encode(), content_type="text/html")
    assert refused.value.code == "too_laborious"
    assert time.monotonic() - started < 50  # its limit is 20 seconds on an idle machine
