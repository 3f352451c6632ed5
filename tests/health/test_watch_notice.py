"""The health list tells an operator what the dashboard tells an editor."""

from __future__ import annotations

import pytest
from factories_sources import make_source

from factcheck.clock import database_now
from factcheck.health.notices import notices
from sources.models import Host
from sources.services.watch_health import watch_notice

pytestmark = pytest.mark.django_db


def test_a_blocking_server_and_a_doubtful_watch_are_told_and_a_well_desk_is_well():
    source = make_source()
    assert watch_notice().ok
    Host.objects.filter(pk=source.host_id).update(
        blocked_since=database_now(), strained_since=database_now(), fail_streak=3
    )
    notice = watch_notice()
    assert (notice.ok, notice.detail) == (
        False,
        "0 in doubt, 1 servers block us, 1 servers overloaded",
    )
    assert notice in notices()
