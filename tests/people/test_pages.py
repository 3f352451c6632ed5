"""Public pages and mail: invitation, password reset, language."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factcheck import clock
from factcheck.ledger.models import Entry
from factcheck.people.mail import mail_invitation
from factcheck.people.models import User
from factcheck.people.services import create_person, invite_person

pytestmark = pytest.mark.django_db
PASSWORD = "kirin-no-kubi-42"


@pytest.fixture
def admin(db):
    return create_person(username="admin", role="desk_admin", email="admin@example.org")


def link_in(mail):
    return re.search(r"https?://\S+", mail.body)[0]


def path_of(url):
    return "/" + url.split("/", 3)[3]


@pytest.mark.parametrize(
    ("language", "subject", "title"),
    [("en", "invitation", "Accept the invitation"), ("ja", "", "")],
)
def test_an_invited_person_follows_the_mail_to_an_account(
    client, admin, mailoutbox, settings, language, subject, title
):
    settings.PUBLIC_BASE_URL = "https://desk.example.org"
    invitation, secret = invite_person(
        email="hana@example.org", role="checker", language=language, actor=admin
    )
    mail_invitation(invitation, secret)
    (mail,) = mailoutbox
    assert mail.to == ["hana@example.org"] and subject in mail.subject
    assert link_in(mail).startswith("https://desk.example.org/people/invitations/")
    page = client.get(path_of(link_in(mail)))
    assert page.status_code == 200 and title in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer" and "no-store" in page["Cache-Control"]
    assert f'lang="{language}"' in page.content.decode()
    answer = client.post(
        path_of(link_in(mail)),
        {"username": "hana", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 302 and answer["Location"] == reverse("admin:login")
    person = User.objects.get(username="hana")
    assert person.check_password(PASSWORD) and person.language == language
    assert client.get(path_of(link_in(mail))).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"username": "hana", "password1": PASSWORD, "password2": "other"},
        {"username": "hana", "password1": "12345678", "password2": "12345678"},
        {"username": "admin", "password1": PASSWORD, "password2": PASSWORD},
        {"username": "a b\0", "password1": PASSWORD, "password2": PASSWORD},
    ],
)
def test_a_bad_answer_to_an_invitation_is_shown_at_the_form(client, admin, data):
    _invitation, secret = invite_person(
        email="hana@example.org", role="checker", language="en", actor=admin
    )
    page = client.post(reverse("people:accept_invitation", args=[secret]), data)
    assert page.status_code == 200 and "errorlist" in page.content.decode()
    assert User.objects.count() == 1


def test_an_expired_invitation_says_what_to_do(client, admin):
    _invitation, secret = invite_person(
        email="hana@example.org", role="checker", language="en", actor=admin
    )
    with time_machine.travel(clock.now() + timedelta(days=8)):
        page = client.get(reverse("people:accept_invitation", args=[secret]))
    assert page.status_code == 404 and "new invitation" in page.content.decode()
    assert client.get("/people/invitations/%F0%9F%90%99/").status_code == 404


def test_an_invitation_page_is_safe_from_other_sites(admin):
    _invitation, secret = invite_person(email="hana@example.org", role="checker", actor=admin)
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(
        reverse("people:accept_invitation", args=[secret]),
        {"username": "hana", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert page.status_code == 403 and not User.objects.filter(username="hana").exists()


def test_a_forgotten_password_is_reset_by_mail_and_recorded(client, mailoutbox, settings):
    settings.PUBLIC_BASE_URL = "https://desk.example.org"
    person = create_person(
        username="hana", role="checker", password="old-" + PASSWORD, email="hana@example.org"
    )
    answer = client.post(reverse("people:password_reset"), {"email": "HANA@example.org"})
    assert client.get(answer["Location"]).status_code == 200
    (mail,) = mailoutbox
    assert link_in(mail).startswith("https://desk.example.org/people/password-reset/")
    answer = client.get(path_of(link_in(mail)))
    page = client.get(answer["Location"])
    assert page.status_code == 200
    answer = client.post(answer["Location"], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert client.get(answer["Location"]).status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert Entry.objects.filter(kind="person.password_reset", actor=person).count() == 1
    again = client.get(path_of(link_in(mail)))
    assert "new_password1" not in again.content.decode()


def test_a_reset_mail_speaks_the_person_s_language(client, mailoutbox):
    for language in ("ja", "en"):
        create_person(
            username=language,
            role="checker",
            password=PASSWORD,
            email=f"{language}@example.org",
            language=language,
        )
        client.post(
            reverse("people:password_reset"),
            {"email": f"{language}@example.org"},
            headers={"accept-language": "ja" if language == "en" else "en"},
        )
    japanese, english = mailoutbox
    assert "Password reset on" in english.subject
    assert japanese.to == ["ja@example.org"]


def test_strangers_and_services_get_no_mail_and_the_same_answer(client, mailoutbox):
    service = create_person(
        username="cms", role="service", is_service=True, email="cms@example.org"
    )
    service.set_password(PASSWORD)
    service.save()
    answers = [
        client.post(reverse("people:password_reset"), {"email": email})
        for email in ("cms@example.org", "nobody@example.org")
    ]
    assert mailoutbox == [] and {answer.status_code for answer in answers} == {302}


@pytest.mark.parametrize("path", ["/people/password-reset/x/y/", "/people/password-reset/%00/y/"])
def test_a_forged_reset_link_is_no_server_error(client, path):
    assert client.get(path).status_code in {200, 404}


def language_of(client, **headers):
    page = client.get(reverse("people:password_reset"), headers=headers)
    return re.search(r'<html lang="(\w+)"', page.content.decode())[1]


def test_a_signed_in_person_s_language_wins(client, admin):
    assert language_of(client, **{"accept-language": "ja"}) == "ja"
    assert language_of(client, **{"accept-language": "en"}) == "en"
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    assert language_of(client, **{"accept-language": "en"}) == "ja"
    answer = client.post(reverse("people:set_language"), {"language": "en", "next": "/people/"})
    assert answer["Location"] == "/people/"
    assert language_of(client, **{"accept-language": "ja"}) == "en"
    admin.refresh_from_db()
    assert admin.language == "en"


def test_a_visitor_s_choice_of_language_is_kept_in_a_cookie(client):
    client.post(reverse("people:set_language"), {"language": "en"})
    assert language_of(client, **{"accept-language": "ja"}) == "en"
    client.post(reverse("people:set_language"), {"language": "xx"})
    assert language_of(client, **{"accept-language": "ja"}) == "en"
    assert client.get(reverse("people:set_language")).status_code == 405


def test_pages_are_clean_of_inline_code(client, admin):
    _invitation, secret = invite_person(email="hana@example.org", role="checker", actor=admin)
    for path in (
        reverse("people:accept_invitation", args=[secret]),
        reverse("people:password_reset"),
        reverse("people:password_reset_done"),
        reverse("people:password_reset_complete"),
    ):
        page = client.get(path).content.decode()
        assert "<style" not in page and " style=" not in page and " onclick=" not in page
        assert not re.search(r"<script(?![^>]*src=)", page)
