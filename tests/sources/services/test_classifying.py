"""The class of a page is inferred, shown, and a person's word outlasts later readings."""

from __future__ import annotations

import pytest
from factories_sources import QUOTE, look, make_source

from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger.models import Entry
from sources.services.adding import add_source
from sources.services.classifying import classify_source

pytestmark = pytest.mark.django_db
URL = "https://paper.example.com/2020/01/02/an-old-story-about-ships"


def test_a_chosen_class_outlasts_the_next_reading_and_an_inferred_one_does_not():
    source = make_source(URL)
    assert source.page_class == "news" and not source.page_class_chosen
    classify_source(source=source, page_class="statistics", actor=None)
    look(source, QUOTE)
    source.refresh_from_db()
    assert source.page_class == "statistics" and source.page_class_chosen
    assert Entry.objects.get(kind="source.classified").changes == {
        "page_class": ["news", "statistics"]
    }
    classify_source(source=source, page_class="", actor=None)
    look(source, QUOTE, noise="2")
    source.refresh_from_db()
    assert source.page_class == "news" and not source.page_class_chosen


def test_a_livelier_class_brings_looks_closer_together():
    source = make_source(URL)
    look(source, QUOTE)
    source.refresh_from_db()
    before = source.interval_seconds
    classify_source(source=source, page_class="reference", actor=None)
    look(source, QUOTE, noise="2")
    source.refresh_from_db()
    assert source.interval_seconds < before / 2


def test_what_is_no_class_or_no_page_is_refused():
    with pytest.raises(InvalidInput):
        classify_source(source=make_source(), page_class="novel", actor=None)
    book, _new = add_source(kind="publication", title="A book")
    with pytest.raises(Conflict):
        classify_source(source=book, page_class="news", actor=None)
