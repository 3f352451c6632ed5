"""A transaction somebody left open: the database can clean up nothing that it may still see."""

from __future__ import annotations

from typing import Final

from django.db import connection

from factcheck.health.probes import Probe

NAME: Final = "transactions"
#: Idle ones are cut after a minute; a working one this old is a forgotten console or a dump.
TOO_LONG_SECONDS: Final = 300

# An account sees its own sessions; with pg_read_all_stats it sees those of others too.
_OLDEST = """
SELECT max(extract(epoch FROM clock_timestamp() - xact_start))
  FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()
   AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)
"""


def transactions_notice() -> Probe:
    """Return whether a transaction holds on to an old state of the database."""
    seconds = oldest_transaction_seconds()
    if seconds > TOO_LONG_SECONDS:
        detail = f"one is open for {seconds:.0f} s: see pg_stat_activity, end it"
        return Probe(name=NAME, ok=False, detail=detail)
    return Probe(name=NAME, ok=True, detail=f"oldest {seconds:.0f} s")


def oldest_transaction_seconds() -> float:
    """Return the age of the oldest other transaction with a snapshot; 0 for none, and on SQLite."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        (seconds,) = cursor.fetchone()
    return float(seconds or 0)
