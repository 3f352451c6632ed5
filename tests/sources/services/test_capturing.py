"""Capture by hand: what a person saw counts, is marked as such, and proves no absence."""

from __future__ import annotations

import pytest
from factories_sources import (
    ALTERED,
    OTHER,
    QUOTE,
    kinds,
    look,
    look_and_see,
    make_passage,
    make_source,
    state,
)

from factcheck.errors import FactcheckError
from factcheck.ledger.models import Entry
from sources.models import Change, Snapshot
from sources.services.adding import add_source
from sources.services.bodies import read_body_bytes
from sources.services.capturing import NOT_IN_CAPTURE, capture_page
from sources.services.outcomes import OutcomeKind
from sources.services.passages import watch_passage

pytestmark = pytest.mark.django_db


def page(*paragraphs: str) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!doctype html><title>Ships</title><body><h1>Ships</h1>{text}</body>".encode()


@pytest.fixture
def bring(people):
    def bring(source, *paragraphs, data=None, **more):
        return capture_page(
            source=source,
            data=page(*paragraphs) if data is None else data,
            filename="ships.html",
            actor=people["checker"],
            **more,
        )

    return bring


def refusal(*args, bring, **more) -> FactcheckError:
    with pytest.raises(FactcheckError) as caught:
        bring(*args, **more)
    return caught.value


def test_a_page_the_robot_cannot_see_is_captured_and_its_passage_found(bring, people):
    source = make_source()
    passage = make_passage(source)
    look_and_see(source, OutcomeKind.BLOCKED)
    snapshot = bring(source, QUOTE, OTHER, note="With our subscription")
    assert state(passage) == "intact" and passage.cited_snapshot == snapshot
    assert (snapshot.origin, snapshot.captured_by) == ("hand", people["checker"])
    assert snapshot.captured_note == "With our subscription" and snapshot.status == 0
    assert read_body_bytes(snapshot.body_id) == page(QUOTE, OTHER)
    reading = passage.readings.get()
    assert reading.snapshot == snapshot
    assert snapshot.text[reading.start : reading.end] == QUOTE
    entry = Entry.objects.get(kind="source.captured")
    assert entry.actor == people["checker"] and entry.data["sha256"] == snapshot.body_id
    source.refresh_from_db()
    assert source.health == "blocked" and source.latest_snapshot == snapshot


def test_a_robots_blocked_look_afterwards_does_not_undo_what_the_capture_showed(bring):
    source = make_source()
    passage = make_passage(source)
    bring(source, QUOTE, OTHER)
    for kind in (OutcomeKind.BLOCKED, OutcomeKind.RESTRICTED, OutcomeKind.UNREACHABLE):
        look_and_see(source, kind)
    assert state(passage) == "intact" and kinds() == []


def test_the_robots_first_look_after_a_capture_is_no_change_of_the_page(bring):
    source = make_source()
    passage = make_passage(source)
    bring(source, QUOTE, OTHER)
    same_reader = Snapshot.objects.get().reader_version
    look(source, QUOTE, "Other words around it.", reader_version=same_reader)
    assert state(passage) == "intact" and kinds() == []
    assert Snapshot.objects.count() == 2


def test_an_altered_passage_in_a_capture_is_told_like_any_other(bring, told):
    source = make_source()
    passage = make_passage(source)
    look(source, QUOTE, OTHER)
    snapshot = bring(source, ALTERED, OTHER)
    assert state(passage) == "altered" and kinds() == ["passage_altered"]
    assert told == [(source.pk, ["passage_altered"])]
    change = Change.objects.get()
    assert (change.after_snapshot, change.after, change.fence) == (snapshot, ALTERED, -1)
    source.refresh_from_db()
    assert source.latest_snapshot != snapshot  # the robot still reads the page itself


def test_a_passage_that_is_not_in_the_file_is_cannot_tell_never_gone(bring):
    source = make_source()
    known, fresh = make_passage(source), None
    look(source, QUOTE, OTHER)
    for _ in range(3):
        bring(source, OTHER)
    assert state(known) == "intact" and kinds() == []
    unread = make_source()
    fresh = make_passage(unread)
    bring(unread, OTHER)
    assert state(fresh) == "cannot_tell"
    assert fresh.readings.get().reason == NOT_IN_CAPTURE


def test_a_passage_cited_after_the_capture_is_found_in_it(bring):
    source = make_source()
    snapshot = bring(source, QUOTE, OTHER)
    passage = watch_passage(source=source, exact=QUOTE)
    assert passage.state == "intact" and passage.cited_snapshot == snapshot


def test_captures_neither_take_the_lease_nor_one_anothers_place(bring):
    source = make_source()
    make_passage(source)
    before = source.host.fence
    fences = [bring(source, QUOTE, str(number)).fence for number in range(3)]
    look(source, QUOTE, OTHER)
    source.host.refresh_from_db()
    assert fences == [-1, -2, -3] and source.host.fence == before + 1


def test_text_and_japanese_files_are_read_like_pages(bring):
    source = make_source()
    passage = make_passage(source, exact="港は2023年に412隻を扱った。")
    bring(source, data="港は2023年に412隻を扱った。\n市長が橋を開いた。".encode("cp932"))
    assert state(passage) == "intact"


WALL = b"<html><head><title>Just a moment...</title></head><body><div id='cf-challenge'>"
WALL += b"Checking your browser before accessing. Enable JavaScript and cookies</div></body></html>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04zip", "unknown_kind"),
        (b"%PDF-1.7 broken", "capture_not_readable"),
        (b"<html><body></body></html>", "capture_not_readable"),
        (WALL, "capture_not_readable"),
        (b"<html><title>404 Not Found</title><h1>Not Found</h1></html>", "capture_not_readable"),
    ],
)
def test_a_file_that_shows_no_page_is_refused_and_nothing_is_kept(bring, data, code):
    source = make_source("https://deep.example.com/ships")
    make_passage(source)
    error = refusal(source, data=data, bring=bring)
    assert (error.code, error.field) == (code, "file") and error.remedy
    assert Snapshot.objects.count() == 0
    assert not Entry.objects.filter(kind="source.captured").exists()


def test_a_file_above_the_limit_is_refused(bring, settings):
    settings.CAPTURE_MAX_BYTES = 1000
    assert refusal(make_source(), data=b"x" * 1001, bring=bring).code == "too_large"


def test_only_web_pages_are_captured(bring):
    book, _new = add_source(kind="publication", title="A book", locator="p. 3")
    assert refusal(book, QUOTE, bring=bring).code == "not_a_page"
