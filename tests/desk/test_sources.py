"""Sources on the desk: their health in words, look now, pause, resume, retire."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from desk.pages import inspect
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factcheck.ledger.models import Entry
from sources.admin.labels import reason_in_words
from sources.models import Source
from sources.services.removing import remove_snapshot

ROOT = Path(__file__).resolve().parents[2]


def do(client, source, deed, **data):
    return client.post(reverse("admin:sources_source_do", args=[source.pk, deed]), data)


def test_check_now_puts_the_page_at_the_head(desk, browser):
    client = browser("checker")
    Source.objects.filter(pk=desk.source.pk).update(next_check_at=None)
    assert do(client, desk.source, "check").status_code == 302
    desk.source.refresh_from_db()
    assert desk.source.next_check_at is not None and desk.source.schedule_reason == "asked"


def test_pausing_needs_a_reason_and_is_on_record(desk, browser):
    client = browser("editor")
    refused = do(client, desk.source, "pause", reason="")
    assert refused.status_code == 400 and "Say why, in a few words." in inspect(refused).text
    for deed, state in (("pause", "paused"), ("resume", "active"), ("retire", "retired")):
        assert do(client, desk.source, deed, reason=f"Because of {deed}").status_code == 302
        desk.source.refresh_from_db()
        assert desk.source.state == state
    assert Entry.objects.filter(subject_type="source", note__startswith="Because").count() == 3
    assert do(client, desk.source, "check").status_code == 409


@pytest.mark.parametrize("role", ["reporter", "checker", "legal", "auditor"])
def test_pausing_is_refused_without_the_right_and_the_page_says_so(desk, browser, role):
    client = browser(role)
    response = do(client, desk.source, "pause", reason="No.")
    assert response.status_code == 403
    assert "Your role does not include this action." in inspect(response).text
    desk.source.refresh_from_db()
    assert desk.source.state == "active"


def test_a_snapshot_is_shown_as_text_with_headers_and_digest(desk, browser):
    url = reverse("admin:sources_snapshot_change", args=[desk.snapshot.pk])
    shown = inspect(browser("auditor").get(url)).text
    assert desk.snapshot.body_id in shown and "content-type" in shown
    assert "The harbour office counted 412 ships" in shown


def test_observations_are_for_those_who_may_see_the_machine(desk, browser):
    url = reverse("admin:sources_source_change", args=[desk.source.pk])
    assert "Latest looks" in inspect(browser("auditor").get(url)).text
    assert "Latest looks" not in inspect(browser("checker").get(url)).text


def test_every_code_a_look_can_leave_has_words():
    from sources.fetching.records import FetchCode
    from sources.services.outcomes import OutcomeKind

    codes = {*FetchCode, *OutcomeKind}
    comparing = "".join(path.read_text() for path in (ROOT / "sources/comparing").glob("*.py"))
    codes |= set(re.findall(r'(?:reason=|ResponseState\.\w+, )"([a-z_]+)"', comparing))
    unknown = {str(code) for code in codes if reason_in_words(str(code)) == str(code)}
    assert unknown - {"missing", "gone", "unreachable", "unchanged", "wall"} == set()


def test_codes_with_more_behind_them_keep_it():
    assert reason_in_words("dns: no such host") == "its name is not known (no such host)"
    assert reason_in_words("status_404") == "HTTP 404"
    assert reason_in_words("poor_page_no_text") == "no text"
    assert reason_in_words("something else") == "something else"


def test_replacing_shows_what_will_move_then_moves_it_and_says_so(desk, browser):
    client = browser("editor")
    url = reverse("admin:sources_source_replace", args=[desk.source.pk])
    page = reverse("admin:sources_source_change", args=[desk.source.pk])
    assert url in client.get(page).content.decode()
    asked = client.get(url)
    passage = desk.source.passages.first()
    assert asked.status_code == 200 and passage.exact in inspect(asked).text
    refused = client.post(url, {"url": "http://127.0.0.1/", "reason": "It moved."})
    assert refused.status_code == 400
    assert client.post(url, {"url": "https://new.example/", "reason": ""}).status_code == 400
    done = client.post(url, {"url": "https://new.example/a", "reason": "It moved."}, follow=True)
    assert done.status_code == 200
    passage.refresh_from_db()
    assert passage.source.url == "https://new.example/a" and passage.state == "unread"
    assert "Replaced by" in inspect(client.get(page)).text


def test_the_page_of_a_source_says_when_it_is_looked_at_next_why_and_how_late(desk, browser):
    from datetime import timedelta

    from factcheck.clock import now

    Source.objects.filter(pk=desk.source.pk).update(
        next_check_at=now() + timedelta(hours=3),
        interval_seconds=6 * 3600,
        schedule_reason="deadline",
    )
    client = browser("checker")
    shown = inspect(client.get(reverse("admin:sources_source_change", args=[desk.source.pk]))).text
    assert "about 3 hours" in shown and "a deadline is near" in shown
    listed = inspect(client.get(reverse("admin:sources_source_changelist"))).text
    assert "about 3 hours" in listed


def test_an_overloaded_server_is_told_on_the_first_page_its_list_and_its_own_page(desk, browser):
    from factcheck.clock import now
    from sources.models import Host

    Host.objects.filter(pk=desk.source.host_id).update(
        strained_since=now(), wanted_per_day=200_000, stretch=5.8
    )
    client = browser("editor")
    host = Host.objects.get(pk=desk.source.host_id)
    sentence = "stretched 5.8 times"
    assert sentence in inspect(client.get(reverse("admin:index"))).text
    strained = client.get(reverse("admin:sources_host_changelist"), {"load": "strained"})
    assert host.name in inspect(strained).text
    own = client.get(reverse("admin:sources_host_change", args=[host.pk]))
    assert sentence in inspect(own).text


def capture(client, source, content: bytes, name: str = "page.html", note: str = ""):
    file = SimpleUploadedFile(name, content)
    url = reverse("admin:sources_source_capture", args=[source.pk])
    return client.post(url, {"file": file, "note": note})


def test_a_captured_page_is_shown_as_text_with_who_brought_it(desk, browser):
    client = browser("checker")
    page = b"<html><h1>Harbour</h1><p>Ships came in.</p><script>alert(1)</script></html>"
    response = capture(client, desk.source, page, name="<b>saved</b>.html", note="In Firefox")
    assert response.status_code == 302
    shown = inspect(client.get(response["Location"]))
    assert "captured by hand · checker · In Firefox" in shown.text
    assert "Ships came in." in shown.text and "alert(1)" not in shown.text
    assert Entry.objects.filter(kind="source.captured").count() == 1


def test_a_refused_capture_says_why_and_a_missing_file_is_asked_for(desk, browser, settings):
    client = browser("checker")
    refused = capture(client, desk.source, b"PK\x03\x04")
    assert refused.status_code == 400
    assert "neither HTML, PDF, MHTML, WARC nor plain text" in inspect(refused).text
    settings.CAPTURE_MAX_BYTES = 10
    assert capture(client, desk.source, b"<html>" * 10).status_code == 413
    url = reverse("admin:sources_source_capture", args=[desk.source.pk])
    assert client.post(url, {}).status_code == 400
    assert client.get(url).status_code == 405


def test_a_removed_version_says_who_removed_it_and_why(desk, browser, people):
    snapshot = desk.snapshot
    remove_snapshot(snapshot=snapshot, actor=people["editor"], reason="Order of a court")
    shown = inspect(
        browser("checker").get(reverse("admin:sources_snapshot_change", args=[snapshot.pk]))
    )
    assert "editor · Order of a court" in shown.text


def test_a_desk_admin_takes_a_version_down_once_and_with_a_reason(desk, browser):
    client = browser("desk_admin")
    page = reverse("admin:sources_snapshot_change", args=[desk.snapshot.pk])
    url = reverse("admin:sources_snapshot_remove", args=[desk.snapshot.pk])
    text = desk.snapshot.text
    assert text and "Remove the content" in inspect(client.get(page)).text
    assert client.get(url).status_code == 405
    refused = client.post(url, {"reason": "  "})
    assert refused.status_code == 400 and "No reason is given." in inspect(refused).text
    assert client.post(url, {"reason": "x" * 301}).status_code == 400
    desk.snapshot.refresh_from_db()
    assert desk.snapshot.text == text
    done = client.post(url, {"reason": "Order of a court"}, follow=True)
    shown = inspect(done).text
    assert "desk_admin · Order of a court" in shown and "Remove the content" not in shown
    desk.snapshot.refresh_from_db()
    assert desk.snapshot.text == "" and desk.snapshot.removed_by.username == "desk_admin"
    assert Entry.objects.get(kind="snapshot.removed").note == "Order of a court"
    assert client.post(url, {"reason": "Again"}).status_code == 409


def test_only_who_may_take_a_version_down_is_offered_it(desk, browser):
    page = reverse("admin:sources_snapshot_change", args=[desk.snapshot.pk])
    for role in ("editor", "legal", "auditor"):
        assert "Remove the content" not in inspect(browser(role).get(page)).text
