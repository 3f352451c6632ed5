"""Retry-After in both forms."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching import MAX_RETRY_AFTER_SECONDS, parse_retry_after

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
DAY = MAX_RETRY_AFTER_SECONDS


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("86400", DAY),
        ("86401", DAY),
        ("9" * 5000, DAY),
        ("Mon, 23 Nov 2026 12:02:00 GMT", 120),
        ("Monday, 23-Nov-26 12:02:00 GMT", 120),
        ("Mon Nov 23 12:02:00 2026", 120),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("１２０", None),
        ("Mon, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_seconds_and_dates_are_understood_and_absurd_ones_capped(value, seconds):
    assert parse_retry_after(value, now=NOW) == seconds


def test_a_date_is_measured_against_the_server_s_own_clock():
    wait = parse_retry_after(
        "Thu, 01 Jan 2015 00:05:00 GMT", date="Thu, 01 Jan 2015 00:00:00 GMT", now=NOW
    )
    assert wait == 300


@given(st.text(max_size=60))
def test_no_header_whatever_is_an_error(text):
    seconds = parse_retry_after(text, date=text, now=NOW)
    assert seconds is None or 0 <= seconds <= DAY
