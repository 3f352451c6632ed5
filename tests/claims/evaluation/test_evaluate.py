"""The evaluation reads any folder laid out like the public sets and never fails on one."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.evaluation import MEASURES, Inputs, evaluate
from claims.evaluation.measures import (
    average_precision,
    average_precision_within,
    best_overlap,
    f1,
    folds,
)
from claims.evaluation.rows import Row
from claims.evaluation.splits import Member, read_members

WORTHY = "Unemployment fell to {n} percent in 2019, the ministry said."
IDLE = "Thank you, friends of table {n}, I hope you sleep well."


def debate(n: int) -> str:
    lines = [(IDLE, 0), (WORTHY, 1), (IDLE, 0), (WORTHY, 1)]
    return "\n".join(
        f"{at}\tSMITH\t{text.format(n=n + at)}\t{label}" for at, (text, label) in enumerate(lines)
    )


def table(n: int) -> str:
    rows = [
        f'{at}\t"{WORTHY.format(n=at)}"\tYes\n{at}9\t{IDLE.format(n=at)}\tNo' for at in range(n)
    ]
    return "\n".join(["Sentence_id\tText\tclass_label", *rows])


def packed(path: Path, members: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as tar:
        for name, text in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with train parts and, under names nobody announced, held-back parts."""
    packed(
        tmp_path / "clef2019" / "training.tar.gz",
        {f"training/day{n}.tsv": debate(n * 10) for n in range(4)},
    )
    packed(tmp_path / "clef2019" / "test_annotated.tar.gz", {"x/night.tsv": debate(60)})
    (tmp_path / "ct24-en").mkdir()
    for name in ("train.tsv.gz", "CT24_english_test_gold.tsv.gz"):
        (tmp_path / "ct24-en" / name).write_bytes(gzip.compress(table(12).encode()))
    return tmp_path


def test_held_back_parts_are_found_by_name_and_never_learnt_from(data: Path) -> None:
    rows = evaluate(Inputs(data=data, gold=None), only=["debates", "checkthat-2024"])
    assert {(row.split, row.model, row.n) for row in rows} == {
        ("test_annotated", "shipped", 4),
        ("test_annotated", "refit", 4),
        ("CT24_english_test_gold", "shipped", 24),
        ("CT24_english_test_gold", "refit", 24),
    }
    assert all(row.met for row in rows)


def test_with_a_train_part_alone_debates_are_cross_validated(data: Path) -> None:
    (data / "clef2019" / "test_annotated.tar.gz").unlink()
    shipped, refit = evaluate(Inputs(data=data, gold=None), only=["debates"])
    assert (shipped.split, refit.split) == ("train", "train")
    assert "cross-validated" in refit.note
    assert shipped.n == refit.n == 16


def test_plain_folders_read_like_archives(data: Path) -> None:
    (data / "clef2019" / "test_annotated.tar.gz").unlink()
    (data / "clef2019" / "test").mkdir()
    (data / "clef2019" / "test" / "noon.tsv").write_text(debate(5))
    (data / "clef2019" / "test" / "unlabelled.tsv").write_text("1\tSMITH\tHello there.")
    rows = evaluate(Inputs(data=data, gold=None), only=["debates"])
    assert {(row.split, row.n) for row in rows} == {("test", 4)}


def test_nothing_there_is_a_row_that_says_why(tmp_path: Path) -> None:
    rows = evaluate(Inputs(data=tmp_path, gold=None))
    assert rows
    assert all(row.value is None and row.note for row in rows)


def test_a_damaged_set_is_a_row_and_the_others_are_measured(data: Path) -> None:
    (data / "clef2019" / "training.tar.gz").write_bytes(b"no archive")
    rows = evaluate(Inputs(data=data, gold=None), only=["debates", "checkthat-2024"])
    assert "ReadError" in rows[0].note
    assert rows[-1].value is not None


def test_a_train_part_of_one_class_leaves_the_refit_unmeasured(data: Path) -> None:
    lines = "\n".join(["Sentence_id\tText\tclass_label", f"1\t{IDLE}\tNo", f"2\t{IDLE}2\tNo"])
    (data / "ct24-en" / "train.tsv.gz").write_bytes(gzip.compress(lines.encode()))
    rows = evaluate(Inputs(data=data, gold=None), only=["checkthat-2024"])
    assert {row.model: row.value is None for row in rows} == {"shipped": False, "refit": True}


