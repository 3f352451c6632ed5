"""Many rows in one statement: as arrays on PostgreSQL, through the ORM elsewhere.

Values go to the database as they are: for columns whose Python value is what is stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model


def insert_rows(rows: Sequence[Model]) -> None:
    """Insert new rows of one model whose primary key the database gives; they stay without it."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._base_manager.bulk_create(rows, batch_size=500)
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    arrays, literals = _arrays(rows, fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT * FROM unnest({arrays})',  # noqa: S608
            literals,
        )


def update_rows(rows: Sequence[Model], names: Iterable[str]) -> None:
    """Write the named columns of rows that exist and are locked by the caller."""
    chosen = sorted(names)
    if not rows or not chosen:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        # An upsert that never inserts: one statement for all rows.
        model._base_manager.bulk_create(
            rows,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=chosen,
        )
        return
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in chosen]  # type: ignore[misc]
    arrays, literals = _arrays(rows, [model._meta.pk, *fields])
    columns = [f'"{field.column}"' for field in fields]
    sets = ", ".join(f"{column} = new.{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" AS old SET {sets}'  # noqa: S608 - names of ours
            f" FROM unnest({arrays}) AS new(id, {', '.join(columns)}) WHERE old.id = new.id",
            literals,
        )


class RowsBefore:
    """Remembers rows as they were read, to write only the columns that moved since."""

    def __init__(self, model: type[Model], names: Sequence[str]) -> None:
        self._names = names
        self._values = attrgetter(*(model._meta.get_field(name).attname for name in names))  # type: ignore[union-attr]
        self._before: dict[Any, tuple[object, ...]] = {}

    def remember(self, rows: Iterable[Model]) -> None:
        """Note the rows' present values."""
        for row in rows:
            self._before[row.pk] = self._values(row)

    def write(self, rows: Sequence[Model]) -> None:
        """Write every column in which one of the rows differs from what was remembered."""
        moved: set[str] = set()
        for row in rows:
            now, before = self._values(row), self._before[row.pk]
            if now != before:
                moved.update(
                    name
                    for name, new, old in zip(self._names, now, before, strict=True)
                    if new != old
                )
        update_rows(rows, moved)


def _arrays(rows: Sequence[Model], fields: Sequence[Field[Any, Any]]) -> tuple[str, list[str]]:
    """The arguments of unnest and its array literals, one per column."""
    casts, literals = [], []
    for field in fields:
        values: Iterable[object] = map(attrgetter(field.attname), rows)
        kind = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
        # Without its length: a cast to it would cut silently what must fail loudly.
        kind = (kind or "text").partition("(")[0]
        casts.append(f"%s::{kind}[]")
        spell = json_literal if isinstance(field, JSONField) else array_literal
        literals.append(spell(values))
    return ", ".join(casts), literals


def array_literal(values: Iterable[object]) -> str:
    """PostgreSQL's spelling of an array of text, numbers, moments or identifiers."""
    given = list(values)
    # JSON spells them alike, and much faster, where there is nothing to escape.
    text = json.dumps(given, ensure_ascii=False, default=str)
    if "\\" in text:
        return "{" + ",".join(map(_element, given)) + "}"
    return "{" + text[1:-1] + "}"


def json_literal(values: Iterable[object]) -> str:
    """PostgreSQL's spelling of an array of JSON documents."""
    # A document holds no bare control character, so JSON escapes nothing but \\ and " in it.
    documents = [json.dumps(value, ensure_ascii=False) for value in values]
    return "{" + json.dumps(documents, ensure_ascii=False)[1:-1] + "}"


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
