"""Whatever arrives in an address, a parameter, a header or a body: an answer, never a 500."""

from __future__ import annotations

import json

import pytest
from api_steps import answered
from factories import make_claim
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db

FIELDS = (
    "text", "html", "title", "byline", "author", "language", "published_on", "url", "public_url",
    "published_at", "start", "end", "wording", "kind", "rating", "rationale", "due_at",
    "best_before", "on_authority", "action", "note", "reason", "assignee", "other_claim", "quote",
    "stance", "locator", "prefix", "suffix", "cause", "decision", "comment",
)  # fmt: skip
PARAMETERS = (
    "cursor", "limit", "order", "status", "article", "assignee", "kind", "has_recheck",
    "min_score", "due_before", "health", "state", "host", "since", "after", "types", "open",
    "cause", "claim", "extraction", "language", "published", "removed", "source", "severity", "x",
)  # fmt: skip
WORDS = st.sampled_from(
    ["", "0", "-1", "1e400", "9" * 400, "null", "true", "\x00", "'", "%00", "me", "none", "٣",
     "2024-02-30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "10000-01-01", "approve",
     "submit", "assign", "merge", "page", "supports", "still_holds", "http://[", "http://a..b/",
     "https://例え.テスト/", "x" * 3000, "\U0001f600", "\u202e", "fact", "ja", "-score", "/", "a,b"]
)  # fmt: skip
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | WORDS
    | st.text(max_size=40),
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below, max_size=3)
    ),
    max_leaves=5,
)
LOOSE = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def anybody(people):
    """Somebody who may do anything, and the ids there are."""
    people["editor"].is_superuser = True
    people["editor"].save()
    client = APIClient(raise_request_exception=True)
    client.force_authenticate(people["editor"])
    claim = make_claim(people["editor"])
    return client, [str(claim.pk), str(claim.article_id), "x", "\x00", "9" * 200, "../.."]


def check(response):
    assert response.status_code < 500, response.content
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["code"]


@LOOSE
@given(data=st.data())
def test_any_parameter(anybody, data):
    client, ids = anybody
    address = data.draw(
        st.sampled_from([path for method, path in sorted(answered()) if method == "GET"])
    )
    path = "/api/v1/" + address.replace("{id}", data.draw(st.sampled_from(ids[:2])))
    words = WORDS | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    check(
        client.get(path, data.draw(st.dictionaries(st.sampled_from(PARAMETERS), words, max_size=3)))
    )


@LOOSE
@given(data=st.data())
def test_any_body(anybody, data):
    client, ids = anybody
    writing = [call for call in sorted(answered()) if call[0] in ("POST", "PATCH")]
    method, address = data.draw(st.sampled_from(writing))
    path = "/api/v1/" + address.replace("{id}", data.draw(st.sampled_from(ids)))
    names = st.sampled_from(FIELDS) | st.text(max_size=5)
    body = json.dumps(data.draw(st.dictionaries(names, VALUES, max_size=6) | VALUES))
    check(
        client.generic(
            method, path, body, content_type="application/json", headers={"If-Match": "*"}
        )
    )


@LOOSE
@given(data=st.data())
def test_a_body_of_the_right_names_with_any_values(anybody, data):
    """Closer to the truth: the fields of one call, each with a value that may or may not fit."""
    client, ids = anybody
    calls = {
        "articles": ("text", "title", "byline", "language", "published_on", "url"),
        f"articles/{ids[1]}/claims": ("start", "end", "wording", "kind"),
        f"articles/{ids[1]}/published": ("public_url", "published_at"),
        f"claims/{ids[0]}/transitions": ("action", "note", "reason", "assignee", "other_claim"),
        f"claims/{ids[0]}/evidence": ("url", "quote", "stance", "kind", "title", "locator"),
        f"claims/{ids[0]}/rechecks": ("cause", "note"),
        "sources": ("url", "kind", "title", "locator", "published_on"),
    }
    path = data.draw(st.sampled_from(sorted(calls)))
    body = {name: data.draw(WORDS | st.integers(-5, 60)) for name in calls[path]}
    check(client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json"))


@LOOSE
@given(body=st.binary(max_size=200), tag=st.binary(max_size=40))
def test_any_bytes_in_body_and_headers(anybody, body, tag):
    client, ids = anybody
    header = tag.decode("latin-1").replace("\n", "").replace("\r", "")
    path = f"/api/v1/claims/{ids[0]}"
    check(
        client.generic(
            "PATCH", path, body, content_type="application/json", headers={"If-Match": header}
        )
    )
    check(client.get(path, headers={"If-None-Match": header, "Accept-Language": header}))
    check(APIClient().get(path, headers={"Authorization": f"Bearer {header}"}))
