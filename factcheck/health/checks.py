"""System checks: what must hold before this desk may serve readers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connection
from django.utils.translation import gettext as _


@register(Tags.compatibility)
def times_in_order(
    app_configs: Sequence[AppConfig] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """A task must end before its lease does, else two workers read one host."""
    order = [
        ("FETCH_TOTAL_SECONDS", settings.FETCH_TOTAL_SECONDS),
        ("CELERY_TASK_SOFT_TIME_LIMIT", settings.CELERY_TASK_SOFT_TIME_LIMIT),
        ("CELERY_TASK_TIME_LIMIT", settings.CELERY_TASK_TIME_LIMIT),
        ("LEASE_SECONDS", settings.LEASE_SECONDS),
    ]
    found: list[CheckMessage] = [
        Error(
            _("%(first)s (%(a)s s) must be shorter than %(second)s (%(b)s s).")
            % {"first": first, "a": shorter, "second": second, "b": longer},
            hint=_("Raise LEASE_SECONDS or lower FETCH_TOTAL_SECONDS."),
            id="factcheck.E003",
        )
        for (first, shorter), (second, longer) in pairwise(order)
        if shorter >= longer
    ]
    visibility = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("visibility_timeout")
    if visibility is not None and visibility <= settings.CELERY_TASK_TIME_LIMIT:
        found.append(
            Error(
                _("The broker's visibility timeout (%(seconds)s s) must exceed the task limit.")
                % {"seconds": visibility},
                hint=_("A running task would be delivered a second time."),
                id="factcheck.E004",
            )
        )
    return found


@register(Tags.security, deploy=True)
def fit_for_deployment(
    app_configs: Sequence[AppConfig] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """What is right for a demo and wrong for a desk."""
    found: list[CheckMessage] = []
    if settings.FETCH_ALLOW:
        found.append(
            Error(
                _("FETCH_ALLOW lets this desk read private addresses: %(pairs)s.")
                % {"pairs": settings.FETCH_ALLOW},
                hint=_("Unset it. It is for the demo and for tests only."),
                id="factcheck.E001",
            )
        )
    if settings.EMBEDDED:
        found.append(
            Caution(
                _("EMBEDDED is set: one process does everything."),
                hint=_("Unset it and run web, worker and beat with REDIS_URL and DATABASE_URL."),
                id="factcheck.W002",
            )
        )
    elif not settings.REDIS_URL:
        found.append(
            Error(
                _("REDIS_URL is not set: worker, beat and web cannot reach each other."),
                hint=_("Set REDIS_URL, as redis://redis:6379/0."),
                id="factcheck.E002",
            )
        )
    if connection.vendor == "sqlite":
        found.append(
            Caution(
                _("The database is SQLite: one writer at a time, one machine."),
                hint=_("Set DATABASE_URL, as postgres://user:password@postgres:5432/factcheck."),
                id="factcheck.W001",
            )
        )
    return found
