"""docs/traps.md names a test for every known trap, and each of them is really there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/traps.md"
ROW = re.compile(r"^\| (?P<number>\d+) \| (?P<trap>[^|]+) \| (?P<tests>[^|]+) \|$")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
TRAPS = {"Watching sources": 50, "Queue and workers": 50}
#: Numbers that may give a reason instead of a test.
LATER = {("Queue and workers", number) for number in (20, 28, 30, 38, 39, 40, 41)}


def rows() -> dict[tuple[str, int], tuple[str, str]]:
    """(chapter, number) to (trap, last column); a number that stands twice fails."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    chapter = ""
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            chapter = line[3:]
        elif match := ROW.match(line):
            key = (chapter, int(match["number"]))
            assert key not in found, key
            found[key] = (match["trap"], match["tests"])
    return found


def names_in(path: Path) -> set[str]:
    """Names of the test functions that pytest would collect from a file."""
    if not path.exists():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {node.name for node in functions if not _never_runs(node) and not _is_empty(node)}


def _never_runs(node: ast.FunctionDef) -> bool:
    return any("mark.skip" in ast.unparse(each) for each in node.decorator_list)


def _is_empty(node: ast.FunctionDef) -> bool:
    """A test that asserts nothing can only pass."""
    checks = (ast.Assert, ast.With)
    helpers = ("assert", "nothing_", "expect", "check")
    calls = [ast.unparse(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)]
    said = any(name.split(".")[-1].startswith(helpers) for name in calls)
    return not said and not any(isinstance(each, checks) for each in ast.walk(node))


@pytest.mark.parametrize("chapter", TRAPS)
def test_every_trap_has_its_number(chapter: str) -> None:
    numbers = sorted(number for found, number in rows() if found == chapter)
    assert numbers == list(range(1, TRAPS[chapter] + 1))


def test_every_trap_names_a_test_or_is_known_to_come_later() -> None:
    silent = {key for key, (_trap, tests) in rows().items() if not NAMED.search(tests)}
    assert silent == LATER
    for key in LATER:
        assert rows()[key][1].startswith("later: "), key


def test_every_named_test_exists_and_asserts_something() -> None:
    known: dict[str, set[str]] = {}
    missing = []
    for (chapter, number), (_trap, tests) in rows().items():
        for path, name in NAMED.findall(tests):
            if name not in known.setdefault(path, names_in(ROOT / path)):
                missing.append(f"{chapter} {number}: {path}::{name}")
    assert missing == []


def test_nothing_but_tests_and_reasons_stands_in_the_last_column() -> None:
    rest = {
        key: NAMED.sub("", tests).replace("<br>", "").strip()
        for key, (_trap, tests) in rows().items()
        if key not in LATER
    }
    assert {key: left for key, left in rest.items() if left} == {}
