"""`make test`: everything on SQLite, then on a private PostgreSQL where its programs exist."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from servers import PrivatePostgres, find_postgres

ROOT = Path(__file__).parent.parent


def run(title: str, *arguments: str, **environment: str) -> int:
    print(f"--- {title}", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode


def main(arguments: list[str]) -> int:
    # A desk's own environment must not leak into the tests.
    for name in ("DATABASE_URL", "REDIS_URL", "FETCH_ALLOW", "EMBEDDED", "DEBUG", "SECRET_KEY"):
        os.environ.pop(name, None)
    # CI measures branches too; a part of the suite measures nothing.
    measured = os.environ.get("REQUIRE_ALL") == "1" and not arguments
    coverage = ("--cov", "--cov-branch", "--cov-report=term") if measured else ()
    failed = run("SQLite", *coverage, *arguments)
    if find_postgres() is None:
        print("--- PostgreSQL: SKIPPED, its programs (initdb, postgres) are not installed")
        return failed or (1 if os.environ.get("REQUIRE_ALL") == "1" else 0)
    postgres = PrivatePostgres()
    try:
        postgres.start()
        # Fault, embedded and browser tests bring their own processes: once is enough.
        again = run(
            "PostgreSQL",
            "--ignore=tests/faults",
            "--ignore=tests/embedded",
            "--ignore=tests/browser",
            *arguments,
            DATABASE_URL=postgres.url,
        )
    finally:
        postgres.destroy()
    return failed or again


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
