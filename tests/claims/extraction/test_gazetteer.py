"""The list of known names: readable, in two languages, a desk's own list in front."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.extraction.gazetteer import (
    BadNameList,
    gazetteer_with,
    own_gazetteer,
    read_entries,
)


@pytest.mark.parametrize(
    ("name", "code"),
    [("ロシア", "RU"), ("Russia", "RU"), ("Russian", "RU"), ("露", "RU"), ("国連", "un"),
     ("キーウ", "UA-capital"), ("Kiev", "UA-capital"), ("申源湜", "sws"), ("RUSI", "rusi")],
)  # fmt: skip
def test_a_name_in_either_language_leads_to_its_entry(name: str, code: str) -> None:
    entry = own_gazetteer().entry(name)
    assert entry is not None
    assert entry.id == code


def test_a_surname_that_is_also_a_word_is_no_name_by_itself() -> None:
    table = own_gazetteer()
    assert "マスク" not in table.by_ja
    assert table.by_short["マスク"].id == "musk"


def test_the_longest_name_is_found_and_no_part_of_a_word() -> None:
    table = own_gazetteer()
    hit = table.ja_pattern.search("米国務省は")
    assert hit is not None
    assert hit.group() == "米国務省"
    assert table.en_pattern.findall("Nigeria and Niger, Malice in Mali.") == [
        "Nigeria",
        "Niger",
        "Mali",
    ]


def test_every_line_of_the_shipped_table_has_a_name_in_some_language() -> None:
    for entry in own_gazetteer().entries:
        assert entry.ja or entry.en
        assert all(name == name.strip() for name in (*entry.ja, *entry.en))


def test_a_desks_list_comes_before_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("# ours\nours;person;山田花子;Hanako Yamada\nuno;organisation;国連;\n", "utf-8")
    table = gazetteer_with(str(path))
    assert table.by_ja["山田花子"].kind == "person"
    assert table.by_ja["国連"].id == "uno"
    assert table.by_ja["ロシア"].id == "RU"


def test_a_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(BadNameList, match="line 2"):
        read_entries("a;person;甲野太郎;\nb;animal;犬;dog\n")
