"""What the first page says of watches that need a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories_sources import make_source

from factcheck.clock import database_now
from sources.admin.dashboard import source_cards, unhealthy
from sources.models import Change, Host, Source
from sources.services.watch_health import restless, silent, still

pytestmark = pytest.mark.django_db


def cards(person):
    return {card.code: card for card in source_cards(person)}


def test_more_than_thirty_changes_a_day_are_on_the_health_list():
    busy, calm = make_source(), make_source()
    for source, number in ((busy, 31), (calm, 30)):
        Change.objects.bulk_create(
            Change(source=source, kind="update", fence=n, detected_at=database_now())
            for n in range(number)
        )
    assert list(Source.objects.filter(restless(database_now()))) == [busy]


def test_a_page_that_never_changed_in_half_a_year_is_on_the_health_list():
    quiet, young, moved = make_source(), make_source(), make_source()
    long_ago = database_now() - timedelta(days=181)
    Source.objects.update(health="ok")
    Source.objects.filter(pk__in=[quiet.pk, moved.pk]).update(created_at=long_ago)
    Source.objects.filter(pk=moved.pk).update(changes_seen=1)
    assert list(Source.objects.filter(still(database_now()))) == [quiet]
    assert young.pk != quiet.pk


def test_a_page_blocked_for_a_week_is_on_the_health_list(people):
    source, other = make_source(), make_source()
    for row, days in ((source, 8), (other, 6)):
        since = database_now() - timedelta(days=days)
        Source.objects.filter(pk=row.pk).update(health="blocked", health_since=since)
    assert list(Source.objects.filter(silent(database_now()))) == [source]
    assert cards(people["editor"])["doubtful"].count == 1


def test_a_blocking_host_is_one_line_and_its_pages_are_not_listed_one_by_one(people):
    for number in range(4):
        make_source(f"https://blocking.example.com/{number}")
    alone = make_source("https://other.example.com/page")
    Source.objects.update(health="blocked", health_since=database_now())
    Host.objects.filter(name="blocking.example.com").update(
        blocked_since=database_now(), fail_streak=3
    )
    assert list(Source.objects.filter(unhealthy())) == [alone]
    found = cards(people["desk_admin"])
    assert found["unhealthy"].count == 1
    (row,) = found["blocking"].rows
    assert row.text == "blocking.example.com" and "4" in row.detail
