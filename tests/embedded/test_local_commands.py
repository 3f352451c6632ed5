"""Right after ``make install`` the commands of the README work, and only those assume anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.embedded.environment import LOCAL_COMMANDS, is_embedded
from manage import terminal_language

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "SECRET_KEY_FILE", "DATABASE_URL", "REDIS_URL", "DEBUG", "EMBEDDED"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("command", ["ingest", "extract_claims", "create_person", "run_embedded"])
def test_a_command_of_the_readme_means_the_desk_in_this_folder(command: str) -> None:
    assert is_embedded([command, "anything"])


def test_every_command_of_ours_means_the_desk_in_this_folder() -> None:
    assert {"read_page", "compare_pages", "explain_url", "verify_snapshots"} <= LOCAL_COMMANDS
    own = {
        path.stem
        for path in ROOT.glob("*/**/management/commands/*.py")
        if path.stem != "__init__" and ".venv" not in path.parts
    }
    assert own <= LOCAL_COMMANDS


@pytest.mark.parametrize("command", ["read_page", "extract_claims"])
def test_what_needs_no_tables_answers_without_making_a_database(command: str, tmp_path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>Harbour</title><p>The harbour handled 412 ships in 2023.</p>")
    names = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "DEBUG", "DJANGO_SETTINGS_MODULE")
    environment = {key: value for key, value in os.environ.items() if key not in names}
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", command, page],
        capture_output=True,
        text=True,
        check=False,
        env=environment | {"VAR_DIR": str(tmp_path / "var")},
    )
    assert done.returncode == 0, done.stderr
    assert "412 ships" in done.stdout
    assert not (tmp_path / "var" / "factcheck.sqlite3").exists()


@pytest.mark.parametrize("command", ["check", "runserver", "shell", "collectstatic", "dumpdata"])
def test_other_commands_assume_nothing(command: str) -> None:
    assert not is_embedded([command, "--deploy"])


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "DEBUG"])
def test_a_configured_desk_is_never_mistaken_for_the_local_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "something")
    assert not is_embedded(["ingest", "article.txt"])
    assert is_embedded(["run_embedded"])


def test_without_a_command_nothing_is_assumed() -> None:
    assert not is_embedded([])


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "ja_JP.UTF-8"}, "ja"),
        ({}, "en"),
    ],
)
def test_a_command_speaks_the_language_of_its_terminal(
    environment: dict[str, str], language: str
) -> None:
    assert terminal_language(environment) == language
