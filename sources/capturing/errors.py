"""Why no page came out of a file."""

from __future__ import annotations


class CaptureUnreadable(ValueError):
    """``code`` is empty_file, unknown_kind, broken_file, no_page_inside or too_large_inside."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
