"""Articles: brought in by paste or file, read with their claims marked, claims added by hand."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from desk.pages import inspect
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from factories import SENTENCES, make_article, make_claim

from claims.admin.article_page import claims_in, manuscript, numbered
from claims.models import Article
from claims.services.articles import fail_extraction, lease_extractions
from claims.services.claims import add_claim
from claims.services.extracting import extract_article
from factcheck.ledger.models import Entry

ADD = "/admin/claims/article/add/"


def test_pasted_text_comes_in_once_and_rings_for_extraction(browser, no_doorbells, db):
    client = browser("reporter")
    text = "Headline\r\n\r\nThe harbour handled 412 ships.\r\n"
    response = client.post(ADD, {"text": text, "published_on": "2024-03-26"})
    assert response.status_code == 302
    article = Article.objects.get()
    assert article.title == "Headline" and article.extraction == "queued"
    assert article.revisions.get().text == text.replace("\r\n", "\n")
    assert response.url == reverse("admin:claims_article_change", args=[article.pk])
    client.post(ADD, {"text": text})
    assert Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_doorbell_is_rung_after_the_commit(no_doorbells, request):
    from django.core.management import call_command

    call_command("sync_roles", verbosity=0)
    people = request.getfixturevalue("people")
    client = request.getfixturevalue("browser")("reporter")
    assert people["reporter"] is not None
    client.post(ADD, {"text": "Headline\n\nThe harbour handled 412 ships."})
    assert no_doorbells == ["claims.tasks.extract_queued_articles"]


def test_a_file_comes_in_in_its_own_encoding(browser, db):
    text = "港の統計\n\n2023年に港へ入った船は412隻だった。統計は港湾局がまとめた。"
    upload = SimpleUploadedFile("piece.txt", text.encode("shift_jis"))
    assert browser("reporter").post(ADD, {"file": upload}).status_code == 302
    assert Article.objects.get().revisions.get().text == text


@pytest.mark.parametrize(
    ("language", "name", "data", "words"),
    [
        ("en", "photo.png", b"\x89PNG\r\n\x1a\n\0\0", "This is not text."),
        ("ja", "photo.png", b"\x89PNG\r\n\x1a\n\0\0", "テキストではありません"),
        ("en", "piece.pdf", b"%PDF-1.7 binary", "This document is damaged."),
        ("ja", "piece.pdf", b"%PDF-1.7 binary", "この文書は壊れています。"),
    ],
)
def test_a_refused_file_is_told_in_the_persons_language_and_nothing_typed_is_lost(
    browser, db, language, name, data, words
):
    upload = SimpleUploadedFile(name, data)
    response = browser("reporter", language).post(ADD, {"file": upload, "byline": "山田 花子"})
    assert response.status_code == 400
    assert words in inspect(response).text and 'value="山田 花子"' in response.content.decode()
    assert not Article.objects.exists()


def test_an_empty_form_is_refused_with_a_remedy(browser, db):
    response = browser("reporter").post(ADD, {"text": ""})
    assert (
        response.status_code == 400 and "There is nothing to read in it." in inspect(response).text
    )


class Reading(HTMLParser):
    """The manuscript as it reads, without the numbers in its margin."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = self.number = False
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "article"
        self.number = self.number or tag == "sup"

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "article"
        self.number = self.number and tag != "sup"

    def handle_data(self, data):
        if self.inside and not self.number:
            self.text += data


def test_the_text_reads_as_it_is_with_overlapping_claims_marked(people, browser):
    text = "Head\n\n  <b>One</b> & two three four.\r\n\tEnd 𠮷"
    article = make_article(text)
    for start, end in ((6, 20), (8, 12), (10, 30), (0, len(text))):
        add_claim(article_id=article.pk, start=start, end=end, actor=people["reporter"])
    response = browser("reporter").get(reverse("admin:claims_article_change", args=[article.pk]))
    reading = Reading()
    reading.feed(response.content.decode())
    assert reading.text.replace("\r\n", "\n") == text.replace("\r\n", "\n")
    claims = claims_in(article.revisions.get())
    stretches = manuscript(text, claims)
    assert "".join(stretch.text for stretch in stretches) == text
    assert sorted(each.number for stretch in stretches for each in stretch.numbers) == list("1234")
    html = response.content.decode()
    assert all(str(claim.pk) in html for claim in claims)


