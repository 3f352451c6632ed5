from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading import Reading, read_body
from sources.reading.dates import datelines, iso_date
from sources.reading.naming import person

URL = "https://minato.test/news/7?from=top"


def read(head: str = "", body: str = "", *, lang: str = "", url: str = URL) -> Reading:
    page = f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
    return read_body(page.encode(), content_type="text/html; charset=utf-8", url=url)


def json_ld(data: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-03-26", "2024-03-26"),
        ("2024-03-26T12:30:00+09:00", "2024-03-26T12:30:00+09:00"),
        ("2024-03-26T12:30:00.123+0900", "2024-03-26T12:30:00.123000+09:00"),
        ("2024-03-26T03:30Z", "2024-03-26T03:30:00+00:00"),
        ("2024-03-26 12:30", "2024-03-26T12:30:00"),
        ("2024/3/6 9:05", "2024-03-06T09:05:00"),
        ("20240326", "2024-03-26"),
        ("Tue, 26 Mar 2024 12:30:00 +0900", "2024-03-26T12:30:00+09:00"),
        ("March 26, 2024", "2024-03-26"),
        ("26th Sept. 2024", "2024-09-26"),
        ("Mar 26, 2024 at 1:05 p.m.", "2024-03-26T13:05:00"),
        ("2024年3月26日 12時30分", "2024-03-26T12:30:00"),
        ("２０２４年３月２６日（火）午後０時５分", "2024-03-26T12:05:00"),
        ("令和6年3月26日", "2024-03-26"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成31年4月30日 午前9時", "2019-04-30T09:00:00"),
        ("昭和64年1月7日", "1989-01-07"),
        ("2024-02-30", None),
        ("2024年13月1日", None),
        ("0001-01-01T00:00:00", None),
        ("3 hours ago", None),
        ("Spring 2024", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_become_iso_8601_and_nothing_is_invented(
    written: str | None, expected: str | None
) -> None:
    assert iso_date(written) == expected


@given(
    st.text(max_size=60) | st.from_regex(r"\d{1,8}[-/年. ]{0,2}\d{0,4}[月:T-]?\d{0,4}[日Z+]?\d*")
)
def test_no_text_breaks_the_reading_of_dates(written: str) -> None:
    value = iso_date(written)
    assert value is None or iso_date(value) == value


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["2024年3月26日 12時30分"], ("2024-03-26T12:30:00", None)),
        (
            ["公開日：2024.03.26　更新日：2024.03.27"],
            ("2024-03-26", "2024-03-27"),
        ),
        (
            ["2024年3月26日 5時00分", "2024年3月27日 6時00分更新"],
            ("2024-03-26T05:00:00", "2024-03-27T06:00:00"),
        ),
        (["Published March 26, 2024", "Updated 27 March 2024"], ("2024-03-26", "2024-03-27")),
        (["Last updated: 2024-03-27"], (None, "2024-03-27")),
        (["会議は2024年3月26日に開かれ、予算の額について一日中話し合われたという。"], (None, None)),
        (["3分前", "© 2024 Minato"], (None, None)),
    ],
)
def test_datelines_are_read_and_sentences_are_not(
    lines: list[str], expected: tuple[str | None, str | None]
) -> None:
    assert datelines(lines) == expected


def test_the_dateline_beside_the_headline_is_the_date_not_that_of_today() -> None:
    body = (
        "<header>2026年1月1日(木)</header><main><h1>図書館の利用</h1><p>2024年3月26日 5時00分"
        "</p><p>本文。</p></main><ul><li>2025年5月5日</li></ul>"
    )
    assert read(body=body).published == "2024-03-26T05:00:00"


def test_a_page_without_a_date_has_none() -> None:
    reading = read("<title>題</title>", "<h1>題</h1><p>市は昨年の3月に会議を開いた。</p>")
    assert (reading.published, reading.modified) == (None, None)


