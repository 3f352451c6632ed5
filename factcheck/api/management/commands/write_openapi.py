"""Keep docs/openapi.yaml current; a test compares the two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from factcheck.api.documents import openapi_yaml


class Command(BaseCommand):
    help = "Write the OpenAPI document to docs/openapi.yaml."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and name it."""
        path = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
        path.write_bytes(openapi_yaml())
        self.stdout.write(str(path))
