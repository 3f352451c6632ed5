"""The scorer of the independent specifications, and the shares reached on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claims.evaluation.spec_dates import judge_dates
from claims.evaluation.spec_numbers import judge_numbers
from claims.evaluation.specs import measure

SPECS = Path(__file__).parents[4] / "shared" / "data" / "recognizers-specs"
FLOORS = {
    ("ja", "DateTime"): 0.75,
    ("en", "DateTime"): 0.75,
    ("ja", "Number"): 0.67,
    ("en", "Number"): 0.30,
    ("ja", "NumberWithUnit"): 0.72,
    ("en", "NumberWithUnit"): 0.76,
}


def _case(text: str, day: str, **result: object) -> dict[str, object]:
    results = [result] if result else []
    return {"Input": text, "Context": {"ReferenceDateTime": day}, "Results": results}


def _range(**sides: str) -> dict[str, object]:
    return {"values": [{"timex": "x", "type": "daterange", **sides}]}


def test_an_end_counts_as_meant_exclusive_or_inclusive() -> None:
    for end in ("2016-05-31", "2016-06-01"):
        stated = _range(start="2016-05-01", end=end)
        case = _case("in May 2016", "2016-11-07", Text="May 2016", Type="daterange", Value=stated)
        assert judge_dates(case, "en") is True


def test_another_day_is_wrong_and_so_is_a_date_nobody_specified() -> None:
    stated = {"Timex": "x", "PastResolution": {"date": "2016-05-02"}}
    case = _case("on 3 May 2016", "2016-11-07", Text="3 May 2016", Type="date", Value=stated)
    assert judge_dates(case, "en") is False
    assert judge_dates(_case("on 3 May 2016", "2016-11-07"), "en") is False


def test_an_open_side_must_be_said() -> None:
    stated = _range(start="2016-05-01")
    for words, right in (("since May 2016", True), ("in May 2016", False)):
        case = _case(words, "2016-11-07", Text=words, Type="daterange", Value=stated)
        assert judge_dates(case, "en") is right


@pytest.mark.parametrize("kind", ["time", "timerange", "set", "duration", "timezone"])
def test_only_times_sets_durations_and_zones_are_excluded(kind: str) -> None:
    case = _case("at noon", "2016-11-07", Text="noon", TypeName=f"datetimeV2.{kind}")
    assert judge_dates(case, "en") is None


def test_a_case_of_a_day_and_a_time_is_judged_by_its_day() -> None:
    stated = {"values": [{"timex": "x", "type": "datetime", "value": "2016-05-03 15:00:00"}]}
    case = _case(
        "3 May 2016 at 3pm", "2016-11-07", Text="3 May 2016 at 3pm", Type="datetime", Value=stated
    )
    assert judge_dates(case, "en") is True


def test_rows_tell_cases_and_exclusions(tmp_path: Path) -> None:
    folder = tmp_path / "Specs" / "DateTime" / "Japanese"
    folder.mkdir(parents=True)
    stated = {"Timex": "x", "PastResolution": {"date": "2016-05-03"}}
    cases = [
        _case("2016年5月3日", "2016-11-07", Text="2016年5月3日", Type="date", Value=stated),
        _case("3時", "2016-11-07", Text="3時", Type="time"),
    ]
    (folder / "DateParser.json").write_text(json.dumps(cases), encoding="utf-8-sig")
    rows = {row.type: row for row in measure(tmp_path)}
    assert set(rows) == {"DateTime", "DateTime/DateParser"}
    assert (rows["DateTime"].cases, rows["DateTime"].excluded, rows["DateTime"].share) == (
        2,
        1,
        1.0,
    )


def test_a_number_is_read_to_the_value_stated() -> None:
    for value, right in (("2500000", True), ("250", False)):
        result = {"Text": "250万", "Start": 0, "End": 3, "Resolution": {"value": value}}
        case = {"Input": "250万", "Results": [result]}
        assert judge_numbers(case, "ja", area="Number") is right


def test_a_folder_without_specifications_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="No specifications"):
        measure(tmp_path)


@pytest.mark.skipif(not SPECS.exists(), reason="the specifications are not on this machine")
def test_the_shares_reached_on_the_specifications_do_not_fall() -> None:
    rows = {(row.language, row.type): row for row in measure(SPECS)}
    for key, floor in FLOORS.items():
        row = rows[key]
        assert row.share >= floor, (row, row.share)
        assert row.excluded <= 0.4 * row.cases
