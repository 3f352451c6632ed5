"""A desk to look at, and browsers logged in as each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from factcheck.people.models import User


@pytest.fixture(autouse=True)
def no_doorbells(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Rings go nowhere here; what was rung is kept for the asking."""
    from celery.app.task import Task

    rung: list[str] = []

    def ring(self: Task, args=(), kwargs=None, **options) -> None:
        rung.append(self.name)

    monkeypatch.setattr(Task, "apply_async", ring)
    return rung


@pytest.fixture
def desk(people: dict[str, User]):
    from desk.rows import make_desk

    return make_desk(people)


@pytest.fixture
def browser(people: dict[str, User]) -> Callable[..., Client]:
    """Log a role in; pages speak English unless told otherwise."""

    def open_as(role: str, language: str = "en") -> Client:
        User.objects.filter(pk=people[role].pk).update(language=language)
        client = Client()
        client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_as
