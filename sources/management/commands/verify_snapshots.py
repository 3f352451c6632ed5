"""``manage.py verify_snapshots``: recompute every digest of what is kept as evidence."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sources.models import Source
from sources.services.verifying import Verified, verify_bodies


class Command(BaseCommand):
    """Name every altered, missing or undecodable body; exit 1 when there is one."""

    help = "Recomputes the SHA-256 of every kept page and names those that are damaged."

    def add_arguments(self, parser: CommandParser) -> None:
        """All, one source's, or a sample."""
        parser.add_argument("--source", type=UUID, help="only the versions of this source")
        parser.add_argument("--sample", type=_positive, help="only so many, chosen at random")
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, print, and fail when anything is damaged."""
        source = options["source"]
        if source is not None and not Source.objects.filter(pk=source).exists():
            raise CommandError(_("No source has this id."))
        done = verify_bodies(
            source_id=source, sample=options["sample"], progress=self._progress(options)
        )
        if options["format"] == "json":
            self.stdout.write(json.dumps(_as_json(done), ensure_ascii=False, indent=1))
        else:
            self._tell(done)
        if done.damaged:
            raise CommandError(
                _("%(count)d bodies are damaged or missing.") % {"count": len(done.damaged)}
            )

    def _progress(self, options: dict[str, Any]) -> Any:
        if options["verbosity"] < 1:
            return None
        return lambda count: self.stderr.write(_("%(count)d verified …") % {"count": count})

    def _tell(self, done: Verified) -> None:
        for damage in done.damaged:
            self.stdout.write(f"{damage.code} {damage.sha256}: {damage.message} {damage.remedy}")
            for snapshot in damage.snapshots:
                self.stdout.write(f"  snapshot {snapshot}")
        self.stdout.write(
            _("%(count)d bodies verified, %(bytes)d bytes.")
            % {"count": done.checked, "bytes": done.bytes}
        )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError("must be positive")
    return number


def _as_json(done: Verified) -> dict[str, Any]:
    return {
        "checked": done.checked,
        "bytes": done.bytes,
        "damaged": [
            {
                "sha256": damage.sha256,
                "code": damage.code,
                "message": damage.message,
                "remedy": damage.remedy,
                "snapshots": [str(pk) for pk in damage.snapshots],
            }
            for damage in done.damaged
        ],
    }