def test_json_ld_of_the_article_is_told_from_that_of_related_stories() -> None:
    data = [
        {"@type": "ItemList", "itemListElement": []},
        {"@type": "NewsArticle", "headline": "別の話", "dateModified": "2020-01-01"},
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "Organization", "@id": "#org", "name": "港町新聞"},
                {"@type": "Person", "@id": "#p", "name": "山田花子"},
                {
                    "@type": ["NewsArticle"],
                    "mainEntityOfPage": {"@id": "https://minato.test/news/7"},
                    "headline": "図書館の利用",
                    "author": [{"@id": "#p"}, {"@type": "Person", "name": "John Smith"}],
                    "publisher": {"@id": "#org"},
                    "datePublished": "2024-03-26",
                },
            ],
        },
    ]
    head = json_ld(data) + '<link rel="canonical" href="/news/7"><title>図書館の利用</title>'
    reading = read(head, "<h1>図書館の利用</h1>")
    assert reading.author == "山田花子, John Smith"
    assert reading.publisher == "港町新聞"
    assert (reading.published, reading.modified) == ("2024-03-26", None)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>図書館の利用が減少 | 港町新聞</title>", "<h1>図書館の利用が減少</h1>", None),
        ("<title>図書館の利用が減少：港町新聞</title>", "<h1>港町新聞</h1>", None),
        ("<title>図書館の利用が減少 - 港町新聞</title>", "<h1>港町新聞</h1><p>x</p>", None),
        (
            "<title>港町新聞｜図書館の利用が減少</title>",
            "<h1>港町新聞</h1><h1>図書館の利用が減少</h1>",
            None,
        ),
        ("<meta property=og:title content='図書館の利用が減少｜港町新聞'>", "<p>x</p>", None),
        (json_ld({"@type": "Article", "headline": "図書館の利用が減少"}), "<h1>港町</h1>", None),
        ("<title>Fewer readers - why? - Minato News</title>", "<p>x</p>", "Fewer readers - why?"),
        ("<title>Fewer readers</title>", "", "Fewer readers"),
        ("", "<h1>Fewer <b>readers</b></h1>", "Fewer readers"),
    ],
)
def test_the_title_is_that_of_the_article_without_the_site(
    head: str, body: str, title: str | None
) -> None:
    site = "Minato News" if title else "港町新聞"
    head += f"<meta property='og:site_name' content='{site}'>"
    assert read(head, body).article_title == (title or "図書館の利用が減少")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta name=author content='By Jane Doe'>", ""),
        (json_ld({"@type": "Article", "author": "Jane Doe"}), ""),
        (json_ld({"@type": "Article", "author": {"name": ["Jane Doe"]}}), ""),
        ("", "<h1>T</h1><a rel=author href=/j>Jane Doe</a>"),
        ("", "<div itemprop=author><span>Jane Doe</span></div>"),
        ("", "<h1>T</h1><p class='article-byline'>By Jane Doe | Published March 2, 2024</p>"),
        ("", "<h1>T</h1><p>By Jane Doe</p><p>The council met.</p>"),
        ("<meta property='article:author' content='https://social.test/jane'>", "<p>By Jane Doe"),
    ],
)
def test_the_author_is_found_where_pages_name_one(head: str, body: str) -> None:
    assert read(head, body).author == "Jane Doe"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("山田花子 記者", "山田花子"),
        ("山田 花子記者", "山田 花子"),
        ("取材・文＝山田花子", "山田花子"),
        ("文：山田花子", "山田花子"),
        ("【山田 花子】", "山田 花子"),
        ("【訂正】", ""),
        ("図書館の利用", ""),
        ("By the river the council met.", ""),
    ],
)
def test_japanese_bylines_are_read(line: str, name: str) -> None:
    assert read(body=f"<h1>題</h1><p>{line}</p><p>本文がここにある。</p>").author == name


def test_the_author_of_a_comment_is_not_that_of_the_page() -> None:
    body = "<article><h1>T</h1></article><ul class=comments><li><b class=author>Troll</b></ul>"
    assert read(body=body).author == ""
    assert person("https://a.test/jane") == person("admin") == ""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="/news/7">', "https://minato.test/news/7"),
        ('<base href="/a/"><link rel="canonical" href="b">', "https://minato.test/a/b"),
        ('<link rel="alternate canonical" href="//m.test/7">', "https://m.test/7"),
        ('<meta property="og:url" content="https://minato.test/7">', "https://minato.test/7"),
        ('<link rel="canonical" href="javascript:0">', None),
        ("", None),
    ],
)
def test_the_canonical_address_is_absolute(head: str, expected: str | None) -> None:
    assert read(head).canonical_url == expected


