"""Reading laborious HTML in a process that can be killed.

Run by path: the page's text in, its reading as JSON out. It imports html.py and nothing else.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 20  # of processor time, should the parent die


def main() -> None:
    """Read one page from standard input and write what it says to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    home = Path(__file__).with_name("html.py")
    spec = importlib.util.spec_from_file_location("intake_html", home)
    if spec is None or spec.loader is None:
        raise ImportError(home)
    reader = importlib.util.module_from_spec(spec)
    sys.modules["intake_html"] = reader
    spec.loader.exec_module(reader)
    page = reader.read_html(sys.stdin.buffer.read().decode("utf-8", "replace"))
    sys.stdout.buffer.write(json.dumps(asdict(page)).encode())


if __name__ == "__main__":
    main()
