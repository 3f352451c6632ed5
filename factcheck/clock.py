"""The two clocks: this process's for what it writes, the database's for leases between machines."""

from __future__ import annotations

import datetime as dt

from django.db import DEFAULT_DB_ALIAS, connections


def now() -> dt.datetime:
    """Return this process's time, aware, in UTC."""
    return dt.datetime.now(tz=dt.UTC)


def database_now(using: str = DEFAULT_DB_ALIAS) -> dt.datetime:
    """Return the time machines agree on, aware, in UTC.

    PostgreSQL answers with its own clock as it reads now, not as the transaction began.
    SQLite has no server; every process shares this machine's clock.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return moment.astimezone(dt.UTC)  # type: ignore[no-any-return]
