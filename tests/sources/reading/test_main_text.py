from __future__ import annotations

import pytest

from sources.reading import read_main_text
from sources.reading.errors import ReadingFailed

URL = "http://a.test/x"
HTML = "text/html; charset=utf-8"
PARAGRAPHS = [
    "市の発表によると、昨年度に図書館を利用した人は約3万人で、前の年より減ったという。",
    "担当者は「来年度から開館時間を延ばす」と話し、夜間の利用を見込んでいる。",
    "議会では予算の額に異論が出たものの、賛成多数で可決された。",
]


def test_the_main_text_is_the_article_and_keeps_its_paragraphs() -> None:
    page = (
        "<html lang=ja><body><nav><a href=/>ホーム</a></nav><article><h1>見出し</h1>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        + "</article><aside><h2>ランキング</h2><ol><li><a href=/1>別の記事の題</a></ol></aside>"
    )
    text = read_main_text(page.encode(), content_type=HTML, url=URL)
    assert text.split("\n")[-3:] == PARAGRAPHS
    assert "ホーム" not in text and "ランキング" not in text


def test_hostile_html_cannot_hang_the_extraction_of_the_main_text() -> None:
    with pytest.raises(ReadingFailed) as caught:
        read_main_text(b"<p>a <a href=x>b</a></p>" * 60_000, content_type=HTML, url=URL, timeout=1)
    assert caught.value.code == "reading_timed_out"


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"<html>", b"\xff\xfe<"])
def test_a_body_without_an_article_has_no_main_text(body: bytes) -> None:
    assert read_main_text(body, content_type=HTML, url=URL).strip("\ufffd<") in ("", "PNG")


def test_the_main_text_of_plain_text_is_all_of_it() -> None:
    body = "一行目\n二行目".encode()
    assert read_main_text(body, content_type="text/plain", url=URL) == "一行目\n二行目"
