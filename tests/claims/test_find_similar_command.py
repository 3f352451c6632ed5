"""``manage.py find_similar``: JSON, table, a file of claims without a database, refusals."""

from __future__ import annotations

import json
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

ROWS = (
    {"id": 1, "text": "北朝鮮はロシアに約25万発の砲弾を供与した。", "title": "砲弾の数"},
    {"id": "b", "claim": "The harbour bridge cost 31 million crowns."},
)


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.jsonl"
    path.write_text("\ufeff" + "\n\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    return path


def _run(*arguments: object) -> str:
    out = StringIO()
    call_command("find_similar", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_file_of_claims_needs_no_database(claims: Path) -> None:
    rows = json.loads(_run("北朝鮮はロシアに約250万発の砲弾を供与した。", "--claims", claims))
    assert rows[0].keys() == {"id", "text", "title", "score", "relation", "differences"}
    assert rows[0]["id"] == "1"
    assert rows[0]["relation"] == "same_other_figure"
    assert rows[0]["differences"] == [
        {"field": "figure", "ours": "約250万発", "theirs": "約25万発"}
    ]


def test_the_table_names_the_fields_that_differ(claims: Path) -> None:
    shown = _run("The harbour bridge cost 13 million crowns.", "--claims", claims, "--format=table")
    assert "same_other_figure" in shown.splitlines()[0]
    assert "figure: 13 million crowns | 31 million crowns" in shown


def test_standard_input_and_the_limit(claims: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO("橋の費用".encode())))
    assert len(json.loads(_run("-", "--claims", claims, "--limit", 1))) == 1


@pytest.mark.parametrize(
    "line", ["{", "[]", "7", '{"text": "x"}', '{"id": 1}', '{"id": 1, "text": 5}', "\udcff"]
)
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b'{"id": 1, "text": "ok"}\n' + line.encode("utf-8", "surrogateescape"))
    with pytest.raises(CommandError, match=r"bad\.jsonl, line 2: "):
        _run("x", "--claims", path)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["", "--claims", "x"], "empty"),
        (["x" * 5001, "--claims", "x"], "longer than 5000"),
        (["x", "--claims", "/nowhere/at/all"], "cannot be read"),
        (["x", "--claims", "x", "--limit", "0"], "--limit"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        _run(*arguments)


def test_an_empty_file_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.touch()
    assert json.loads(_run("Anything.", "--claims", path)) == []
