"""A transaction left open is told before tables grow."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from factcheck.health import transactions
from factcheck.health.notices import notices


def found():  # type: ignore[no-untyped-def]
    return next(each for each in notices() if each.name == transactions.NAME)


@pytest.mark.django_db
def test_a_desk_without_old_transactions_is_well() -> None:
    assert found().ok


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_holds_on_to_an_old_state_is_told(monkeypatch) -> None:
    opened, told = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("SELECT 1")
                opened.set()
                told.wait(30)
        finally:
            connection.close()

    monkeypatch.setattr(transactions, "TOO_LONG_SECONDS", 0)
    assert found().ok
    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert opened.wait(30)
        said = found()
        assert not said.ok and "pg_stat_activity" in said.detail
    finally:
        told.set()
        thread.join(30)
    assert found().ok
