"""The desk's real processes for fault tests: started as an operator would, killed as fate would."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
#: Short times, in the order that the system checks demand.
QUICK = {
    "SECRET_KEY": "fault-tests-only-key-which-is-long-enough-to-be-accepted",
    "HTTPS": "False",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "LANGUAGE_CODE": "en",
    "LEASE_SECONDS": "8",
    "FETCH_TOTAL_SECONDS": "4",
    "FETCH_HOST_DELAY_SECONDS": "0",
    "TICK_SECONDS": "1",
    "RECHECK_FLOOR_SECONDS": "86400",
    "RECHECK_DEFAULT_SECONDS": "86400",
    "RECHECK_CEILING_SECONDS": "86400",
    "DJANGO_SETTINGS_MODULE": "factcheck.settings",
    "PYTHONUNBUFFERED": "1",
}


def compose_command(service: str) -> list[str]:
    """The command of a service of docker-compose.yml, with this environment's programs."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    words = shlex.split(services[service]["command"])
    return [str(PROGRAMS / words[0]), *words[1:]]


class Processes:
    """Starts processes of one desk; ``end_all`` leaves none."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            **QUICK,
            "VAR_DIR": str(folder),
            **environment,
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str], **environment: str) -> subprocess.Popen[bytes]:
        """Start a process in a group of its own, its output in a file."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.running[name] = process
        return process

    def start_service(self, service: str) -> subprocess.Popen[bytes]:
        return self.start(service, compose_command(service))

    def run(self, *command: str) -> str:
        """Run to the end; the output is what the process said."""
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=120,
        )
        said = done.stdout.decode(errors="replace")
        assert done.returncode == 0, said
        return said

    def manage(self, *arguments: str) -> str:
        return self.run(str(PROGRAMS / "python"), "manage.py", *arguments)

    def kill(self, name: str) -> None:
        """kill -9 of the whole group, children included."""
        process = self.running.pop(name)
        _kill_group(process.pid, signal.SIGKILL)
        process.wait(10)

    def end_all(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def logs(self, *, last: int = 3000) -> str:
        return "\n".join(
            f"=== {path.name}\n{path.read_text(errors='replace')[-last:]}"
            for path in sorted(self.folder.glob("*.log"))
        )

    def wait(self, what: str, done: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait until ``done``; else fail with what the processes said."""
        deadline = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < deadline, f"in vain: {what}\n{self.logs()}"
            time.sleep(0.1)


def _kill_group(leader: int, number: int) -> None:
    try:
        os.killpg(leader, number)
    except ProcessLookupError:
        return
