from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.anchoring import Selector, make_selector
from factcheck.text.tokens import Severity, TokenKind
from sources.comparing.corrections import correction_labels, declared_corrections
from sources.comparing.pages import Quality, quality
from sources.comparing.passages import PassageState, PassageVerdict, compare_passage
from sources.reading import Reading, read_body

BEFORE = "市の広報誌は毎月一日に配られている。図書館は駅の北側にあり、休館日は月曜である。"
AFTER = "新しい橋の工事は秋まで続く見込みだという。公園の木は百本を数えるそうである。"
QUOTE = "調査に答えた世帯のうち1003世帯が値上げに反対したと佐藤市長は発表した。"
EN_QUOTE = "In March the council paid 900 million yen to Brown and did publish the report."


def verdict(now: str, quote: str = QUOTE, accepted: str | None = None) -> PassageVerdict:
    page = BEFORE + quote + AFTER
    selector = make_selector(page, len(BEFORE), len(BEFORE) + len(quote))
    return compare_passage(
        selector=selector, accepted_text=quote if accepted is None else accepted, reading_text=now
    )


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("1003", "3003", TokenKind.NUMBER),
        ("反対した", "反対しなかった", TokenKind.NEGATION),
        ("佐藤", "加藤", TokenKind.NAME),
        ("値上げ", "値下げ", TokenKind.WORD),
    ],
)
def test_a_changed_fact_is_altered(old: str, new: str, kind: TokenKind) -> None:
    found = verdict(BEFORE + QUOTE.replace(old, new) + AFTER)
    assert found.state is PassageState.ALTERED
    assert found.severity is Severity.MATERIAL
    assert found.found == QUOTE.replace(old, new)
    assert found.diff is not None
    assert kind in found.diff.kinds


@pytest.mark.parametrize(
    ("old", "new"), [("900", "9000"), ("did", "did not"), ("Brown", "Green"), ("paid", "lent")]
)
def test_a_changed_fact_in_english_is_altered(old: str, new: str) -> None:
    changed = EN_QUOTE.replace(old, new)
    found = verdict(BEFORE + changed + AFTER, quote=EN_QUOTE)
    assert (found.state, found.found) == (PassageState.ALTERED, changed)


@pytest.mark.parametrize(
    "now",
    [
        BEFORE + QUOTE.replace("1003", "１００３") + AFTER,
        BEFORE + QUOTE.replace("1003", "千三") + AFTER,
        BEFORE + QUOTE.replace("1003", "1,003") + AFTER,
        BEFORE + "\n　".join(QUOTE) + AFTER,
        BEFORE + "\u200b".join(QUOTE) + AFTER,
        BEFORE + QUOTE.replace("うち", "うち、") + AFTER,
        BEFORE + QUOTE.replace("世帯が", "世帯（せたい）が") + AFTER,
        "広告。" * 200 + BEFORE + QUOTE + AFTER + "人気の記事。" * 200,
    ],
)
def test_another_look_of_the_same_words_is_intact(now: str) -> None:
    found = verdict(now)
    assert found.state is PassageState.INTACT, found
    assert found.severity is not Severity.MATERIAL


def test_ruby_width_and_line_breaks_of_a_real_page_leave_a_passage_intact() -> None:
    marked = QUOTE.replace("世帯", "<ruby>世帯<rt>せたい</rt></ruby>").replace(
        "1003", "１<b>００３</b>"
    )
    source = f"<meta charset=utf-8><p>{BEFORE}<br>{marked}</p><p>{AFTER}</p>"
    reading = read_body(source.encode(), content_type="text/html", url="http://a.test/")
    assert verdict(reading.text).state is PassageState.INTACT


def test_the_same_words_in_other_surroundings_moved() -> None:
    other = "まったく関係のない話題がここに長く続き、前の文章とは似たところがない。" * 3
    assert verdict(other + QUOTE + other[::-1]).state is PassageState.MOVED


def test_a_deleted_passage_is_gone() -> None:
    found = verdict(BEFORE + AFTER)
    assert (found.state, found.found, found.start) == (PassageState.GONE, "", None)


