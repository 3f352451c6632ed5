"""Who may do what: one table, tried with every role, and no address outside it."""

from __future__ import annotations

import uuid

import pytest
from api_steps import answered
from rest_framework.test import APIClient

from factcheck.roles import ROLE_PERMISSIONS

READERS = {"reporter", "checker", "editor", "legal", "desk_admin", "auditor", "service"}
LEDGER = READERS - {"reporter"}
WRITERS = {"reporter", "checker", "editor", "service"}
CHECKERS = {"checker", "editor"}
EDITORS = {"editor"}
MACHINE = {"editor", "desk_admin", "auditor"}
KEEPERS = {"editor", "desk_admin"}
PUBLIC = READERS | {""}

#: (method, address) → roles. "" is nobody in particular.
TABLE = {
    ("GET", "articles"): READERS,
    ("POST", "articles"): WRITERS,
    ("GET", "articles/{id}"): READERS,
    ("GET", "articles/{id}/text"): READERS,
    ("GET", "articles/{id}/claims"): READERS,
    ("POST", "articles/{id}/claims"): WRITERS,
    ("POST", "articles/{id}/published"): EDITORS,
    ("GET", "claims"): READERS,
    ("GET", "claims/{id}"): READERS,
    ("PATCH", "claims/{id}"): CHECKERS,
    ("GET", "claims/{id}/transitions"): READERS,
    # Which right an action needs is the workflow's to say.
    ("POST", "claims/{id}/transitions"): READERS,
    ("GET", "claims/{id}/similar"): READERS,
    ("GET", "claims/{id}/history"): LEDGER,
    ("GET", "claims/{id}/evidence"): READERS,
    ("POST", "claims/{id}/evidence"): CHECKERS,
    ("GET", "evidence/{id}"): READERS,
    ("DELETE", "evidence/{id}"): CHECKERS,
    ("GET", "claims/{id}/verdicts"): READERS,
    ("GET", "claims/{id}/claimreview"): PUBLIC,
    ("POST", "verdicts/{id}/publish"): EDITORS,
    ("POST", "verdicts/{id}/withdraw"): EDITORS,
    ("GET", "ratings"): READERS,
    ("GET", "rechecks"): READERS,
    ("GET", "rechecks/{id}"): READERS,
    ("POST", "rechecks/{id}/decisions"): CHECKERS,
    ("GET", "claims/{id}/rechecks"): READERS,
    ("POST", "claims/{id}/rechecks"): CHECKERS,
    ("POST", "changes/{id}/decisions"): CHECKERS,
    ("GET", "sources"): READERS,
    ("POST", "sources"): CHECKERS,
    ("GET", "sources/{id}"): READERS,
    ("PATCH", "sources/{id}"): KEEPERS,
    ("POST", "sources/{id}/robots"): KEEPERS,
    ("POST", "sources/{id}/captures"): CHECKERS,
    ("POST", "sources/{id}/check"): CHECKERS | {"desk_admin"},
    ("POST", "sources/{id}/pause"): KEEPERS,
    ("POST", "sources/{id}/resume"): KEEPERS,
    ("POST", "sources/{id}/replace"): KEEPERS,
    ("GET", "sources/{id}/snapshots"): READERS,
    ("GET", "sources/{id}/warc"): READERS,
    ("GET", "claims/{id}/warc"): READERS,
    ("GET", "articles/{id}/warc"): READERS,
    ("GET", "sources/{id}/changes"): READERS,
    ("GET", "sources/{id}/observations"): MACHINE,
    ("GET", "snapshots/{id}"): READERS,
    ("GET", "changes"): READERS,
    ("GET", "changes/{id}"): READERS,
    ("GET", "events"): LEDGER,
    ("GET", "schema"): PUBLIC,
}


def test_the_table_names_every_address_and_method_there_is():
    assert set(answered()) == set(TABLE)


def ask(client, method, address):
    path = f"/api/v1/{address.replace('{id}', str(uuid.uuid4()))}"
    body = {} if method in ("POST", "PATCH") else None
    return client.generic(
        method, path, "{}" if body is not None else "", content_type="application/json"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(ROLE_PERMISSIONS))
def test_a_role_gets_in_exactly_where_the_table_says(people, role):
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(people[role])
    wrong = []
    for (method, address), admitted in TABLE.items():
        response = ask(client, method, address)
        refused = response.status_code == 403 and response.json()["code"] == "not_permitted"
        if refused == (role in admitted) or response.status_code >= 500:
            wrong.append((method, address, response.status_code))
    assert wrong == []


@pytest.mark.django_db
def test_without_a_token_only_public_addresses_answer():
    client = APIClient()
    for (method, address), admitted in TABLE.items():
        response = ask(client, method, address)
        assert (response.status_code == 401) == ("" not in admitted), (method, address)
