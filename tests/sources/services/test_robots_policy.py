"""robots.txt: the desk's rule, its limits, exceptions on record, and the decision of every look."""

from __future__ import annotations

from typing import Any

import pytest
from factories_sources import QUOTE, make_due, make_passage, make_source

from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger.models import Entry
from sources.models import Host, Observation, Source
from sources.services import checking
from sources.services.adding import add_source
from sources.services.robots_policy import ignore_robots, obey_robots, robots_decision


@pytest.mark.parametrize(
    ("desk", "own", "cited", "decision"),
    [
        ("obey", "", False, "obey"),
        ("obey", "", True, "obey"),
        ("ignore", "", True, "ignore"),
        ("ignore", "", False, "obey"),
        ("ignore", "obey", True, "obey"),
        ("obey", "ignore", False, "ignore"),
    ],
)
def test_a_desk_may_ignore_robots_txt_only_for_pages_a_person_cited(
    desk: str, own: str, cited: bool, decision: str
) -> None:
    assert robots_decision(desk=desk, own=own, cited=cited) == decision


def look() -> Observation:
    Host.objects.update(backoff_until=None)
    make_due()
    checking.check_due(owner="test")
    return Observation.objects.latest("pk")


@pytest.mark.django_db
def test_every_look_records_whether_robots_txt_was_obeyed(local_site: Any, settings: Any) -> None:
    settings.FETCH_ALLOW = local_site.host_key
    settings.FETCH_HOST_DELAY_SECONDS = 0
    local_site.robots("User-agent: *\nDisallow: /a\n")
    local_site.html("/a", "Ships", QUOTE)
    source = make_source(local_site.url("/a"))
    assert (look().outcome, look().robots) == ("robots", "obey")
    settings.FETCH_ROBOTS = "ignore"
    assert (look().outcome, look().robots) == ("robots", "obey")
    make_passage(source)
    seen = look()
    assert (seen.outcome, seen.robots) == ("ok", "ignore")
    obey_robots(source=source, actor=None, reason="The publisher asked us to.")
    assert (look().outcome, look().robots) == ("robots", "obey")


@pytest.mark.django_db
def test_an_exception_is_a_fact_with_its_reason() -> None:
    source = make_source()
    ignore_robots(source=source, actor=None, reason="A ministry's press release.")
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.note) == ("source.robots_decided", "A ministry's press release.")
    assert entry.changes == {"robots_policy": ["", "ignore"]}
    assert Source.objects.get().robots_policy == "ignore"
    with pytest.raises(Conflict):
        ignore_robots(source=source, actor=None, reason="Again.")


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001, "a\0b"])
def test_an_exception_without_a_usable_reason_is_refused(reason: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ignore_robots(source=make_source(), actor=None, reason=reason)
    assert refusal.value.field == "reason"


@pytest.mark.django_db
def test_a_work_outside_the_web_has_no_robots_txt() -> None:
    book, _new = add_source(kind="publication", title="A book")
    with pytest.raises(Conflict):
        ignore_robots(source=book, actor=None, reason="None needed.")
