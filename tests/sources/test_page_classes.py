"""The class of a page by its address, type and title."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.page_classes import PageClass, date_in_url, infer_class


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.com/", "index"),
        ("https://www.example.com/en/", "index"),
        ("https://www.example.com/index.html", "index"),
        ("https://www.example.com/?id=7", "other"),
        ("https://www.example.com/about", "other"),
        ("https://news.example.jp/articles/ASR123", "news"),
        ("https://example.com/2024/03/26/mayor-opens-bridge", "news"),
        ("https://example.com/the-mayor-opens-a-new-bridge", "news"),
        ("https://example.com/world/live/2024/mar/26/election", "live"),
        ("https://example.com/delivery/terms", "other"),
        ("https://www.e-stat.go.jp/stat-search/files", "statistics"),
        ("https://www.stat.go.jp/data/", "statistics"),
        ("https://www.ons.gov.uk/economy", "statistics"),
        ("https://www.census.gov/data", "statistics"),
        ("https://www.mof.gob.mx/x", "statistics"),
        ("https://ja.wikipedia.org/wiki/%E6%A8%AA%E6%B5%9C", "reference"),
        ("https://notwikipedia.org/wiki", "other"),
        ("https://x.com/somebody/status/1772623000000000000", "social"),
        ("https://www.soumu.go.jp/main_content/000123456.pdf", "document"),
        ("https://example.com/report.PDF", "document"),
    ],
)
def test_an_address_tells_its_class(url, expected):
    assert infer_class(url) == expected


def test_type_and_title_correct_what_the_address_says():
    url = "https://example.com/download?id=3"
    assert infer_class(url, content_type="application/pdf; x=y") == PageClass.DOCUMENT
    assert infer_class(url, title="Storm: live updates") == PageClass.LIVE
    assert infer_class(url, title="【随時更新】台風") == PageClass.LIVE


def test_the_day_in_an_address_is_found_and_an_impossible_one_is_not():
    assert date_in_url("https://e.com/2024/03/26/x") == date(2024, 3, 26)
    assert date_in_url("https://e.com/news/20240326-OYT1T50000/") == date(2024, 3, 26)
    assert date_in_url("https://e.com/2024-03-26") == date(2024, 3, 26)
    assert date_in_url("https://e.com/2023/02/30/x") is None
    assert date_in_url("https://e.com/id/720240326") is None
    assert date_in_url("https://e.com/about") is None


@given(st.text(max_size=200))
def test_any_path_has_a_class(path):
    assert infer_class("https://e.com/" + path.replace("[", "").replace("]", "")) in PageClass
