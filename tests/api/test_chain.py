"""The work of a desk through the API: article, claim, evidence, verdict, change, recheck."""

from __future__ import annotations

import pytest
from api_steps import QUOTE, TEXT, altered, checked_claim, read, send

from claims.models import Article, Claim
from claims.services.rechecks import open_rechecks_for
from factcheck.ledger.services import seal_entries
from sources.models import Passage

pytestmark = pytest.mark.django_db


def test_an_article_is_stored_queued_and_rung_for_but_never_extracted_in_the_request(
    checker, rings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = checker.post("/api/v1/articles", {"text": TEXT}, format="json")
    assert response.status_code == 201
    body = response.json()
    assert body["extraction"] == "queued"
    assert body["clearance"] == {
        "clear": False,
        "blockers": [{"code": "not_extracted", "claim": None}],
    }
    assert read(checker, response["Location"].removeprefix("/api/v1/"))["id"] == body["id"]
    assert rings == [("claims.tasks.extract_queued_articles",)]
    assert Claim.objects.count() == 0


def test_the_same_text_again_answers_200_with_the_article_that_is_there(checker, rings):
    first = send(checker, "articles", {"text": TEXT}, 201)
    again = send(checker, "articles", {"text": TEXT, "title": "Other"}, 200)
    assert again["id"] == first["id"]
    assert Article.objects.count() == 1


def test_html_is_read_and_the_text_spans_point_into_is_answered(checker):
    html = "<!doctype html><html lang=en><title>T</title><body><p>Ships: 412.</p></body></html>"
    article = send(checker, "articles", {"html": html}, 201)
    text = read(checker, f"articles/{article['id']}/text")
    assert text["format"] == "html"
    assert "Ships: 412." in text["text"]
    assert "<p>" not in text["text"]


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({}, "invalid_input", ""),
        ({"text": "a", "html": "b"}, "invalid_input", ""),
        ({"text": " \n "}, "empty", "/text"),
        ({"text": "x", "url": "javascript:alert(1)"}, "invalid_input", "/url"),
        ({"text": "x", "url": "ftp://a.example/"}, "invalid_input", "/url"),
        ({"text": "x", "language": "not a tag"}, "invalid_input", "/language"),
        (
            {"text": "x", "author": "018f0000-0000-7000-8000-000000000000"},
            "unknown_person",
            "/author",
        ),
        ({"text": "x", "published_on": "26.3.2024"}, "invalid_input", "/published_on"),
    ],
)
def test_a_bad_article_is_refused_and_nothing_is_written(checker, body, code, pointer):
    response = checker.post("/api/v1/articles", body, format="json")
    assert response.status_code == 400, response.content
    assert response.json()["code"] == code
    assert pointer in [error["pointer"] for error in response.json()["errors"]]
    assert Article.objects.count() == 0


