"""Run as a program: adds the pages named as arguments with a passage each; every tenth is cited."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "tests")]
django.setup()

from django.db import transaction  # noqa: E402
from factories import make_article, make_claim, make_person  # noqa: E402

from claims.services.evidence import cite  # noqa: E402
from sources.services.adding import add_source  # noqa: E402
from sources.services.passages import watch_passage  # noqa: E402

with transaction.atomic():
    checker = make_person("checker", f"checker-{os.getpid()}")
    for number, url in enumerate(sys.argv[1:]):
        source, _created = add_source(url=url)
        address, _slash, page = url.removeprefix("http://").rpartition("/")
        quote = f"Pier {page} of {address.partition(':')[0]} handled 100 ships in 2023."
        if number % 10:
            watch_passage(source=source, exact=quote)
            continue
        claim = make_claim(checker, make_article())
        cite(claim_id=claim.pk, stance="supports", quote=quote, url=url, actor=checker)
