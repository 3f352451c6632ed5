"""Facts about accounts keep their place in the order, and their content for those who may look."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from factcheck.ledger.services import seal_entries
from factcheck.people.services import invite_person

pytestmark = pytest.mark.django_db
ADDRESS = "new.colleague@example.org"


@pytest.fixture
def invited(people):
    invite_person(email=ADDRESS, role="checker", actor=people["desk_admin"])
    seal_entries()
    return people


@pytest.mark.parametrize(
    ("role", "told"),
    [("service", False), ("checker", False), ("legal", False), ("auditor", True)],
)
def test_the_feed_tells_accounts_only_to_those_who_may_look_at_them(invited, role, told) -> None:
    client = APIClient()
    client.force_authenticate(invited[role])
    events = client.get("/api/v1/events").json()["results"]
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    invitation = next(event for event in events if event["type"] == "person.invited")
    assert invitation["data"] == ({"email": ADDRESS, "role": "checker"} if told else {})


@pytest.mark.parametrize(("role", "told"), [("checker", False), ("auditor", True)])
def test_the_ledger_page_lists_accounts_only_for_those_who_may_look(invited, role, told) -> None:
    client = Client()
    client.force_login(invited[role])
    page = client.get(reverse("admin:ledger_entry_changelist"))
    assert page.status_code == 200
    assert ("person.invited" in page.content.decode()) is told
