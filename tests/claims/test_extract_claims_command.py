"""``manage.py extract_claims``: JSON, table, refusals; never the database."""

from __future__ import annotations

import json
import unicodedata
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

TEXT = "橋の話\r\n\r\n町は昨年9月に橋を3本閉鎖した。理由は老朽化だという。\r\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    return path


def _run(*arguments: object) -> str:
    out = StringIO()
    call_command("extract_claims", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_spans_count_in_the_text_that_text_out_writes(article: Path, tmp_path: Path) -> None:
    written = tmp_path / "out.txt"
    rows = json.loads(_run(article, "--published", "2024-03-26", "--text-out", written))
    text = written.read_bytes().decode()
    assert text == TEXT
    assert [text[row["start"] : row["end"]] for row in rows] == [row["quote"] for row in rows]
    assert rows[1]["dates"][0]["resolved"] == "2023-09"


def test_the_table_is_aligned_by_display_width(article: Path) -> None:
    lines = _run(article, "--format", "table").rstrip("\n").split("\n")
    ends = set()
    for line in lines[1:]:
        quote, reasons = line[:].rstrip().rsplit("  ", 1)
        head = line[: len(line.rstrip()) - len(reasons)]
        ends.add(sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in head))
        assert quote
    assert len(lines) == 4
    assert len(ends) == 1


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 x", "PDF"),
        (b"a\x00b", "offset 1"),
        (b"a" * 5_000_001, "at most 5,000,000"),
    ],
)
def test_a_refusal_is_a_sentence(tmp_path: Path, body: bytes, part: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(body)
    with pytest.raises(CommandError, match=part):
        _run(path)


def test_a_missing_file_and_a_wrong_date_are_sentences(article: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        _run(tmp_path / "none.txt")
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        _run(article, "--published", "yesterday")
    with pytest.raises(CommandError, match="cannot be written"):
        _run(article, "--text-out", tmp_path / "no" / "folder.txt")
