"""What every test shares: people of each role, and a site that changes and lies."""

from __future__ import annotations

import pytest

pytest_plugins = ["local_site", "ledger_flush", "servers"]


@pytest.fixture
def people(db):
    """One signed-up person of each role, by role name, plus a second checker and editor."""
    from factories import make_people

    return make_people()
