"""Check every time stamp again, against its authority's roots and against our rows as they are."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from sources.services.proof_stamps import verify_stamps, waiting_stamps

_LATE = timedelta(days=1)


class Command(BaseCommand):
    """Exit status 1 on any finding; stamps that are late are told and are none."""

    help = "Verify all RFC 3161 time stamps; names each one that does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the count, what is late, then each stamp that does not hold."""
        count, troubles = verify_stamps()
        self.stdout.write(_("Time stamps: %(count)d") % {"count": count})
        for row in waiting_stamps(older_than=_LATE):
            self.stdout.write(
                _("Still wanted: %(stamp)s from %(authority)s: %(problem)s")
                % {"stamp": row, "authority": row.authority, "problem": row.problem or "–"}
            )
        for trouble in troubles:
            stamp = trouble.stamp
            self.stderr.write(
                f"{stamp.subject} {stamp.reference} {stamp.authority} {trouble.code}: "
                f"{trouble.detail}"
            )
        if troubles:
            sys.exit(1)
