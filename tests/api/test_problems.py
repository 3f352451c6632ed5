"""Every refusal under /api/ is a problem document; nothing inner ever shows."""

from __future__ import annotations

import logging
import uuid

import pytest
from django.db import OperationalError
from rest_framework.test import APIClient
from rest_framework.throttling import UserRateThrottle

from claims.api.articles import ArticlesView
from claims.api.claims import ClaimsView

pytestmark = pytest.mark.django_db


def assert_problem(response, status, code):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"urn:factcheck:problem:{code}"
    assert body["detail"] and body["title"]
    return body


def test_an_unknown_address_is_a_problem_and_not_a_page(checker):
    assert_problem(checker.get("/api/v1/nothing-here"), 404, "not_found")


@pytest.mark.parametrize("path", ["claims/7", "claims/not-a-uuid", "articles/%00", "sources/'"])
def test_a_malformed_id_is_not_found(checker, path):
    assert_problem(checker.get(f"/api/v1/{path}"), 404, "not_found")


def test_an_unknown_id_is_not_found(checker):
    for thing in ("articles", "claims", "evidence", "rechecks", "sources", "snapshots", "changes"):
        assert_problem(checker.get(f"/api/v1/{thing}/{uuid.uuid4()}"), 404, "not_found")


def test_lists_below_an_unknown_record_are_not_found_instead_of_empty(checker):
    for path in ("evidence", "verdicts", "rechecks", "history", "transitions"):
        assert_problem(checker.get(f"/api/v1/claims/{uuid.uuid4()}/{path}"), 404, "not_found")


@pytest.mark.parametrize("method", ["put", "delete", "options"])
def test_a_method_nobody_answers_is_405_with_allow(checker, method):
    response = getattr(checker, method)("/api/v1/claims")
    assert_problem(response, 405, "method_not_allowed")
    assert "GET" in response["Allow"]


def test_without_a_token_the_answer_is_401_with_a_challenge():
    response = APIClient().get("/api/v1/claims")
    assert_problem(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer a b", "Bearer \xff\xfe\x80", "Bearer " + "x" * 9000, "Bearer ☃"],
)
def test_a_bad_authorization_header_is_401(header):
    raw = header.encode("utf-8").decode("latin-1")
    response = APIClient().get("/api/v1/claims", HTTP_AUTHORIZATION=raw)
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"


def test_another_media_type_is_415_and_says_what_to_send(checker):
    response = checker.post("/api/v1/articles", "text=x", content_type="text/plain")
    assert "application/json" in assert_problem(response, 415, "unsupported_media_type")["remedy"]


def test_an_accept_header_we_cannot_satisfy_is_406(checker):
    assert_problem(checker.get("/api/v1/claims", HTTP_ACCEPT="image/png"), 406, "not_acceptable")


def test_a_throttled_caller_is_told_when_to_come_back(checker, monkeypatch):
    monkeypatch.setattr(UserRateThrottle, "rate", "1/min", raising=False)
    from django.core.cache import cache

    cache.clear()
    assert checker.get("/api/v1/claims").status_code == 200
    response = checker.get("/api/v1/claims")
    cache.clear()
    assert_problem(response, 429, "throttled")
    assert 1 <= int(response["Retry-After"]) <= 60


def test_an_error_nobody_foresaw_is_logged_and_shows_nothing(checker, monkeypatch, caplog):
    def fail(*_args, **_kwargs):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(ClaimsView, "get_queryset", fail)
    with caplog.at_level(logging.ERROR):
        response = checker.get("/api/v1/claims")
    assert_problem(response, 500, "internal_error")
    assert b"secret" not in response.content
    assert any(
        row.exc_info and "the secret inside" in str(row.exc_info[1]) for row in caplog.records
    )


def test_a_database_that_does_not_answer_is_503_with_retry_after(checker, monkeypatch):
    def fail(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(ClaimsView, "get_queryset", fail)
    response = checker.get("/api/v1/claims")
    assert_problem(response, 503, "temporarily_unavailable")
    assert response["Retry-After"] == "5"


def test_a_view_that_declares_no_right_is_closed(checker, monkeypatch):
    monkeypatch.setattr(ArticlesView, "rights", {})
    assert_problem(checker.get("/api/v1/articles"), 403, "not_permitted")
    assert_problem(checker.post("/api/v1/articles", {}, format="json"), 403, "not_permitted")


def test_a_refused_right_is_named(client_of):
    reporter = client_of("reporter")
    body = assert_problem(reporter.get("/api/v1/events"), 403, "not_permitted")
    assert "ledger.view_entry" in body["detail"]


def test_every_wrong_field_is_listed_with_its_pointer(checker):
    response = checker.post(
        "/api/v1/articles", {"text": 5, "titel": "x", "published_on": "soon"}, format="json"
    )
    body = assert_problem(response, 400, "invalid_input")
    codes = {error["pointer"]: error["code"] for error in body["errors"]}
    assert codes["/text"] == "wrong_type"
    assert codes["/titel"] == "unknown_field"
    assert codes["/published_on"] == "invalid"


def test_a_body_over_the_limit_is_413(checker, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = checker.post("/api/v1/articles", {"text": "x" * 2000}, format="json")
    assert_problem(response, 413, "too_large")


def test_elsewhere_a_browser_gets_a_page(client):
    response = client.get("/nothing-here")
    assert "json" not in response["Content-Type"]
