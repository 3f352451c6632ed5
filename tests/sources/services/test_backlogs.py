"""After a standstill the urgent comes first, politely, and nothing comes sooner than it was due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories_sources import make_source

from factcheck.clock import database_now
from sources.models import Host, Source
from sources.services.asking import ask_check
from sources.services.backlogs import order_backlogs
from sources.services.leasing import lease_due

pytestmark = pytest.mark.django_db


def standstill(url, *, interval, late=timedelta(days=2), **more):
    source = make_source(url)
    due = database_now() - late
    Source.objects.filter(pk=source.pk).update(
        next_check_at=due, interval_seconds=interval, schedule_reason="regular", **more
    )
    host = Host.objects.get(pk=source.host_id)
    earliest = Source.objects.filter(host=host).earliest("next_check_at").next_check_at
    Host.objects.filter(pk=host.pk).update(next_due_at=earliest)
    return source


def test_after_downtime_the_pages_of_a_host_are_read_by_urgency(settings):
    settings.FETCH_HOST_DELAY_SECONDS = 0
    for number in range(30):
        late = timedelta(days=2, minutes=number)
        standstill(f"https://line.example.com/{number}", interval=14 * 86_400, late=late)
    urgent = standstill("https://line.example.com/urgent", interval=600, late=timedelta(hours=4))
    wished = standstill("https://line.example.com/wished", interval=14 * 86_400)
    ask_check(source=wished, actor=None)
    before = sorted(Source.objects.values_list("next_check_at", flat=True))
    assert order_backlogs() > 0
    assert sorted(Source.objects.values_list("next_check_at", flat=True)) == before
    assert order_backlogs() == 0
    [leased] = lease_due(owner="one", per_host=3)
    assert [due.id for due in leased.sources[:2]] == [wished.pk, urgent.pk]


def test_after_downtime_the_host_with_the_most_urgent_page_comes_first():
    for number in range(5):
        standstill(f"https://calm{number}.example.com/", interval=14 * 86_400)
    urgent = standstill("https://urgent.example.com/", interval=600, late=timedelta(hours=4))
    order_backlogs()
    assert lease_due(owner="one", hosts=1)[0].id == urgent.host_id


def test_what_is_only_just_due_is_left_in_its_order():
    for number in range(25):
        late = timedelta(minutes=number / 5)
        standstill(f"https://line.example.com/{number}", interval=600 * number + 1, late=late)
    assert order_backlogs() == 0
