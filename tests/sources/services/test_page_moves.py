"""What became of a page as a whole, from the wire to the record, against a real site."""

from __future__ import annotations

import json

import pytest
from factories_sources import ALTERED, OTHER, QUOTE, kinds, make_due, make_passage, make_source

from factcheck.ledger.models import Entry
from sources.models import Change, Host, Snapshot
from sources.services import checking, interpreting
from sources.services.page_moves import segments_of

pytestmark = pytest.mark.django_db
LEAD = "The council of the harbour city met on Tuesday to speak about the coming winter."
MORE = "Afterwards its members visited the new hall, which had been finished in the spring."
RANKING = "<aside><ul>{}</ul></aside>"
PAGE = (
    "<!doctype html><html><head><title>{title} | The Gazette</title></head><body>"
    "<nav><a href=/>Home</a></nav><main><article><h1>{title}</h1>{paragraphs}</article></main>"
    "{aside}</body></html>"
)


@pytest.fixture
def site(local_site, settings):
    settings.FETCH_ALLOW = local_site.host_key
    settings.FETCH_HOST_DELAY_SECONDS = 0
    return local_site


def publish(site, *paragraphs, title="Ships in the harbour", aside=""):
    text = "".join(f"<p>{words}</p>" for words in paragraphs)
    site.page("/a", PAGE.format(title=title, paragraphs=text, aside=aside))


def check():
    Host.objects.update(backoff_until=None)
    make_due()
    return checking.check_due(owner="test")


@pytest.fixture
def watched(site):
    """A page read once, with a passage cited from it."""
    publish(site, LEAD, QUOTE, OTHER, MORE)
    source = make_source(site.url("/a"))
    passage = make_passage(source)
    check()
    passage.refresh_from_db()
    assert passage.state == "intact" and kinds() == []
    return source


def test_a_to_b_to_a_is_two_changes_of_the_page(site, watched):
    edited = OTHER.replace("north", "south")
    publish(site, LEAD, QUOTE, edited, MORE)
    check()
    publish(site, LEAD, QUOTE, OTHER, MORE)
    check()
    first, second = Change.objects.order_by("pk")
    assert (first.kind, second.kind) == ("correction", "correction")
    assert first.passage is None and first.declared is False
    assert OTHER in first.before and edited in first.after
    assert edited in second.before and OTHER in second.after
    assert first.after_snapshot == second.before_snapshot
    assert ["same" in row or len(row) for row in first.diff] == [3] * len(first.diff)


def test_a_silent_edit_is_told_apart_from_a_declared_one(site, watched):
    publish(site, LEAD, ALTERED, OTHER, MORE)
    check()
    assert set(Change.objects.values_list("kind", "declared")) == {
        ("passage_altered", False),
        ("correction", False),
    }
    publish(
        site,
        LEAD,
        QUOTE.replace("412", "421"),
        OTHER,
        MORE,
        "Correction: An earlier version of this article gave a wrong number of ships.",
    )
    check()
    declared = Change.objects.filter(declared=True)
    assert set(declared.values_list("kind", flat=True)) == {"passage_altered", "correction"}
    assert declared.get(kind="correction").detail == "declared_on_page"
    watched.refresh_from_db()
    assert watched.latest_snapshot.labels == ["correction"]


def test_a_headline_only_edit_is_seen(site, watched):
    publish(site, LEAD, QUOTE, OTHER, MORE, title="Ships avoid the harbour")
    check()
    change = Change.objects.get()
    assert change.kind == "headline"
    assert "Ships avoid the harbour" in change.after and "Ships in the" in change.before


def test_rankings_ages_and_advertisements_are_no_change_of_the_page(site, watched):
    for number in range(4):
        rows = "".join(f"<li><a href=/{n}>Ranked {n * number} story of today</a>" for n in range(9))
        publish(site, LEAD, QUOTE, OTHER, MORE, aside=RANKING.format(rows))
        check()
    assert kinds() == [] and Snapshot.objects.count() == 1


def test_another_form_of_the_same_words_is_no_fact_and_wakes_nobody(site, watched):
    before = Entry.objects.count()
    publish(site, LEAD, QUOTE, OTHER.replace("Monday.", "Monday ."), MORE)
    check()
    assert set(kinds()) <= {"cosmetic"}
    assert Entry.objects.count() == before
    watched.refresh_from_db()
    assert watched.changes_seen == 0


def test_a_retraction_named_in_a_ranking_is_none_of_this_page(site, watched):
    rows = "<li><a href=/x>【撤回】別の記事の見出し</a><li><a href=/y>Retraction: another story</a>"
    publish(site, LEAD, QUOTE, OTHER, MORE, aside=RANKING.format(rows))
    check()
    assert kinds() == []


def test_a_page_marked_as_corrected_in_japanese_is_labelled(site, watched):
    publish(site, LEAD, QUOTE, OTHER, MORE, "【訂正】初出時、隻数に誤りがありました。")
    check()
    watched.refresh_from_db()
    assert watched.latest_snapshot.labels == ["correction"]
    assert Change.objects.get().declared is True


