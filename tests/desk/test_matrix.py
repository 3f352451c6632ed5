"""Who may look at what, and who may do what: one table, every role, every button."""

from __future__ import annotations

import pytest
from desk.pages import urls_of
from desk.rows import cited, in_review
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from factories import make_article, make_claim

from claims.models import Claim
from claims.workflow import TRANSITIONS
from factcheck.ledger.models import Entry
from factcheck.roles import ROLE_PERMISSIONS

PERSONS = ("reporter", "checker", "editor", "legal", "desk_admin", "auditor")
ALL = set(PERSONS)
READERS = ALL
CHECKERS = {"checker", "editor"}

#: Page → the roles that may open it to look.
MAY_OPEN = {
    "article add": {"reporter", "checker", "editor"},
    "rating add": {"editor"},
}
#: Stock pages that must be closed to everybody: nothing is added, changed or deleted by form.
CLOSED = (
    ("admin:claims_claim_add", False),
    ("admin:claims_claim_delete", True),
    ("admin:claims_article_delete", True),
    ("admin:claims_recheck_add", False),
    ("admin:claims_recheck_delete", True),
    ("admin:claims_rating_delete", True),
    ("admin:sources_source_add", False),
    ("admin:sources_source_delete", True),
    ("admin:sources_snapshot_add", False),
    ("admin:sources_snapshot_delete", True),
    ("admin:sources_change_add", False),
    ("admin:sources_change_delete", True),
    ("admin:sources_host_add", False),
    ("admin:sources_host_delete", True),
)
#: Button → the roles it works for (in a state in which nothing but the role can refuse).
MAY_DO = {
    "add article": {"reporter", "checker", "editor"},
    "mark a statement": {"reporter", "checker", "editor"},
    "queue": CHECKERS,
    "edit the draft": CHECKERS,
    "cite": CHECKERS,
    "remove evidence": CHECKERS,
    "open a recheck": CHECKERS,
    "approve": CHECKERS,
    "override": {"editor"},
    "decide a recheck": CHECKERS,
    "publish the verdict": {"editor"},
    "record publication": {"editor"},
    "check now": {"checker", "editor", "desk_admin"},
    "pause a source": {"editor", "desk_admin"},
    "replace a source": {"editor", "desk_admin"},
    "capture a page": CHECKERS,
    "set the class of a page": {"editor", "desk_admin"},
    "take a snapshot down": {"desk_admin"},
    "change a rating": {"editor"},
}


class SavedPage(SimpleUploadedFile):
    """A page somebody saved, that can be sent more than once."""

    def __init__(self) -> None:
        super().__init__("page.html", b"<html><h1>Harbour</h1><p>Ships came in.</p></html>")

    def read(self, *size):
        self.seek(0)
        return super().read(*size)


def deeds(desk, people):
    """Button → (address, data)."""
    proposed = make_claim(people["reporter"])
    waiting = Claim.objects.get(pk=in_review(make_claim(people["reporter"]), people["checker2"]).pk)
    evidence = cited(proposed, people["checker2"], url="https://matrix.example/")
    proposed.refresh_from_db()
    rating = desk.claim.draft_rating

    def of(name, *args):
        return reverse(f"admin:{name}", args=args)

    return {
        "add article": (of("claims_article_add"), {"text": "Brought in\n\nBy a role."}),
        "mark a statement": (
            of("claims_article_statement", make_article().pk),
            {"statement": "The harbour", "kind": "fact"},
        ),
        "queue": (of("claims_claim_act", proposed.pk, "queue"), {"version": proposed.version}),
        "edit the draft": (
            of("claims_claim_draft", proposed.pk),
            {
                "version": proposed.version,
                "wording": "Better.",
                "kind": "fact",
                "initial-kind": "fact",
            },
        ),
        "cite": (
            of("claims_claim_cite", proposed.pk),
            {
                "version": proposed.version,
                "kind": "page",
                "url": "https://cited.example/",
                "quote": "Words.",
                "stance": "supports",
            },
        ),
        "remove evidence": (
            of("claims_claim_remove_evidence", proposed.pk, evidence.pk),
            {},
        ),
        "open a recheck": (
            of("claims_claim_recheck", proposed.pk),
            {"cause": "manual", "note": "Look."},
        ),
        "approve": (of("claims_claim_act", waiting.pk, "approve"), {"version": waiting.version}),
        "override": (
            of("claims_claim_act", waiting.pk, "override"),
            {"version": waiting.version, "note": "The second person is ill today."},
        ),
        "decide a recheck": (
            of("claims_recheck_decide", desk.recheck.pk),
            {"decision": "still_holds", "comment": "It stands."},
        ),
        "publish the verdict": (
            of("claims_claim_verdict", desk.claim.pk, desk.claim.verdict_id, "publish"),
            {},
        ),
        "record publication": (of("claims_article_publish", desk.article.pk), {"public_url": ""}),
        "check now": (of("sources_source_do", desk.source.pk, "check"), {}),
        "pause a source": (
            of("sources_source_do", desk.source.pk, "pause"),
            {"reason": "Why not."},
        ),
        "set the class of a page": (
            of("sources_source_classify", desk.source.pk),
            {"page_class": "statistics"},
        ),
        "replace a source": (
            of("sources_source_replace", desk.source.pk),
            {"url": "https://elsewhere.example/page", "reason": "It moved."},
        ),
        "capture a page": (of("sources_source_capture", desk.source.pk), {"file": SavedPage()}),
        "take a snapshot down": (
            of("sources_snapshot_remove", desk.snapshot.pk),
            {"reason": "Order of a court"},
        ),
        "change a rating": (
            of("claims_rating_change", rating.pk),
            {
                "name_ja": "正しい!",
                "name_en": "True!",
                "value": "5",
                "color": "#112233",
                "position": "1",
                "is_active": "on",
            },
        ),
    }


