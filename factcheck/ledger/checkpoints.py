"""Heads of the chain kept outside the database: one JSON object a line, oldest first."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from factcheck import clock
from factcheck.errors import InvalidInput
from factcheck.ledger.services import Head

HASH: Final = re.compile(r"[0-9a-f]{64}")


def read_checkpoints(path: Path) -> list[Head]:
    """Return every head in the file; an unreadable or empty file is refused, not skipped."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            _("The checkpoint file cannot be read: %(reason)s") % {"reason": error},
            field="checkpoint",
        ) from error
    heads = [_head_of(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not heads:
        raise InvalidInput(
            _("The checkpoint file holds no checkpoint."),
            field="checkpoint",
            remedy=_("Write one with --write-checkpoint."),
        )
    return heads


def append_checkpoint(path: Path, head: Head) -> None:
    """Add the head at the end of the file, which is made when it does not exist."""
    line = {"position": head.position, "hash": head.hash, "at": clock.now().isoformat()}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _head_of(number: int, line: str) -> Head:
    try:
        value = json.loads(line)
        position, digest = value["position"], value["hash"]
    except (ValueError, TypeError, KeyError):
        position, digest = None, None
    if type(position) is not int or position < 0 or not HASH.fullmatch(str(digest)):
        raise InvalidInput(
            _("Line %(number)d of the checkpoint file is no checkpoint.") % {"number": number},
            field="checkpoint",
            remedy=_('A line reads {"position": 7, "hash": "64 hexadecimal digits"}.'),
        )
    return Head(position, digest)
