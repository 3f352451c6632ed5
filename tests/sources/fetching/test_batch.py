"""Batches of reads: every request answered, each host in peace, nothing past the deadline."""

import itertools
import time

import pytest

from factcheck.net.client import Limits
from sources.fetching import FetchCode, FetchConfig, FetchRequest, fetch_batch

AGENT = "factcheck/0.1 (+https://example.invalid/bot)"


def config(*sites, **more) -> FetchConfig:
    allow = frozenset().union(*(site.allow for site in sites))
    settings = {"user_agent": AGENT, "allow": allow, "delay_seconds": 0.0}
    return FetchConfig(**(settings | more))


def ask(site, path, **more) -> FetchRequest:
    settings = {"key": path, "url": site.url(path), "host_key": site.host_key}
    return FetchRequest(**({"robots_policy": "ignore"} | settings | more))


def read(requests, *sites, seconds=20.0, **more):
    return fetch_batch(
        requests, config=config(*sites, **more), deadline=time.monotonic() + seconds
    ).fetched


def read_one(site, path, **more):
    (fetched,) = read([ask(site, path, **more)], site)
    return fetched


def test_every_request_is_answered_in_its_order(local_site):
    for name in "cab":
        local_site.page(f"/{name}", name)
    fetched = read([ask(local_site, f"/{name}") for name in "cabx"], local_site)
    assert [f.key for f in fetched] == ["/c", "/a", "/b", "/x"]
    assert [f.body for f in fetched[:3]] == [b"c", b"a", b"b"]
    assert [f.status for f in fetched] == [200, 200, 200, 404]
    assert all(f.attempted and f.error is None for f in fetched)
    assert {f.address for f in fetched} == {"127.0.0.1"}


def test_an_empty_batch_is_answered_at_once():
    assert fetch_batch([], config=FetchConfig(user_agent=AGENT), deadline=0.0).fetched == []


# --- validators -------------------------------------------------------------
def test_the_etag_alone_is_echoed_and_a_304_is_no_content(local_site):
    local_site.page(
        "/a", "text", etag='W/"odd, tag"', last_modified="Sun, 01 Nov 2026 00:00:00 GMT"
    )
    first = read_one(local_site, "/a")
    again = read_one(
        local_site,
        "/a",
        etag=first.headers["etag"],
        last_modified=first.headers["last-modified"],
    )
    sent = local_site.seen("/a")[1].headers
    assert sent["if-none-match"] == 'W/"odd, tag"'
    assert "if-modified-since" not in sent
    assert (again.status, again.not_modified, again.body, again.error) == (304, True, b"", None)


def test_without_an_etag_the_servers_own_date_is_echoed_to_the_letter(local_site):
    odd = "Sunday, 01-Nov-26 00:00:00 GMT"
    local_site.page("/a", "text", last_modified=odd)
    again = read_one(local_site, "/a", last_modified=odd)
    sent = local_site.seen("/a")[0].headers
    assert sent["if-modified-since"] == odd
    assert "if-none-match" not in sent
    assert again.not_modified


def test_a_changed_page_answers_in_full_despite_validators(local_site):
    local_site.page("/a", "old")
    etag = read_one(local_site, "/a").headers["etag"]
    local_site.page("/a", "new")
    again = read_one(local_site, "/a", etag=etag)
    assert (again.status, again.body, again.not_modified) == (200, b"new", False)


def test_an_unconditional_read_sends_no_validators(local_site):
    local_site.page("/a", "text", etag='"v1"')
    again = read_one(local_site, "/a", etag='"v1"', unconditional=True)
    assert again.status == 200
    assert "if-none-match" not in local_site.seen("/a")[0].headers


def test_a_304_nobody_asked_for_is_an_error(local_site):
    local_site.raw("/a", b"HTTP/1.1 304 Not Modified\r\n\r\n")
    again = read_one(local_site, "/a")
    assert again.error.code is FetchCode.UNEXPECTED_304
    assert not again.not_modified


def test_validators_go_only_to_the_address_they_came_from(local_site):
    local_site.redirect("/a", "/b")
    local_site.page("/b", "text", etag='"v1"')
    validators = {"etag": '"v1"', "validators_url": local_site.url("/b")}
    again = read_one(local_site, "/a", **validators)
    assert again.not_modified
    assert again.final_url == local_site.url("/b")
    assert "if-none-match" not in local_site.seen("/a")[0].headers
    local_site.redirect("/a", "/c")
    local_site.page("/c", "another page", etag='"v1"')
    moved = read_one(local_site, "/a", **validators)
    assert (moved.status, moved.body) == (200, b"another page")


@pytest.mark.parametrize("etag", ['"a\r\nX-Evil: 1"', '"\x00"', '"caf\udce9"', '"é"'])
def test_a_validator_that_is_no_header_is_not_sent(local_site, etag):
    local_site.page("/a", "text")
    assert read_one(local_site, "/a", etag=etag).status == 200
    sent = local_site.seen("/a")[0].headers
    assert "if-none-match" not in sent
    assert "x-evil" not in sent


