"""From a closed day to a kept stamp: a real authority behind a tiny server, and its failures."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from local_tsa import DAY
from proof_steps import close, observe

from factcheck.clock import database_now
from factcheck.ledger.services import seal_entries
from sources.admin.proof_card import late_stamps
from sources.models import ObservationRoot, Timestamp
from sources.services.proof_stamps import stamp_due, verify_stamps, waiting_stamps
from sources.tasks import stamp_roots

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority(make_tsa, local_site, settings):
    tsa = make_tsa()
    settings.FETCH_ALLOW = local_site.host_key
    settings.TIMESTAMP_AUTHORITIES = [tsa.url]
    settings.TIMESTAMP_ROOTS = str(tsa.roots)
    return tsa


@pytest.fixture
def closed():
    yesterday = database_now() - timedelta(days=1)
    observe(at=yesterday, count=3)
    close(yesterday.date())
    seal_entries()
    return ObservationRoot.objects.get()


def later(hours=1):
    return stamp_due(now=database_now() + timedelta(hours=hours))


def problems():
    return list(Timestamp.objects.order_by("pk").values_list("problem", flat=True))


def test_a_root_and_the_ledger_s_head_are_stamped_once(authority, closed):
    assert stamp_due() == 2 and stamp_due() == 0 and later() == 0
    root, head = Timestamp.objects.order_by("-subject")
    assert root.reference == str(closed.day) and closed.root in root.message
    assert head.subject == "head" and head.message.startswith("factcheck ledger ")
    for row in (root, head):
        assert row.chain.count("BEGIN CERTIFICATE") == 2
        assert abs(row.stamped_at - database_now()) < timedelta(minutes=5)
    assert verify_stamps() == (2, [])
    assert authority.site.count("/tsa") == 2


def test_without_an_authority_nothing_is_wished_for(closed):
    assert stamp_roots() == 0 and not Timestamp.objects.exists()


@pytest.mark.parametrize("trouble", ["nonce", "imprint", "refused", "http", "garbled"])
def test_a_bad_answer_is_told_kept_out_and_asked_for_again(authority, closed, trouble):
    answers = {
        "nonce": lambda query: authority.stamp(authority.query(b"x")),
        "imprint": lambda query: authority.stamp(query.replace(query[-60:-28], b"\7" * 32)),
        "refused": authority.stamp,
        "http": authority.stamp,
        "garbled": lambda query: b"<p>Service closed</p>",
    }
    authority.answer = answers[trouble]
    if trouble == "refused":
        authority.configure(digests="sha512")
    authority.status = 503 if trouble == "http" else 200
    assert stamp_due() == 0
    assert all(problems()) and not Timestamp.objects.filter(answer__isnull=False).exists()
    assert stamp_due() == 0 and authority.site.count("/tsa") == 2  # not before its time
    authority.answer, authority.status = authority.stamp, 200
    authority.configure()
    assert later() == 2 and problems() == ["", ""]


def test_an_expired_signer_is_no_stamp(make_tsa, authority, closed, settings):
    old = make_tsa(begins=-3 * DAY, ends=-DAY)
    settings.TIMESTAMP_ROOTS = str(old.roots)
    settings.TIMESTAMP_AUTHORITIES = [old.url]
    assert stamp_due() == 0
    assert all("untrusted" in problem for problem in problems())


def test_an_authority_on_a_private_address_is_refused_by_the_gate(authority, closed, settings):
    settings.FETCH_ALLOW = ""
    assert stamp_due() == 0
    assert all("forbidden_address" in problem for problem in problems())
    assert authority.site.count() == 0


def test_a_worker_killed_while_asking_costs_one_lease(authority, closed):

    authority.answer = lambda query: b""
    stamp_due()
    Timestamp.objects.update(attempts=1, problem="", next_try_at=database_now() + timedelta(60))
    # As after kill -9: leased, never reported. When the lease is over, somebody else asks.
    Timestamp.objects.update(next_try_at=database_now() - timedelta(seconds=1))
    authority.answer = authority.stamp
    assert stamp_due() == 2
    assert set(Timestamp.objects.values_list("attempts", flat=True)) == {2}


def test_a_root_rewritten_after_its_stamp_is_found(authority, closed):
    stamp_due()
    ObservationRoot.objects.update(root="0" * 64)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_timestamps", stdout=out, stderr=out)
    assert f"root {closed.day} {authority.url} changed" in out.getvalue()


def test_a_stamp_altered_in_the_database_is_found(authority, closed):
    stamp_due()
    row = Timestamp.objects.get(subject="root")
    spoilt = bytearray(row.answer)
    spoilt[-20] ^= 1
    Timestamp.objects.filter(pk=row.pk).update(answer=bytes(spoilt))
    assert [trouble.code for trouble in verify_stamps()[1]] == ["untrusted"]


def test_stamps_that_wait_longer_than_a_day_are_told(authority, closed):
    authority.status = 500
    stamp_due()
    assert waiting_stamps(older_than=timedelta(days=1)) == []
    tomorrow = database_now() + timedelta(days=2)
    assert len(waiting_stamps(older_than=timedelta(days=1), now=tomorrow)) == 2


def test_the_dashboard_tells_of_them(authority, closed, people):
    authority.status = 500
    stamp_due()
    assert late_stamps(people["editor"], now=database_now()) == []
    Timestamp.objects.update(created_at=database_now() - timedelta(days=2))
    (card,) = late_stamps(people["editor"], now=database_now())
    assert card.count == 2 and "HTTP 500" in card.rows[0].detail
    assert late_stamps(people["reporter"], now=database_now()) == []
