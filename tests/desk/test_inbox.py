"""The inbox of changed sources: one card per change, three decisions, one for all."""

from __future__ import annotations

import pytest
from desk.pages import inspect
from desk.rows import altered, cited, found, make_desk
from django.urls import reverse
from factories import make_article, make_claim

from claims.models import Recheck
from claims.services.articles import publish_article

INBOX = "/admin/claims/recheck/"


def decide(client, recheck, **data):
    return client.post(reverse("admin:claims_recheck_decide", args=[recheck.pk]), data)


def test_what_was_removed_and_added_is_said_in_words(desk, browser):
    html = browser("checker").get(INBOX).content.decode()
    assert '<del><span class="visually-hidden">[removed: </span>412' in html
    assert '<ins><span class="visually-hidden">[added: </span>421' in html
    assert "passage altered" in html and "differs in figures" in html


@pytest.mark.parametrize("decision", ["still_holds", "evidence_replaced", "verdict_changes"])
def test_each_decision_closes_the_recheck(desk, browser, decision):
    client = browser("checker2")
    response = decide(client, desk.recheck, decision=decision, comment="Looked at the page.")
    assert response.status_code == 302
    desk.recheck.refresh_from_db()
    desk.claim.refresh_from_db()
    assert desk.recheck.decision == decision
    assert desk.claim.status == ("checked" if decision == "still_holds" else "checking")
    shown = inspect(client.get(INBOX)).text
    assert "Nothing to decide" in shown and "Looked at the page." in shown


def test_a_decision_without_words_is_refused_and_kept(desk, browser):
    client = browser("checker")
    response = decide(client, desk.recheck, decision="verdict_changes", comment="")
    assert response.status_code == 400
    assert "Say what you looked at and why." in inspect(response).text
    assert 'value="verdict_changes"' in response.content.decode()
    assert "checked" in response.content.decode()
    response = decide(client, desk.recheck, comment="Words typed by hand.")
    assert response.status_code == 400
    assert "Words typed by hand.</textarea>" in response.content.decode()
    assert Recheck.objects.awaiting().count() == 1


def test_one_decision_for_all_claims_resting_on_the_change(people, browser):
    article = make_article()
    first = make_claim(people["reporter"], article, 0)
    second = make_claim(people["reporter"], article, 1)
    evidence = cited(first, people["checker"])
    cited(second, people["checker"])
    altered(evidence.passage, found(evidence))
    client = browser("checker")
    html = client.get(INBOX).content.decode()
    assert html.count('class="panel inbox-card') == 1 and "2 claims rest on it" in html
    recheck = Recheck.objects.awaiting().first()
    response = decide(
        client, recheck, decision="still_holds", comment="A typing mistake.", for_all="on"
    )
    assert response.status_code == 302 and not Recheck.objects.awaiting().exists()


def test_published_articles_come_first(people, browser, desk):
    article = make_article()
    claim = make_claim(people["reporter"], article)
    evidence = cited(claim, people["checker"], url="https://other.example/")
    altered(evidence.passage, found(evidence))
    client = browser("auditor")
    html = client.get(INBOX).content.decode()
    assert html.index(str(desk.recheck.pk)) < html.index(str(claim.pk))
    publish_article(article_id=article.pk, public_url="", actor=people["editor"])
    html = client.get(INBOX).content.decode()
    assert html.index(str(claim.pk)) < html.index(str(desk.recheck.pk))


def test_the_author_of_the_article_may_not_decide(people, browser):
    desk = make_desk(people)
    type(desk.article).objects.filter(pk=desk.article.pk).update(author=people["checker2"])
    response = decide(browser("checker2"), desk.recheck, decision="still_holds", comment="Fine.")
    assert response.status_code == 403 and "You wrote this article." in inspect(response).text


def test_those_who_may_not_decide_see_no_form(desk, browser):
    html = browser("auditor").get(INBOX).content.decode()
    assert "/decide/" not in html
    assert (
        decide(browser("auditor"), desk.recheck, decision="still_holds", comment="x").status_code
        == 403
    )
    desk.recheck.refresh_from_db()
    assert desk.recheck.decided_at is None
