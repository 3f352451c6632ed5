"""A server that answers 200 for everything: its not-found page is learned by asking for one."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from factories_sources import QUOTE, make_due, make_passage, make_source

from factcheck.clock import database_now
from sources.models import Change, Host, Observation, Snapshot
from sources.services import checking

pytestmark = pytest.mark.django_db
OTHER = "The mayor opened a new bridge in the north of the city on Monday, people said."
STAND_IN = (
    "Welcome to the portal of the region, with all the services for its citizens.",
    "Weather, traffic and the opening hours of the offices are on the pages of the portal.",
    "The portal is run by the association of the municipalities of the region.",
)


@pytest.fixture
def site(local_site, settings):
    settings.FETCH_ALLOW = local_site.host_key
    settings.FETCH_HOST_DELAY_SECONDS = 0
    settings.CONFIRM_SECONDS = 600
    local_site.robots("User-agent: *\nAllow: /\n")
    return local_site


@pytest.fixture
def cited(site):
    """A passage found on one page of a site without an honest 404."""
    site.html("*", "Portal", *STAND_IN)
    site.html("/news/ships.html", "Ships", QUOTE, OTHER)
    source = make_source(site.url("/news/ships.html"))
    passage = make_passage(source)
    check()
    site.forget()
    return passage, source


def check():
    """Everything is due; one batch."""
    Host.objects.update(backoff_until=None)
    make_due()
    return checking.check_due(owner="test")


def strange(site, known=("/news/ships.html", "/robots.txt")):
    """Paths asked for that nobody set up."""
    return [request.path for request in site.seen() if request.path not in known]


def health(source):
    source.refresh_from_db()
    return source.health, source.health_detail


def test_a_page_replaced_by_what_the_server_sends_for_any_address_is_missing_not_edited(
    site, cited
):
    passage, source = cited
    site.html("/news/ships.html", "Portal", *STAND_IN)
    check()
    assert health(source) == ("missing", "like_missing_page")
    passage.refresh_from_db()
    assert passage.state == "intact" and not passage.missing_count
    assert not Change.objects.exists() and Snapshot.objects.count() == 1
    (asked,) = strange(site)
    assert asked.startswith("/news/") and asked.endswith(".html")
    host = Host.objects.get()
    assert (urlsplit(host.not_found_url).path, host.not_found_status) == (asked, 200)
    assert host.not_found_page["title"] == "Portal" and host.not_found_page["prose"]
    assert Observation.objects.filter(source=source).latest("pk").outcome == "missing"


def test_three_such_answers_over_three_days_are_gone_with_one_question_to_the_server(site, cited):
    _passage, source = cited
    site.html("/news/ships.html", "Portal", *STAND_IN)
    check()
    source.refresh_from_db()
    source.missing_since -= timedelta(days=3)
    source.save()
    check()
    check()
    assert health(source)[0] == "gone"
    assert Change.objects.get().kind == "source_gone"
    assert len(strange(site)) == 1


def test_what_the_server_sends_is_asked_again_after_a_week(site, cited):
    site.html("/news/ships.html", "Portal", *STAND_IN)
    check()
    Host.objects.update(not_found_at=database_now() - timedelta(days=8))
    check()
    assert len(set(strange(site))) == 2


def test_a_rewritten_page_of_a_server_with_an_honest_404_stays_a_page(site):
    site.html("/news/ships.html", "Ships", QUOTE, OTHER)
    source = make_source(site.url("/news/ships.html"))
    passage = make_passage(source)
    check()
    site.html("/news/ships.html", "Portal", *STAND_IN)
    check()
    check()
    assert health(source)[0] == "ok"
    passage.refresh_from_db()
    assert passage.missing_count
    host = Host.objects.get()
    assert (host.not_found_status, host.not_found_page) == (404, None)
    assert len(strange(site)) == 1


def test_a_page_that_lost_its_passage_but_not_its_title_asks_nobody(site, cited):
    passage, source = cited
    site.html("/news/ships.html", "Ships", OTHER, *STAND_IN)
    check()
    assert health(source)[0] == "ok" and not strange(site)
    passage.refresh_from_db()
    assert passage.missing_count == 1


def test_a_home_page_is_never_compared_with_a_page_nobody_wrote(site):
    site.html("*", "Portal", *STAND_IN)
    site.html("/", "Ships", QUOTE, OTHER)
    source = make_source(site.url("/"))
    make_passage(source)
    check()
    site.html("/", "Portal", *STAND_IN)
    check()
    assert health(source)[0] == "ok" and strange(site, known=("/", "/robots.txt")) == []


def test_a_server_that_overlooks_the_last_segment_proves_nothing(site, cited):
    """The edited page itself is what it sends for any name."""
    passage, source = cited
    edited = (
        f"<html><head><title>Boats</title><link rel=canonical href='{source.url}'></head>"
        f"<body><main><h1>Boats</h1><p>{OTHER}</p><p>{STAND_IN[0]}</p></main></body></html>"
    )
    site.page("/news/ships.html", edited)
    site.page("*", edited)
    check()
    assert health(source)[0] == "ok" and len(strange(site)) == 1
    passage.refresh_from_db()
    assert passage.missing_count == 1 and Host.objects.get().not_found_page is None


def test_robots_are_obeyed_for_a_page_nobody_wrote(site, cited):
    _passage, source = cited
    site.robots("User-agent: *\nAllow: /news/ships.html\nDisallow: /\n")
    Host.objects.update(robots_fetched_at=None)
    site.html("/news/ships.html", "Portal", *STAND_IN)
    check()
    assert strange(site) == [] and health(source)[0] == "ok"


def test_one_server_is_asked_once_for_all_its_pages_and_keeps_its_spacing(site, cited, settings):
    _passage, source = cited
    site.html("/news/other.html", "Other", QUOTE, OTHER)
    other = make_source(site.url("/news/other.html"))
    make_passage(other)
    check()
    site.forget()
    settings.FETCH_HOST_DELAY_SECONDS = 0.3
    for path in ("/news/ships.html", "/news/other.html"):
        site.html(path, "Portal", *STAND_IN)
    check()
    known = ("/news/ships.html", "/news/other.html", "/robots.txt")
    assert len(strange(site, known)) == 1 and site.most_parallel == 1
    begun = site.seen()
    assert all(later.started - earlier.ended >= 0.29 for earlier, later in pairwise(begun))
    assert {health(source)[0], health(other)[0]} == {"missing"}


def test_a_host_that_asked_for_rest_is_not_asked_for_more(site, cited):
    _passage, _source = cited
    make_source(site.url("/news/busy.html"))
    site.html("/news/ships.html", "Portal", *STAND_IN)
    site.too_many("/news/busy.html")
    check()
    assert strange(site, ("/news/ships.html", "/news/busy.html", "/robots.txt")) == []
    assert Host.objects.get().not_found_at is None


def test_a_first_look_at_a_page_that_never_was_is_missing(site):
    site.html("*", "Portal", *STAND_IN)
    source = make_source(site.url("/news/typo.html"))
    passage = make_passage(source)
    check()
    assert health(source) == ("missing", "like_missing_page")
    passage.refresh_from_db()
    assert passage.state == "unread"


def test_a_short_stand_in_is_told_from_a_page_that_cannot_be_judged(site, cited):
    _passage, source = cited
    source.refresh_from_db()
    source.text_length = 5_000
    source.save()
    site.html("/news/ships.html", "Portal", *STAND_IN)
    check()
    assert health(source) == ("missing", "like_missing_page")