def test_an_article_larger_than_the_limit_is_413(checker, settings):
    settings.ARTICLE_MAX_BYTES = 100
    response = checker.post("/api/v1/articles", {"text": "word " * 50}, format="json")
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_an_article_is_stored_although_the_broker_is_away(
    checker, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    from kombu.exceptions import OperationalError

    from claims.tasks import extract_queued_articles

    def away(**_kw):
        raise OperationalError("no broker")

    monkeypatch.setattr(extract_queued_articles, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        send(checker, "articles", {"text": TEXT}, 201)
    assert "doorbell not rung" in caplog.text
    assert Article.objects.get().extraction == "queued"


def test_the_whole_chain_through_the_api(checker, editor, ratings):
    article, claim, passage = checked_claim(checker, editor)
    [verdict] = read(checker, f"claims/{claim['id']}/verdicts")["results"]
    assert (verdict["number"], verdict["rating"]["code"]) == (1, "true")
    assert verdict["evidence"][0]["quote"] == QUOTE
    published = send(editor, f"verdicts/{verdict['id']}/publish")
    assert published["published_at"]

    change = altered(passage)
    open_rechecks_for(changes=[change])
    [recheck] = read(checker, "rechecks?open=true")["results"]
    assert (recheck["claim"], recheck["cause"]) == (claim["id"], "passage_altered")
    [back] = read(checker, "claims?has_recheck=true")["results"]
    assert (back["id"], back["status"], back["open_rechecks"]) == (claim["id"], "checked", 1)
    blockers = read(checker, f"articles/{article['id']}")["clearance"]["blockers"]
    assert {"code": "recheck_open", "claim": claim["id"]} in blockers
    detail = read(checker, f"rechecks/{recheck['id']}")
    assert detail["passage_before"]["accepted_text"] == QUOTE
    assert detail["passage_now"]["diff"] == [["replace", "412", "398"]]
    assert detail["changes"][0]["id"] == str(change.pk)

    decided = send(
        checker,
        f"rechecks/{recheck['id']}/decisions",
        {"decision": "verdict_changes", "comment": "The port corrected its figure."},
    )
    assert decided["decision"] == "verdict_changes"
    now = read(checker, f"claims/{claim['id']}")
    assert (now["status"], now["approval_void"], now["open_rechecks"]) == ("checking", True, 0)
    again = checker.post(
        f"/api/v1/rechecks/{recheck['id']}/decisions",
        {"decision": "still_holds", "comment": "x"},
        format="json",
    )
    assert (again.status_code, again.json()["code"]) == (409, "already_decided")

    history = [row["type"] for row in read(checker, f"claims/{claim['id']}/history")["results"]]
    assert history[0] == "claim.proposed"
    assert history[-1] == "recheck.decided"
    assert "claim.approved" in history


def test_one_decision_settles_every_recheck_of_a_change(checker, editor, ratings):
    _article, _claim, passage = checked_claim(checker, editor)
    change = altered(passage)
    open_rechecks_for(changes=[change])
    body = {"decision": "still_holds", "comment": "A rounding."}
    decided = send(checker, f"changes/{change.pk}/decisions", body)
    assert [row["decision"] for row in decided["results"]] == ["still_holds"]
    assert read(checker, "rechecks?open=true")["results"] == []
    again = checker.post(f"/api/v1/changes/{change.pk}/decisions", body, format="json")
    assert again.status_code == 404


def test_a_refused_action_is_409_with_its_guards_and_the_list_says_why_not(
    checker, editor, ratings
):
    article = send(checker, "articles", {"text": TEXT}, 201)
    claim = send(checker, f"articles/{article['id']}/claims", {"start": 16, "end": 52}, 201)
    path = f"claims/{claim['id']}/transitions"
    send(checker, path, {"action": "queue"})
    send(checker, path, {"action": "take"})
    response = checker.post(f"/api/v1/{path}", {"action": "submit"}, format="json")
    assert (response.status_code, response.json()["code"]) == (409, "transition_refused")
    assert response.json()["guards"] == [
        "rating_missing",
        "rationale_missing",
        "evidence_missing",
    ]
    states = {row["action"]: row for row in read(checker, path)["results"]}
    assert [each["code"] for each in states["submit"]["refusals"]] == response.json()["guards"]
    assert states["assign"]["refusals"][0]["code"] == "permission"
    assert states["dismiss"]["allowed"]
    forbidden = checker.post(
        f"/api/v1/{path}", {"action": "assign", "assignee": str(editor.person.pk)}, format="json"
    )
    assert forbidden.status_code == 403


def test_a_claim_is_marked_by_hand_once(checker):
    article = send(checker, "articles", {"text": TEXT}, 201)
    path = f"articles/{article['id']}/claims"
    claim = send(checker, path, {"start": 16, "end": 52}, 201)
    assert claim["quote"] == TEXT[16:52]
    twice = checker.post(f"/api/v1/{path}", {"start": 16, "end": 52}, format="json")
    assert (twice.status_code, twice.json()["code"]) == (409, "claim_exists")
    outside = checker.post(f"/api/v1/{path}", {"start": 5, "end": 5000}, format="json")
    assert outside.json()["errors"][0]["pointer"] == "/start"


def test_evidence_is_listed_and_taken_off(checker, rings, django_capture_on_commit_callbacks):
    article = send(checker, "articles", {"text": TEXT}, 201)
    claim = send(checker, f"articles/{article['id']}/claims", {"start": 16, "end": 52}, 201)
    path = f"claims/{claim['id']}/evidence"
    with django_capture_on_commit_callbacks(execute=True):
        evidence = send(
            checker,
            path,
            {"url": "https://port.example/", "quote": QUOTE, "stance": "supports"},
            201,
        )
    host = Passage.objects.get().source.host_id
    assert rings == [("sources.tasks.check_host_now", str(host))]
    book = {"kind": "publication", "title": "Almanac", "locator": "p. 7"}
    send(checker, path, {**book, "quote": "412", "stance": "context"}, 201)
    assert len(read(checker, path)["results"]) == 2
    assert checker.delete(f"/api/v1/evidence/{evidence['id']}").status_code == 204
    assert checker.delete(f"/api/v1/evidence/{evidence['id']}").status_code == 204
    [left] = read(checker, f"{path}?removed=false")["results"]
    assert left["passage"]["source"]["locator"] == "p. 7"
    assert read(checker, f"evidence/{evidence['id']}")["removed_by"]["name"] == "checker"


def test_private_addresses_are_refused_as_evidence(checker):
    article = send(checker, "articles", {"text": TEXT}, 201)
    claim = send(checker, f"articles/{article['id']}/claims", {"start": 16, "end": 52}, 201)
    for url in (
        "http://127.0.0.1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "http://a:b@c.example/",
    ):
        response = checker.post(
            f"/api/v1/claims/{claim['id']}/evidence",
            {"url": url, "quote": "q", "stance": "supports"},
            format="json",
        )
        assert response.status_code == 400, (url, response.content)


def test_a_source_is_added_once_asked_for_paused_and_resumed(
    editor, rings, django_capture_on_commit_callbacks
):
    source = send(editor, "sources", {"url": "https://Port.example:443/a#b"}, 201)
    assert source["url"] == "https://port.example/a"
    assert send(editor, "sources", {"url": "https://port.example/a"}, 200)["id"] == source["id"]
    path = f"sources/{source['id']}"
    with django_capture_on_commit_callbacks(execute=True):
        send(editor, f"{path}/check", None, 202)
    assert rings[-1][0] == "sources.tasks.check_host_now"
    assert send(editor, f"{path}/pause", {"reason": "Moved."})["state"] == "paused"
    asleep = editor.post(f"/api/v1/{path}/check")
    assert (asleep.status_code, asleep.json()["code"]) == (409, "not_watched")
    assert read(editor, "sources?state=paused")["results"][0]["id"] == source["id"]
    assert send(editor, f"{path}/resume", {"reason": "Back."})["state"] == "active"
    assert read(editor, f"{path}/observations")["results"] == []


def test_a_published_article_says_where_and_when(checker, editor):
    article = send(checker, "articles", {"text": TEXT}, 201)
    body = {"public_url": "https://news.example/harbour"}
    done = send(editor, f"articles/{article['id']}/published", body)
    assert done["public_url"] == body["public_url"]
    assert done["published_at"]
    assert read(editor, "articles?published=true")["results"][0]["id"] == article["id"]
    assert read(editor, "articles?published=false")["results"] == []


def test_events_come_in_sealed_order_and_go_on_where_the_reader_stopped(checker, editor, ratings):
    checked_claim(checker, editor)
    assert read(checker, "events")["results"] == []
    seal_entries(limit=10_000)
    seen, path = [], "events?limit=4"
    while True:
        page = read(checker, path)
        if not page["results"]:
            break
        seen += page["results"]
        path = page["next"]
    assert [each["id"] for each in seen] == list(range(1, len(seen) + 1))
    kinds = [each["type"] for each in seen]
    assert kinds.index("claim.submitted") < kinds.index("claim.approved")
    approved = read(checker, "events?types=claim.approved,claim.returned")["results"]
    assert [each["actor"]["name"] for each in approved] == ["editor"]
    assert approved[0]["changed"]["status"] == ["in_review", "checked"]


def test_a_reader_ahead_of_a_restored_ledger_is_told_so(checker):
    response = checker.get("/api/v1/events?after=999")
    assert (response.status_code, response.json()["code"]) == (410, "cursor_ahead")


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=" + "9" * 300, "types=A B", "types="]
)
def test_a_malformed_event_question_is_400(checker, query):
    assert checker.get(f"/api/v1/events?{query}").status_code == 400
