"""The detection benchmark: its last line is for machines, and its shares keep to the targets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import detection


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert detection.main(list(arguments)) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out.rstrip("\n").rsplit("\n", 1)[-1])
    return found


def test_the_quick_run_keeps_to_the_targets(capsys: pytest.CaptureFixture[str]) -> None:
    found = _run(capsys, "--quick")
    assert found["noisy_rereads"] > 200
    assert found["passage_edits"] > 100
    assert found["false_alarms_per_1000"] <= 2
    assert found["passage_edits_found"] >= 0.99
    assert found["page_edits_found"] >= 0.94
    assert found["kinds_right"] >= 0.94
    assert {key.split()[0] for key in found["noise"]} == {"ja", "en"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    page = (
        "<title>橋の話</title><h1>橋の話</h1><p>市は橋を3本閉鎖したと発表した。理由は老朽化だという。</p>"
        "<p>住民からは不便だという声が上がり、市は説明会を開くことを決めた。</p>"
    )
    (tmp_path / "before.html").write_text(page)
    (tmp_path / "same.html").write_text(page + "<div class=ad><p>今だけ半額です。</p></div>")
    (tmp_path / "after.html").write_text(page.replace("3本", "8本"))
    rows = [
        {"after": "same.html", "expected": {"changed": False, "verdicts": ["intact"]}},
        {
            "after": "after.html",
            "expected": {"changed": True, "kind": "correction", "verdicts": ["altered"]},
        },
    ]
    (tmp_path / "pairs.jsonl").write_text(
        "\n".join(
            json.dumps({"before": "before.html", "passages": ["市は橋を3本閉鎖した"], **row})
            for row in rows
        )
    )
    return tmp_path


def test_labelled_pairs_of_a_folder_are_measured(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = _run(capsys, "--data", str(folder))
    assert (found["noisy_rereads"], found["false_alarms"]) == (1, 0)
    assert (found["passage_edits"], found["passage_edits_found"]) == (1, 1.0)
    assert (found["page_edits"], found["page_edits_found"], found["kinds_right"]) == (1, 1.0, 1.0)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"before": "missing.html", "after": "after.html"}',
        '{"before": "before.html", "after": "after.html", "passages": ["x"],'
        ' "expected": {"verdicts": ["fine"]}}',
    ],
)
def test_a_wrong_line_stops_the_run_with_its_number(
    folder: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    (folder / "pairs.jsonl").write_text("\n" + line)
    with pytest.raises(SystemExit):
        detection.main(["--data", str(folder)])
    assert "pairs.jsonl, line 2" in capsys.readouterr().err
