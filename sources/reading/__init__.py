"""Bytes to text, title, dates, language and charset. Pure: no Django, no sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sources.reading.body import prose_digest, read_body
    from sources.reading.child import read_safely
    from sources.reading.main_text import read_main_text
    from sources.reading.model import MAX_TEXT, READER_VERSION, Reading

__all__ = [
    "MAX_TEXT",
    "READER_VERSION",
    "Reading",
    "prose_digest",
    "read_body",
    "read_main_text",
    "read_safely",
]

_HOMES = {
    "MAX_TEXT": "model",
    "READER_VERSION": "model",
    "Reading": "model",
    "prose_digest": "body",
    "read_body": "body",
    "read_main_text": "main_text",
    "read_safely": "child",
}


def __getattr__(name: str) -> Any:
    # Loaded on demand: the child process imports this package before it has set itself up.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