@pytest.mark.parametrize(
    ("data", "free"),
    [
        ({"isAccessibleForFree": False}, False),
        ({"isAccessibleForFree": "False"}, False),
        ({"isAccessibleForFree": "http://schema.org/False"}, False),
        ({"hasPart": {"isAccessibleForFree": "false", "cssSelector": ".pay"}}, False),
        ({"isAccessibleForFree": True, "hasPart": [{"isAccessibleForFree": False}]}, False),
        ({"isAccessibleForFree": "True"}, True),
        ({}, None),
    ],
)
def test_a_paywall_is_read_from_json_ld(data: dict[str, Any], free: bool | None) -> None:
    reading = read(json_ld({"@type": "NewsArticle"} | data))
    assert reading.accessible_for_free is free
    assert ("paywall" in reading.markers) is (free is False)


@pytest.mark.parametrize(
    ("lang", "head", "text", "expected"),
    [
        ("ja", "", "The council met on Monday to discuss the budget of the city. " * 5, "en"),
        ("", '<meta property="og:locale" content="fr_FR">', "Le conseil.", "fr"),
        ("", json_ld({"@type": "Article", "inLanguage": "de-AT"}), "Der Rat.", "de"),
        ("", "", "Le conseil de la ville a voté pour le budget et les écoles. " * 5, "fr"),
        ("zh-Hant", "", "市議會星期一開會。", "zh"),
    ],
)
def test_the_language_is_looked_for_where_it_is_declared(
    lang: str, head: str, text: str, expected: str
) -> None:
    assert read(head, f"<p>{text}</p>", lang=lang).language == expected


@pytest.mark.parametrize(
    "hostile",
    [
        "<div class=author>" * 3000 + "x",
        "<div itemprop=author>" * 3000 + "x",
        "<i class=byline>" + "<b>" * 200 + "a " * 200_000,
        '<script type="application/ld+json">[' + "1," * 200_000 + "1]</script>",
        '<script type="application/ld+json">{"@graph":[' + "[]," * 100_000 + "[]]}</script>",
        "<h1>" + "a | b - " * 100_000 + "</h1>",
        "<title>" + "｜ - " * 200_000 + "</title><h1>x</h1>",
        "<h1>x</h1><p>" + "2024年1月1日 " * 50_000,
        "<h1>x</h1>" + "<p>By " + "A" * 500_000,
        "<meta name=author content='" + "by by " * 100_000 + "'>",
        "<time datetime=2024-01-01>" * 4000,
    ],
    ids=lambda hostile: hostile[:24],
)
def test_facts_of_a_hostile_page_cost_little(hostile: str) -> None:
    started = time.process_time()
    reading = read(body=hostile)
    assert time.process_time() - started < 3  # a fraction of a second on an idle core
    assert len(reading.author) <= 500


def test_a_headline_behind_the_name_of_the_site_is_the_headline() -> None:
    head = "<title>図書館の利用が減少 | 港町新聞</title>"
    reading = read(head, "<h1>港町新聞</h1><h1>図書館の利用が減少</h1>")
    assert reading.headline == "図書館の利用が減少"


@pytest.mark.parametrize(
    ("objects", "declared"),
    [
        ([{"@type": "NewsArticle", "headline": "Ours"}], "Ours"),
        (
            [
                {"@type": "NewsArticle", "headline": "Related"},
                {"@type": "NewsArticle", "headline": "Ours", "url": URL},
            ],
            "Ours",
        ),
        # Of several without addresses any may be a related one, which changes by itself.
        (
            [
                {"@type": "NewsArticle", "headline": "Ours"},
                {"@type": "NewsArticle", "headline": "Related"},
            ],
            "",
        ),
        ([{"@type": "WebPage", "headline": "Ours"}], ""),
    ],
)
def test_the_declared_headline_is_that_of_this_article_only(objects, declared):
    reading = read(json_ld(objects), "<h1>Shown</h1><p>Words.</p>")
    assert (reading.headline, reading.declared_headline) == ("Shown", declared)
