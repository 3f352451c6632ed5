from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading import Reading, prose_digest, read_body

URL = "https://minato.test/feed"
RSS = """<?xml version="1.0" encoding="{charset}"?><!-- made --><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>港町新聞</title>
<link>https://minato.test/</link><description>毎日の知らせ</description><language>ja</language>
<lastBuildDate>Tue, 26 Mar 2024 12:30:00 +0900</lastBuildDate>
<item><title>図書館の利用が減少</title><pubDate>Mon, 25 Mar 2024 09:00:00 +0900</pubDate>
<description>短い</description><content:encoded><![CDATA[<p>利用者は約3万人で、<b>前の年</b>より減った。</p>
<p>二段落目。</p>]]></content:encoded></item>
<item><title>橋 &amp; 道</title>
<description>&lt;p&gt;工事が&lt;i&gt;始まる&lt;/i&gt;。</description></item>
</channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc"
xmlns="http://purl.org/rss/1.0/"><channel><title>Minato</title></channel><item><title>Fewer readers
</title><dc:date>2024-03-25T09:00:00+09:00</dc:date><dc:creator>Jane Doe</dc:creator>
<description>The council met.</description></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Minato</title>
<link rel="self" href="https://minato.test/atom"/><link href="https://minato.test/"/>
<updated>2024-03-26T12:30:00Z</updated><author><name>Jane Doe</name></author>
<entry><title type="html">Fewer &lt;b&gt;readers&lt;/b&gt;</title><published>2024-03-25</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <i>two</i>.</p><p>Three.</p>
</div></content></entry></feed>"""


def read(text: str | bytes, content_type: str | None = "application/xml") -> Reading:
    body = text.encode() if isinstance(text, str) else text
    return read_body(body, content_type=content_type, url=URL)


@pytest.mark.parametrize("charset", ["utf-8", "Shift_JIS", "EUC-JP"])
def test_an_rss_feed_is_read_with_its_titles_and_dates(charset: str) -> None:
    reading = read(RSS.format(charset=charset).encode(charset), "application/rss+xml")
    assert reading.text.split("\n") == [
        "港町新聞",
        "毎日の知らせ",
        "図書館の利用が減少",
        "2024-03-25T09:00:00+09:00",
        "利用者は約3万人で、前の年より減った。",
        "二段落目。",
        "橋 & 道",
        "工事が始まる。",
    ]
    assert (reading.kind, reading.article_title, reading.language) == ("feed", "港町新聞", "ja")
    assert reading.modified == "2024-03-26T12:30:00+09:00"
    assert reading.canonical_url == "https://minato.test/"


def test_rdf_and_atom_feeds_are_read() -> None:
    assert read(RDF, "text/xml").text == (
        "Minato\nFewer readers\n2024-03-25T09:00:00+09:00\nThe council met."
    )
    atom = read(ATOM, "application/atom+xml; charset=utf-8")
    assert atom.text == "Minato\nFewer readers\n2024-03-25\nOne two. Three."
    assert (atom.author, atom.canonical_url) == ("Jane Doe", "https://minato.test/")
    assert atom.modified == "2024-03-26T12:30:00+00:00"


def test_a_new_date_of_a_feed_is_no_change_of_its_prose() -> None:
    one = RSS.format(charset="utf-8")
    assert prose_digest(read(one)) == prose_digest(read(one.replace("26 Mar", "27 Mar")))
    assert prose_digest(read(one)) != prose_digest(read(one.replace("3万", "9万")))


def test_hostile_xml_is_harmless() -> None:
    laughs = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(20)
    )
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">'
    for bomb in (
        f"{laughs}]><rss><channel><title>&u;</title></channel></rss>",
        f"{outside}]><rss><channel><title>&x;</title></channel></rss>",
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd"><rss><channel><title>a</title>',
        "<rss>" * 50_000,
        "<rss><channel>" + "<item><title>a</title></item>" * 30_000,
        "<rss><channel><description>" + "&lt;div&gt;" * 80_000 + "</description></channel></rss>",
        "<?a?>" * 1200 + "<rss",
    ):
        started = time.process_time()
        reading = read(bomb)
        assert "root:" not in reading.text
        assert len(reading.text) <= len(bomb)
        assert time.process_time() - started < 5


@given(
    st.integers(0, len(RSS)), st.sampled_from(["<", "&", "\x00", "]]>", "&x;", "</item>", "\ud7ff"])
)
def test_a_damaged_feed_is_still_text(place: int, damage: str) -> None:
    reading = read(RSS[:place] + damage + RSS[place:])
    assert reading.kind in ("feed", "text")
    assert reading.text


def test_a_json_feed_is_read_like_any_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "港町新聞",
        "home_page_url": "https://minato.test/",
        "items": [
            {"title": "橋", "content_html": "<p>工事</p>", "date_published": "2024-03-25"},
            7,
        ],
    }
    reading = read(json.dumps(feed), "application/feed+json")
    assert (reading.kind, reading.text) == ("feed", "港町新聞\n橋\n2024-03-25\n工事")
    assert reading.canonical_url == "https://minato.test/"


def test_a_json_document_becomes_lines_in_which_passages_are_found() -> None:
    data = {
        "title": "図書館",
        "count": 30000,
        "body": {"html": "<p>利用者は<b>約3万人</b>。</p>"},
        "datePublished": "2024-03-25",
        "author": {"name": "山田花子"},
        "empty": None,
        "open": True,
    }
    reading = read(json.dumps(data), "application/json")  # written in ASCII with escapes
    assert reading.text.split("\n") == [
        "図書館", "count: 30000", "利用者は約3万人。", "2024-03-25", "山田花子", "open: True"
    ]  # fmt: skip
    assert (reading.kind, reading.article_title, reading.author) == ("json", "図書館", "山田花子")
    assert reading.published == "2024-03-25"


@pytest.mark.parametrize("broken", ['{"a": 1,}', "[" * 200_000, '{"a": "\\ud800"', "{"])
def test_broken_json_is_read_as_the_text_it_is(broken: str) -> None:
    assert read(broken, "application/json").kind == "text"


def test_json_cannot_smuggle_in_what_no_database_stores() -> None:
    reading = read('{"title": "a\\u0000b\\ud800", "n": 1e999}', "application/json")
    assert "\x00" not in reading.text
    (reading.text + reading.title).encode()


def test_the_title_of_a_markdown_document_is_its_first_heading() -> None:
    text = "前書き\n\n# 図書館の利用 #\n\n本文。\n"
    assert read(text, "text/markdown; charset=utf-8").article_title == "図書館の利用"
    assert read(text, "text/plain").article_title == ""
