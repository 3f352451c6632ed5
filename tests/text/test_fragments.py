from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import pytest
from desk_browser import browser
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.anchoring import make_selector
from factcheck.text.fragments import text_directive

BLOCKS = [
    "市は二十六日、昨年度に市立図書館を利用した人が延べ1003人増えたと発表した。",
    "増えたのは三年続けてで、佐藤市長は「開館時間を延ばした成果だ」と述べた。反対の声は少なくなかった。",
    "The council - by a narrow vote, as expected - said 1,003 people & others had come.",
    "調査の結果は秋に公表される見込みで、予算は900万円とされている。反対は3人だった。",
    "次の年も調査は続き、反対は3人だったという。",
]
PAGE = "\n".join(BLOCKS)
QUOTES = [
    "延べ1003人増えたと発表した",
    "開館時間を延ばした成果だ",
    "立図書館を利",  # begins and ends inside a word
    "narrow vote, as expected - said 1,003 people & others",
    "反対は3人だった",  # stands twice
    "声は少なくなかった。\nThe council - by a narrow vote",  # runs over two blocks
    BLOCKS[0] + "\n" + BLOCKS[1],
]


def _places() -> Iterator[tuple[str, int]]:
    for quote in QUOTES:
        at = PAGE.find(quote)
        while at >= 0:
            yield quote, at
            at = PAGE.find(quote, at + 1)


def _directive(quote: str, at: int, page: str = PAGE) -> str:
    selector = make_selector(page, at, at + len(quote))
    return text_directive(quote, prefix=selector.prefix, suffix=selector.suffix, page=page)


def test_delimiters_are_percent_encoded_and_context_is_left_out_when_it_is_not_needed() -> None:
    page = "He said: one, two-three & 四. And left."
    assert _directive("one, two-three & 四", 9, page) == (
        "text=one%2C%20two%2Dthree%20%26%20%E5%9B%9B"
    )


def test_a_long_quote_is_named_by_its_ends() -> None:
    words = "The end of a sentence is never far. " * 20
    start, end = text_directive(words).removeprefix("text=").split(",")
    assert words.startswith(unquote(start))
    assert words.strip().endswith(unquote(end))
    assert len(start) + len(end) < 200


def test_a_quote_that_stands_twice_is_named_with_its_surroundings() -> None:
    first, second = [_directive(q, at) for q, at in _places() if q == "反対は3人だった"]
    assert first != second
    assert "-," in first
    assert ",-" in second


def test_a_quote_without_words_has_no_directive() -> None:
    assert text_directive(" \n ") == ""


@given(st.text(max_size=300), st.text(max_size=64), st.text(max_size=64))
def test_any_text_makes_a_directive_of_at_most_four_parts(
    exact: str, prefix: str, suffix: str
) -> None:
    directive = text_directive(exact, prefix=prefix, suffix=suffix)
    assert directive.count(",") <= 3
    assert "&" not in directive
    assert "#" not in directive


@pytest.mark.browser
def test_a_real_browser_scrolls_to_the_very_block(tmp_path: Path) -> None:
    blocks = "".join(
        f'<p id="b{i}" style="margin-bottom:3000px">{block.replace("&", "&amp;")}</p>'
        for i, block in enumerate(BLOCKS)
    )
    (tmp_path / "page.html").write_text(
        f"<!doctype html><meta charset=utf-8><div style='height:4000px'></div>{blocks}"
    )

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    handler = partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with browser() as running:
            for quote, at in _places():
                page = running.new_page()
                link = f"http://127.0.0.1:{server.server_port}/page.html#:~:{_directive(quote, at)}"
                page.goto(link)
                page.wait_for_function("scrollY > 0")
                top, bottom = page.evaluate(
                    f"(({{top, bottom}}) => [top, bottom])(document.getElementById("
                    f"'b{PAGE.count(chr(10), 0, at)}').getBoundingClientRect())"
                )
                assert top >= 0 and bottom <= 800, (quote, top)
                page.close()
        server.shutdown()
