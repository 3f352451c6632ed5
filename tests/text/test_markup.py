"""Which pages are read in this process, and which in one that can be killed."""

from __future__ import annotations

import pytest

from factcheck.text.markup import is_cheap


def test_a_page_full_of_links_and_icons_is_cheap():
    card = '<li><a href="/x">News</a> <b class="new">New</b> <i class=icon></i></li>'
    assert is_cheap(f"<html><body><ul>{card * 900}</ul>".encode())


@pytest.mark.parametrize(
    "part",
    [
        "<p><b id={n}>x",
        '<p><b title="a>x</b>{n}">x',
        "<p><b x='>x</b>{n}' >x",
        "<p><b id={n}><!--</b>-->",
        "<p><b id={n}><i>x</b>",
    ],
)
def test_formatting_that_may_stay_open_is_dear_however_its_end_is_feigned(part):
    assert not is_cheap("".join(part.format(n=n) for n in range(3000)).encode())
