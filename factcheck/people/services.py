"""The only writers of people, roles, tokens and invitations; each act is a ledger entry."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from factcheck import clock, roles
from factcheck.errors import Conflict, InvalidInput, NotFound, NotPermitted
from factcheck.ledger.services import record_entry
from factcheck.people.models import ApiToken, Invitation, Language, User

INVITATION_LASTS = timedelta(days=7)


@transaction.atomic
def create_person(
    *,
    username: str,
    role: str,
    password: str | None = None,
    language: str = Language.JAPANESE,
    email: str = "",
    is_service: bool = False,
    actor: User | None = None,
) -> User:
    """Make an account with one role. Without a password nobody can sign in to it.

    The password is taken as it is; forms and commands that ask a person for one validate it.
    """
    _known_role(role)
    if is_service != (role == roles.SERVICE):
        raise InvalidInput(
            _("The role “service” is for services, every other role for people."), field="role"
        )
    person = User(
        username=User.normalize_username(username),
        email=User.objects.normalize_email(email),
        language=language,
        is_service=is_service,
    )
    person.set_password(password)
    _refuse_invalid(person)
    person.save()
    _hold_roles(person, {role})
    record_person_added(person=person, actor=actor, role=role)
    return person


@transaction.atomic
def set_roles(*, person: User, names: Collection[str], actor: User | None) -> User:
    """Give a person exactly these roles. Nobody changes their own; one change, one entry."""
    for name in names:
        _known_role(name)
    if actor is not None and actor.pk == person.pk:
        raise NotPermitted(
            _("Nobody changes their own roles."), remedy=_("Ask another administrator.")
        )
    person = User.objects.select_for_update().get(pk=person.pk)
    before, after = person.roles, frozenset(names)
    _hold_roles(person, after)
    record_role_change(person=person, before=before, after=after, actor=actor)
    return person


def record_role_change(
    *, person: User, before: Collection[str], after: Collection[str], actor: User | None
) -> None:
    """Write the entry of changed roles, if they changed. Inside the caller's transaction."""
    if set(before) != set(after):
        record_entry(
            kind="person.roles_changed",
            subject_type="person",
            subject_id=person.pk,
            actor=actor,
            changes={"roles": [sorted(before), sorted(after)]},
        )


@transaction.atomic
def issue_token(
    *, user: User, name: str, days: int | None = None, actor: User | None = None
) -> tuple[ApiToken, str]:
    """Issue a token that carries the user's rights; the secret is returned here and never again.

    ``days`` until it expires; by default the TOKEN_DAYS setting.
    """
    if not name.strip():
        raise InvalidInput(
            _("A token needs a name."), field="name", remedy=_("Say what it is used for.")
        )
    if len(name.strip()) > 100:
        raise InvalidInput(_("The name is longer than 100 characters."), field="name")
    if days is not None and not 1 <= days <= 3650:
        raise InvalidInput(_("A token lasts from 1 to 3650 days."), field="days")
    if not user.is_active:
        raise InvalidInput(_("This account is closed."), field="user")
    lifetime = settings.REST_KNOX["TOKEN_TTL"] if days is None else timedelta(days=days)
    token: ApiToken
    token, secret = ApiToken.objects.create(user=user, expiry=lifetime, name=name.strip())
    record_entry(
        kind="token.issued",
        subject_type="token",
        subject_id=token.pk,
        actor=actor,
        data={"name": token.name, "person": str(user.pk), "expires": token.expiry},
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: User | None) -> ApiToken:
    """Refuse a token from now on. Revoking it again changes nothing."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = clock.now(), actor
        token.save(update_fields=["revoked_at", "revoked_by"])
        record_entry(
            kind="token.revoked",
            subject_type="token",
            subject_id=token.pk,
            actor=actor,
            data={"name": token.name, "person": str(token.user_id)},
        )
    return token


@transaction.atomic
def invite_person(
    *, email: str, role: str, actor: User, language: str = Language.JAPANESE
) -> tuple[Invitation, str]:
    """Make an invitation; the secret for its link is returned here and never again.

    An earlier invitation to the same address that still waits is revoked.
    """
    email = User.objects.normalize_email(email.strip())
    _known_role(role)
    if role == roles.SERVICE:
        raise InvalidInput(
            _("A service is not invited."), field="role", remedy=_("Issue a token for it.")
        )
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidInput(error.messages[0], field="email") from error
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(_("A person with this address already works here."), field="email")
    waiting = Invitation.objects.filter(
        email__iexact=email, accepted_at__isnull=True, revoked_at__isnull=True
    )
    for earlier in waiting.select_for_update():
        revoke_invitation(invitation=earlier, actor=actor)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        role=role,
        language=language,
        invited_by=actor,
        digest=_digest(secret),
        expires_at=clock.now() + INVITATION_LASTS,
    )
    record_entry(
        kind="person.invited",
        subject_type="invitation",
        subject_id=invitation.pk,
        actor=actor,
        data={"email": email, "role": role},
    )
    return invitation, secret


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor: User) -> Invitation:
    """Refuse the invitation's link from now on; an accepted one cannot be revoked."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at is not None:
        raise Conflict(
            _("This invitation was already accepted."),
            code="already_accepted",
            remedy=_("Close the account instead."),
        )
    if invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        invitation.save(update_fields=["revoked_at"])
        record_entry(
            kind="invitation.revoked",
            subject_type="invitation",
            subject_id=invitation.pk,
            actor=actor,
        )
    return invitation


