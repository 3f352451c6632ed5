"""`make test`: everything on SQLite, then on a private PostgreSQL where its programs exist."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).parent))

from servers import PrivatePostgres, find_postgres

ROOT = Path(__file__).parent.parent


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


def start_postgresql(url: str, output: IO[bytes], *arguments: str) -> subprocess.Popen[bytes]:
    """The same suite on PostgreSQL; what brings its own processes has run on SQLite already."""
    left_out = ("faults", "embedded", "browser")
    return start(
        "PostgreSQL",
        *(f"--ignore=tests/{folder}" for folder in left_out),
        *arguments,
        output=output,
        DATABASE_URL=url,
    )


def main(arguments: list[str]) -> int:
    """Both passes side by side: each keeps one core busy. Return 0 when both passed."""
    # A desk's own environment must not leak into the tests.
    for name in ("DATABASE_URL", "REDIS_URL", "FETCH_ALLOW", "EMBEDDED", "DEBUG", "SECRET_KEY"):
        os.environ.pop(name, None)
    # CI measures branches too; a part of the suite measures nothing.
    measured = os.environ.get("REQUIRE_ALL") == "1" and not arguments
    coverage = ("--cov", "--cov-branch", "--cov-report=term") if measured else ()
    if find_postgres() is None:
        failed = start("SQLite", *coverage, *arguments).wait()
        print("--- PostgreSQL: SKIPPED, its programs (initdb, postgres) are not installed")
        return failed or (1 if os.environ.get("REQUIRE_ALL") == "1" else 0)
    postgres = PrivatePostgres()
    with tempfile.TemporaryFile() as said:
        try:
            postgres.start()
            again = start_postgresql(postgres.url, said, *arguments)
            failed = start("SQLite", *coverage, *arguments).wait()
            second = again.wait()
        finally:
            postgres.destroy()
        print("--- PostgreSQL", flush=True)
        said.seek(0)
        sys.stdout.buffer.write(said.read())
    return failed or second


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
