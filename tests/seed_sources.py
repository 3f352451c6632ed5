"""Run as a program: adds the pages named on standard input, each with a watched passage."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
sys.path.insert(0, os.getcwd())
django.setup()

from django.db import transaction  # noqa: E402

from sources.services.adding import add_source  # noqa: E402
from sources.services.passages import watch_passage  # noqa: E402

with transaction.atomic():
    for line in sys.argv[1:]:
        source, _created = add_source(url=line)
        page = line.rpartition("/")[2]
        address = line.split("/")[2].partition(":")[0]
        watch_passage(
            source=source, exact=f"Pier {page} of {address} handled 10{page} ships in 2023."
        )
