"""Sentence spans: own gold passages; "|" marks every boundary and never occurs in the text."""

from __future__ import annotations

import pytest

from claims.extraction.sentences import split_sentences

JAPANESE = [
    "市長は辞任した。|後任は未定だ。",
    "市長は「辞める。戻らない。」と述べた。|会見は10分で終わった。",
    "母は「父が『帰る。』と言った。本当だ。」と話した。|私は待った。",
    "橋は閉鎖された（点検は来月。費用は未定。）と市は説明した。|通行止めが続く。",
    "（写真は無関係。転載は不可。）|本文はここから始まる。",
    "モーニング娘。の公演が始まった。|客席は満員だった。",
    "Yahoo!ニュースが速報した。|利用者は驚いた。",
    "本当なのか？|誰も答えない。|驚いた！|記録は残っている。",
    "工場はU.S. Steelが所有する。|Mr.ビーンも訪れた。",
    "知事は再選を決めた。（共同）|投票率は低かった。",
    "株価は3.5％下がった。|円は150.25円だった。",
    "会議は終わった．|次回は未定である．",
    "要求は、①賃上げ、②休暇の増加、③残業の廃止の三つだ。|会社は拒んだ。",
    "詳細は https://example.org/a?b=1&c=2 にある。|問い合わせが多い。",
    "「もう遅い。」|彼女はつぶやいた。",
    "「急げ」「待て」と声が飛んだ。|混乱が広がった。",
    "なぜ今なのか？と記者は問うた。|答えはなかった。",
    "「勝った！」と叫んだ。|歓声が上がった。",
    "事故だった……と駅員は語った。|列車は止まった。",
    "気温は－３．５度だった。|雪が積もった。",
    "彼は去った。。。|それきりだ。",
    "法案は可決された(賛成235、反対210)。|施行は春だ。",
    "契約は２０２３年に結ばれた。|期限は5年である。",
    "報告書（『水の記録。第2版』）は公開された。|批判もある。",
    "「開くはずだった扉が閉じたまま。|誰も気づかない。",
    "扉が閉じたまま」だという。|住民は困っている。",
    "AはB社の子会社だ｡|登記で確かめた｡",
    "支持率は42%。|不支持は38%。",
]

ENGLISH = [
    "The bridge closed. |Repairs cost $2.5 million. |Work starts soon.",
    'He told us: "It failed. We knew it. Nobody spoke." |The board was silent.',
    "“We lost. We will try again,” the coach said. |Fans went home.",
    "U.S. Steel cut 300 jobs. |The plant closes in May.",
    "The talks ended at 5 p.m. Monday. |No date was set.",
    "The talks ended at 5 p.m. |No date was set.",
    "The U.N. Security Council met twice. |Nothing was agreed.",
    "See Fig. 3 for the trend. |It rises.",
    "He moved to the U.S. |He never returned.",
    "Acme Inc. denied the report. |Its shares fell.",
    "She works for Acme Inc. |The firm is small.",
    "Open https://example.org/x?y=1 first. |Then read on.",
    "Dr. J. R. Smith signed it. |Mrs. Jones did not.",
    '"Is it over?" Mary Jones asked. |Nobody knew.',
    '"Stop!" he shouted. |The train went on.',
    "The plan (it was old. Very old.) failed. |A new one came.",
    "(It rained all day. The match was off.) |The crowd left.",
    "Growth was 3.5 percent. |Prices rose 1.2 percent.",
    "Yahoo! Finance showed the chart. |It was wrong.",
    "Who paid? |No one! |The bill is open.",
    "He arrived on Jan. 5 with Gov. Brown. |Both left early.",
    "The vote was 7 vs. 2 in favor. |It passed.",
    "They met e.g. Mayor Reed and others. |Talks were short.",
    "The study ended.[3] |Its authors agreed.",
    "'It is done. We won.' |The crowd cheered.",
    "He waited ... and then left. |It was dark.",
    "The law takes effect in Sept. 2025 across the state. |Fines follow.",
    "No. 5 was missing. |No. 7 was broken.",
    "The company, i.e. Acme, paid. |Case closed.",
    "It cost 5 dollars. |2 of 3 agreed.",
]


def _split(text: str) -> list[str]:
    return [text[one.start : one.end] for one in split_sentences(text)]


