"""Pushing to a public archive: once per occasion, paced, patient, honest about how far it is."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from factories_sources import ALTERED, QUOTE, look, make_passage, make_source
from local_archive import LocalArchive

from factcheck.clock import database_now
from sources.models import ArchivePush, Source
from sources.services import proof_pushes as pushes
from sources.services.proof_pushes import push_due
from sources.tasks import push_to_archive

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(local_site, settings):
    stand_in = LocalArchive(local_site)
    settings.FETCH_ALLOW = local_site.host_key
    settings.ARCHIVE_PUSH_URL = stand_in.url
    settings.ARCHIVE_ACCESS_KEY, settings.ARCHIVE_SECRET_KEY = "key", "secret"
    return stand_in


def after(**span):
    return push_due(now=database_now() + timedelta(**span))


def states():
    return list(ArchivePush.objects.order_by("pk").values_list("state", flat=True))


def test_nothing_is_pushed_unless_it_is_switched_on():
    make_source()
    assert push_to_archive() == 0 and not ArchivePush.objects.exists()


def test_submitted_is_not_archived_until_the_archive_says_when(archive):
    source = make_source()
    archive.polls = 1
    assert push_due() == 0 and states() == ["submitted"]
    assert archive.forms[0]["url"] == source.url and archive.keys == ["LOW key:secret"]
    assert after(minutes=1) == 0 and states() == ["submitted"]
    assert after(minutes=5) == 1 and states() == ["archived"]
    push = ArchivePush.objects.get()
    assert push.archived_url == f"{archive.url}/web/20260301120000/{source.url}"
    assert push.archived_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert after(hours=1) == 0 and len(archive.captures) == 1


def test_one_capture_per_new_source_and_per_confirmed_change(archive):
    source = make_source()
    make_passage(source)
    make_passage(source, exact="Another sentence that stands on the page.")
    look(source, QUOTE, "Another sentence that stands on the page.")
    push_due()
    look(source, ALTERED, "Another sentence that never stood on the page.")
    look(source, ALTERED, "Another sentence that never stood on the page.")
    for minute in range(2, 8):
        after(minutes=minute)
    assert states() == ["archived", "archived"] and archive.captures == [source.url] * 2
    assert sorted(ArchivePush.objects.values_list("occasion", flat=True))[0] == 0


def test_pushes_stay_at_six_a_minute_however_many_workers_ask(archive):
    for _ in range(20):
        make_source()
    start = database_now()
    push_due(now=start)
    push_due(now=start + timedelta(seconds=20))
    push_due(now=start + timedelta(seconds=40))
    assert len(archive.forms) == 6
    push_due(now=start + timedelta(seconds=61))
    assert len(archive.forms) == 12


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((429, "error:too-many-requests"), "error:too-many-requests"),
        ((200, "error:user-session-limit"), "error:user-session-limit"),
        ((503, ""), "http_503"),
    ],
)
def test_a_refusal_keeps_its_code_and_is_tried_again_later(archive, answer, code):
    make_source()
    archive.refuse = answer
    push_due()
    push = ArchivePush.objects.get()
    assert (push.state, push.error_code) == ("waiting", code)
    after(minutes=4)
    assert len(archive.forms) == 1
    archive.refuse = None
    after(minutes=6)
    assert after(minutes=8) == 1


def test_what_the_archive_will_never_take_is_given_up_at_once(archive):
    make_source()
    archive.refuse = (400, "error:blocked-url")
    push_due()
    assert states() == ["given_up"] and after(hours=1) == 0 and len(archive.forms) == 1


def test_a_job_that_fails_is_asked_for_again_and_given_up_after_a_day(archive):
    make_source()
    archive.fail_jobs = "error:gateway-timeout"
    push_due()
    after(minutes=1)
    push = ArchivePush.objects.get()
    assert (push.state, push.error_code, push.job_id) == ("waiting", "error:gateway-timeout", "")
    for hour in range(1, 27):
        after(hours=hour)
    push.refresh_from_db()
    assert push.state == "given_up" and push.error_code == "error:gateway-timeout"
    assert 2 <= len(archive.forms) <= 40


def test_a_worker_killed_after_asking_makes_no_second_capture(archive, monkeypatch):
    make_source()

    class Killed(BaseException):
        """kill -9: nothing more is written."""

    real = pushes._send

    def dying(*arguments):
        real(*arguments)
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(pushes, "_send", dying)
        push_due()
    assert len(archive.captures) == 1 and states() == ["waiting"]
    assert after(minutes=2) == 0 and len(archive.forms) == 1  # still leased
    after(minutes=6)
    assert after(minutes=8) == 1
    assert len(archive.captures) == 1 and "if_not_archived_within" in archive.forms[1]


def test_a_late_answer_of_a_lost_lease_changes_nothing(archive, monkeypatch):
    make_source()
    real = pushes._send

    def slow(*arguments):
        answer = real(*arguments)
        ArchivePush.objects.update(attempts=7, job_id="theirs")
        return answer

    monkeypatch.setattr(pushes, "_send", slow)
    push_due()
    push = ArchivePush.objects.get()
    assert (push.attempts, push.job_id, push.state) == (7, "theirs", "waiting")


def test_switching_it_on_does_not_push_history(archive):
    old = make_source()
    Source.objects.filter(pk=old.pk).update(created_at=database_now() - timedelta(days=3))
    assert push_due() == 0 and not ArchivePush.objects.exists()


def test_the_gate_refuses_a_private_archive(archive, settings):
    make_source()
    settings.FETCH_ALLOW = ""
    push_due()
    assert ArchivePush.objects.get().error_code == "forbidden_address"
    assert archive.forms == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_ask_once(archive):
    for _ in range(8):
        make_source()
    barrier = threading.Barrier(3)

    def run():
        barrier.wait(10)
        push_due()
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(archive.forms) == 6 == len(set(archive.captures))


def test_the_source_s_page_links_to_the_capture(archive, people, client):
    source = make_source()
    push_due()
    client.force_login(people["editor"])
    page = f"/admin/sources/source/{source.pk}/change/"
    shown = client.get(page, headers={"accept-language": "en"})
    assert shown.status_code == 200 and 'id="title-archive"' in shown.content.decode()
    assert "/web/" not in shown.content.decode()
    after(minutes=5)
    assert f"{archive.url}/web/20260301120000/" in client.get(page).content.decode()