def test_a_passage_missing_from_a_poor_page_cannot_be_told() -> None:
    page = BEFORE + QUOTE + AFTER
    selector = make_selector(page, len(BEFORE), len(BEFORE) + len(QUOTE))
    poor = Quality(ok=False, share=0.1, reason="much_shorter")
    found = compare_passage(selector=selector, accepted_text=QUOTE, reading_text="短い", page=poor)
    assert found.state is PassageState.CANNOT_TELL
    found = compare_passage(selector=selector, accepted_text=QUOTE, reading_text=page, page=poor)
    assert found.state is PassageState.INTACT


def test_a_short_quote_that_stands_in_several_places_cannot_be_told() -> None:
    found = compare_passage(
        selector=Selector(exact="1003世帯"), accepted_text="1003世帯", reading_text=QUOTE + QUOTE
    )
    assert (found.state, found.reason) == (PassageState.CANNOT_TELL, "ambiguous")


def test_a_short_quote_altered_in_its_old_surroundings_is_altered() -> None:
    page = BEFORE + "1003世帯" + AFTER
    selector = make_selector(page, len(BEFORE), len(BEFORE) + 6)
    found = compare_passage(
        selector=selector, accepted_text="1003世帯", reading_text=page.replace("1003", "3003")
    )
    assert (found.state, found.found) == (PassageState.ALTERED, "3003世帯")


def test_an_accepted_reading_does_not_alarm_again_but_its_reversal_does() -> None:
    accepted = QUOTE.replace("1003", "3003")
    assert verdict(BEFORE + accepted + AFTER, accepted=accepted).state is PassageState.INTACT
    assert verdict(BEFORE + QUOTE + AFTER, accepted=accepted).state is PassageState.ALTERED


def test_an_empty_quote_cannot_be_told() -> None:
    assert verdict(BEFORE, accepted="\u200b").state is PassageState.CANNOT_TELL


NOISE = st.text(st.sampled_from("広告人気ランキング1234分前。\n abc"), max_size=300)


@given(NOISE, NOISE)
def test_noise_around_a_passage_never_alarms(before: str, behind: str) -> None:
    found = verdict(f"{before}\n{BEFORE}{QUOTE}{AFTER}\n{behind}")
    assert found.state is PassageState.INTACT


@given(st.integers(0, 10**9))
def test_every_other_number_is_altered(number: int) -> None:
    found = verdict(BEFORE + QUOTE.replace("1003", str(number)) + AFTER)
    assert found.state is (PassageState.INTACT if number == 1003 else PassageState.ALTERED)


def reading(text: str, *markers: str, prose: str | None = None, bad: int = 0) -> Reading:
    return Reading(
        text=text,
        kind="html",
        markers=frozenset(markers),
        prose=text if prose is None else prose,
        replacements=bad,
    )


@pytest.mark.parametrize(
    ("page", "before", "ok"),
    [
        (reading("a" * 100), 100, True),
        (reading("a" * 41), 100, True),
        (reading("a" * 39), 100, False),
        (reading("a" * 60, "login_wall"), 100, False),
        (reading("a" * 95, "login_wall"), 100, True),
        (reading("a" * 60, "password_form"), 100, True),
        (reading(""), 100, False),
        (reading("a" * 100), None, True),
        (reading("a" * 100, "login_wall"), None, False),
        (reading("a" * 100, bad=20), 100, False),
        (Reading(text="a" * 100, kind="html", script_only=True), 100, False),
    ],
)
def test_a_page_is_good_enough_or_not(page: Reading, before: int | None, ok: bool) -> None:
    judged = quality(page, before)
    assert judged.ok is ok
    assert bool(judged.reason) is not ok


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("【訂正】人数に誤りがありました。", ("correction",)),
        ("本文。\n［訂正：4月2日］人数", ("correction",)),
        ("人数に誤りがありました。お詫びして訂正いたします。", ("apology",)),
        ("Correction: an earlier version of this article gave a wrong figure.", ("correction",)),
        ("An earlier version of this story said so.", ("correction",)),
        ("Correction (April 2, 2024): it was 3.", ("correction",)),
        ("RETRACTED: A study of things", ("retraction",)),
        ("This article has been retracted.", ("retraction",)),
        ("【論文撤回】", ("retraction",)),
        ("Editor’s note: added later.", ("editors_note",)),
        ("議会は議事録の訂正を求めた。", ()),
        ("The department of correction: a history is on sale", ()),
        ("He asked for a correction of the minutes.", ()),
        ("政府は法案を撤回した。", ()),
    ],
)
def test_declared_corrections_are_labelled(text: str, labels: tuple[str, ...]) -> None:
    assert correction_labels(text) == labels


