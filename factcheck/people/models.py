"""Users, API tokens and invitations. A role is a group named in `factcheck.roles`."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from factcheck import clock, roles
from factcheck.ids import uuid7


class Language(models.TextChoices):
    """The languages pages are written in."""

    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")


class Role(models.TextChoices):
    """Names of the groups made from the table of roles."""

    REPORTER = roles.REPORTER, _("Reporter")
    CHECKER = roles.CHECKER, _("Checker")
    EDITOR = roles.EDITOR, _("Editor")
    LEGAL = roles.LEGAL, _("Legal reader")
    DESK_ADMIN = roles.DESK_ADMIN, _("Desk administrator")
    AUDITOR = roles.AUDITOR, _("Auditor")
    SERVICE = roles.SERVICE, _("Service")


class User(AbstractUser):  # type: ignore[django-manager-missing]  # knox has no stubs
    """A person, or a service that speaks for one tool."""

    id = models.UUIDField(
        primary_key=True, default=uuid7, editable=False, help_text=_("Time-ordered identifier.")
    )
    password = models.CharField(
        _("password"), max_length=128, help_text=_("Salted hash; never the password itself.")
    )
    last_login = models.DateTimeField(
        _("last login"), blank=True, null=True, help_text=_("When this person last signed in.")
    )
    first_name = models.CharField(
        _("first name"), max_length=150, blank=True, help_text=_("Given name, as it is signed.")
    )
    last_name = models.CharField(
        _("last name"), max_length=150, blank=True, help_text=_("Family name, as it is signed.")
    )
    email = models.EmailField(
        _("email address"),
        blank=True,
        help_text=_("For invitations and password reset; one address, one person."),
    )
    date_joined = models.DateTimeField(
        _("date joined"), default=clock.now, help_text=_("When the account was made.")
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Language,
        default=Language.JAPANESE,
        help_text=_("Language of this person's pages and mail."),
    )
    is_service = models.BooleanField(
        _("service"),
        default=False,
        help_text=_("A tool, not a person: works by token and cannot sign in."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")  # type: ignore[assignment]  # the stubs know no lazy names
        verbose_name_plural = _("people")  # type: ignore[assignment]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="people_user_one_address_one_person",
                violation_error_message=_("Another person has this address."),
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values),
                name="people_user_known_language",
            ),
            models.CheckConstraint(
                condition=models.Q(is_service=False) | models.Q(is_staff=False, is_superuser=False),
                name="people_user_service_never_staff",
                violation_error_message=_("A service cannot sign in as staff."),
            ),
        ]

    @property
    def roles(self) -> frozenset[str]:
        """The roles held. One query, none when groups are prefetched."""
        return frozenset(group.name for group in self.groups.all()) & set(roles.ROLE_PERMISSIONS)

    def has_role(self, *names: str) -> bool:
        """Return whether this person holds any of these roles."""
        return not self.roles.isdisjoint(names)


class ApiToken(AbstractAuthToken):  # type: ignore[misc]
    """A bearer token. Only its digest is stored; it is revoked, never deleted."""

    #: Only on the instance a form has just issued; never stored.
    issued_secret: str

    id = models.UUIDField(
        primary_key=True, default=uuid7, editable=False, help_text=_("Time-ordered identifier.")
    )
    digest = models.CharField(
        max_length=128, unique=True, help_text=_("SHA-512 of the secret, which is not stored.")
    )
    token_key = models.CharField(
        max_length=25, db_index=True, help_text=_("First characters of the secret, to find it by.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="auth_token_set",
        help_text=_("Whose rights the token carries."),
    )
    created = models.DateTimeField(
        _("created"), auto_now_add=True, help_text=_("When it was issued.")
    )
    expiry = models.DateTimeField(
        _("expires"), null=True, blank=True, help_text=_("Refused from then on; empty: never.")
    )
    name = models.CharField(
        _("name"), max_length=100, help_text=_("What it is used for: “CMS”, “chat bot”.")
    )
    last_used_at = models.DateTimeField(
        _("last used"), null=True, blank=True, help_text=_("Exact to a minute.")
    )
    revoked_at = models.DateTimeField(
        _("revoked"), null=True, blank=True, help_text=_("Refused from then on.")
    )
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revoked by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who revoked it."),
    )

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.user})"

    @property
    def is_usable(self) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expiry is None or self.expiry > clock.now())


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what can still become of them."""

    def open(self) -> InvitationQuerySet:
        """Neither accepted, revoked nor expired."""
        return self.filter(
            accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=clock.now()
        )


class Invitation(models.Model):
    """A mailed link with which one person makes their own account, once."""

    id = models.UUIDField(
        primary_key=True, default=uuid7, editable=False, help_text=_("Time-ordered identifier.")
    )
    email = models.EmailField(_("email address"), help_text=_("Where the link is sent."))
    role = models.CharField(
        _("role"), max_length=20, choices=Role, help_text=_("The role they will have.")
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Language,
        default=Language.JAPANESE,
        help_text=_("Language of the mail and of their pages."),
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who invited them."),
    )
    digest = models.CharField(
        max_length=64, unique=True, help_text=_("SHA-256 of the secret in the link.")
    )
    created_at = models.DateTimeField(
        _("invited at"), default=clock.now, help_text=_("When it was sent.")
    )
    expires_at = models.DateTimeField(
        _("expires"), help_text=_("The link is refused from then on.")
    )
    accepted_at = models.DateTimeField(
        _("accepted"), null=True, blank=True, help_text=_("When the account was made.")
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accepted by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The account made from it."),
    )
    revoked_at = models.DateTimeField(
        _("revoked"), null=True, blank=True, help_text=_("The link is refused from then on.")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role for role in Role.values if role != "service"]),
                name="people_invitation_role_of_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="people_invitation_accepted_or_revoked",
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="people_invitation_one_pending_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"
