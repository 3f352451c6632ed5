"""The claim page: buttons call services, refusals are told in full, two people lose nothing."""

from __future__ import annotations

import pytest
from desk.pages import inspect
from desk.rows import QUOTE, cited, found, in_review
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from factories import make_article, make_claim, make_rating

from claims.models import Claim, Recheck
from claims.services.claims import edit_claim
from claims.services.facts import action_states
from claims.services.transitions import perform_action
from factcheck.ledger.models import Entry


def page(claim):
    return reverse("admin:claims_claim_change", args=[claim.pk])


def act(client, claim, action, **data):
    claim.refresh_from_db()
    url = reverse("admin:claims_claim_act", args=[claim.pk, action])
    return client.post(url, {"version": claim.version, "seen_status": claim.status} | data)


def draft(client, claim, version=None, seen=None, **typed):
    """Post the draft form as a browser does: everything, with what was seen beside it."""
    seen = {
        "wording": claim.wording,
        "kind": claim.kind,
        "draft_rating": "",
        "draft_rationale": "",
        "due_at": "",
        "best_before": "",
    } | (seen or {})
    data = {f"initial-{name}": value for name, value in seen.items()}
    data |= seen | typed | {"version": version or claim.version}
    return client.post(reverse("admin:claims_claim_draft", args=[claim.pk]), data)


@pytest.fixture
def claim(people):
    return make_claim(people["reporter"])


def test_the_whole_way_from_proposal_to_published_verdict(claim, people, browser, no_doorbells):
    checker, editor = browser("checker"), browser("editor")
    make_rating()
    for action in ("queue", "take"):
        assert act(checker, claim, action).status_code == 302
    claim.refresh_from_db()
    assert claim.status == "checking" and claim.assignee == people["checker"]
    response = checker.post(
        reverse("admin:claims_claim_cite", args=[claim.pk]),
        {
            "version": claim.version,
            "kind": "page",
            "url": "https://harbour.example/stats",
            "quote": QUOTE,
            "stance": "supports",
        },
    )
    assert response.status_code == 302
    found(claim.evidence.get())
    claim.refresh_from_db()
    assert (
        draft(checker, claim, draft_rating="true", draft_rationale="Their own count.").status_code
        == 302
    )
    assert act(checker, claim, "submit").status_code == 302
    assert act(editor, claim, "approve").status_code == 302
    claim.refresh_from_db()
    assert claim.status == "checked"
    verdict = claim.verdicts.get()
    url = reverse("admin:claims_claim_verdict", args=[claim.pk, verdict.pk, "publish"])
    assert checker.post(url).status_code == 403
    assert editor.post(url).status_code == 302
    url = reverse("admin:claims_claim_verdict", args=[claim.pk, verdict.pk, "withdraw"])
    assert editor.post(url, {"reason": ""}).status_code == 400
    assert editor.post(url, {"reason": "A newer count."}).status_code == 302
    verdict.refresh_from_db()
    assert verdict.withdrawn_at is not None
    shown = inspect(editor.get(page(claim))).text
    for words in ("Approved", "Submitted for review", "withdrawn", "Their own count."):
        assert words in shown
    assert LogEntry.objects.filter(object_id=str(claim.pk)).count() == 8


def test_every_refusal_is_on_the_page_with_its_remedy(claim, people, browser):
    perform_action(claim_id=claim.pk, action="queue", actor=people["checker"])
    claim = perform_action(claim_id=claim.pk, action="take", actor=people["checker"])
    shown = inspect(browser("checker").get(page(claim))).text
    states = action_states(claim, people["checker"])
    assert any(state.refusals for state in states)
    for state in states:
        assert state.name in shown
        for refusal in state.refusals:
            assert f"{refusal['detail']} {refusal['remedy']}" in shown


