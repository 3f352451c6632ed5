"""Editors are told by mail when a verdict was approved without a second person."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from claims.models import Verdict
from factcheck.clock import now
from factcheck.ledger.models import Entry
from factcheck.ledger.services import record_entry
from factcheck.people.models import User
from factcheck.roles import EDITOR

TOLD = "override.told"
#: An alarm older than this is history; its follow-up recheck still stands in the inbox.
FRESH = timedelta(days=7)


def send_override_alarms(*, limit: int = 50) -> int:
    """Tell every editor with an address of each override not told yet; return how many.

    The ledger remembers what was told, so a lost message delays a mail and loses none. A mail
    server that refuses leaves the override untold for the next round.
    """
    waived = Verdict.objects.exclude(waiver_reason="").filter(approved_at__gte=now() - FRESH)
    rows = list(waived.select_related("claim", "approved_by").order_by("id"))
    told = set(
        Entry.objects.filter(kind=TOLD, subject_id__in=[str(row.pk) for row in rows]).values_list(
            "subject_id", flat=True
        )
    )
    waiting = [row for row in rows if str(row.pk) not in told][:limit]
    for verdict in waiting:
        _tell(verdict)
    return len(waiting)


def _tell(verdict: Verdict) -> None:
    # Mail goes out before the transaction: no lock waits for a mail server.
    editors = list(User.objects.filter(groups__name=EDITOR, is_active=True).exclude(email=""))
    for editor in editors:
        with override(editor.language):
            _mail(editor, verdict)
    with transaction.atomic():
        record_entry(
            kind=TOLD,
            subject_type="verdict",
            subject_id=verdict.pk,
            article_id=verdict.claim.article_id,
            data={"editors": len(editors)},
        )


def _mail(editor: User, verdict: Verdict) -> None:
    page = reverse("admin:claims_claim_change", args=[verdict.claim_id])
    words = {
        "person": verdict.approved_by.get_username(),
        "claim": verdict.wording,
        "reason": verdict.waiver_reason,
        "url": f"{settings.PUBLIC_BASE_URL}{page}",
    }
    send_mail(
        # A subject is one line: a wording may hold several.
        _("Approved without a second person: %(claim)s")
        % {"claim": " ".join(verdict.wording.split())[:80]},
        _(
            "%(person)s approved this claim without a second person.\n\n%(claim)s\n\n"
            "Reason: %(reason)s\n\nA follow-up is open: %(url)s"
        )
        % words,
        None,
        [editor.email],
    )