def open_invitation(secret: str) -> Invitation:
    """Return the invitation a link's secret opens, or refuse without saying why it is closed."""
    invitation = Invitation.objects.open().filter(digest=_digest(secret)).first()
    if invitation is None:
        raise NotFound(
            _("This invitation is no longer valid."), remedy=_("Ask for a new invitation.")
        )
    return invitation


@transaction.atomic
def accept_invitation(*, secret: str, username: str, password: str) -> User:
    """Make the invited person's account. The link works once, also when two click at a time."""
    found = open_invitation(secret)
    invitation = Invitation.objects.open().select_for_update().filter(pk=found.pk).first()
    if invitation is None:
        raise Conflict(_("This invitation is no longer valid."), code="already_accepted")
    try:
        validate_password(password, User(username=username, email=invitation.email))
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), field="password") from error
    person = create_person(
        username=username,
        password=password,
        role=invitation.role,
        language=invitation.language,
        email=invitation.email,
        actor=invitation.invited_by,
    )
    invitation.accepted_at, invitation.accepted_by = clock.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record_entry(
        kind="invitation.accepted",
        subject_type="invitation",
        subject_id=invitation.pk,
        actor=person,
    )
    return person


def record_person_added(*, person: User, actor: User | None, role: str = "") -> None:
    """Write the entry of a new account. Inside the caller's transaction."""
    record_entry(
        kind="person.created",
        subject_type="person",
        subject_id=person.pk,
        actor=actor,
        data={"username": person.username, "role": role or None},
    )


def record_person_change(
    *, person: User, changes: dict[str, list[object]], actor: User | None
) -> None:
    """Write the entry of changed account fields, if any. Inside the caller's transaction."""
    if changes:
        record_entry(
            kind="person.changed",
            subject_type="person",
            subject_id=person.pk,
            actor=actor,
            changes=changes,
        )


def record_password_reset(*, person: User, actor: User) -> None:
    """Write the entry of a new password. Inside the caller's transaction."""
    record_entry(
        kind="person.password_reset", subject_type="person", subject_id=person.pk, actor=actor
    )


@transaction.atomic
def set_language(*, person: User, language: str) -> User:
    """Choose the language of a person's own pages and mail."""
    if language not in Language.values:
        raise InvalidInput(_("Pages are written in Japanese and English."), field="language")
    User.objects.filter(pk=person.pk).update(language=language)
    person.language = language
    return person


def _hold_roles(person: User, names: Collection[str]) -> None:
    """Groups that are no role are left alone; people in any role may open the desk."""
    kept = person.groups.exclude(name__in=roles.ROLE_PERMISSIONS)
    held = Group.objects.filter(name__in=names)
    person.groups.set([*kept, *held])
    sync_staff(person)


def sync_staff(person: User) -> None:
    """People in any role are staff; services are not, superusers always are."""
    works_here = bool(person.roles - {roles.SERVICE}) and not person.is_service
    is_staff = person.is_superuser or works_here
    if person.is_staff != is_staff:
        person.is_staff = is_staff
        person.save(update_fields=["is_staff"])


def _known_role(name: str) -> None:
    if name not in roles.ROLE_PERMISSIONS:
        raise InvalidInput(
            _("There is no role “%(role)s”.") % {"role": name},
            field="role",
            remedy=_("Roles: %(roles)s.") % {"roles": ", ".join(roles.ROLE_PERMISSIONS)},
        )


def _refuse_invalid(person: User) -> None:
    try:
        person.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InvalidInput(
            " ".join(messages), field=None if field == "__all__" else field
        ) from error


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
