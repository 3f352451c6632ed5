"""Clients of the API: one per role, with a real token."""

from __future__ import annotations

import pytest
from factories import make_rating
from rest_framework.test import APIClient

from factcheck.people.services import issue_token


@pytest.fixture
def client_of(people):
    """Return a client that speaks for the person of this name, by bearer token."""

    def make(name: str) -> APIClient:
        _token, secret = issue_token(user=people[name], name="test", actor=None)
        client = APIClient(raise_request_exception=False)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}", HTTP_ACCEPT_LANGUAGE="en")
        client.person = people[name]
        return client

    return make


@pytest.fixture
def checker(client_of):
    return client_of("checker")


@pytest.fixture
def editor(client_of):
    return client_of("editor")


@pytest.fixture
def ratings(db):
    return [make_rating("true"), make_rating("false")]


@pytest.fixture(autouse=True)
def rings(monkeypatch):
    """Doorbells rung, instead of a broker."""
    from claims.tasks import extract_queued_articles
    from sources.tasks import check_host_now

    heard = []
    for task in (extract_queued_articles, check_host_now):
        monkeypatch.setattr(
            task,
            "apply_async",
            lambda args=(), _name=task.name, **_kw: heard.append((_name, *args)),
        )
    return heard