@pytest.mark.parametrize("marked", JAPANESE)
def test_a_japanese_passage_is_split_exactly_where_a_reader_would(marked: str) -> None:
    assert _split(marked.replace("|", "")) == marked.split("|")


@pytest.mark.parametrize("marked", ENGLISH)
def test_an_english_passage_is_split_exactly_where_a_reader_would(marked: str) -> None:
    assert _split(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_list_lines_are_units_and_their_marks_belong_to_none() -> None:
    text = "要点は次の通り。\n・橋を直す\n① 道を広げる\n1. 駅を移す\n- 川を守る\n"
    assert _split(text) == ["要点は次の通り。", "橋を直す", "道を広げる", "駅を移す", "川を守る"]


def test_table_rows_are_units_and_rules_between_them_are_none() -> None:
    text = "| City | Votes |\n|---|---|\n| Leeds | 12. Final |\n\nA\t1. x\nB\t2\n"
    assert _split(text) == ["| City | Votes |", "| Leeds | 12. Final |", "A\t1. x", "B\t2"]


def test_hard_wrapped_english_is_joined_before_it_is_split() -> None:
    text = (
        "The council voted on the plan to rebuild the old harbour after\n"
        "years of delay, and the mayor of the small town told the U.S.\n"
        "Navy that work would begin. Costs are shared between the two\n"
        "sides.\n\nA second paragraph stands alone.\n"
    )
    found = _split(text)
    assert len(found) == 3
    assert found[0].endswith("would begin.")
    assert found[1] == "Costs are shared between the two\nsides."


def test_hard_wrapped_japanese_is_joined_and_an_indent_starts_a_paragraph() -> None:
    text = (
        "　町の古い港を建て直す計画について議会は長い議論の末に採決を行い、賛\n"
        "成多数で可決した。費用は国と町が半分ずつ出すことになっており、工事は\n"
        "来年の春に始まる。\n"
        "　反対した議員は説明が足りないと話した。\n"
    )
    found = _split(text)
    assert len(found) == 3
    assert "賛\n成多数" in found[0]


def test_a_title_a_caption_a_dateline_and_a_closing_note_are_units_with_their_role() -> None:
    text = (
        "港の再建、議会が可決\n\n"
        "【北町共同】議会は計画を可決した。費用は未定だ。\n\n"
        "採決に臨む議員ら(2024年3月1日、北町で撮影)\n\n"
        "編集部より:この記事は再掲です。ご意見をお寄せください。\n"
    )
    found = [(one.role, text[one.start : one.end]) for one in split_sentences(text)]
    assert found == [
        ("title", "港の再建、議会が可決"),
        ("dateline", "【北町共同】"),
        ("paragraph", "議会は計画を可決した。"),
        ("paragraph", "費用は未定だ。"),
        ("caption", "採決に臨む議員ら(2024年3月1日、北町で撮影)"),
        ("note", "編集部より:この記事は再掲です。"),
        ("note", "ご意見をお寄せください。"),
    ]


def test_an_english_dateline_is_no_part_of_the_first_sentence() -> None:
    text = "LEEDS, March 1 (Reuters) - The council passed the plan. Costs are open."
    assert _split(text) == [
        "LEEDS, March 1 (Reuters) -",
        "The council passed the plan.",
        "Costs are open.",
    ]


def test_a_quotation_over_several_lines_of_a_paragraph_stays_whole() -> None:
    text = "議長は「議論は尽くした。\nもう待てない。」と述べた。\n採決が始まった。"
    assert _split(text) == [
        "議長は「議論は尽くした。\nもう待てない。」と述べた。",
        "採決が始まった。",
    ]


def test_windows_line_ends_and_blank_lines_part_paragraphs() -> None:
    assert _split("First line ends.\r\nSecond line ends.\r\n\r\nThird.") == [
        "First line ends.",
        "Second line ends.",
        "Third.",
    ]


def test_invisible_characters_neither_hide_nor_move_a_boundary() -> None:
    text = "橋は\u200b閉じた。\u200b\u202e次の文だ。"
    found = _split(text)
    assert len(found) == 2
    assert "".join(found) == text


def test_an_unmatched_bracket_swallows_nothing() -> None:
    assert len(_split("彼は「言った。それから去った。誰も見ていない。")) == 3
    assert len(_split("He said (this. Then he left. Nobody saw.")) == 3
