"""robots.txt after RFC 9309."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from sources.fetching import RobotsRecord, RobotsRules
from sources.fetching.robots import MAX_ROBOTS_BYTES, decode_robots

AGENT = "factcheck/0.1 (+https://example.org/bot)"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SITE = "https://example.org"

TABLE = {
    "nothing": ("", "/a", True),
    "all closed": ("User-agent: *\nDisallow: /", "/a", False),
    "all open": ("User-agent: *\nDisallow:", "/a", True),
    "our own group wins": (
        "User-agent: *\nDisallow: /\n\nUser-agent: FactCheck\nDisallow: /x",
        "/a",
        True,
    ),
    "our own group closes": ("User-agent: factcheck\nDisallow: /\n\nUser-agent: *\n", "/a", False),
    "another's group is not ours": ("User-agent: factcheckbot\nDisallow: /", "/a", True),
    "a word of our contact address is not our name": ("User-agent: bot\nDisallow: /", "/a", True),
    "longest match allows": ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
    "longest match closes": ("User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", False),
    "order does not matter": ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", True),
    "a tie allows": ("User-agent: *\nDisallow: /page\nAllow: /page", "/page", True),
    "wildcard": ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
    "end anchor": ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
    "case matters in paths": ("User-agent: *\nDisallow: /Secret", "/secret", True),
    "escapes are compared decoded": ("User-agent: *\nDisallow: /あ", "/%E3%81%82", False),
    "robots.txt itself": ("User-agent: *\nDisallow: /", "/robots.txt", True),
    "several agents in one group": (
        "User-agent: a\nUser-agent: factcheck\nDisallow: /x",
        "/x",
        False,
    ),
    "comments and blank lines": ("# hi\nUser-agent: * # all\n\nDisallow: /x # no", "/x", False),
    "query is matched": ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
    "a page instead of rules": ("<!doctype html><p>Not found: /</p>", "/a", True),
    "carriage returns": ("User-agent: *\r\nDisallow: /x\r\n", "/x", False),
}


@pytest.mark.parametrize("case", TABLE)
def test_rules_are_read_as_the_rfc_says(case):
    text, path, allowed = TABLE[case]
    assert RobotsRules.from_text(text).allows(AGENT, SITE + path) is allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (200, False),
        (204, False),
        (404, True),
        (401, True),
        (403, True),
        (410, True),
        (301, True),
        (429, False),
        (500, False),
        (503, False),
        (None, False),
    ],
)
def test_the_status_of_robots_txt_decides_when_it_has_no_text(status, allowed):
    record = RobotsRecord("User-agent: *\nDisallow: /", status, NOW)
    assert RobotsRules.from_record(record).allows(AGENT, f"{SITE}/a") is allowed


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5.0),
        ("0.5", 0.5),
        ("30", 30.0),
        ("3600", 30.0),
        ("-1", 0.0),
        ("soon", 0.0),
        ("nan", 0.0),
        ("inf", 0.0),
        ("", 0.0),
    ],
)
def test_crawl_delay_is_kept_between_nothing_and_thirty_seconds(value, seconds):
    rules = RobotsRules.from_text(f"User-agent: *\nCrawl-delay: {value}\nDisallow: /x")
    assert rules.crawl_delay(AGENT) == seconds


def test_an_answer_is_good_for_a_day_and_a_failure_for_minutes():
    answered, failed = RobotsRecord("", 200, NOW), RobotsRecord("", 503, NOW)
    assert answered.is_fresh(NOW + timedelta(hours=23, minutes=59))
    assert not answered.is_fresh(NOW + timedelta(hours=24))
    assert failed.is_fresh(NOW + timedelta(minutes=9))
    assert not failed.is_fresh(NOW + timedelta(minutes=10))
    assert not answered.is_fresh(NOW - timedelta(hours=1)), "a record from the future is not kept"


def test_five_hundred_kibibytes_are_read_and_the_rest_is_not():
    rule = b"User-agent: *\nDisallow: /x\n"
    inside = rule + b"#" * (MAX_ROBOTS_BYTES - 2 * len(rule)) + b"\n"
    assert "Disallow: /x" in decode_robots(inside)
    assert "Disallow" not in decode_robots(b"#" * MAX_ROBOTS_BYTES + b"\n" + rule)


def test_text_is_storable_whatever_the_bytes():
    assert decode_robots(b"\xef\xbb\xbfUser-agent: *\x00\xff") == "User-agent: *\ufffd"


def test_hostile_wildcards_do_not_hang_the_reader():
    text = "User-agent: *\n" + "\n".join(f"Disallow: /{'*a' * 200}{n}$" for n in range(500))
    rules = RobotsRules.from_text(text)
    begun = time.monotonic()
    assert rules.allows(AGENT, SITE + "/" + "a" * 1900)
    assert time.monotonic() - begun < 2
