"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("factcheck", "claims", "sources")
WRITERS = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create"}
QUERYSET_LIKE = re.compile(r"objects|queryset|\brows\b")


def sources_of(*rooms: str, migrations: bool = False) -> Iterator[Path]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            if migrations or "migrations" not in path.parts:
                yield path


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        relative(path): len(path.read_text().splitlines())
        for path in [*sources_of(*ROOMS), *(ROOT / "tests").rglob("*.py")]
        if len(path.read_text().splitlines()) > 400
    }
    assert long == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = []
    for path in sources_of(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                if length > 40:
                    long.append(f"{relative(path)}:{node.lineno} {node.name} {length}")
    assert long == []


def test_no_drawer_is_named_utils() -> None:
    drawers = {"utils", "util", "helpers", "common", "misc", "lib"}
    assert [relative(p) for p in sources_of(*ROOMS) if drawers & {p.stem, p.parent.name}] == []


def test_module_docstrings_place_the_file_in_at_most_three_lines() -> None:
    wrong = []
    for path in sources_of(*ROOMS):
        text = path.read_text()
        if not text.strip():
            continue
        doc = ast.get_docstring(ast.parse(text))
        if not doc or len(doc.splitlines()) > 5:
            wrong.append(relative(path))
    assert wrong == []


@pytest.mark.parametrize("room", ["claims", "sources"])
def test_every_field_has_a_help_text(room: str) -> None:
    silent = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if field.concrete
        and not field.auto_created
        and not getattr(field, "help_text", "")
        and field.name != "id"
    ]
    assert silent == []


def test_only_services_write() -> None:
    """Edges call services: no ``objects.create``, ``.save(`` … in admin, api, tasks, receivers."""
    edges = ("admin", "api", "tasks.py", "receivers.py")
    wrong = []
    for path in sources_of("claims", "sources"):
        if not set(edges) & {*path.relative_to(ROOT).parts}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = ast.unparse(node.func.value)
            if node.func.attr in WRITERS and QUERYSET_LIKE.search(owner):
                wrong.append(f"{relative(path)}:{node.lineno} {owner}.{node.func.attr}")
    assert wrong == []


def test_the_project_has_one_signal() -> None:
    found = [
        relative(path)
        for path in sources_of(*ROOMS)
        if re.search(r"=\s*(django\.dispatch\.)?Signal\(", path.read_text())
    ]
    assert found == ["sources/signals.py"]


def test_no_message_carries_work_or_time() -> None:
    """No ETA, countdown, chord, chain or result backend: the schedule column is the retry."""
    forbidden = re.compile(
        r"\b(countdown|eta)\s*=|(?<![.\w])(chord|chain|group)\(|RESULT_BACKEND|ALWAYS_EAGER"
    )
    hits = [
        f"{relative(path)}: {match.group(0)}"
        for path in sources_of(*ROOMS)
        for match in [forbidden.search(path.read_text())]
        if match and "re.compile" not in path.read_text()
    ]
    assert hits == []


def test_no_schedule_package_in_the_locks() -> None:
    locked = (ROOT / "requirements.lock").read_text() + (ROOT / "requirements-dev.lock").read_text()
    for refused in ("django-celery-beat", "celery-redbeat", "ja-timex", "999.9.9", "django-unfold"):
        assert refused not in locked
    for line in locked.splitlines():
        assert "index-url" not in line and "://" not in line


def test_every_environment_variable_is_documented() -> None:
    settings = (ROOT / "factcheck/settings.py").read_text()
    names = set(re.findall(r"env\.?\w*\(\s*\"([A-Z_]+)\"", settings))
    assert len(names) > 20
    documented = (ROOT / "docs/settings.md").read_text()
    example = (ROOT / ".env.example").read_text()
    assert sorted(name for name in names if f"`{name}`" not in documented) == []
    assert sorted(name for name in names if name not in example) == []


def test_every_status_action_and_command_is_documented() -> None:
    from claims.workflow import Action, Guard, Status

    desk = (ROOT / "docs/desk.md").read_text()
    assert [each.value for each in (*Status, *Action) if f"`{each.value}`" not in desk] == []
    api = (ROOT / "docs/api.md").read_text()
    assert [each.value for each in Guard if f"`{each.value}`" not in api] == []
    operations = (ROOT / "docs/operations.md").read_text()
    commands = {path.stem for path in sources_of(*ROOMS) if path.parent.name == "commands"}
    assert len(commands) > 8
    assert sorted(name for name in commands - {"__init__"} if name not in operations) == []


def test_no_commit_names_a_registry() -> None:
    tracked = subprocess.run(
        ["git", "grep", "-lIE", r"--(extra-)?index-url|files\.pythonhosted|pypi\.org/simple"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    assert [name for name in tracked if name != relative(Path(__file__))] == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_customers_sentences_are_not_in_the_project() -> None:
    article = ROOT.parent / "shared/articles/agora-2024-03-26.ja.txt"
    if not article.exists():
        pytest.skip("the customer's article is not here")
    sentences = [s for s in re.split(r"[。\n]", article.read_text()) if len(s) > 25]
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    texts = [
        (name, (ROOT / name).read_text(errors="ignore"))
        for name in tracked
        if (ROOT / name).suffix in {".py", ".txt", ".md", ".html", ".json", ".po", ".yaml"}
        and (ROOT / name).exists()
    ]
    assert [(n, s) for n, text in texts for s in sentences if s in text] == []
