"""``manage.py train_worthiness FILE``: fit the model that ships, from labelled sentences."""

from __future__ import annotations

import gzip
import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.extraction.worth.fitting import TooFewLabels, fit
from claims.extraction.worth.model import SHIPPED


class Command(BaseCommand):
    """Read [{"text", "label"}, …] (JSON, may be gzipped), fit, write the model file."""

    help = "Fit the shipped check-worthiness model (claims/extraction/worth/DATA.md)."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and where the model goes."""
        parser.add_argument("file", help="ClaimBuster's kfold_25ncs.json(.gz)")
        parser.add_argument("--output", default=str(SHIPPED), help="where to write the model")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fit and write; the model names the digest of its data."""
        path = Path(options["file"])
        try:
            raw = path.read_bytes()
            rows = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
            texts, labels = [str(row["text"]) for row in rows], [int(row["label"]) for row in rows]
            model = fit(
                texts,
                labels,
                about={
                    "fitted_on": "ClaimBuster (Arslan et al. 2020, CC BY 4.0, Zenodo 3609356)",
                    "data_sha256": hashlib.sha256(raw).hexdigest(),
                    "sentences": len(texts),
                    "worthy": sum(labels),
                },
            )
        except (OSError, ValueError, KeyError, TypeError, TooFewLabels) as error:
            raise CommandError(f"{path}: {error}") from error
        Path(options["output"]).write_bytes(model.to_bytes())
        self.stdout.write(f"{options['output']}: {len(texts)} sentences, {sum(labels)} worthy")
