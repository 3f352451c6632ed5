"""What every test shares: people of each role, and a site that changes and lies."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

pytest_plugins = ["local_site", "local_tsa", "ledger_flush", "servers", "local_tls"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of row locks belong to the PostgreSQL run."""
    if connection.vendor == "postgresql":
        return
    apart = [item for item in items if item.get_closest_marker("postgresql")]
    if apart:
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if item not in apart]


@pytest.fixture(autouse=True)
def _language() -> None:
    """A request leaves its language active in the thread: no test speaks that of the one before."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def people(db):
    """One signed-up person of each role, by role name, plus a second checker and editor."""
    from factories import make_people

    return make_people()