def test_a_declaration_is_quoted_with_its_place() -> None:
    text = "本文である。\n【訂正】人数は1003人でした。\n次の行"
    (declared,) = declared_corrections(text)
    assert text[declared.start : declared.end] == "【訂正】"
    assert declared.quote == "【訂正】人数は1003人でした。"


@pytest.mark.parametrize(
    ("sentence", "now", "quote"),
    [
        ("市長は辞任すると述べた。", "市長は辞任するとは述べていない。", "市長は辞任する"),
        ("市長は検討すると述べた。", "市長は「検討する」と述べた。", "検討する"),
        ("市長は「検討する」と述べた。", "市長は検討すると述べた。", "検討する"),
    ],
)
def test_a_rest_of_the_sentence_that_reverses_the_quote_alters_it(
    sentence: str, now: str, quote: str
) -> None:
    page = BEFORE + sentence + AFTER
    at = page.index(quote)
    selector = make_selector(page, at, at + len(quote))
    found = compare_passage(
        selector=selector, accepted_text=quote, reading_text=BEFORE + now + AFTER
    )
    assert found.state is PassageState.ALTERED
    assert found.found in BEFORE + now + AFTER
    assert found.found != quote


def test_a_reworded_rest_of_the_sentence_is_told_beside_an_intact_quote() -> None:
    page = BEFORE + "市長は辞任すると述べた。" + AFTER
    at = page.index("市長は辞任する")
    selector = make_selector(page, at, at + 7)
    now = page.replace("すると述べた", "すると語った")
    found = compare_passage(selector=selector, accepted_text="市長は辞任する", reading_text=now)
    assert (found.state, found.reason) == (PassageState.INTACT, "rest_of_sentence_differs")
    assert found.drift is not None
    assert not found.drift.reverses


def test_noise_behind_a_quote_without_a_full_stop_is_no_drift() -> None:
    page = f"{BEFORE}\n市長は辞任する\n3分前\n{AFTER}"
    at = page.index("市長は辞任する")
    selector = make_selector(page, at, at + 7)
    now = page.replace("3分前", "広告ではない")
    found = compare_passage(selector=selector, accepted_text="市長は辞任する", reading_text=now)
    assert (found.state, found.drift) == (PassageState.INTACT, None)


@pytest.mark.parametrize(("old", "new"), [("解任された", "辞任した"), ("1003世帯", "3003世帯")])
def test_a_short_quote_replaced_between_standing_surroundings_is_altered(
    old: str, new: str
) -> None:
    page = BEFORE + "山本氏は" + old + "と市は伝えた。" + AFTER
    at = page.index(old)
    selector = make_selector(page, at, at + len(old))
    found = compare_passage(
        selector=selector, accepted_text=old, reading_text=page.replace(old, new)
    )
    assert (found.state, found.found) == (PassageState.ALTERED, new)


def test_a_repeated_phrase_does_not_steal_the_place_of_an_altered_one() -> None:
    first, second = "東区では3人が反対した。", "西区では3人が反対した。"
    page = f"{BEFORE}{first}騒音が理由だ。{second}費用が理由だ。{AFTER}"
    at = page.index("3人が反対")
    selector = make_selector(page, at, at + 5)
    now = page.replace(first, first.replace("3", "5"))
    found = compare_passage(selector=selector, accepted_text="3人が反対", reading_text=now)
    assert (found.state, found.found) == (PassageState.ALTERED, "5人が反対")


def test_adverts_put_behind_a_quote_with_other_marks_are_not_taken_for_it() -> None:
    quote = "“The truth is simple: we will decide later,” said Okafor on Monday."
    page = f"A first sentence about something else.\n{quote}\nAnother one follows the quote."
    at = page.index(quote)
    selector = make_selector(page, at, at + len(quote))
    straight = quote.replace("“", '"').replace("”", '"')
    now = page.replace(quote, f"{straight}\nSave 40% on shoes this week only.")
    found = compare_passage(selector=selector, accepted_text=quote, reading_text=now)
    assert (found.state, found.found) == (PassageState.INTACT, straight)
