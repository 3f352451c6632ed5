"""Refusals of the reading room."""

from __future__ import annotations

from factcheck.errors import FactcheckError


class ReadingFailed(FactcheckError):
    """A document that could not be read in time, or whose reader broke down."""

    code = "reading_failed"
    status = 422
