"""Answers of an archive, good and bad: any bytes give one of the known results."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.proof.save_page_now import (
    SAME_SNAPSHOT,
    Archived,
    Pending,
    Refused,
    Submitted,
    capture_form,
    read_status,
    read_submission,
)


@given(st.integers(100, 599), st.binary(max_size=200))
def test_any_answer_is_understood_or_refused(status, body):
    assert isinstance(read_submission(status, body), Submitted | Refused)
    assert isinstance(read_status(status, body), Pending | Archived | Refused)


@pytest.mark.parametrize(
    "told",
    [
        {"status": "success"},
        {"status": "success", "timestamp": "2026", "original_url": "https://a.example/"},
        {"status": "success", "timestamp": "20260301120000"},
    ],
)
def test_success_without_when_or_where_is_not_archived(told):
    assert isinstance(read_status(200, json.dumps(told).encode()), Refused)


def test_a_job_that_is_no_name_is_not_put_into_an_address():
    answer = json.dumps({"job_id": "../../status?x"}).encode()
    assert isinstance(read_submission(200, answer), Refused)


def test_retry_after_is_kept_and_capped():
    assert read_submission(429, b"", retry_after="120").wait == 120
    assert read_submission(429, b"", retry_after="99999999").wait == 86_400
    assert read_submission(429, b"", retry_after="soon").wait is None


def test_an_unnamed_young_snapshot_is_told_apart():
    answer = json.dumps({"message": "The same snapshot had been made 3 minutes ago."}).encode()
    assert read_submission(200, answer).code == SAME_SNAPSHOT


def test_the_form_quotes_the_address():
    form = parse_qs(capture_form("https://a.example/?x=1&y=港", within_seconds=7).decode())
    assert form["url"] == ["https://a.example/?x=1&y=港"]
    assert form["if_not_archived_within"] == ["7s"]
