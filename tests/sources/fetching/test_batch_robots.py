"""robots.txt inside a batch: asked once, kept a day, obeyed on every hop."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from factcheck.net.client import Limits
from sources.fetching import FetchCode, FetchConfig, FetchRequest, RobotsRecord, fetch_batch

AGENT = "factcheck/0.1 (+https://example.invalid/bot)"


def ask(site, path, **more) -> FetchRequest:
    return FetchRequest(key=path, url=site.url(path), host_key=site.host_key, **more)


def run(requests, *sites, robots=None, **more):
    allow = frozenset().union(*(site.allow for site in sites))
    settings = FetchConfig(user_agent=AGENT, allow=allow, **({"delay_seconds": 0.0} | more))
    return fetch_batch(requests, config=settings, deadline=time.monotonic() + 20, robots=robots)


def test_robots_txt_is_asked_once_per_host_and_handed_back(local_site):
    local_site.robots("User-agent: *\nDisallow: /closed\n")
    for path in ("/a", "/b", "/closed/x"):
        local_site.page(path, "x")
    before = datetime.now(UTC)
    result = run([ask(local_site, p) for p in ("/a", "/b", "/closed/x")], local_site)
    assert local_site.count("/robots.txt") == 1
    assert [f.status for f in result.fetched] == [200, 200, None]
    assert result.fetched[2].error.code is FetchCode.ROBOTS
    assert not result.fetched[2].attempted
    assert local_site.count("/closed/x") == 0
    record = result.robots[local_site.host_key]
    assert (record.text, record.status) == ("User-agent: *\nDisallow: /closed\n", 200)
    assert before <= record.fetched_at <= datetime.now(UTC)


@pytest.mark.parametrize(("hours", "asked"), [(1, 0), (25, 1)])
def test_a_record_of_today_is_used_and_an_older_one_renewed(local_site, hours, asked):
    local_site.robots("")
    local_site.page("/a", "x")
    fetched_at = datetime.now(UTC) - timedelta(hours=hours)
    old = RobotsRecord("User-agent: *\nDisallow: /", 200, fetched_at)
    result = run([ask(local_site, "/a")], local_site, robots={local_site.host_key: old})
    assert local_site.count("/robots.txt") == asked
    assert (result.fetched[0].status == 200) is bool(asked)
    assert (local_site.host_key in result.robots) is bool(asked)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_4xx_means_there_are_no_rules(local_site, status):
    local_site.robots("User-agent: *\nDisallow: /", status=status)
    local_site.page("/a", "x")
    result = run([ask(local_site, "/a")], local_site)
    assert result.fetched[0].status == 200
    assert result.robots[local_site.host_key] == RobotsRecord(
        "", status, result.robots[local_site.host_key].fetched_at
    )


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_5xx_closes_the_host_for_now(local_site, status):
    local_site.robots("", status=status)
    local_site.page("/a", "x")
    result = run([ask(local_site, "/a"), ask(local_site, "/b")], local_site)
    assert {f.error.code for f in result.fetched} == {FetchCode.ROBOTS_UNREACHABLE}
    assert local_site.count("/a") == 0
    assert local_site.count("/robots.txt") == 1
    assert result.robots[local_site.host_key].status == status


@pytest.mark.parametrize("break_it", ["stall", "truncate", "junk"])
def test_robots_txt_that_cannot_be_read_closes_the_host(local_site, break_it):
    if break_it == "stall":
        local_site.stall("/robots.txt")
    elif break_it == "truncate":
        local_site.lie_about_length("/robots.txt", b"User-agent", 5000)
    else:
        local_site.raw("/robots.txt", b"\0\0")
    result = run([ask(local_site, "/a")], local_site, limits=Limits(first_byte_seconds=0.3))
    assert result.fetched[0].error.code is FetchCode.ROBOTS_UNREACHABLE
    assert result.robots[local_site.host_key].status is None
    assert local_site.count("/a") == 0


def test_retry_after_on_robots_txt_holds_the_whole_host(local_site):
    local_site.failing("/robots.txt", 429, "300")
    result = run([ask(local_site, "/a"), ask(local_site, "/b")], local_site)
    assert [f.retry_after_seconds for f in result.fetched] == [300, 300]
    assert [f.error.code for f in result.fetched] == [
        FetchCode.ROBOTS_UNREACHABLE,
        FetchCode.NOT_ATTEMPTED,
    ]
    assert local_site.count() == 1


def test_a_dead_host_is_told_as_dead_not_as_closed_by_robots(make_site):
    site = make_site()
    site.close()
    (fetched,) = run([ask(site, "/a")], site).fetched
    assert fetched.error.code is FetchCode.CONNECT
    assert fetched.attempted


def test_five_redirects_of_robots_txt_are_followed_and_more_mean_no_rules(local_site):
    local_site.page("/a", "x")
    local_site.page("/rules", "User-agent: *\nDisallow: /a", content_type="text/plain")
    local_site.redirect_chain("/r", 4, "/rules")
    local_site.redirect("/robots.txt", "/r/1")
    assert run([ask(local_site, "/a")], local_site).fetched[0].error.code is FetchCode.ROBOTS
    local_site.redirect_chain("/r", 5, "/rules")
    assert run([ask(local_site, "/a")], local_site).fetched[0].status == 200


def test_a_huge_robots_txt_is_cut_not_refused(local_site):
    local_site.page("/a", "x")
    rules = "User-agent: *\nDisallow: /a\n"
    local_site.robots(rules + "#" * 12_000_000)
    assert run([ask(local_site, "/a")], local_site).fetched[0].error.code is FetchCode.ROBOTS


def test_the_policy_ignore_neither_asks_nor_obeys(local_site):
    local_site.robots("User-agent: *\nDisallow: /")
    local_site.page("/a", "x")
    result = run([ask(local_site, "/a", robots_policy="ignore")], local_site)
    assert result.fetched[0].status == 200
    assert local_site.count("/robots.txt") == 0
    assert result.robots == {}


def test_crawl_delay_spaces_the_requests(local_site):
    local_site.robots("User-agent: *\nCrawl-delay: 0.3\n")
    for path in ("/a", "/b"):
        local_site.page(path, "x")
    run([ask(local_site, "/a"), ask(local_site, "/b")], local_site)
    a, b = local_site.seen("/a")[0], local_site.seen("/b")[0]
    assert b.started - a.ended >= 0.29


def test_a_redirect_obeys_the_rules_of_the_host_it_leads_to(make_site):
    here, there = make_site("127.0.0.1"), make_site("127.0.0.2")
    here.redirect("/a", there.url("/b"))
    there.robots("User-agent: *\nDisallow: /b")
    there.page("/b", "x")
    result = run([ask(here, "/a")], here, there)
    assert result.fetched[0].error.code is FetchCode.ROBOTS
    assert result.fetched[0].redirects == ((302, here.url("/a")),)
    assert there.count("/b") == 0
    assert set(result.robots) == {here.host_key, there.host_key}
