"""Read the pages that are due, here and now, without Celery."""

from __future__ import annotations

import os
import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from factcheck.errors import FactcheckError
from factcheck.net.addresses import parse_allow
from factcheck.net.urls import canonical_url
from sources.models import Source
from sources.services.asking import ask_check
from sources.services.checking import CheckCounts, check_due, check_host


class Command(BaseCommand):
    help = "Reads pages whose next look has come, until none is due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", help="Only this page, whether it is due or not.")
        parser.add_argument(
            "--now", action="store_true", help="All watched pages, whether they are due or not."
        )

    def handle(self, *args: Any, url: str | None, now: bool, **options: Any) -> None:
        owner = f"{socket.gethostname()}:{os.getpid()}"
        try:
            if url:
                self._tell(self._one(url, owner))
                return
            if now:
                for source in Source.objects.watched().order_by("pk").iterator():
                    ask_check(source=source, actor=None)
        except FactcheckError as error:
            raise CommandError(str(error)) from error
        total = 0
        while (counts := check_due(owner=owner)).hosts:
            total += counts.checked
            self._tell(counts)
        self.stdout.write(_("%(count)d pages read; nothing more is due.") % {"count": total})

    def _one(self, url: str, owner: str) -> CheckCounts:
        canonical = canonical_url(url, allow=parse_allow(settings.FETCH_ALLOW)).url
        source = Source.objects.filter(url=canonical).first()
        if source is None:
            raise CommandError(_("No source has the address %(url)s.") % {"url": canonical})
        return check_host(host_id=ask_check(source=source, actor=None), owner=owner)

    def _tell(self, counts: CheckCounts) -> None:
        self.stdout.write(
            _("%(checked)d read on %(hosts)d hosts: %(changes)d changes, %(failed)d not recorded")
            % {
                "checked": counts.checked,
                "hosts": counts.hosts,
                "changes": counts.changes,
                "failed": counts.failed,
            }
        )
