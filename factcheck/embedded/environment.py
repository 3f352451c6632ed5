"""What embedded mode needs before the settings are read: a place, a key and no servers."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Final

#: Times short enough that one can watch the chain work; the desk's own are hours.
DEMO_TIMES: Final = {
    "TICK_SECONDS": "1",
    "LEASE_SECONDS": "24",
    "FETCH_TOTAL_SECONDS": "8",
    "FETCH_HOST_DELAY_SECONDS": "0",
    "RECHECK_FLOOR_SECONDS": "3",
    "RECHECK_DEFAULT_SECONDS": "6",
    "RECHECK_CEILING_SECONDS": "8",
    "CONFIRM_SECONDS": "3",
    "CONFIRM_AGAIN_SECONDS": "0",
    "GONE_AFTER_SECONDS": "30",
}


_ROOMS: Final = ("claims", "sources", "factcheck")
#: Commands of ours: on a machine where nothing is configured they mean this folder's own desk.
LOCAL_COMMANDS: Final = frozenset(
    path.stem
    for room in _ROOMS
    for path in (Path(__file__).parents[2] / room).glob("**/management/commands/[a-z]*.py")
) | {"migrate"}
#: Any of these says that an operator configured a desk: nothing is assumed then.
_CONFIGURED: Final = frozenset(
    {"SECRET_KEY", "SECRET_KEY_FILE", "DATABASE_URL", "REDIS_URL", "DEBUG"}
)


def is_embedded(arguments: Sequence[str]) -> bool:
    """Return whether a command line means the embedded desk in this folder.

    ``run_embedded`` always does; ``ingest`` and its like do on a machine where nothing is
    configured, so that they work right after ``make install``. ``check --deploy`` never does.
    """
    if arguments[:1] == ["run_embedded"] or os.environ.get("EMBEDDED") == "1":
        return True
    return bool(LOCAL_COMMANDS & set(arguments[:1])) and not (_CONFIGURED & os.environ.keys())


def prepare(arguments: Sequence[str]) -> None:
    """Set the environment for embedded mode. What the caller has set already stays.

    Servers named in the environment are left out on purpose: this mode needs none.
    """
    demo = "--demo" in arguments
    place = Path(os.environ.get("VAR_DIR") or _default_place(demo=demo)).resolve()
    place.mkdir(parents=True, exist_ok=True)
    os.environ["EMBEDDED"] = "1"
    os.environ["VAR_DIR"] = str(place)
    # Static files come straight from the apps; the folder only has to exist.
    (place / "static").mkdir(exist_ok=True)
    os.environ["STATIC_ROOT"] = str(place / "static")
    os.environ["DATABASE_URL"] = f"sqlite:///{place / 'factcheck.sqlite3'}"
    os.environ["REDIS_URL"] = ""
    os.environ.setdefault("SECRET_KEY", secret_key(place))
    os.environ.setdefault("PUBLIC_BASE_URL", f"http://127.0.0.1:{_web_port(arguments)}")
    if demo:
        from factcheck.embedded.demo.site import site_address

        os.environ["FETCH_ALLOW"] = site_address(place)
        for name, value in DEMO_TIMES.items():
            os.environ.setdefault(name, value)


def secret_key(place: Path) -> str:
    """Return the key of the desk in ``place``: made at the first start, for its owner only."""
    path = place / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if key:
            return key
        # A kill between making and filling the file leaves it empty.
        path.unlink()
        return secret_key(place)
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


def _web_port(arguments: Sequence[str]) -> int:
    """The port asked for, else the first free one from 8000 on; settings need it early."""
    for number, argument in enumerate(arguments):
        value = argument.partition("=")[2] or "".join(arguments[number + 1 : number + 2])
        if argument.partition("=")[0] == "--port" and value.isdecimal():
            return int(value)
    for port in range(8000, 8100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return 8000


def _default_place(*, demo: bool) -> Path:
    base = Path(__file__).resolve().parent.parent.parent / "var"
    return base / "demo" if demo else base
