"""Every outgoing connection goes through factcheck.net: no other module can open one."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Modules that open connections by themselves.
CLIENTS = {
    "aiohttp", "aiosmtplib", "curl_cffi", "ftplib", "http.client", "httpx", "httplib2", "pycurl",
    "requests", "smtplib", "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc.client",
}  # fmt: skip
OPENERS = {"create_connection", "open_connection", "create_datagram_endpoint", "sock_connect"}
#: FetchConfig names the type of a resolver; the demo asks its own web process whether it is up.
KNOWN = {
    "sources/fetching/records.py": {"aiohttp"},
    "factcheck/embedded/demo/summary.py": {"urllib.request"},
}


def _modules() -> list[Path]:
    rooms = [ROOT / room for room in ("factcheck", "claims", "sources")]
    return [path for room in rooms for path in sorted(room.rglob("*.py"))]


def _clients(tree: ast.AST) -> set[str]:
    named: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {client for client in CLIENTS for name in named if f"{name}.".startswith(f"{client}.")}


def _opened(tree: ast.AST) -> set[str]:
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in OPENERS
    }


def test_only_the_gate_imports_a_client_or_opens_a_connection() -> None:
    outside: dict[str, set[str]] = {}
    for path in _modules():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("factcheck/net/"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = (_clients(tree) | _opened(tree)) - KNOWN.get(name, set())
        if found:
            outside[name] = found
    assert outside == {}


def test_sessions_are_made_only_by_the_client_and_only_with_the_guarded_connector() -> None:
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in _modules()
        if "aiohttp.ClientSession(" in path.read_text(encoding="utf-8")
    }
    assert makers == {"factcheck/net/client.py"}
    source = (ROOT / "factcheck/net/client.py").read_text(encoding="utf-8")
    assert source.count("aiohttp.ClientSession(") == 1
    assert "connector=GuardedConnector(" in source
    assert "trust_env=False" in source