def test_a_refused_action_keeps_what_was_typed_and_says_why(claim, people, browser):
    in_review(claim, people["checker"])
    note = "Because I say so and it is long enough."
    response = act(browser("checker2"), claim, "override", note=note)
    assert response.status_code == 403
    response = act(browser("editor"), claim, "return", note="   ")
    assert response.status_code == 409 and "Give a reason." in inspect(response).text
    response = act(browser("editor"), claim, "override", note="too short")
    assert response.status_code == 409
    assert "too short</textarea>" in response.content.decode()
    claim.refresh_from_db()
    assert claim.status == "in_review"


def test_an_action_on_a_stale_page_is_refused_and_shows_both_versions(claim, people, browser):
    client = browser("editor")
    seen = claim.version
    perform_action(claim_id=claim.pk, action="queue", actor=people["checker"])
    url = reverse("admin:claims_claim_act", args=[claim.pk, "dismiss"])
    response = client.post(url, {"version": seen, "seen_status": "proposed", "reason": "opinion"})
    assert response.status_code == 412
    shown = inspect(response).text
    assert "Somebody changed this claim meanwhile" in shown
    assert "proposed" in shown and "to check" in shown
    assert '<option value="opinion" selected>' in response.content.decode()
    claim.refresh_from_db()
    assert claim.status == "to_check"


def test_two_people_editing_at_once_lose_nothing(claim, people, browser):
    seen_version, seen_wording = claim.version, claim.wording
    edit_claim(claim_id=claim.pk, actor=people["editor"], wording="The editor's wording.")
    client = browser("checker")
    response = draft(
        client, claim, version=seen_version, draft_rationale="The checker's rationale."
    )
    assert response.status_code == 412
    html = response.content.decode()
    assert "The checker&#x27;s rationale." in html and "The editor&#x27;s wording." in html
    claim.refresh_from_db()
    assert claim.draft_rationale == ""
    # Sending the page again stores the one and keeps the other.
    again = draft(
        client,
        claim,
        seen={"wording": "The editor's wording."},
        draft_rationale="The checker's rationale.",
    )
    assert again.status_code == 302
    claim.refresh_from_db()
    assert claim.wording == "The editor's wording." != seen_wording
    assert claim.draft_rationale == "The checker's rationale."


def test_the_same_field_changed_by_two_is_shown_side_by_side(claim, people, browser):
    seen = claim.version
    edit_claim(claim_id=claim.pk, actor=people["editor"], wording="The editor's wording.")
    response = draft(browser("checker"), claim, version=seen, wording="The checker's wording.")
    assert response.status_code == 412
    html = response.content.decode()
    table = html[html.index('id="title-stale"') :]
    row = table[table.index("<tbody>") : table.index("</tbody>")]
    assert "The checker&#x27;s wording." in row and "The editor&#x27;s wording." in row
    assert 'name="initial-wording"' in html
    # The form holds what the checker typed, and the version it now stands on.
    claim.refresh_from_db()
    assert f'name="version" value="{claim.version}"' in html


def test_a_claim_can_be_cited_from_a_book(claim, people, browser):
    client = browser("checker")
    url = reverse("admin:claims_claim_cite", args=[claim.pk])
    data = {
        "version": claim.version,
        "kind": "publication",
        "quote": "As he wrote.",
        "stance": "context",
    }
    refused = client.post(url, data)
    assert refused.status_code == 400 and "As he wrote.</textarea>" in refused.content.decode()
    taken = client.post(url, data | {"title": "Harbours", "locator": "p. 12"})
    assert taken.status_code == 302
    shown = inspect(client.get(page(claim))).text
    assert "Harbours" in shown and "p. 12" in shown


def test_evidence_is_taken_off_but_stays_as_history(claim, people, browser):
    evidence = cited(claim, people["checker"])
    other = make_claim(people["reporter"])
    client = browser("checker")
    elsewhere = reverse("admin:claims_claim_remove_evidence", args=[other.pk, evidence.pk])
    assert client.post(elsewhere).status_code == 404
    assert (
        client.post(
            reverse("admin:claims_claim_remove_evidence", args=[claim.pk, evidence.pk])
        ).status_code
        == 302
    )
    evidence.refresh_from_db()
    assert evidence.removed_by == people["checker"]


