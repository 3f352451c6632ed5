"""Run as a program: adds the pages given as JSON on standard input, one watched passage each."""

import json
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
    for url, passage in json.load(sys.stdin):
        source, _created = add_source(url=url)
        if passage:
            watch_passage(source=source, exact=passage)