@pytest.mark.parametrize("deed", MAY_DO)
def test_each_role_does_what_the_table_says_and_nothing_else(desk, people, browser, deed):
    url, data = deeds(desk, people)[deed]
    for role in PERSONS:
        # Each role finds the same desk: what it did is taken back.
        with transaction.atomic():
            before = (Entry.objects.count(), LogEntry.objects.count())
            response = browser(role).post(url, data)
            changed = before != (Entry.objects.count(), LogEntry.objects.count())
            transaction.set_rollback(True)
        expected = 302 if role in MAY_DO[deed] else 403
        assert response.status_code == expected, (role, response.content.decode()[-3000:])
        assert changed == (role in MAY_DO[deed]), role


@pytest.mark.parametrize("role", PERSONS)
def test_pages_open_for_those_who_may_look(desk, people, browser, role):
    client = browser(role)
    for name in urls_of(desk):
        assert role in READERS, name
    for name, url in (
        ("article add", reverse("admin:claims_article_add")),
        ("rating add", reverse("admin:claims_rating_add")),
    ):
        expected = 200 if role in MAY_OPEN[name] else 403
        assert client.get(url).status_code == expected, name


@pytest.mark.parametrize("role", PERSONS)
def test_no_stock_form_adds_or_deletes(desk, people, browser, role):
    client = browser(role)
    rows = {
        "claim": desk.claim.pk,
        "article": desk.article.pk,
        "recheck": desk.recheck.pk,
        "rating": desk.claim.draft_rating_id,
        "source": desk.source.pk,
        "snapshot": desk.snapshot.pk,
        "change": desk.change.pk,
        "host": desk.source.host_id,
    }
    for name, needs_row in CLOSED:
        args = [rows[name.split("_")[1]]] if needs_row else []
        url = reverse(name, args=args)
        assert client.get(url).status_code == 403, name
        assert client.post(url, {"post": "yes"}).status_code == 403, name
    for page in ("claim", "article", "recheck", "source", "snapshot", "change", "host"):
        room = "claims" if page in ("claim", "article", "recheck") else "sources"
        url = reverse(f"admin:{room}_{page}_change", args=[rows[page]])
        before = Entry.objects.count()
        assert client.post(url, {"wording": "Forged", "status": "checked"}).status_code in (
            200,
            403,
        )
        assert Entry.objects.count() == before
    desk.claim.refresh_from_db()
    assert desk.claim.wording != "Forged"


def test_a_superuser_has_no_silent_power(desk, people, browser):
    """Rights do not lift four eyes: who submitted may not approve, superuser or not."""
    claim = in_review(make_claim(people["reporter"]), people["checker"])
    people["checker"].is_superuser = True
    people["checker"].save()
    url = reverse("admin:claims_claim_act", args=[claim.pk, "approve"])
    response = browser("checker").post(url, {"version": claim.version})
    assert response.status_code == 409


def test_the_table_of_this_test_agrees_with_the_roles():
    rights = {
        "queue": TRANSITIONS["queue"].right,
        "approve": TRANSITIONS["approve"].right,
        "override": TRANSITIONS["override"].right,
        "add article": "claims.add_article",
        "mark a statement": "claims.add_claim",
        "edit the draft": "claims.change_claim",
        "cite": "claims.add_evidence",
        "remove evidence": "claims.add_evidence",
        "open a recheck": "claims.open_recheck",
        "decide a recheck": "claims.decide_recheck",
        "publish the verdict": "claims.publish_verdict",
        "record publication": "claims.publish_article",
        "check now": "sources.check_source",
        "pause a source": "sources.pause_source",
        "replace a source": "sources.change_source",
        "capture a page": "sources.capture_snapshot",
        "set the class of a page": "sources.change_source",
        "take a snapshot down": "sources.remove_snapshot",
        "change a rating": "claims.change_rating",
    }
    assert rights.keys() == MAY_DO.keys()
    for deed, right in rights.items():
        assert {role for role in PERSONS if right in ROLE_PERMISSIONS[role]} == MAY_DO[deed], deed
