"""People, roles, tokens and invitations through their services."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction

from factcheck import clock, roles
from factcheck.errors import Conflict, FactcheckError, InvalidInput, NotFound, NotPermitted
from factcheck.ledger.models import Entry
from factcheck.people.models import ApiToken, Invitation, User
from factcheck.people.services import (
    accept_invitation,
    create_person,
    invite_person,
    issue_token,
    open_invitation,
    revoke_invitation,
    revoke_token,
    set_language,
    set_roles,
)

pytestmark = pytest.mark.django_db
PASSWORD = "kirin-no-kubi-42"


@pytest.fixture
def admin(db):
    return create_person(username="admin", role="desk_admin", password=PASSWORD)


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


@pytest.mark.parametrize("role", [role for role in roles.ROLE_PERMISSIONS if role != "service"])
def test_a_person_in_any_role_may_open_the_desk(role):
    person = create_person(username="hana", role=role, password=PASSWORD, language="en")
    assert person.is_staff and person.roles == {role} and person.has_role(role, "other")
    assert not person.has_role("other")
    assert kinds() == ["person.created"]


def test_a_service_cannot_sign_in():
    service = create_person(username="cms", role="service", is_service=True)
    assert not service.is_staff and not service.has_usable_password()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=service.pk).update(is_staff=True)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"role": "king"}, "role"),
        ({"role": "service"}, "role"),
        ({"role": "checker", "is_service": True}, "role"),
        ({"role": "checker", "language": "fr"}, "language"),
        ({"role": "checker", "email": "no address"}, "email"),
        ({"role": "checker", "username": "a b"}, "username"),
        ({"role": "checker", "username": "x" * 151}, "username"),
        ({"role": "checker", "username": ""}, "username"),
        ({"role": "checker", "username": "a\0b"}, "username"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused_by_name(fields, field):
    with pytest.raises(InvalidInput) as refusal:
        create_person(**{"username": "hana", **fields})
    assert refusal.value.field == field
    assert not User.objects.exists()


def test_one_address_belongs_to_one_person_whatever_its_case():
    create_person(username="a", role="checker", email="Hana@Example.org")
    create_person(username="b", role="checker")
    create_person(username="c", role="checker")
    with pytest.raises(InvalidInput):
        create_person(username="d", role="checker", email="hana@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("e", email="HANA@example.org")


def test_roles_change_with_one_entry_and_staff_follows(admin):
    person = create_person(username="hana", role="reporter")
    set_roles(person=person, names=["checker", "editor"], actor=admin)
    set_roles(person=person, names=["editor", "checker"], actor=admin)
    person.refresh_from_db()
    assert person.roles == {"checker", "editor"}
    entry = Entry.objects.get(kind="person.roles_changed")
    assert entry.changes == {"roles": [["reporter"], ["checker", "editor"]]}
    assert entry.actor == admin
    set_roles(person=person, names=[], actor=admin)
    person.refresh_from_db()
    assert not person.is_staff


def test_nobody_changes_their_own_roles(admin):
    with pytest.raises(NotPermitted):
        set_roles(person=admin, names=["editor"], actor=admin)
    assert admin.roles == {"desk_admin"}


def test_a_token_is_stored_as_a_digest_and_expires(admin):
    service = create_person(username="cms", role="service", is_service=True)
    token, secret = issue_token(user=service, name=" CMS ", days=30, actor=admin)
    token.refresh_from_db()
    assert secret.startswith("fct_") and len(secret) > 60
    assert secret not in str([getattr(token, field.attname) for field in token._meta.fields])
    assert token.name == "CMS"
    assert abs(token.expiry - clock.now() - timedelta(days=30)) < timedelta(minutes=1)
    entry = Entry.objects.get(kind="token.issued")
    assert entry.subject_id == str(token.pk) and secret not in str(entry.data)
    by_setting, _secret = issue_token(user=service, name="other")
    assert abs(by_setting.expiry - clock.now() - timedelta(days=90)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"days": 0}, "days"),
        ({"days": 3651}, "days"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(admin, fields, field):
    with pytest.raises(InvalidInput) as refusal:
        issue_token(**{"user": admin, "name": "CMS", **fields})
    assert refusal.value.field == field
    admin.is_active = False
    with pytest.raises(InvalidInput):
        issue_token(user=admin, name="CMS")
    assert not ApiToken.objects.exists()


def test_revoking_twice_is_revoking_once(admin):
    token, _secret = issue_token(user=admin, name="CMS")
    first = revoke_token(token=token, actor=admin)
    again = revoke_token(token=token, actor=None)
    assert (first.revoked_at, admin) == (again.revoked_at, again.revoked_by)
    assert kinds().count("token.revoked") == 1


def test_an_invited_person_makes_their_account_once(admin):
    invitation, secret = invite_person(
        email="Hana@EXAMPLE.org", role="checker", language="en", actor=admin
    )
    assert secret not in invitation.digest
    person = accept_invitation(secret=secret, username="hana", password=PASSWORD)
    assert person.roles == {"checker"} and person.is_staff and person.language == "en"
    assert person.email == "Hana@example.org" and person.check_password(PASSWORD)
    with pytest.raises(NotFound):
        accept_invitation(secret=secret, username="other", password=PASSWORD)
    assert kinds() == ["person.created", "person.invited", "person.created", "invitation.accepted"]
    with pytest.raises(Conflict):
        revoke_invitation(invitation=invitation, actor=admin)
    with pytest.raises(Conflict):
        invite_person(email="hana@example.org", role="editor", actor=admin)


def test_a_weak_password_or_a_taken_name_leaves_the_invitation_open(admin):
    _invitation, secret = invite_person(email="hana@example.org", role="checker", actor=admin)
    for fields in (
        {"username": "hana", "password": "12345678"},
        {"username": "hana", "password": "hana@example.org"},
        {"username": "admin", "password": PASSWORD},
    ):
        with pytest.raises(InvalidInput):
            accept_invitation(secret=secret, **fields)
    assert open_invitation(secret).accepted_at is None
    assert User.objects.count() == 1


def test_closed_invitations_open_nothing(admin):
    invitation, secret = invite_person(email="hana@example.org", role="checker", actor=admin)
    with time_machine.travel(clock.now() + timedelta(days=8)), pytest.raises(NotFound):
        open_invitation(secret)
    revoke_invitation(invitation=invitation, actor=admin)
    revoke_invitation(invitation=invitation, actor=admin)
    assert kinds().count("invitation.revoked") == 1
    for wrong in (secret, "", "\ud800", "x" * 5000):
        with pytest.raises(NotFound):
            open_invitation(wrong)


def test_inviting_again_closes_the_earlier_link(admin):
    _first, old = invite_person(email="hana@example.org", role="checker", actor=admin)
    _second, new = invite_person(email="HANA@example.org", role="editor", actor=admin)
    assert open_invitation(new).role == "editor"
    with pytest.raises(NotFound):
        open_invitation(old)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"role": "service"}, "role"), ({"role": "king"}, "role"), ({"email": "nowhere"}, "email")],
)
def test_an_invitation_that_makes_no_sense_is_refused(admin, fields, field):
    with pytest.raises(InvalidInput) as refusal:
        invite_person(**{"email": "hana@example.org", "role": "checker", **fields}, actor=admin)
    assert refusal.value.field == field
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_one_invitation_make_one_account():
    admin = create_person(username="admin", role="desk_admin")
    _invitation, secret = invite_person(email="hana@example.org", role="checker", actor=admin)
    together = threading.Barrier(4)

    def accept(number):
        try:
            together.wait(10)
            return accept_invitation(secret=secret, username=f"hana{number}", password=PASSWORD)
        except FactcheckError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(accept, range(4)))
    assert sum(isinstance(answer, User) for answer in answers) == 1
    assert User.objects.count() == 2


def test_only_the_two_languages_can_be_chosen(admin):
    set_language(person=admin, language="en")
    with pytest.raises(InvalidInput):
        set_language(person=admin, language="fr")
    assert User.objects.get(pk=admin.pk).language == "en"