def test_a_statement_becomes_a_claim_by_its_words(people, browser):
    article = make_article("Head\n\nIt grew. It grew. It shrank.")
    client = browser("reporter")
    url = reverse("admin:claims_article_statement", args=[article.pk])
    form = {"statement": "It grew.", "occurrence": "2", "kind": "fact", "wording": ""}
    assert client.post(url, form).status_code == 302
    claim = article.claims.get()
    assert (claim.start, claim.quote) == (15, "It grew.")
    again = client.post(url, form)
    assert again.status_code == 409 and "already a claim" in inspect(again).text
    missing = client.post(url, form | {"statement": "It flew."})
    assert missing.status_code == 400 and "It flew.</textarea>" in missing.content.decode()
    assert client.post(url, form | {"occurrence": "3"}).status_code == 400


def test_what_is_missing_is_listed_and_publishing_is_recorded(people, browser):
    article = make_article()
    claim = make_claim(people["reporter"], article)
    url = reverse("admin:claims_article_change", args=[article.pk])
    shown = inspect(browser("checker").get(url)).text
    assert "Not settled" in shown and claim.wording[:40] in shown
    record = reverse("admin:claims_article_publish", args=[article.pk])
    assert browser("checker").post(record, {"public_url": ""}).status_code == 403
    assert (
        browser("editor").post(record, {"public_url": "https://news.example/1"}).status_code == 302
    )
    assert Entry.objects.filter(kind="article.published").count() == 1


def test_a_failed_extraction_is_shown_and_can_be_queued_again(people, browser):
    article = make_article()
    work = lease_extractions(limit=1, article_id=article.pk)[0]
    fail_extraction(work=work, reason="ValueError: broken")
    url = reverse("admin:claims_article_change", args=[article.pk])
    assert "ValueError: broken" in inspect(browser("reporter").get(url)).text
    retry = reverse("admin:claims_article_retry", args=[article.pk])
    assert browser("auditor").post(retry).status_code == 403
    assert browser("reporter").post(retry).status_code == 302
    article.refresh_from_db()
    assert article.extraction == "queued"
    assert SENTENCES[0] in inspect(browser("reporter").get(url)).text


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_spoils_no_page(request, monkeypatch, caplog):
    from celery.app.task import Task
    from django.core.management import call_command
    from kombu.exceptions import OperationalError

    def refuse(self: Task, *args, **options) -> None:
        raise OperationalError("no broker")

    call_command("sync_roles", verbosity=0)
    client = request.getfixturevalue("browser")("reporter")
    monkeypatch.setattr(Task, "apply_async", refuse)
    response = client.post(ADD, {"text": "Headline\n\nThe harbour handled 412 ships."})
    assert response.status_code == 302
    assert Article.objects.get().extraction == "queued", "the tick will find it"
    assert "doorbell not rung" in caplog.text


def test_parts_are_numbered_and_indented_under_their_sentence(browser, db):
    article = make_article(
        "Rain fell. The river flooded 200 homes, and the town closed a bridge.\n"
    )
    extract_article(article_id=article.pk)
    listed = numbered(claims_in(article.revisions.get()))
    assert [number for number, _claim in listed] == ["1", "2", "2.1", "2.2"]
    assert [claim.parent_id is not None for _number, claim in listed] == [False, False, True, True]
    page = browser("reporter").get(reverse("admin:claims_article_change", args=[article.pk]))
    html = page.content.decode()
    assert html.count('<li class="part">') == 2
    assert page.context["bar"].total == 2
    listing = browser("reporter").get(reverse("admin:claims_claim_changelist"))
    assert inspect(listing).text.count("part of a sentence") == 2
