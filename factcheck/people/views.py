"""Public pages: accept an invitation, reset a password; and the choice of language."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from factcheck.errors import FactcheckError, NotFound
from factcheck.people.forms import AcceptInvitationForm, PasswordResetForm
from factcheck.people.models import Language
from factcheck.people.services import (
    accept_invitation,
    open_invitation,
    record_password_reset,
    set_language,
)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Let the invited person choose a user name and password, then send them to sign in."""
    context: dict[str, Any] = admin.site.each_context(request)
    try:
        invitation = open_invitation(secret)
    except NotFound as error:
        return _page(request, context | {"refusal": error}, status=404)
    if not request.COOKIES.get("django_language"):
        translation.activate(invitation.language)
    answer = request.POST if request.method == "POST" else None
    form = AcceptInvitationForm(answer, email=invitation.email)
    if form.is_valid():
        try:
            accept_invitation(
                secret=secret,
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password1"],
            )
        except FactcheckError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your account is ready. Sign in."))
            return redirect("admin:login")
    return _page(request, context | {"form": form, "invitation": invitation})


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context["title"] = _("Accept the invitation")
    response = render(request, "people/accept_invitation.html", context, status=status)
    # The address holds the secret: it may not travel to the next page.
    response["Referrer-Policy"] = "no-referrer"
    return response


class _AdminChrome:
    """The stock password pages inside the admin's frame."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The admin's frame under the page's own context."""
        page: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return admin.site.each_context(self.request) | page


@method_decorator(login_not_required, name="dispatch")
class PasswordResetPage(_AdminChrome, auth_views.PasswordResetView):
    """Ask for the address. Answers the same whether it is known or not."""

    form_class = PasswordResetForm
    email_template_name = "people/password_reset_mail.txt"
    subject_template_name = "people/password_reset_subject.txt"
    success_url = reverse_lazy("people:password_reset_done")
    title = gettext_lazy("Password reset")


@method_decorator(login_not_required, name="dispatch")
class PasswordResetDonePage(_AdminChrome, auth_views.PasswordResetDoneView):
    """Say that mail is on its way."""


@method_decorator(login_not_required, name="dispatch")
class PasswordResetConfirmPage(_AdminChrome, auth_views.PasswordResetConfirmView):
    """Take the new password."""

    success_url = reverse_lazy("people:password_reset_complete")

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the password and record that it was reset."""
        with transaction.atomic():
            response = super().form_valid(form)
            record_password_reset(person=form.user, actor=form.user)
        return response


@method_decorator(login_not_required, name="dispatch")
class PasswordResetCompletePage(_AdminChrome, auth_views.PasswordResetCompleteView):
    """Say that the new password holds."""


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen language: with the account when signed in, else in a cookie."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in Language.values:
        set_language(person=request.user, language=language)
    return django_set_language(request)
