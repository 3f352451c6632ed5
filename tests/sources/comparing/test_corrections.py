"""Corrections that a page declares: each form, its place, near misses, and what is new."""

from __future__ import annotations

import pytest

from sources.comparing.corrections import (
    correction_labels,
    declared_corrections,
    newly_declared,
)

DECLARED = {
    "【訂正】本文の数字に誤りがありました。": "correction",
    "［訂正あり］市長が会見": "correction",
    "（一部訂正）市長が会見": "correction",
    "訂正：3月12日付の記事で、人数は412人でした。": "correction",
    "※見出しの人数を訂正しました。": "correction",
    "記事中の日付に誤りがありました。": "correction",
    "お詫びして訂正します。": "apology",
    "おわびして訂正いたします。": "apology",
    "訂正しておわびします。": "apology",
    "【取り消し】記事を取り消します": "retraction",
    "この記事は撤回されました。": "retraction",
    "【追記】3月13日、市が発表した。": "update",
    "追記：市によると、調査は続いている。": "update",
    "【更新】写真を加えた": "update",
    "編集部注：氏名は仮名です。": "editors_note",
    "Correction: The figure was 412.": "correction",
    "CORRECTION (March 12): The figure was 412.": "correction",
    "Corrections: two names were misspelled.": "correction",
    "An earlier version of this article misstated the date.": "correction",
    "A previous version of this story misspelled a name.": "correction",
    "This article was amended on 12 March.": "correction",
    "This story has been updated to correct the number of ships.": "correction",
    "Clarification: the vote was not final.": "correction",
    "We regret the error.": "correction",
    "Retraction: the study cannot be relied on.": "retraction",
    "RETRACTED: Ships and harbours": "retraction",
    "This paper has been retracted by its authors.": "retraction",
    "Update: The council has voted.": "update",
    "UPDATED (10 a.m.): The council has voted.": "update",
    "This story has been updated with a statement from the port.": "update",
    "Editor’s note: names were changed.": "editors_note",
}
UNDECLARED = [
    "国会は法案の訂正を求めた。",
    "補正予算の修正案が可決された。",
    "首相は発言を撤回し、謝罪した。",
    "教科書の訂正申請は年に二千件ある。",
    "ソフトウェアの更新が必要だ。",
    "The court ordered a correction of the register.",
    "Prison officials in the Department of Corrections said so.",
    "The minister withdrew an earlier version of the bill.",
    "An update on the talks is due on Monday.",
    "The study was later retracted, the journal said.",
]


@pytest.mark.parametrize(("line", "label"), DECLARED.items())
def test_a_declaration_is_known_with_its_label_and_place(line: str, label: str) -> None:
    text = f"港の船は412隻だった。\n{line}\n以上。"
    found = [one for one in declared_corrections(text) if one.label == label]
    assert found
    assert found[0].quote == line
    assert text[found[0].start : found[0].end].strip() in line


@pytest.mark.parametrize("line", UNDECLARED)
def test_a_report_about_corrections_declares_none(line: str) -> None:
    assert declared_corrections(f"港の船は412隻だった。{line}") == ()


def test_an_update_is_told_and_is_no_correction() -> None:
    assert correction_labels("Update: The council has voted.") == ()
    assert correction_labels("【訂正】数字\n【追記】市の発表") == ("correction",)


def test_only_what_was_not_declared_before_is_new() -> None:
    before = "見出し\n【訂正】人数は412人でした。\n本文"
    after = (
        "見出し\n本文\n【訂正】人数は４１２人でした。\n【訂正】氏名を改めました。\nUpdate: more."
    )
    new = newly_declared(before, after)
    assert [one.quote for one in new] == ["【訂正】氏名を改めました。", "Update: more."]
    assert [after[one.start : one.end] for one in new] == ["【訂正】", "Update:"]
    assert newly_declared(after, after) == ()
