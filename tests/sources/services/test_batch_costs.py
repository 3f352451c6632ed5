"""What a batch costs: a fixed number of statements, and no more time than its lease."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories_sources import make_due, make_passage, make_source, page_outcome
from factories_sources import plain_outcome as plain

from sources.models import Source
from sources.services import checking
from sources.services.leasing import lease_due
from sources.services.outcomes import OutcomeKind
from sources.services.recording import record_outcomes


def statements_of_one_batch(pages: int, kind: OutcomeKind) -> int:
    for number in range(pages):
        source = make_source(f"https://{kind}{pages}-{number % 3}.example.com/{number}")
        make_passage(source, exact="The harbour handled 412 ships in 2023.")
    first = lease_due(owner="first")
    due = [one for leased in first for one in leased.sources]
    record_outcomes(
        leased=first,
        outcomes=[page_outcome(one, "The harbour handled 412 ships in 2023.") for one in due],
    )
    make_due()
    with CaptureQueriesContext(connection) as seen:
        leased = lease_due(owner="second")
        outcomes = [plain(one, kind) for host in leased for one in host.sources]
        assert record_outcomes(leased=leased, outcomes=outcomes).checked == pages
    Source.objects.update(state="paused", next_check_at=None)
    return len(seen)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [OutcomeKind.NOT_MODIFIED, OutcomeKind.UNCHANGED])
def test_leasing_and_recording_take_the_same_statements_however_many_pages(settings, kind):
    settings.FETCH_HOST_DELAY_SECONDS = 0
    few, many = statements_of_one_batch(3, kind), statements_of_one_batch(30, kind)
    # SQLite takes a large statement in parts, for its limit on parameters.
    parts = 0 if connection.vendor == "postgresql" else 2
    assert few <= many <= few + parts <= 25


@pytest.mark.django_db
def test_pages_there_is_no_time_to_read_stay_due_and_are_read_by_the_next_batch(
    local_site, settings, monkeypatch
):
    settings.FETCH_ALLOW, settings.FETCH_HOST_DELAY_SECONDS = local_site.host_key, 0
    settings.FETCH_ROBOTS = "ignore"
    local_site.html("/", "Page", "The harbour handled 412 ships in 2023.")
    source = make_source(local_site.url("/"))
    with monkeypatch.context() as late:
        late.setattr(checking, "_read_until", lambda started: started - 1)
        assert checking.check_due(owner="late").checked == 0
    make_due(source)
    assert checking.check_due(owner="next").checked == 1
