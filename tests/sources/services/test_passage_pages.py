"""The page of a PDF on which a passage stands, from the wire to the record."""

from __future__ import annotations

import pytest
from factories_sources import QUOTE, make_due, make_passage, make_source
from made_documents import pdf

from factcheck.desk.links import passage_link
from sources.models import Host
from sources.services import checking

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(local_site, settings):
    settings.FETCH_ALLOW = local_site.host_key
    settings.FETCH_HOST_DELAY_SECONDS = 0
    return local_site


def check(passage):
    Host.objects.update(backoff_until=None)
    make_due()
    checking.check_due(owner="test")
    passage.refresh_from_db()
    return passage.state, passage.page_number


def test_a_passage_of_a_pdf_knows_its_page_and_follows_it(site):
    site.page("/report", pdf(["A report", QUOTE, "End"]), content_type="application/pdf")
    source = make_source(site.url("/report"))
    passage = make_passage(source)
    assert check(passage) == ("intact", 2)
    assert passage_link(source.url, passage) == f"{source.url}#page=2"
    pages = ["A report", "A page put in before it.", QUOTE, "End"]
    site.page("/report", pdf(pages), content_type="application/pdf")
    state, number = check(passage)
    assert (state in ("intact", "moved"), number) == (True, 3)


def test_a_passage_of_a_page_of_the_web_has_none_and_links_to_its_words(site):
    site.html("/a", "Ships", QUOTE)
    passage = make_passage(make_source(site.url("/a")))
    assert check(passage) == ("intact", None)
    assert "#:~:text=The%20harbour" in passage_link(passage.source.url, passage)
