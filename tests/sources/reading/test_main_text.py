from __future__ import annotations

import pytest
from article_pages import ArticlePage, article_pages, f1
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.markup import MAX_BYTES
from sources.reading import read_body, read_main_text
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
    assert text.split("\n") == PARAGRAPHS


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


@pytest.mark.parametrize("page", [*article_pages(2)], ids=lambda page: page.name)
def test_the_main_text_of_every_layout_is_what_a_reader_would_copy(page: ArticlePage) -> None:
    text = read_main_text(page.html.encode(), content_type=HTML, url=URL)
    assert f1(text, "\n".join(page.paragraphs)) >= 0.98
    lines = set(text.split("\n"))
    assert sum(paragraph in lines for paragraph in page.paragraphs) >= len(page.paragraphs) - 1


def test_surroundings_that_move_do_not_move_the_main_text() -> None:
    def page(rank: str, age: int) -> bytes:
        return (
            f"<html lang=ja><nav><a href=/>ホーム</a></nav><div class=body><h1>見出し</h1>"
            f"<p>{age}分前</p>{''.join(f'<p>{each}</p>' for each in PARAGRAPHS)}</div>"
            f"<div class=ranking><ol><li><a href=/1>{rank}</a><p>{rank}の話が続いている。</p></ol>"
            f"<p>{age}件のコメント</p></div>"
        ).encode()

    texts = {
        read_main_text(page(rank, age), content_type=HTML, url=URL)
        for rank, age in (("橋の工事", 3), ("夏祭りの日程が決まった", 58))
    }
    assert texts == {"\n".join(PARAGRAPHS)}


def test_an_extractor_that_finds_a_fragment_or_nothing_does_not_decide(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import trafilatura

    page = f"<nav>目次</nav><div>{''.join(f'<p>{each}</p>' for each in PARAGRAPHS * 3)}</div>"
    for wrong in (None, "", "目次", PARAGRAPHS[1]):
        monkeypatch.setattr(trafilatura, "extract", lambda *_, wrong=wrong, **__: wrong)
        text = read_main_text(page.encode(), content_type=HTML, url=URL)
        assert text.split("\n") == PARAGRAPHS * 3


def test_every_line_of_the_main_text_is_a_visible_line() -> None:
    for page in article_pages(1):
        body = page.html.encode()
        shown = read_body(body, content_type=HTML, url=URL).text.split("\n")
        main = read_main_text(body, content_type=HTML, url=URL).split("\n")
        assert set(main) <= {line.strip() for line in shown}


SOUP = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "</div>", "<article>", "</article>", "<ul><li>", "<h2>", "<br>"),
        *("<td>", "<table>", "<pre>", "<a href=x>", "</a>", "<!--", "<svg>", "<body>", "</html>"),
        "図書館の利用者は約3万人で、前の年より減ったと市が明らかにした。",
        "The council said on Monday that 900 people took part in it. ",
    ]
)


@settings(deadline=None)  # the first call loads trafilatura
@given(st.lists(SOUP, max_size=30))
def test_any_tag_soup_has_a_main_text(soup: list[str]) -> None:
    read_main_text("".join(soup).encode(), content_type=HTML, url=URL).encode()


def test_the_main_text_of_a_large_page_is_the_same_from_the_child() -> None:
    page = next(article_pages(1)).html
    large = page + f"<!--{'x' * MAX_BYTES}-->"
    small, big = (
        read_main_text(html.encode(), content_type=HTML, url=URL) for html in (page, large)
    )
    assert small == big != ""
