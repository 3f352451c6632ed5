"""Every page of the desk: opens, keeps the policy, has labels, escapes what it shows."""

from __future__ import annotations

import pytest
from desk.pages import inspect, urls_of
from desk.rows import HOSTILE, cited, found, make_snapshot
from django.urls import reverse
from factories import make_article

from claims.models import Claim
from claims.services.claims import add_claim, edit_claim
from factcheck.roles import AUDITOR, CHECKER, DESK_ADMIN, EDITOR, LEGAL, REPORTER

PERSONS = (REPORTER, CHECKER, EDITOR, LEGAL, DESK_ADMIN, AUDITOR)


@pytest.mark.parametrize("role", PERSONS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_opens_for_every_role_and_keeps_the_policy(desk, browser, role, language):
    client = browser(role, language)
    for name, url in urls_of(desk).items():
        response = client.get(url)
        assert response.status_code == 200, (role, name)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy
        page = inspect(response)
        assert page.faults == [], (role, name)
        assert page.unlabelled() == [], (role, name)
        assert page.doubled_ids() == set(), (role, name)
        assert not [each for each in page.addresses if each.startswith("//")], (role, name)
        assert f'lang="{language}"' in response.content.decode()[:400]


def test_the_login_page_keeps_the_policy_and_offers_both_languages(client, db):
    response = client.get(reverse("admin:login"))
    page = inspect(response)
    assert page.faults == [] and page.unlabelled() == [] and page.doubled_ids() == set()
    assert "日本語" in page.text and "English" in page.text
    switched = client.post(
        reverse("people:set_language"), {"language": "ja", "next": reverse("admin:login")}
    )
    assert switched.status_code == 302
    assert 'lang="ja"' in client.get(reverse("admin:login")).content.decode()[:400]


def test_nobody_reaches_a_page_without_logging_in(desk, client):
    for name, url in urls_of(desk).items():
        response = client.get(url)
        assert response.status_code == 302 and "/admin/login/" in response.url, name


def test_hostile_text_is_shown_as_text_everywhere(people, browser):
    text = f"{HOSTILE}\n\n{HOSTILE} The harbour handled 412 ships in 2023."
    article = make_article(text, byline=HOSTILE, url="javascript:alert(1)")
    claim = add_claim(
        article_id=article.pk, start=0, end=len(HOSTILE), actor=people["reporter"], wording=HOSTILE
    )
    edit_claim(claim_id=claim.pk, actor=people["checker"], draft_rationale=HOSTILE)
    Claim.objects.filter(pk=claim.pk).update(
        dates=[{"text": HOSTILE, "resolved": HOSTILE}],
        quantities=[{"text": HOSTILE, "value": HOSTILE, "unit": HOSTILE, "modifier": HOSTILE}],
        attribution={"speaker": HOSTILE, "text": HOSTILE},
        names=[{"text": HOSTILE, "start": 0, "end": 1}],
        citations=[{"text": HOSTILE}],
    )
    evidence = cited(claim, people["checker"], quote=HOSTILE, note=HOSTILE)
    found(evidence)
    snapshot = make_snapshot(evidence.passage.source, HOSTILE)
    client = browser("editor")
    for url in (
        reverse("admin:index"),
        reverse("admin:claims_claim_changelist"),
        reverse("admin:claims_claim_change", args=[claim.pk]),
        reverse("admin:claims_article_change", args=[article.pk]),
        reverse("admin:sources_source_change", args=[evidence.passage.source_id]),
        reverse("admin:sources_snapshot_change", args=[snapshot.pk]),
    ):
        response = client.get(url)
        assert response.status_code == 200
        page = inspect(response)
        assert page.faults == [], url
        assert "onerror=alert" not in "".join(page.addresses)
        assert b"<script>alert" not in response.content and b"<img src=x" not in response.content


def test_looking_changes_nothing(desk, browser, django_assert_num_queries):
    from django.contrib.admin.models import LogEntry
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from factcheck.ledger.models import Entry

    before = (Entry.objects.count(), LogEntry.objects.count())
    client = browser("editor")
    with CaptureQueriesContext(connection) as log:
        for url in urls_of(desk).values():
            client.get(url)
    written = [
        row["sql"]
        for row in log.captured_queries
        if row["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"} and "session" not in row["sql"]
    ]
    assert written == []
    assert before == (Entry.objects.count(), LogEntry.objects.count())


def test_every_registered_page_keeps_the_policy(desk, people, browser):
    from django.contrib import admin

    person = people["desk_admin"]
    person.is_superuser = True
    person.save()
    client = browser("desk_admin", "ja")
    urls = [reverse("admin:password_change"), reverse("admin:password_change_done")]
    for label in {model._meta.app_label for model in admin.site._registry}:
        urls.append(reverse("admin:app_list", args=[label]))
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        urls += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        row = model._default_manager.first()
        if row is not None:
            urls.append(reverse(f"{name}_change", args=[row.pk]))
    opened = 0
    for url in urls:
        response = client.get(url)
        assert response.status_code in (200, 403), url
        page = inspect(response)
        assert page.faults == [] and page.doubled_ids() == set(), url
        if response.status_code == 200:
            assert page.unlabelled() == [], url
            opened += 1
    assert opened > 20
