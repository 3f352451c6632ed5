"""Mail that people send from here."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from factcheck.people.models import Invitation


def mail_invitation(invitation: Invitation, secret: str) -> None:
    """Send the link, in the invitation's language. Raises what the mail server answers."""
    path = reverse("people:accept_invitation", kwargs={"secret": secret})
    with translation.override(invitation.language):
        body = render_to_string(
            "people/invitation_mail.txt",
            {
                "invitation": invitation,
                "desk": settings.DESK_NAME,
                "link": f"{settings.PUBLIC_BASE_URL}{path}",
            },
        )
        subject = _("Your invitation to %(desk)s") % {"desk": settings.DESK_NAME}
    send_mail(subject, body, None, [invitation.email])
