"""If-Match guards every edit; If-None-Match spares a read only while nothing at all moved."""

from __future__ import annotations

import pytest
from django.utils import timezone
from factories import make_claim

from claims.models import Claim, Recheck

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(people):
    return make_claim(people["checker"])


def address(claim):
    return f"/api/v1/claims/{claim.pk}"


def test_an_edit_without_if_match_is_428_and_changes_nothing(checker, claim):
    response = checker.patch(address(claim), {"wording": "New"}, format="json")
    assert (response.status_code, response.json()["code"]) == (428, "precondition_required")
    assert Claim.objects.get(pk=claim.pk).version == 1


def test_an_edit_with_the_tag_of_a_read_is_made_and_answers_the_next_tag(checker, claim):
    tag = checker.get(address(claim))["ETag"]
    edited = checker.patch(address(claim), {"wording": "New"}, format="json", HTTP_IF_MATCH=tag)
    assert edited.status_code == 200, edited.content
    assert edited.json()["wording"] == "New"
    assert edited["ETag"] == checker.get(address(claim))["ETag"] != tag
    again = checker.patch(
        address(claim), {"kind": "quote"}, format="json", HTTP_IF_MATCH=edited["ETag"]
    )
    assert again.status_code == 200


def test_a_stale_tag_is_412_with_the_claim_as_it_is_now(checker, claim):
    tag = checker.get(address(claim))["ETag"]
    checker.patch(address(claim), {"wording": "First"}, format="json", HTTP_IF_MATCH=tag)
    late = checker.patch(address(claim), {"wording": "Second"}, format="json", HTTP_IF_MATCH=tag)
    assert (late.status_code, late.json()["code"]) == (412, "stale_version")
    assert late.json()["current"]["wording"] == "First"
    assert late["ETag"] == checker.get(address(claim))["ETag"]
    assert Claim.objects.get(pk=claim.pk).wording == "First"


@pytest.mark.parametrize("tag", ['W/"1"', '"2"', "1", '"x"', '"0"', "garbage", '"1x"', '"١"'])
def test_a_weak_wrong_or_malformed_tag_never_matches(checker, claim, tag):
    raw = tag.encode().decode("latin-1")
    response = checker.patch(address(claim), {"wording": "N"}, format="json", HTTP_IF_MATCH=raw)
    assert response.status_code == 412


@pytest.mark.parametrize("tag", ['"1"', "*", '"9", "1"'])
def test_the_bare_version_a_list_and_a_star_match(checker, claim, tag):
    response = checker.patch(address(claim), {"wording": "N"}, format="json", HTTP_IF_MATCH=tag)
    assert response.status_code == 200


def test_a_transition_may_name_the_version_it_means(checker, claim):
    path = f"{address(claim)}/transitions"
    late = checker.post(path, {"action": "queue"}, format="json", HTTP_IF_MATCH='"7"')
    assert late.status_code == 412
    assert checker.post(path, {"action": "queue"}, format="json").status_code == 200


def test_the_tag_is_the_same_for_every_token(checker, editor, claim):
    assert checker.get(address(claim))["ETag"] == editor.get(address(claim))["ETag"]


def test_an_unchanged_claim_is_304_without_a_body(checker, claim):
    tag = checker.get(address(claim))["ETag"]
    for header in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        response = checker.get(address(claim), HTTP_IF_NONE_MATCH=header)
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == tag


def test_a_recheck_that_opens_is_seen_although_the_version_stands(checker, claim):
    tag = checker.get(address(claim))["ETag"]
    Recheck.objects.create(claim=claim, cause="manual", opened_at=timezone.now())
    response = checker.get(address(claim), HTTP_IF_NONE_MATCH=tag)
    assert response.status_code == 200
    assert response.json()["open_rechecks"] == 1
    # The older tag still names the version an edit means.
    edit = checker.patch(address(claim), {"wording": "N"}, format="json", HTTP_IF_MATCH=tag)
    assert edit.status_code == 200


def test_the_pointer_of_a_refusal_names_the_field_the_caller_sent(checker, claim):
    long = checker.patch(
        address(claim), {"rationale": "x" * 30_000}, format="json", HTTP_IF_MATCH="*"
    )
    assert long.json()["errors"][0]["pointer"] == "/rationale"
    unknown = checker.patch(address(claim), {"rating": "nope"}, format="json", HTTP_IF_MATCH="*")
    assert unknown.json()["errors"][0]["pointer"] == "/rating"
