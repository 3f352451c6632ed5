"""Several tools at once: no edit is lost, no article is stored twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from api_steps import TEXT
from django.db import connection
from factories import make_claim, make_people
from rest_framework.test import APIClient

from claims.models import Article, Claim

pytestmark = pytest.mark.django_db(transaction=True)
TOOLS, EDITS = 4, 5


@pytest.fixture
def checker_person(db):
    from django.core.management import call_command

    call_command("sync_roles", verbosity=0)
    return make_people()["checker"]


def in_threads(work):
    def run(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(TOOLS) as pool:
        return list(pool.map(run, range(TOOLS)))


def client_for(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


def test_counting_up_through_the_api_loses_no_step(checker_person):
    claim = make_claim(checker_person)
    Claim.objects.filter(pk=claim.pk).update(wording="0")
    path = f"/api/v1/claims/{claim.pk}"

    def count_up(_number):
        client, refused = client_for(checker_person), 0
        for _step in range(EDITS):
            while True:
                read = client.get(path)
                body = {"wording": str(int(read.json()["wording"]) + 1)}
                done = client.patch(path, body, format="json", headers={"If-Match": read["ETag"]})
                if done.status_code == 200:
                    break
                assert done.status_code == 412, done.content
                refused += 1
        return refused

    in_threads(count_up)
    claim.refresh_from_db()
    assert claim.wording == str(TOOLS * EDITS)
    assert claim.version == 1 + TOOLS * EDITS


def test_the_same_article_sent_by_all_at_once_is_stored_once(checker_person):
    def send(_number):
        client = client_for(checker_person)
        response = client.post("/api/v1/articles", {"text": TEXT}, format="json")
        return response.status_code, response.json()["id"]

    answers = in_threads(send)
    assert sorted(status for status, _id in answers) == [200] * (TOOLS - 1) + [201]
    assert len({article for _status, article in answers}) == 1
    assert Article.objects.count() == 1