# --- redirects --------------------------------------------------------------
def test_five_redirects_are_followed_and_told(local_site):
    local_site.page("/end", "there")
    first = local_site.redirect_chain("/r", 5, "/end")
    fetched = read_one(local_site, first)
    assert fetched.body == b"there"
    assert fetched.final_url == local_site.url("/end")
    assert fetched.redirects == tuple((302, local_site.url(f"/r/{n}")) for n in range(1, 6))


def test_a_sixth_redirect_is_too_many(local_site):
    local_site.page("/end", "there")
    fetched = read_one(local_site, local_site.redirect_chain("/r", 6, "/end"))
    assert fetched.error.code is FetchCode.TOO_MANY_REDIRECTS
    assert fetched.body == b""
    assert local_site.count("/end") == 0


def test_a_loop_of_any_length_is_seen_when_it_closes(local_site):
    local_site.redirect("/self", "/self")
    local_site.redirect("/a", "/b")
    local_site.redirect("/b", "/a")
    assert read_one(local_site, "/self").error.code is FetchCode.REDIRECT_LOOP
    assert local_site.count("/self") == 1
    assert read_one(local_site, "/a").error.code is FetchCode.REDIRECT_LOOP


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.2:{port}/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://2130706433:{port}0/",
        "http://localhost:{port}/",
        "file:///etc/passwd",
        "http://u:p@127.0.0.1:{port}/",
        "//10.0.0.1/",
    ],
)
def test_a_redirect_to_a_forbidden_place_is_not_followed(local_site, make_site, target):
    local_site.redirect("/a", target.format(port=local_site.port))
    fetched = read_one(local_site, "/a")
    assert fetched.error.code is FetchCode.URL_REFUSED
    assert fetched.status == 302
    assert local_site.count() == 1


def test_a_redirect_without_a_place_is_an_error(local_site):
    local_site.page("/a", "x", status=301)
    assert read_one(local_site, "/a").error.code is FetchCode.BAD_REDIRECT


def test_an_address_that_is_not_allowed_is_refused_before_any_socket(local_site):
    request = ask(local_site, "/a")
    (fetched,) = read([request])
    assert fetched.error.code is FetchCode.URL_REFUSED
    assert not fetched.attempted
    assert local_site.most_connections == 0


# --- politeness -------------------------------------------------------------
def test_two_requests_on_one_host_never_overlap_and_share_a_connection(local_site):
    for n in range(6):
        local_site.page(f"/{n}", "x", delay=0.03)
    read([ask(local_site, f"/{n}") for n in range(6)], local_site)
    assert local_site.most_parallel == 1
    assert local_site.most_connections == 1


def test_different_hosts_are_read_side_by_side(make_site):
    sites = [make_site(f"127.0.0.{n}") for n in range(1, 5)]
    for site in sites:
        site.page("/", "x", delay=0.5)
    begun = time.monotonic()
    fetched = read([ask(site, "/") for site in sites], *sites)
    assert time.monotonic() - begun < 1.5
    assert [f.status for f in fetched] == [200] * 4
    assert max(s.requests[0].started for s in sites) < min(s.requests[0].ended for s in sites)


def test_requests_to_one_host_are_spaced_from_end_to_start(local_site):
    for n in range(3):
        local_site.page(f"/{n}", "x", delay=0.05)
    read([ask(local_site, f"/{n}", delay=0.2) for n in range(3)], local_site)
    seen = local_site.requests
    gaps = [later.started - earlier.ended for earlier, later in itertools.pairwise(seen)]
    assert len(gaps) == 2
    assert min(gaps) >= 0.19


def test_a_host_others_redirect_to_is_still_spoken_to_one_at_a_time(make_site):
    target, *others = [make_site(f"127.0.0.{n}") for n in range(1, 4)]
    target.page("/end", "x", delay=0.15)
    target.page("/own", "x", delay=0.15)
    for site in others:
        site.redirect("/", target.url("/end"))
    requests = [ask(target, "/own"), *(ask(site, "/") for site in others)]
    fetched = read(requests, target, *others)
    assert [f.status for f in fetched] == [200, 200, 200]
    assert target.count("/end") == 2
    assert target.most_parallel == 1


@pytest.mark.parametrize(("status", "header"), [(429, "120"), (503, "120"), (429, None)])
def test_a_host_that_asks_for_rest_gets_it_for_all_its_pages(local_site, status, header):
    local_site.failing("/a", status, header)
    local_site.page("/b", "x")
    first, second = read([ask(local_site, "/a"), ask(local_site, "/b")], local_site)
    assert first.status == status
    assert first.retry_after_seconds == (120 if header else None)
    assert second.error.code is FetchCode.NOT_ATTEMPTED
    assert not second.attempted
    assert second.retry_after_seconds == first.retry_after_seconds
    assert local_site.count("/b") == 0


