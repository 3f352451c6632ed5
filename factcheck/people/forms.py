"""Forms of the public pages; their acts are services."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.forms import PasswordResetForm as DjangoPasswordResetForm
from django.utils import translation

from factcheck.people.models import User


class AcceptInvitationForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """User name and password of the invited person; errors stand at their fields."""

    class Meta:
        model = User
        fields = ["username"]

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The password may not resemble the address either.
        self.instance.email = email


class PasswordResetForm(DjangoPasswordResetForm):
    """Mails the link in the person's language, on the configured address of this desk.

    Services and accounts without a password get no mail.
    """

    def get_users(self, email: str) -> Any:
        """People with this address who can sign in."""
        return (user for user in super().get_users(email) if not user.is_service)

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Send in the language of the person, not of whoever asked."""
        with translation.override(context["user"].language):
            super().send_mail(
                subject_template_name,
                email_template_name,
                context | {"base_url": settings.PUBLIC_BASE_URL, "desk": settings.DESK_NAME},
                from_email,
                to_email,
                html_email_template_name,
            )
