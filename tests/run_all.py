"""`make test`: all on SQLite, beside it on a private PostgreSQL; then what starts processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).parent))

from servers import PrivatePostgres, find_postgres

ROOT = Path(__file__).parent.parent
#: They start workers, servers and browsers of their own: they run alone, and once.
PROCESSES = ("tests/faults", "tests/embedded", "tests/browser")


def start(
    title: str, *arguments: str, output: IO[bytes] | None = None, **environment: str
) -> subprocess.Popen[bytes]:
    """Start one pass over the suite; with ``output`` it writes there instead of the terminal."""
    if output is None:
        print(f"--- {title}", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output
    )


def run_side_by_side(first: Sequence[str], second: Sequence[str]) -> int:
    """SQLite and a private PostgreSQL at once, a core each; 0 when both passed."""
    if find_postgres() is None:
        failed = start("SQLite", *first).wait()
        print("--- PostgreSQL: SKIPPED, its programs (initdb, postgres) are not installed")
        return failed or (1 if os.environ.get("REQUIRE_ALL") == "1" else 0)
    postgres = PrivatePostgres()
    with tempfile.TemporaryFile() as said:
        try:
            postgres.start()
            other = start("PostgreSQL", *second, output=said, DATABASE_URL=postgres.url)
            failed = start("SQLite, and PostgreSQL beside it", *first).wait()
            again = other.wait()
        finally:
            postgres.destroy()
        print("--- PostgreSQL", flush=True)
        said.seek(0)
        sys.stdout.buffer.write(said.read())
        sys.stdout.flush()
    return failed or again


def main(arguments: list[str]) -> int:
    """Everything, or what pytest's arguments select."""
    # A desk's own environment must not leak into the tests.
    for name in ("DATABASE_URL", "REDIS_URL", "FETCH_ALLOW", "EMBEDDED", "DEBUG", "SECRET_KEY"):
        os.environ.pop(name, None)
    apart = [f"--ignore={folder}" for folder in PROCESSES]
    if arguments:
        return run_side_by_side(arguments, [*apart, *arguments])
    # CI measures branches too.
    measured = os.environ.get("REQUIRE_ALL") == "1"
    coverage = ["--cov", "--cov-branch", "--cov-report=term"] if measured else []
    failed = run_side_by_side([*coverage, *apart], apart)
    return failed or start("Processes, browsers and faults", *PROCESSES).wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
