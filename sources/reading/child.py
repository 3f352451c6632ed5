"""Reading large or laborious bodies in a process that can be killed.

Run as `python -m sources.reading.child`: a JSON line and the body in, a reading as JSON out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sources.reading.model import Reading

TIMEOUT = 20.0  # seconds
#: Bytes of address space; a page of 5 MB takes 120 MB to read, its main text 340 MB.
_MEMORY = 400_000_000
_ROOT = Path(__file__).resolve().parents[2]


def read_safely(
    body: bytes, *, content_type: str | None, url: str, timeout: float = TIMEOUT
) -> Reading:
    """Read `body` like `read_body`, in at most `timeout` seconds.

    Raises `ReadingFailed` (codes `reading_timed_out`, `reading_crashed`).
    """
    from factcheck.text.markup import is_cheap
    from sources.reading.body import read_body

    if is_cheap(body) and b"%PDF-" not in body[:1024]:
        return read_body(body, content_type=content_type, url=url)
    fields = run_in_child("reading", body, content_type=content_type, url=url, timeout=timeout)
    return _restored(fields)


def run_in_child(
    task: str, body: bytes, *, content_type: str | None, url: str, timeout: float
) -> dict[str, Any]:
    """Do `task` (reading or main_text) in a process of its own; return what it wrote.

    Raises `ReadingFailed` (codes `reading_timed_out`, `reading_crashed`).
    """
    from sources.reading.errors import ReadingFailed

    head = json.dumps({"task": task, "content_type": content_type, "url": url, "timeout": timeout})
    environment = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sources.reading.child"],
            input=head.encode() + b"\n" + body,
            capture_output=True,
            timeout=timeout,
            check=True,
            cwd=_ROOT,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise ReadingFailed(
            f"The document was not read within {timeout:g} seconds.",
            code="reading_timed_out",
            field="body",
            remedy="Open it by hand and paste the passage.",
        ) from error
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1][:200]
        raise ReadingFailed(
            f"The document could not be read: {last or 'its reader was killed'}.",
            code="reading_crashed",
            field="body",
            remedy="Open it by hand and paste the passage.",
        ) from error
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _restored(fields: dict[str, Any]) -> Reading:
    from sources.reading.model import Reading

    fields["markers"] = frozenset(fields["markers"])
    fields["pages"] = tuple(fields["pages"])
    return Reading(**fields)


def _limit(seconds: float) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    whole = int(seconds) + 2  # should the parent die, the child ends by itself
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bare_package(name: str) -> None:
    """Put a package in place without running its __init__: that one wires Celery and Django."""
    package = types.ModuleType(name)
    package.__path__ = [str(_ROOT / name)]
    sys.modules[name] = package


def main() -> None:
    """Do one task on a body from standard input and write its result to standard output."""
    _bare_package("factcheck")
    from dataclasses import asdict

    from sources.reading.body import read_body
    from sources.reading.main_text import main_text_of

    head = json.loads(sys.stdin.buffer.readline())
    _limit(head["timeout"])
    body = sys.stdin.buffer.read()
    where = {"content_type": head["content_type"], "url": head["url"]}
    fields: dict[str, Any]
    if head["task"] == "main_text":
        fields = {"text": main_text_of(body, **where)}
    else:
        reading = read_body(body, **where)
        fields = asdict(reading) | {"markers": sorted(reading.markers)}
    sys.stdout.buffer.write(json.dumps(fields).encode())


if __name__ == "__main__":
    main()
