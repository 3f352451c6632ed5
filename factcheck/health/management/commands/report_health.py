"""Print every probe; end with 1 when one fails. Containers without a web server use it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.health.notices import notices
from factcheck.health.probes import readiness


class Command(BaseCommand):
    help = "Print whether database, migrations, broker and tick are well; exit 1 when not."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        probes = readiness()
        for probe in probes:
            self.stdout.write(f"{'ok  ' if probe.ok else 'FAIL'} {probe.name} {probe.detail}")
        failed = [probe.name for probe in probes if not probe.ok]
        if failed:
            raise CommandError("Not ready: " + ", ".join(failed))
        for notice in notices():
            self.stdout.write(f"{'ok  ' if notice.ok else 'WARN'} {notice.name} {notice.detail}")
