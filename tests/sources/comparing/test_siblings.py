"""A page against one that cannot exist: the same answer for any address is no page."""

from __future__ import annotations

import json

import pytest
from page_answers import EN, JA, NAV, article, page, paragraphs

from sources.comparing.siblings import (
    looks_like_sibling,
    sibling_url,
    traits_from_json,
    traits_of,
)
from sources.reading import Reading, read_body

URL = "https://news.test/articles/story.html"


def read(source: str) -> Reading:
    return read_body(source.encode(), content_type="text/html; charset=utf-8", url=URL)


LINKS = "".join(f"<p><a href=/{n}>第{n}報</a></p>" for n in range(40))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (page("県民新聞", f"{NAV}<p>ご案内</p>"), page("県民新聞", f"{NAV}<p>ご案内</p>")),
        (
            page("県民新聞", f"{NAV}{LINKS}<p>12:00</p>"),
            page("県民新聞", f"{NAV}{LINKS}<p>12:05</p>"),
        ),
        (
            page("News", f"<p>{EN}</p>{LINKS}<p>Ad: shoes</p>"),
            page("News", f"<p>{EN}</p>{LINKS}<p>Ad: hats</p>"),
        ),
    ],
)
def test_the_same_answer_for_an_address_nobody_wrote_is_no_page(one: str, other: str) -> None:
    assert looks_like_sibling(traits_of(read(one)), traits_of(read(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (article("図書館の利用が減る", paragraphs(JA, 4)), page("県民新聞", f"{NAV}<p>ご案内</p>")),
        # One template, other words: title, headline, prose, or too few lines to tell.
        (page("Mayor speaks", f"{NAV}{LINKS}"), page("News", f"{NAV}{LINKS}")),
        (page("News", f"<h1>Mayor</h1>{LINKS}"), page("News", f"<h1>Not here</h1>{LINKS}")),
        (page("News", f"<p>{EN}</p>{LINKS}"), page("News", f"<p>{JA}</p>{LINKS}")),
        (page("News", "<p>412</p>"), page("News", "<p>142</p>")),
        (page("News", LINKS), page("News", LINKS.replace("報", "回"))),
        (page("News", ""), page("News", "")),
    ],
)
def test_a_page_with_words_of_its_own_is_a_page(one: str, other: str) -> None:
    assert not looks_like_sibling(traits_of(read(one)), traits_of(read(other)))


@pytest.mark.parametrize(
    ("url", "sibling"),
    [
        (URL, "https://news.test/articles/q7x.html"),
        ("https://news.test/a/12345?id=1#x", "https://news.test/a/q7x"),
        ("https://news.test/a/b/", "https://news.test/a/q7x/"),
        ("https://news.test/v1.2-release-notes", "https://news.test/q7x"),
        ("https://news.test/", None),
        ("https://news.test/index.html", None),
        ("https://news.test/ja/", None),
    ],
)
def test_the_sibling_is_a_neighbour_of_the_page_and_a_home_page_has_none(
    url: str, sibling: str | None
) -> None:
    assert sibling_url(url, "q7x") == sibling


def test_traits_survive_being_kept_and_stay_small() -> None:
    many = page("県民新聞", "".join(f"<p>第{n}報 続報です</p>" for n in range(2_000)))
    traits = traits_of(read(many))
    kept = json.dumps(traits.as_json())
    assert len(kept) < 8_000
    assert traits_from_json(json.loads(kept)) == traits


@pytest.mark.parametrize(("changed", "alike"), [(20, True), (600, False)])
def test_pages_of_many_lines_are_compared_by_a_sample_of_them(changed: int, alike: bool) -> None:
    lines = [f"<p><a href=/{n}>第{n}報です</a></p>" for n in range(2_000)]
    moved = [line.replace("報", "回") for line in lines[:changed]] + lines[changed:]
    one, other = (traits_of(read(page("県民新聞", "".join(each)))) for each in (lines, moved))
    assert looks_like_sibling(one, other) is alike
