"""The people pages of the admin: who may do what, and what is recorded."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from factcheck.ledger.models import Entry
from factcheck.people.models import ApiToken, Invitation, User
from factcheck.people.services import create_person, invite_person, issue_token

pytestmark = pytest.mark.django_db
PASSWORD = "kirin-no-kubi-42"


def person(username, role, **fields):
    return create_person(username=username, role=role, language="en", **fields)


@pytest.fixture
def admin(client):
    admin = person("admin", "desk_admin")
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return admin


@pytest.fixture
def chief(client):
    chief = User.objects.create_superuser("chief", password=PASSWORD, language="en")
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    return chief


def url(model, action, *args):
    return reverse(f"admin:people_{model}_{action}", args=args)


def person_form(someone, **fields):
    return {
        "username": someone.username,
        "first_name": "",
        "last_name": "",
        "email": someone.email,
        "language": someone.language,
        "is_active": "on",
        "groups": [group.pk for group in someone.groups.all()],
        **fields,
    }


def role_ids(*names):
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def test_roles_and_fields_changed_in_the_admin_are_recorded(client, admin):
    hana = person("hana", "reporter")
    answer = client.post(
        url("user", "change", hana.pk),
        person_form(hana, email="hana@example.org", groups=role_ids("editor")),
    )
    assert answer.status_code == 302
    hana.refresh_from_db()
    assert hana.roles == {"editor"} and hana.is_staff
    changed = Entry.objects.get(kind="person.changed")
    assert changed.changes == {"email": ["", "hana@example.org"]} and changed.actor == admin
    assert Entry.objects.get(kind="person.roles_changed").changes == {
        "roles": [["reporter"], ["editor"]]
    }
    client.post(url("user", "change", hana.pk), person_form(hana, groups=[]))
    assert not User.objects.get(pk=hana.pk).is_staff


def test_a_desk_admin_makes_no_superuser_and_gives_no_single_rights(client, admin):
    hana = person("hana", "reporter")
    right = Permission.objects.get(codename="delete_user")
    answer = client.post(
        url("user", "change", hana.pk),
        person_form(hana, is_superuser="on", is_staff="on", user_permissions=[right.pk]),
    )
    assert answer.status_code == 302
    hana.refresh_from_db()
    assert not hana.is_superuser and not hana.user_permissions.exists()


def test_a_desk_admin_gives_roles_only(client, admin):
    hana = person("hana", "reporter")
    mighty = Group.objects.create(name="mighty")
    page = client.post(url("user", "change", hana.pk), person_form(hana, groups=[mighty.pk]))
    assert page.status_code == 200 and "errorlist" in page.content.decode()
    hana.groups.add(mighty)
    client.post(url("user", "change", hana.pk), person_form(hana, groups=[]))
    assert hana.groups.filter(name="mighty").exists()


@pytest.mark.parametrize("who", ["admin", "chief"])
def test_nobody_changes_their_own_roles(client, who, request):
    me = request.getfixturevalue(who)
    before = me.roles
    answer = client.post(
        url("user", "change", me.pk),
        person_form(me, groups=role_ids("editor"), is_superuser="on" if who == "chief" else ""),
    )
    assert answer.status_code == 302
    assert User.objects.get(pk=me.pk).roles == before


def test_a_desk_admin_cannot_touch_a_superuser(client, admin):
    chief = User.objects.create_superuser("chief", email="chief@example.org")
    answer = client.post(
        url("user", "change", chief.pk), person_form(chief, email="mine@example.org")
    )
    assert answer.status_code == 403
    assert User.objects.get(pk=chief.pk).email == "chief@example.org"


def test_only_a_superuser_sets_another_s_password(client, admin, request):
    hana = person("hana", "reporter")
    data = {"password1": PASSWORD, "password2": PASSWORD}
    path = reverse("admin:auth_user_password_change", args=[hana.pk])
    assert client.post(path, data).status_code == 403
    own = reverse("admin:auth_user_password_change", args=[admin.pk])
    assert client.get(own).status_code == 200
    chief = request.getfixturevalue("chief")
    assert client.post(path, data | {"password2": "other"}).status_code == 200
    assert client.post(path, data).status_code == 302
    hana.refresh_from_db()
    assert hana.check_password(PASSWORD)
    assert Entry.objects.get(kind="person.password_reset").actor == chief


def test_a_person_added_in_the_admin_is_recorded(client, admin):
    data = {"username": "hana", "usable_password": "false"}
    answer = client.post(url("user", "add"), data)
    hana = User.objects.get(username="hana")
    assert answer["Location"] == url("user", "change", hana.pk)
    assert not hana.is_staff and not hana.has_usable_password()
    assert kinds().count("person.created") == 2


def test_nobody_is_deleted(client, chief):
    hana = person("hana", "reporter")
    token, _secret = issue_token(user=hana, name="CMS")
    invitation, _secret = invite_person(email="a@example.org", role="checker", actor=chief)
    for model, row in (("user", hana), ("apitoken", token), ("invitation", invitation)):
        assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_a_token_s_secret_is_shown_once_and_works(client, admin):
    service = create_person(username="cms", role="service", is_service=True)
    page = client.post(url("apitoken", "add"), {"user": service.pk, "name": "CMS", "days": 30})
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    secret = re.search(r'id="token-secret">(fct_\w+)<', page.content.decode())[1]
    token = ApiToken.objects.get()
    assert token.expiry - token.created < timedelta(days=30, minutes=1)
    assert Entry.objects.get(kind="token.issued").actor == admin
    for path in (url("apitoken", "changelist"), url("apitoken", "change", token.pk)):
        shown = client.get(path).content.decode()
        assert "CMS" in shown and secret not in shown and token.digest not in shown
    session = dict(client.session)
    assert secret not in str(session) + str(client.cookies)


@pytest.mark.parametrize("bad", [{"days": 0}, {"days": 4000}, {"name": ""}, {"days": ""}])
def test_a_bad_token_form_is_shown_again(client, admin, bad):
    service = create_person(username="cms", role="service", is_service=True)
    page = client.post(
        url("apitoken", "add"), {"user": service.pk, "name": "CMS", "days": 30, **bad}
    )
    assert "errorlist" in page.content.decode() and not ApiToken.objects.exists()


def test_a_desk_admin_issues_no_token_in_another_person_s_name(client, admin):
    chief = User.objects.create_superuser("chief")
    hana = person("hana", "editor")
    for other in (chief, hana):
        page = client.post(url("apitoken", "add"), {"user": other.pk, "name": "x", "days": 1})
        assert "errorlist" in page.content.decode()
    client.post(url("apitoken", "add"), {"user": admin.pk, "name": "mine", "days": 1})
    assert [token.user for token in ApiToken.objects.all()] == [admin]


def test_tokens_are_revoked_from_the_list_and_not_edited(client, admin):
    token, _secret = issue_token(user=admin, name="CMS")
    assert client.post(url("apitoken", "change", token.pk), {"name": "x"}).status_code == 403
    client.post(url("apitoken", "changelist"), {"action": "revoke", "_selected_action": [token.pk]})
    token.refresh_from_db()
    assert token.revoked_at and token.revoked_by == admin


def test_an_invitation_is_mailed_and_can_be_revoked(
    client, admin, mailoutbox, django_capture_on_commit_callbacks
):
    data = {"email": "hana@example.org", "role": "checker", "language": "en"}
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(url("invitation", "add"), data).status_code == 302
    assert len(mailoutbox) == 2 and Invitation.objects.open().count() == 1
    invitation = Invitation.objects.open().get()
    page = client.get(url("invitation", "change", invitation.pk)).content.decode()
    assert invitation.digest not in page and "hana@example.org" in page
    client.post(
        url("invitation", "changelist"),
        {"action": "revoke", "_selected_action": [invitation.pk]},
    )
    assert not Invitation.objects.open().exists()


@pytest.mark.django_db(transaction=True)
def test_mail_that_cannot_be_sent_is_said(client, admin, monkeypatch):
    def fail(*_args):
        raise ConnectionRefusedError

    monkeypatch.setattr("factcheck.people.admin.mail_invitation", fail)
    data = {"email": "hana@example.org", "role": "checker", "language": "en"}
    page = client.post(url("invitation", "add"), data, follow=True)
    assert "could not be mailed" in page.content.decode()
    assert Invitation.objects.open().count() == 1


def test_a_bad_invitation_is_shown_again(client, admin, mailoutbox):
    person("hana", "reporter", email="hana@example.org")
    for bad in (
        {"email": "HANA@example.org"},
        {"email": "nowhere"},
        {"role": "service"},
        {"role": "king"},
        {"language": "fr"},
    ):
        data = {"email": "a@example.org", "role": "checker", "language": "en", **bad}
        page = client.post(url("invitation", "add"), data)
        assert "errorlist" in page.content.decode(), bad
    assert not Invitation.objects.exists() and mailoutbox == []


def test_the_ledger_is_read_and_never_written_in_the_admin(client, chief):
    issue_token(user=chief, name="CMS", actor=chief)
    entry = Entry.objects.get(kind="token.issued")
    page = client.get(reverse("admin:ledger_entry_changelist"))
    assert "token.issued" in page.content.decode()
    assert client.get(reverse("admin:ledger_entry_change", args=[entry.pk])).status_code == 200
    assert client.get(reverse("admin:ledger_entry_add")).status_code == 403
    for action in ("change", "delete"):
        path = reverse(f"admin:ledger_entry_{action}", args=[entry.pk])
        assert client.post(path, {"post": "yes", "note": "x"}).status_code == 403


@pytest.mark.parametrize("model", ["user", "apitoken", "invitation"])
def test_a_list_costs_the_same_at_ten_and_at_thirty_rows(client, admin, model, request):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add(first, last):
        for number in range(first, last):
            someone = person(f"p{number}", "reporter")
            issue_token(user=someone, name="CMS")
            invite_person(email=f"i{number}@example.org", role="checker", actor=someone)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(model, "changelist")).status_code == 200
        return len(queries)

    add(0, 10)
    ten = cost()
    add(10, 30)
    assert cost() == ten


@pytest.mark.parametrize("role", ["reporter", "checker", "editor", "legal"])
def test_other_roles_see_no_people_pages(client, role):
    client.force_login(person("hana", role), backend="django.contrib.auth.backends.ModelBackend")
    for model in ("user", "apitoken", "invitation"):
        assert client.get(url(model, "changelist")).status_code == 403