def test_a_plain_503_does_not_stop_the_host(local_site):
    local_site.failing("/a", 503)
    local_site.page("/b", "x")
    assert [f.status for f in read([ask(local_site, p) for p in ("/a", "/b")], local_site)] == [
        503,
        200,
    ]


def test_a_dead_host_costs_two_tries_not_one_per_page(make_site):
    site = make_site()
    site.close()
    fetched = read([ask(site, f"/{n}") for n in range(5)], site)
    codes = [f.error.code for f in fetched]
    assert codes == [FetchCode.CONNECT] * 2 + [FetchCode.NOT_ATTEMPTED] * 3


def test_the_reader_says_who_it_is(local_site):
    read_one(local_site, "/a")
    assert local_site.requests[0].headers["user-agent"] == AGENT


# --- limits -----------------------------------------------------------------
def test_at_the_deadline_every_request_is_accounted_for(local_site, make_site):
    other = make_site("127.0.0.2")
    other.page("/", "quick")
    local_site.page("/quick", "x")
    local_site.stall("/stall")
    requests = [ask(local_site, p) for p in ("/quick", "/stall", "/later")] + [ask(other, "/")]
    begun = time.monotonic()
    quick, stalled, later, elsewhere = read(requests, local_site, other, seconds=1.0)
    assert time.monotonic() - begun < 2.5
    assert (quick.status, elsewhere.status) == (200, 200)
    assert stalled.error.code is FetchCode.DEADLINE
    assert stalled.attempted
    assert later.error.code is FetchCode.NOT_ATTEMPTED
    assert not later.attempted
    assert local_site.count("/later") == 0


def test_a_deadline_already_past_sends_nothing(local_site):
    (fetched,) = read([ask(local_site, "/a")], local_site, seconds=-1)
    assert fetched.error.code is FetchCode.NOT_ATTEMPTED
    assert local_site.count() == 0


def test_nobody_waits_for_a_turn_that_comes_after_the_deadline(local_site):
    local_site.page("/a", "x")
    begun = time.monotonic()
    requests = [ask(local_site, "/a", delay=30), ask(local_site, "/b", delay=30)]
    first, second = read(requests, local_site, seconds=10)
    assert time.monotonic() - begun < 2
    assert first.status == 200
    assert second.error.code is FetchCode.NOT_ATTEMPTED


def test_the_total_limit_covers_all_redirects_together(local_site):
    for n in range(5):
        local_site.behave(f"/{n}", _slow_redirect(f"/{n + 1}"))
    limits = Limits(total_seconds=0.7)
    (fetched,) = read([ask(local_site, "/0")], local_site, limits=limits)
    assert fetched.error.code is FetchCode.TOTAL_TIMEOUT
    assert 500 <= fetched.elapsed_ms <= 1500


def _slow_redirect(to):
    def behave(handler):
        time.sleep(0.3)
        handler.start(302, {"Location": to, "Content-Length": "0"})

    return behave


def test_one_bad_page_does_not_cost_the_others(local_site):
    local_site.bomb("/bomb", 20_000_000)
    local_site.lie_about_length("/lie", b"abc", 99)
    local_site.raw("/junk", b"\0\1\2\3")
    local_site.page("/good", "fine")
    paths = ("/bomb", "/lie", "/junk", "/good")
    fetched = read([ask(local_site, p) for p in paths], local_site)
    assert [f.error.code if f.error else None for f in fetched] == [
        FetchCode.TOO_LARGE,
        FetchCode.TRUNCATED,
        FetchCode.PROTOCOL,
        None,
    ]
    assert fetched[3].body == b"fine"
    assert all(f.body == b"" for f in fetched[:3])


def test_a_batch_stops_when_it_holds_too_many_bytes(local_site):
    for n in range(4):
        local_site.page(f"/{n}", b"x" * 1000)
    fetched = read([ask(local_site, f"/{n}") for n in range(4)], local_site, max_batch_bytes=1500)
    assert [f.attempted for f in fetched] == [True, True, False, False]


def test_a_large_page_waits_for_another_batch_when_this_one_holds_enough(local_site):
    local_site.page("/small", b"x" * 1000)
    local_site.page("/large", b"x" * 1_500_000)
    asked = [ask(local_site, "/small"), ask(local_site, "/large")]
    alone = read(asked[1:], local_site, max_batch_bytes=900)
    assert [len(f.body) for f in alone] == [1_500_000]
    both = read(asked, local_site, max_batch_bytes=900)
    assert [f.attempted for f in both] == [True, False]


def test_bodies_of_errors_are_kept_for_classification(local_site):
    local_site.captcha("/c")
    local_site.gone("/g")
    captcha, gone = read([ask(local_site, "/c"), ask(local_site, "/g")], local_site)
    assert captcha.status == 403
    assert b"Verify you are human" in captcha.body
    assert captcha.headers["cf-mitigated"] == "challenge"
    assert (gone.status, gone.error) == (410, None)
