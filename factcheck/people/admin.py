"""People, tokens and invitations in the admin. Acts are services, so each leaves its entry."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck import roles
from factcheck.errors import Conflict
from factcheck.people.mail import mail_invitation
from factcheck.people.models import ApiToken, Invitation, Role, User
from factcheck.people.services import (
    invite_person,
    issue_token,
    record_password_reset,
    record_person_added,
    record_person_change,
    record_role_change,
    revoke_invitation,
    revoke_token,
    sync_staff,
)

logger = logging.getLogger(__name__)
RECORDED = [
    "username",
    "first_name",
    "last_name",
    "email",
    "language",
    "is_service",
    "is_active",
    "is_superuser",
]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    """Accounts and their roles. Nobody deletes a person; nobody raises themself."""

    list_display = ["username", "name", "email", "held_roles", "language", "is_active"]
    list_filter = ["groups", "is_active", "is_service", "language"]
    filter_horizontal = ["groups", "user_permissions"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (
            gettext_lazy("Person"),
            {"fields": ["first_name", "last_name", "email", "language", "is_service"]},
        ),
        (
            gettext_lazy("Roles and rights"),
            {"fields": ["is_active", "groups", "is_staff", "is_superuser", "user_permissions"]},
        ),
        (gettext_lazy("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]

    @admin.display(description=gettext_lazy("name"))
    def name(self, person: User) -> str:
        """Full name."""
        return person.get_full_name()

    @admin.display(description=gettext_lazy("roles"))
    def held_roles(self, person: User) -> str:
        """Roles by their names in the reader's language."""
        return ", ".join(str(Role(role).label) for role in sorted(person.roles))

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """People with their roles in one query."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Rights beyond roles are a superuser's to give; nobody changes their own roles."""
        fields = ["is_staff", "last_login", "date_joined"]
        actor = _actor(request)
        if not actor.is_superuser:
            fields += ["is_superuser", "user_permissions"]
        if obj is not None and (
            obj.pk == actor.pk
            or (
                not actor.is_superuser
                and obj.groups.exclude(name__in=roles.ROLE_PERMISSIONS).exists()
            )
        ):
            fields += ["groups"]
        return fields

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A superuser's own groups are not offered to others."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.name == "groups" and not _actor(request).is_superuser:
            field.queryset = Group.objects.filter(name__in=roles.ROLE_PERMISSIONS)
        return field

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only a superuser changes a superuser, or their mail address would be a ladder."""
        if obj is not None and obj.is_superuser and not _actor(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: accounts are closed (“active”), what they did stays theirs."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save, and record what changed."""
        super().save_model(request, obj, form, change)
        if not change:
            record_person_added(person=obj, actor=_actor(request))
            return
        changes = {
            name: [form.initial.get(name), form.cleaned_data[name]]
            for name in RECORDED
            if name in form.changed_data
        }
        record_person_change(person=obj, changes=changes, actor=_actor(request))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save roles, and record what changed."""
        before = User.objects.get(pk=form.instance.pk).roles
        super().save_related(request, form, formsets, change)
        person = User.objects.get(pk=form.instance.pk)
        sync_staff(person)
        record_role_change(person=person, before=before, after=person.roles, actor=_actor(request))

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's name
        form_url: str = "",
    ) -> HttpResponse:
        """Only a superuser sets another's password: whoever knows it can act in their name."""
        actor = _actor(request)
        if not actor.is_superuser and id != str(actor.pk):
            raise PermissionDenied(_("Send them a password reset instead."))
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == 302:
                record_password_reset(person=User.objects.get(pk=id), actor=actor)
        return response


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose save is a service's act in the name of ``actor``."""

    actor: User

    def save_m2m(self) -> None:
        """Nothing is left to save: the service has written everything."""


class TokenForm(ServiceForm):
    """Issues a token when saved; the secret is on the instance, for this answer only."""

    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        initial=90,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=gettext_lazy("The token is refused after so many days."),
    )

    class Meta:
        model = ApiToken
        fields = ["user", "name"]

    def save(self, commit: bool = True) -> ApiToken:
        """Issue through the service."""
        token, secret = issue_token(
            user=self.cleaned_data["user"],
            name=self.cleaned_data["name"],
            days=self.cleaned_data["days"],
            actor=self.actor,
        )
        token.issued_secret = secret
        return token


class IssuedOnceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows made by a service through the form, never edited, never deleted, only revoked."""

    actions = ["revoke"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form acts for whoever is signed in."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.actor = _actor(request)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form's service has written the row."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Whoever may change people's access."""
        return _actor(request).has_perm(f"people.change_{self.opts.model_name}")


@admin.register(ApiToken)
class ApiTokenAdmin(IssuedOnceAdmin):
    """Tokens: issue, look, revoke."""

    form = TokenForm
    list_display = ["name", "user", "created", "last_used_at", "expiry", "revoked_at"]
    list_filter = ["revoked_at", "expiry"]
    list_select_related = ["user"]
    search_fields = ["name", "user__username"]

    def get_fields(self, request: HttpRequest, obj: ApiToken | None = None) -> list[Any]:
        """What is asked for, or what may be seen: never the digest."""
        if obj is None:
            return ["user", "name", "days"]
        return ["name", "user", "created", "last_used_at", "expiry", "revoked_at", "revoked_by"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only a superuser issues a token in another person's name."""
        if db_field.name == "user":
            allowed = User.objects.filter(is_active=True).order_by("username")
            actor = _actor(request)
            if not actor.is_superuser:
                allowed = allowed.filter(Q(is_service=True, is_superuser=False) | Q(pk=actor.pk))
            kwargs["queryset"] = allowed
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the secret in this very answer: no session, cookie or log ever holds it."""
        context = self.admin_site.each_context(request) | {
            "title": _("Token issued"),
            "token": obj,
            "secret": obj.issued_secret,
        }
        response = render(request, "people/token_issued.html", context)
        add_never_cache_headers(response)
        return response

    @admin.action(description=gettext_lazy("Revoke the selected tokens"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        """Refuse them from now on."""
        for token in queryset:
            revoke_token(token=token, actor=_actor(request))
        self.message_user(request, _("The selected tokens are revoked."), messages.SUCCESS)


class InvitationForm(ServiceForm):
    """Invites when saved; the secret stays on the form, for the mail only."""

    secret: str
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[(role.value, role.label) for role in Role if role is not Role.SERVICE],
    )

    class Meta:
        model = Invitation
        fields = ["email", "role", "language"]

    def clean_email(self) -> str:
        """Say at the field what the service would refuse."""
        email: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("A person with this address already works here."))
        return email

    def save(self, commit: bool = True) -> Invitation:
        """Invite through the service."""
        invitation, secret = invite_person(
            email=self.cleaned_data["email"],
            role=self.cleaned_data["role"],
            language=self.cleaned_data["language"],
            actor=self.actor,
        )
        self.secret = secret
        return invitation


@admin.register(Invitation)
class InvitationAdmin(IssuedOnceAdmin):
    """Invitations: send, look, revoke."""

    form = InvitationForm
    list_display = [
        "email",
        "role",
        "invited_by",
        "created_at",
        "expires_at",
        "accepted_at",
        "revoked_at",
    ]
    list_filter = ["role", "accepted_at", "revoked_at"]
    list_select_related = ["invited_by"]
    search_fields = ["email"]

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> list[Any]:
        """What is asked for, or what may be seen: never the digest."""
        if obj is None:
            return ["email", "role", "language"]
        return [*self.list_display, "language", "accepted_by"]

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        """Mail the link once the invitation is committed."""
        transaction.on_commit(partial(self._mail, request, obj, form.secret))

    def _mail(self, request: HttpRequest, invitation: Invitation, secret: str) -> None:
        try:
            mail_invitation(invitation, secret)
        except OSError:  # every SMTP and socket error is one
            logger.exception("invitation_not_mailed", extra={"invitation": str(invitation.pk)})
            self.message_user(
                request,
                _("The invitation could not be mailed. Check the mail settings and invite again."),
                messages.ERROR,
            )

    @admin.action(
        description=gettext_lazy("Revoke the selected invitations"), permissions=["revoke"]
    )
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Refuse their links from now on."""
        for invitation in queryset:
            try:
                revoke_invitation(invitation=invitation, actor=_actor(request))
            except Conflict as refusal:
                self.message_user(request, f"{invitation}: {refusal}", messages.WARNING)


def _actor(request: HttpRequest) -> User:
    return cast(User, request.user)