def test_a_new_version_of_our_reader_raises_no_alarm_of_any_kind(site, watched, monkeypatch):
    """The new reader cuts every paragraph otherwise and no longer finds the passage."""
    real = interpreting.read_safely

    def other_reader(body, **more):
        from dataclasses import replace

        reading = real(body, **more)
        cut = {"text": reading.text.replace(QUOTE, ""), "prose": reading.prose.replace(QUOTE, "")}
        return replace(reading, **cut)

    for module in (interpreting, checking.page_moves):
        monkeypatch.setattr(module, "read_safely", other_reader)
    monkeypatch.setattr(interpreting, "READER_VERSION", 99)
    passage = watched.passages.get()
    for number in range(4):
        publish(site, LEAD, QUOTE, OTHER, MORE, aside=f"<p>{number}</p>")
        check()
    passage.refresh_from_db()
    assert kinds() == [] and passage.state == "cannot_tell"
    assert passage.readings.first().reason == "by_reader"
    publish(site, LEAD, QUOTE, OTHER.replace("north", "south"), MORE)
    check()
    assert kinds() == ["correction"]


def test_without_reading_the_old_body_again_the_new_reader_would_alarm(site, watched, monkeypatch):
    """The control: the test above must fail when the old body is not read again."""
    real = interpreting.read_safely

    def other_reader(body, **more):
        from dataclasses import replace

        reading = real(body, **more)
        return replace(reading, text=reading.text.replace(QUOTE, ALTERED))

    monkeypatch.setattr(interpreting, "read_safely", other_reader)
    monkeypatch.setattr(interpreting, "READER_VERSION", 99)
    publish(site, LEAD, QUOTE, OTHER, MORE, aside="<p>1</p>")
    check()
    assert "passage_altered" in kinds()


def test_a_page_that_moved_for_good_keeps_history_and_passages_and_is_not_merged(site, watched):
    site.page(
        "/b",
        PAGE.format(
            title="Ships in the harbour",
            aside="",
            paragraphs="".join(f"<p>{words}</p>" for words in (LEAD, QUOTE, OTHER, MORE)),
        ),
    )
    site.redirect("/a", "/b", status=301)
    check()
    check()
    change = Change.objects.get()
    assert (change.kind, change.before, change.after) == (
        "source_moved",
        site.url("/a"),
        site.url("/b"),
    )
    watched.refresh_from_db()
    assert watched.url == site.url("/a") and watched.final_url == site.url("/b")
    assert watched.passages.get().state == "intact"
    assert Entry.objects.filter(kind="source.moved").count() == 1


def test_a_refusal_and_its_end_are_no_change_and_no_version(site, watched):
    for behave in (site.too_many, site.captcha, site.failing, site.missing):
        behave("/a")
        check()
    publish(site, LEAD, QUOTE, OTHER, MORE)
    check()
    assert kinds() == [] and Snapshot.objects.count() == 1


def test_a_version_whose_bytes_were_removed_is_not_compared_and_costs_nothing(site, watched):
    body = watched.snapshots.get().body
    type(body).objects.filter(pk=body.pk).update(data=None, file="", removed_at=body.stored_at)
    publish(site, LEAD, QUOTE, OTHER.replace("north", "south"), MORE)
    assert check().readable == 1
    assert kinds() == [] and Snapshot.objects.count() == 2


def test_what_differs_is_kept_as_segments_that_spell_both_excerpts():
    rows = [
        {"op": "equal", "before": "Same.", "after": "Same.", "skipped": 3},
        {"op": "insert", "before": "", "after": "New."},
        {
            "op": "replace",
            "before": "It was 3.",
            "after": "It was 4.",
            "marks": [["equal", "It was ", "It was "], ["replace", "3", "4"], ["equal", ".", "."]],
        },
    ]
    segments = segments_of(rows)
    assert "".join(row[1] for row in segments) == "…\nSame.\n\nIt was 3.\n"
    assert "".join(row[2] for row in segments) == "…\nSame.\nNew.\nIt was 4.\n"
    assert json.loads(json.dumps(segments)) == segments


def test_an_edit_of_the_declared_headline_alone_is_seen_once(site):
    """Cards of social networks and search engines show it, while the page shows its h1."""
    data = '<script type="application/ld+json">{}</script>'
    article = {"@type": "NewsArticle", "headline": "Harbour handles more ships"}
    publish(site, LEAD, QUOTE, OTHER, MORE, aside=data.format(json.dumps(article)))
    passage = make_passage(make_source(site.url("/a")))
    check()
    article["headline"] = "Harbour handles fewer ships"
    publish(site, LEAD, QUOTE, OTHER, MORE, aside=data.format(json.dumps(article)))
    for _ in range(3):
        check()
    change = Change.objects.get()
    assert (change.kind, change.passage) == ("headline", None)
    assert ("more" in change.before, "fewer" in change.after) == (True, True)
    passage.refresh_from_db()
    assert passage.state == "intact"
