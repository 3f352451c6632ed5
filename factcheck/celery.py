"""The Celery application. Messages are doorbells; the database is the queue of record."""

import os
from typing import Any

from celery import Celery
from celery.beat import Service
from celery.signals import beat_init, celeryd_init
from django.conf import settings

from factcheck.broker import use_doorbells

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

use_doorbells()
app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

NO_BROKER = (
    "REDIS_URL is not set, so no message could reach this process. Set REDIS_URL"
    " (as redis://localhost:6379/0), or start everything in one process with:"
    " python manage.py run_embedded"
)


# Both signals come from the celery command line; embedded mode builds its worker and beat itself.
@celeryd_init.connect
def refuse_worker_without_broker(**_kwargs: Any) -> None:
    """A separate worker on the in-memory broker would wait for ever: say so instead."""
    if not settings.REDIS_URL:
        raise SystemExit(NO_BROKER)


@beat_init.connect
def refuse_beat_without_broker(sender: object, **_kwargs: Any) -> None:
    """As for the worker. Embedded mode's beat is a subclass of ``Service``."""
    if not settings.REDIS_URL and type(sender) is Service:
        raise SystemExit(NO_BROKER)
