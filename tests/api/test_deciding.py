"""What people decide of a page: its class, robots.txt for it, and a page they saved themselves."""

from __future__ import annotations

import pytest
from api_steps import read, send
from django.core.files.uploadedfile import SimpleUploadedFile
from factories_sources import QUOTE, make_passage, make_source

from sources.models import Snapshot

pytestmark = pytest.mark.django_db
PAGE = f"<html><head><title>Ships</title></head><body><p>{QUOTE}</p><p>More.</p></body></html>"


def bring(client, source, data=None, **more):
    file = SimpleUploadedFile(
        "ships.html", PAGE.encode() if data is None else data, content_type="text/html"
    )
    path = f"/api/v1/sources/{source.pk}/captures"
    return client.post(path, {"file": file, **more}, format="multipart")


def test_a_page_captured_by_hand_becomes_a_version_with_its_passage(checker):
    passage = make_passage(make_source())
    response = bring(checker, passage.source, note="With our subscription.")
    assert response.status_code == 201, response.content
    snapshot = Snapshot.objects.get()
    assert response["Location"] == f"/api/v1/snapshots/{snapshot.pk}"
    assert (snapshot.captured_note, response.json()["title"]) == (
        "With our subscription.",
        "Ships",
    )
    passage.refresh_from_db()
    assert passage.state == "intact"


def test_a_body_larger_than_a_saved_page_may_be_is_refused_unread(checker, settings):
    settings.CAPTURE_MAX_BYTES = 1_000
    source = make_source()
    response = bring(checker, source, PAGE.encode() + b" " * 100_000)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    slightly = bring(checker, source, PAGE.encode() + b" " * 2_000)
    assert (slightly.status_code, slightly.json()["code"]) == (413, "too_large")
    assert not Snapshot.objects.exists()


def test_a_file_that_is_no_page_is_refused_with_its_code(checker):
    source = make_source()
    for data, code in ((b"", "empty_file"), (b"<html></html>", "capture_not_readable")):
        response = bring(checker, source, data)
        assert (response.status_code, response.json()["code"]) == (400, code)
    assert (
        checker.post(f"/api/v1/sources/{source.pk}/captures", {}, format="json").status_code == 415
    )
    missing = checker.post(f"/api/v1/sources/{source.pk}/captures", {}, format="multipart")
    assert (missing.status_code, missing.json()["code"]) == (400, "invalid_input")


def test_an_exception_from_robots_needs_a_reason_and_is_made_once(editor):
    path = f"sources/{make_source().pk}/robots"
    assert send(editor, path, {"policy": "ignore"}, 400)["code"] == "reason_required"
    send(editor, path, {"policy": "ignore", "reason": "Public interest."})
    again = send(editor, path, {"policy": "ignore", "reason": "Public interest."}, 409)
    assert again["code"] == "already_decided"
    send(editor, path, {"policy": "obey", "reason": "The site asked us."})


def test_the_class_of_a_page_is_chosen_and_given_back(editor):
    path = f"sources/{make_source().pk}"
    for given, chosen in (("statistics", True), ("", False)):
        response = editor.patch(f"/api/v1/{path}", {"page_class": given}, format="json")
        assert response.status_code == 200, response.content
        assert read(editor, path)["page_class_chosen"] is chosen
    refused = editor.patch(f"/api/v1/{path}", {"page_class": "weekly"}, format="json")
    assert refused.status_code == 400
