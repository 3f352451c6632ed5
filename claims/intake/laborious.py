"""HTML that could keep a request busy for minutes is read in a child process, or refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from claims.intake.html import PageText, read_html
from factcheck.errors import InvalidInput
from factcheck.text.markup import is_cheap

TIMEOUT = 10.0  # seconds
_CHILD = Path(__file__).with_name("html_child.py")


def read_html_safely(source: str, *, timeout: float = TIMEOUT) -> PageText:
    """Read a page like ``read_html``, in at most ``timeout`` seconds.

    Raises InvalidInput (field ``text``, code ``too_laborious``).
    """
    body = source.encode("utf-8", "replace")
    if is_cheap(body):
        return read_html(source)
    try:
        done = subprocess.run(
            # -P: beside the child lies html.py, which must not stand in for the standard one.
            [sys.executable, "-P", str(_CHILD)],
            input=body,
            capture_output=True,
            timeout=timeout,
            check=True,
            env={"PATH": os.defpath, "PYTHONUTF8": "1"},
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise InvalidInput(
            "The HTML in “text” is nested or repeated beyond what can be read.",
            code="too_laborious",
            field="text",
            remedy="Send the article alone, or as plain text.",
        ) from error
    return PageText(**json.loads(done.stdout))
