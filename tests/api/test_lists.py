"""Lists: keyset pages, closed parameters, a fixed number of queries."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import make_article

from claims.models import Claim

pytestmark = pytest.mark.django_db


def add_claims(article, actor, count, *, offset=0, score=None):
    """Rows as the machine proposes them: many with the same score."""
    dice = random.Random(offset)
    revision = article.revisions.get(number=1)
    return Claim.objects.bulk_create(
        Claim(
            article=article,
            revision=revision,
            start=offset + place,
            end=offset + place + 1,
            quote="q",
            wording=f"claim {offset + place}",
            score=dice.choice([0.1, 0.5, 0.9]) if score is None else score,
            proposed_by=actor,
            assignee=actor,
        )
        for place in range(count)
    )


def walk(client, path, between=None):
    """Follow ``next`` to the end and return all rows."""
    rows = []
    while path:
        response = client.get(path)
        assert response.status_code == 200, response.content
        rows += response.json()["results"]
        path = response.json()["next"]
        if between:
            between(len(rows))
    return rows


@pytest.fixture
def article(people):
    return make_article(author=people["reporter"])


@pytest.mark.parametrize("order", ["score", "-score", "created", "-created", "updated", "-updated"])
def test_a_walk_returns_each_row_once_in_order_and_ends(checker, article, order):
    made = {str(row.pk) for row in add_claims(article, checker.person, 47)}
    rows = walk(checker, f"/api/v1/claims?limit=7&order={order}")
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids)) == 47
    assert set(ids) == made
    key = {"score": "score", "created": "id", "updated": "updated_at"}[order.removeprefix("-")]
    values = [(row[key], row["id"]) for row in rows]
    assert values == sorted(values, reverse=order.startswith("-"))


def test_rows_inserted_during_a_walk_neither_hide_nor_repeat_others(checker, article):
    made = {str(row.pk) for row in add_claims(article, checker.person, 40)}
    rows = walk(
        checker,
        "/api/v1/claims?limit=6&order=-score",
        between=lambda seen: add_claims(article, checker.person, 3, offset=1000 + seen * 10),
    )
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert made <= set(ids)


def test_the_page_size_has_a_default_and_a_limit(checker, article):
    add_claims(article, checker.person, 60)
    page = checker.get("/api/v1/claims").json()
    assert len(page["results"]) == 50
    assert page["meta"] == {"order": "-score", "applied_filters": {}}
    for bad in ("0", "201", "-1", "1.5", "ten", "9" * 300, "٣"):
        response = checker.get("/api/v1/claims", {"limit": bad})
        assert (response.status_code, response.json()["code"]) == (400, "bad_parameter")


def test_a_cursor_is_only_good_for_its_own_list_order_and_filters(checker, article):
    add_claims(article, checker.person, 10)
    following = checker.get("/api/v1/claims?limit=3&status=proposed").json()["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0]
    good = f"cursor={cursor}&limit=3&status=proposed"
    assert checker.get(f"/api/v1/claims?{good}").status_code == 200
    for other in (
        f"/api/v1/claims?cursor={cursor}&limit=3",
        f"/api/v1/claims?{good},checked",
        f"/api/v1/claims?{good}&order=score",
        f"/api/v1/claims?{good}&min_score=0.1",
        f"/api/v1/claims?cursor={cursor[:-1]}x&limit=3&status=proposed",
        "/api/v1/claims?cursor=garbage",
        f"/api/v1/claims?cursor={'a' * 5000}",
        f"/api/v1/articles?cursor={cursor}",
    ):
        response = checker.get(other)
        assert (response.status_code, response.json()["code"]) == (400, "bad_cursor"), other


@pytest.mark.parametrize(
    ("query", "name", "remedy"),
    [
        ("statsu=proposed", "statsu", "“status”"),
        ("page=2", "page", ""),
        ("status=proposd", "status", "“proposed”"),
        ("has_recheck=yes", "has_recheck", ""),
        ("parent=whole", "parent", ""),
        ("min_score=2", "min_score", "0 to 1"),
        ("min_score=nan", "min_score", "0 to 1"),
        ("article=7", "article", "UUID"),
        ("assignee=I", "assignee", "UUID"),
        ("due_before=tomorrow", "due_before", "moment"),
        ("due_before=9999-99-99", "due_before", "moment"),
        ("order=priority", "order", "score"),
        ("kind=fact&kind=quote", "kind", "once"),
    ],
)
def test_a_bad_parameter_is_named_with_what_would_do(checker, query, name, remedy):
    body = checker.get(f"/api/v1/claims?{query}").json()
    assert body["status"] == 400
    assert body["errors"][0]["parameter"] == name
    assert remedy in body["remedy"]


def test_an_unknown_parameter_is_refused_also_where_there_are_none(checker, article):
    response = checker.get(f"/api/v1/articles/{article.pk}?expand=all")
    assert (response.status_code, response.json()["code"]) == (400, "unknown_parameter")


def test_filters_find_what_they_say_and_are_reported(checker, people, article):
    rows = add_claims(article, checker.person, 6)
    Claim.objects.filter(pk=rows[0].pk).update(assignee=None)
    Claim.objects.filter(pk=rows[1].pk).update(status="to_check", due_at="2024-01-01T00:00:00Z")
    other = make_article()
    add_claims(other, people["editor"], 2)

    def found(query):
        response = checker.get(f"/api/v1/claims?{query}")
        assert response.status_code == 200, response.content
        name, _equals, value = query.partition("=")
        assert response.json()["meta"]["applied_filters"] == {name: value}
        return len(response.json()["results"])

    assert found("assignee=none") == 1
    assert found("assignee=me") == 5
    assert found(f"assignee={people['editor'].pk}") == 2
    assert found("status=to_check") == 1
    assert found("status=to_check,proposed") == 8
    assert found(f"article={other.pk}") == 2
    assert found("due_before=2024-06-01T00:00:00Z") == 1
    assert found("due_before=2023-06-01") == 0
    assert found("has_recheck=true") == 0
    assert found("has_recheck=false") == 8
    first, second = Claim.objects.order_by("start")[:2]
    Claim.objects.filter(pk=second.pk).update(parent=first)
    assert (found("parent=none"), found(f"parent={first.pk}"), found(f"parent={second.pk}")) == (
        7,
        1,
        0,
    )
    assert found("min_score=0.9") == Claim.objects.filter(score__gte=0.9).count()


def test_a_page_deep_in_the_list_is_one_row_comparison(checker, article):
    add_claims(article, checker.person, 8)
    following = checker.get("/api/v1/claims?limit=3").json()["next"]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert checker.get(following).status_code == 200
    [page] = [each["sql"] for each in queries if 'FROM "claims_claim" ' in each["sql"]]
    assert "OFFSET" not in page
    assert "COUNT(*)" not in page
    if connection.vendor == "postgresql":
        assert '("claims_claim"."score", "claims_claim"."id") <' in page


@pytest.mark.parametrize(
    "path", ["claims", "articles/{article}/claims", "articles", "rechecks", "sources", "changes"]
)
def test_a_list_takes_the_same_number_of_queries_for_5_and_for_50_rows(
    checker, people, article, path
):
    from django.utils import timezone

    from claims.models import Recheck
    from sources.models import Change, Host, Source

    def fill(count, offset):
        claims = add_claims(article, checker.person, count, offset=offset)
        Recheck.objects.bulk_create(
            Recheck(claim=claim, cause="manual", opened_at=timezone.now(), opened_by=checker.person)
            for claim in claims
        )
        for place in range(count):
            host = Host.objects.create(name=f"h{offset + place}.example")
            source = Source.objects.create(url=f"https://{host.name}/", host=host)
            Change.objects.create(source=source, kind="update", fence=1, detected_at=timezone.now())
            make_article(author=people["editor"], actor=people["reporter"])

    def queries():
        address = f"/api/v1/{path.format(article=article.pk)}"
        with CaptureQueriesContext(connection) as captured:
            response = checker.get(address)
        assert response.status_code == 200
        return len(response.json()["results"]), len(captured)

    fill(5, 0)
    queries()
    few, at_few = queries()
    fill(45, 1000)
    many, at_many = queries()
    assert many > few
    assert at_many == at_few
