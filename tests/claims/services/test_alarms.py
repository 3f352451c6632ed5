"""An override is mailed to every editor once, in their language, and survives a refusing server."""

from __future__ import annotations

import pytest
from claim_steps import act, checked, ready
from django.core import mail

from claims.services import alarms
from claims.services.alarms import send_override_alarms
from claims.services.claims import edit_claim
from factcheck.people.models import User

pytestmark = pytest.mark.django_db
REASON = "the printer is waiting for this page"


@pytest.fixture
def overridden(people):
    User.objects.filter(username="editor").update(email="ed@example.org", language="en")
    User.objects.filter(username="editor2").update(email="henshu@example.org", language="ja")
    User.objects.filter(username="checker").update(email="cho@example.org")
    claim = ready(people)
    edit_claim(
        claim_id=claim.pk, actor=people["checker"], wording="The harbour\nhandled 412 ships."
    )
    act(claim, "submit", people["checker"])
    return act(claim, "override", people["editor"], note=REASON)


def test_every_editor_is_told_once_in_their_language(overridden) -> None:
    assert [send_override_alarms() for _round in range(3)] == [1, 0, 0]
    assert {message.to[0]: message.subject for message in mail.outbox} == {
        "ed@example.org": "Approved without a second person: The harbour handled 412 ships.",
        "henshu@example.org": "第二の確認者なしの承認: The harbour handled 412 ships.",
    }
    for message in mail.outbox:
        assert REASON in message.body
        assert str(overridden.pk) in message.body


def test_what_was_told_never_hides_what_was_not(overridden, people) -> None:
    assert send_override_alarms(limit=1) == 1
    second = act(ready(people), "submit", people["checker"])
    act(second, "override", people["editor"], note=REASON)
    assert send_override_alarms(limit=1) == 1
    assert str(second.pk) in mail.outbox[-1].body


def test_a_mail_server_that_refuses_delays_the_alarm_and_loses_none(
    overridden, monkeypatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(alarms, "send_mail", refuse)
        with pytest.raises(ConnectionRefusedError):
            send_override_alarms()
    assert send_override_alarms() == 1
    assert len(mail.outbox) == 2


def test_an_ordinary_approval_alarms_nobody(people) -> None:
    checked(people)
    assert send_override_alarms() == 0
    assert mail.outbox == []
