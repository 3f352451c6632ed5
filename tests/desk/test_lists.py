"""Lists and dashboard: as many queries for ten rows as for a hundred; bulk actions; filters."""

from __future__ import annotations

import pytest
from desk.pages import inspect
from desk.rows import cited, found, in_review
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import make_article, make_claim

from claims.models import Claim
from claims.services.claims import add_claim
from claims.services.rechecks import open_claim_recheck
from claims.services.transitions import perform_action
from sources.models import Host, Observation, Source

LISTS = (
    "admin:index",
    "admin:claims_claim_changelist",
    "admin:claims_article_changelist",
    "admin:claims_recheck_changelist",
    "admin:sources_source_changelist",
)


def grow(people, count):
    """That many claims with rechecks, articles and sources."""
    for number in range(count):
        article = make_article(f"Piece {count}-{number}\n\nThe harbour handled {number} ships.")
        claim = add_claim(article_id=article.pk, start=0, end=5, actor=people["reporter"])
        perform_action(claim_id=claim.pk, action="queue", actor=people["checker"])
        perform_action(claim_id=claim.pk, action="take", actor=people["checker"])
        claim.refresh_from_db()
        open_claim_recheck(claim=claim, cause="manual", note="Look.", actor=people["editor"])
        host = Host.objects.create(name=f"h{count}-{number}.example")
        Source.objects.create(
            url=f"https://{host.name}/", host=host, health="blocked", health_detail="status_403"
        )


def queries(client, url):
    with CaptureQueriesContext(connection) as log:
        assert client.get(url).status_code == 200
    return len(log)


def test_lists_and_dashboard_ask_the_same_number_of_questions_at_10_and_100_rows(people, browser):
    client = browser("editor")
    grow(people, 10)
    for name in LISTS:
        client.get(reverse(name))
    few = {name: queries(client, reverse(name)) for name in LISTS}
    grow(people, 90)
    many = {name: queries(client, reverse(name)) for name in LISTS}
    assert many == few
    assert max(many.values()) <= 25


@pytest.mark.postgresql
def test_the_dashboard_asks_the_clock_of_the_database_once(people, browser):
    client = browser("editor")
    with CaptureQueriesContext(connection) as log:
        assert client.get(reverse("admin:index")).status_code == 200
    assert sum("clock_timestamp" in query["sql"] for query in log.captured_queries) == 1


def test_the_claim_article_and_source_pages_do_not_ask_more_with_more_rows(people, browser):
    client = browser("editor")
    article = make_article("Words\n\n" + " ".join(f"word{n}" for n in range(200)))
    text = article.revisions.get().text

    def add(first, last):
        for number in range(first, last):
            start = text.index(f"word{number}")
            add_claim(article_id=article.pk, start=start, end=start + 5, actor=people["reporter"])

    add(0, 10)
    claim = article.claims.order_by("start").first()
    evidence = cited(claim, people["checker"], quote="quote 0")
    source = evidence.passage.source
    for number in range(1, 3):
        cited(claim, people["checker"], quote=f"quote {number}")
    urls = [
        reverse("admin:claims_claim_change", args=[claim.pk]),
        reverse("admin:claims_article_change", args=[article.pk]),
        reverse("admin:sources_source_change", args=[source.pk]),
    ]
    for url in urls:
        client.get(url)
    few = [queries(client, url) for url in urls]
    add(10, 60)
    for number in range(3, 15):
        found(cited(claim, people["checker"], quote=f"quote {number}"))
        Observation.objects.create(source=source, fence=number, at=claim.created_at, outcome="ok")
    assert [queries(client, url) for url in urls] == few


def test_what_is_hardly_checkable_comes_last(people, browser):
    article = make_article()
    opinion = make_claim(people["reporter"], article, 0)
    weak = make_claim(people["reporter"], article, 1)
    strong = make_claim(people["reporter"], article, 2)
    Claim.objects.filter(pk=opinion.pk).update(kind="opinion", score=0.99)
    Claim.objects.filter(pk=weak.pk).update(score=0.1)
    Claim.objects.filter(pk=strong.pk).update(score=0.9)
    html = browser("checker").get(reverse("admin:claims_claim_changelist")).content.decode()
    assert html.index(str(strong.pk)) < html.index(str(weak.pk)) < html.index(str(opinion.pk))


def test_filters_keep_what_they_say(people, browser):
    mine = make_claim(people["reporter"])
    other = make_claim(people["reporter"])
    perform_action(claim_id=mine.pk, action="queue", actor=people["checker"])
    claim = perform_action(claim_id=mine.pk, action="take", actor=people["checker"])
    open_claim_recheck(claim=claim, cause="manual", note="Look.", actor=people["editor"])
    client = browser("checker")
    url = reverse("admin:claims_claim_changelist")
    for query, shown, hidden in (
        ("assignee=me", mine, other),
        ("assignee=none", other, mine),
        ("recheck=open", mine, other),
        ("recheck=none", other, mine),
        ("status__exact=proposed", other, mine),
        (f"article__id__exact={mine.article_id}", mine, other),
    ):
        html = client.get(f"{url}?{query}").content.decode()
        assert str(shown.pk) in html and str(hidden.pk) not in html, query
    assert client.get(f"{url}?nonsense=1").status_code == 302


def bulk(client, action, claims, **data):
    return client.post(
        reverse("admin:claims_claim_changelist"),
        {"action": action, "_selected_action": [str(claim.pk) for claim in claims]} | data,
        follow=True,
    )


def test_bulk_actions_do_what_they_can_and_name_each_refusal(people, browser):
    article = make_article()
    first, second, third = (make_claim(people["reporter"], article, n) for n in range(3))
    perform_action(claim_id=third.pk, action="queue", actor=people["checker"])
    client = browser("checker")
    shown = inspect(bulk(client, "queue", [first, second, third])).text
    assert "2 claims" in shown
    assert "This action is not open in the claim's present status." in shown
    assert third.wording[:60] in shown
    shown = inspect(bulk(client, "dismiss", [first])).text
    assert "No reason is given." in shown
    bulk(client, "dismiss", [first], reason="opinion")
    bulk(client, "take", [second])
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.dismissal_reason) == ("dismissed", "opinion")
    assert (second.status, second.assignee) == ("checking", people["checker"])


def test_bulk_taking_refuses_the_author_of_the_article(people, browser):
    article = make_article(author=people["checker"])
    claim = make_claim(people["reporter"], article)
    perform_action(claim_id=claim.pk, action="queue", actor=people["editor"])
    shown = inspect(bulk(browser("checker"), "take", [claim])).text
    assert "You wrote this article." in shown
    claim.refresh_from_db()
    assert claim.status == "to_check"


@pytest.mark.parametrize("role", ["auditor", "reporter", "legal"])
def test_roles_without_the_right_are_offered_no_bulk_action(people, browser, role):
    claim = make_claim(people["reporter"])
    client = browser(role)
    html = client.get(reverse("admin:claims_claim_changelist")).content.decode()
    assert 'name="action"' not in html
    bulk(client, "queue", [claim])
    claim.refresh_from_db()
    assert claim.status == "proposed"


def test_the_dashboard_shows_what_waits_for_this_person(people, browser):
    claim = make_claim(people["reporter"])
    in_review(claim, people["checker"])
    approval = reverse("admin:claims_claim_change", args=[claim.pk])
    assert approval in browser("editor").get(reverse("admin:index")).content.decode()
    # Not for the one who submitted it.
    assert approval not in browser("checker").get(reverse("admin:index")).content.decode()
    assert (
        "Waiting for my approval"
        not in inspect(browser("auditor").get(reverse("admin:index"))).text
    )