@pytest.mark.parametrize(
    ("path", "split"),
    [
        ("training.tar.gz/training/1.tsv", "train"),
        ("train.tsv.gz", "train"),
        ("CT24_checkworthy_english_train.tsv", "train"),
        ("dev-test.tsv.gz", "dev-test"),
        ("v3/test/tweets.queries.tsv", "test"),
        ("test/20160226_train_debate.tsv", "test"),
        ("night.tsv", "unnamed"),
    ],
)
def test_a_part_is_train_only_where_its_name_says_so(path: str, split: str) -> None:
    assert Member(path, "").split == split


def test_members_of_archives_and_gzipped_files_come_in_order(tmp_path: Path) -> None:
    packed(tmp_path / "b.tar.gz", {"z.tsv": "3", "a.tsv": "2", "._a.tsv": "junk", "a.md": "no"})
    (tmp_path / "a.tsv.gz").write_bytes(gzip.compress("\ufeff1".encode()))
    assert [one.text for one in read_members(tmp_path, ".tsv")] == ["1", "2", "3"]


def test_orders_are_compared_by_average_precision_and_ties_keep_the_order_of_the_text() -> None:
    assert average_precision([1, 0, 1, 0], [4, 3, 2, 1]) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([0, 1], [1, 1]) == 0.5
    # A debate without a positive counts as nothing found, as in the lab's own scorer.
    assert average_precision([0, 0], [1, 2]) == 0.0


def test_a_query_without_a_right_answer_scores_nothing() -> None:
    assert average_precision_within(5, ["a", "b"], frozenset()) == 0.0
    assert average_precision_within(5, [], {"a"}) == 0.0
    assert average_precision_within(5, ["b", "a"], {"a"}) == 0.5
    assert average_precision_within(1, ["b", "a"], {"a"}) == 0.0


def test_counts_of_nothing_wanted_and_nothing_found_are_perfect() -> None:
    assert (f1(0, 0, 0), f1(0, 1, 0), f1(1, 1, 2)) == (1.0, 0.0, pytest.approx(2 / 3))


def test_folds_hold_every_group_once() -> None:
    made = folds(["a", "b", "a", "c"], 2)
    assert sorted(name for fold in made for name in fold) == ["a", "b", "c"]


def test_the_best_overlap_of_a_span_is_the_candidate_that_holds_most_of_it() -> None:
    assert best_overlap((10, 20), [(0, 12), (12, 30), (40, 50)]) == (1, 0.8)
    assert best_overlap((10, 20), [(30, 40)]) == (-1, 0.0)


def test_a_target_is_met_or_missed_or_there_is_none() -> None:
    def row(value: float | None, sense: str) -> Row:
        return Row(
            measure="m",
            data="d",
            split="s",
            model="gold",
            n=1,
            value=value,
            target=0.5,
            sense=sense,
        )

    assert [row(0.5, sense).met for sense in ("at_least", "above", "at_most")] == [
        True,
        False,
        True,
    ]
    assert row(None, "at_least").met is None


def test_the_command_prints_rows_and_seconds_as_json_and_a_table(data: Path, capsys) -> None:
    call_command(
        "evaluate_extraction", "--data", str(data), "--format", "json", "--only", "checkthat-2024"
    )
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"rows", "seconds"}
    assert set(printed["rows"][0]) >= {
        "measure", "data", "split", "model", "n", "value", "target", "met",
    }  # fmt: skip
    call_command("evaluate_extraction", "--data", str(data), "--only", "checkthat-2024")
    told = capsys.readouterr().out
    assert "check_worthiness_ap" in told
    assert "0 below their target" in told


def test_a_folder_that_is_none_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        call_command("evaluate_extraction", "--data", str(tmp_path / "nowhere"))


def test_every_measure_can_be_chosen_by_name(tmp_path: Path) -> None:
    for name in MEASURES:
        assert evaluate(Inputs(data=tmp_path, gold=tmp_path), only=[name]), name