def test_a_recheck_is_opened_by_hand(claim, browser):
    client = browser("checker")
    url = reverse("admin:claims_claim_recheck", args=[claim.pk])
    assert client.post(url, {"cause": "manual", "note": ""}).status_code == 400
    assert client.post(url, {"cause": "manual", "note": "A reader wrote."}).status_code == 302
    assert Recheck.objects.awaiting().get(claim=claim).note == "A reader wrote."


def test_a_claim_is_merged_by_the_address_of_the_other(claim, people, browser):
    other = make_claim(people["reporter"], claim.article, sentence=1)
    client = browser("editor")
    assert act(client, claim, "merge", other_claim="no such thing").status_code == 400
    assert act(client, claim, "merge", other_claim=f"http://desk{page(other)}").status_code == 302
    claim.refresh_from_db()
    assert claim.duplicate_of == other and claim.status == "dismissed"


def test_an_editor_assigns_only_people_who_check(claim, people, browser):
    client = browser("editor")
    perform_action(claim_id=claim.pk, action="queue", actor=people["editor"])
    html = client.get(page(claim)).content.decode()
    options = html[html.index('name="assignee"') :]
    options = options[: options.index("</select>")]
    assert "checker" in options and "auditor" not in options
    assert act(client, claim, "assign", assignee=people["auditor"].pk).status_code == 400
    assert act(client, claim, "assign", assignee=people["checker"].pk).status_code == 302


def test_unknown_actions_and_get_requests_do_nothing(claim, browser):
    client = browser("editor")
    assert act(client, claim, "explode").status_code == 404
    assert (
        client.get(reverse("admin:claims_claim_act", args=[claim.pk, "queue"])).status_code == 405
    )
    missing = reverse("admin:claims_claim_change", args=["018f0000-0000-7000-8000-000000000000"])
    assert client.get(missing).status_code == 404
    assert client.get("/admin/claims/claim/nonsense/change/").status_code == 404


def test_a_post_without_the_token_is_refused(claim, people):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(people["editor"], backend="django.contrib.auth.backends.ModelBackend")
    assert act(client, claim, "queue").status_code == 403
    assert not Entry.objects.filter(kind="claim.queued").exists()


def test_the_quote_is_marked_in_its_paragraph_with_resolved_dates(people, browser):
    article = make_article("Head\n\nBefore. The harbour handled 412 ships in 2023. After.\nNext.")
    claim = make_claim(people["reporter"], article)
    type(claim).objects.filter(pk=claim.pk).update(
        dates=[{"text": "昨年9月", "resolved": "2023-09"}]
    )
    html = browser("auditor").get(page(claim)).content.decode()
    assert "Before. <mark>The harbour handled 412 ships in 2023.</mark> After." in html
    assert "昨年9月 → 2023-09" in html and "Next." not in html


def test_figures_and_names_are_words_and_not_data(people, browser):
    claim = make_claim(people["reporter"])
    type(claim).objects.filter(pk=claim.pk).update(
        names=[{"text": "金正恩", "start": 0, "end": 3}, {"text": "Hanoi", "start": 4, "end": 9}]
    )
    html = browser("auditor").get(page(claim)).content.decode()
    assert "金正恩, Hanoi" in html
    assert "&#x27;text&#x27;" not in html


def test_the_page_marks_what_the_machine_filled_in(claim, browser):
    Claim.objects.filter(pk=claim.pk).update(
        fills=[
            {
                "start": claim.start,
                "end": claim.start + 1,
                "text": claim.quote[0],
                "with": "<甲野花子>",
                "why": "pronoun",
            }
        ]
    )
    answer = browser("checker").get(page(claim)).content.decode()
    assert "<ins>[&lt;甲野花子&gt;]</ins>" in answer
    assert f"{claim.quote[0]} → &lt;甲野花子&gt;" in answer
