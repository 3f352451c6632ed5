"""``manage.py retrain_worthiness``: learn from the desk's own accept and dismiss decisions."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from claims.services.training import refit_worthiness
from factcheck.errors import FactcheckError


class Command(BaseCommand):
    """Fit, compare with the model in use on held-back articles, keep the better one."""

    help = "Refit check-worthiness from this desk's decisions; the old model stays unless beaten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--dry-run", action="store_true", help="measure, store nothing")
        parser.add_argument("--format", choices=["json", "text"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refit and say what came of it."""
        try:
            result = refit_worthiness(dry_run=options["dry_run"])
        except FactcheckError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["format"] == "json":
            self.stdout.write(json.dumps(result.as_dict()))
            return
        outcome = _("the new model is better") if result.kept else _("the present model stays")
        self.stdout.write(
            _("%(decisions)d decisions; average precision %(before).3f → %(after).3f: %(outcome)s")
            % {
                "decisions": result.decisions,
                "before": result.before,
                "after": result.after,
                "outcome": outcome,
            }
        )
