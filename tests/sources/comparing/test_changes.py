from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.normalize import fold
from sources.comparing.changes import PageChange, PageText, compare_pages, page_back, page_gone
from sources.comparing.corrections import correction_labels
from sources.comparing.shown import MOST_SEGMENTS

BODY = """市は二十六日、昨年度に市立図書館を利用した人が延べ1003人増えたと発表した。
増えたのは三年続けてで、佐藤市長は記者会見で「開館時間を延ばした成果だ」と述べた。
反対する声は少なくなかった。市は来月、利用者に理由を尋ねる調査を始める。
調査の結果は秋に公表される見込みで、予算は900万円とされている。"""
EN = """The council said on Monday that 1,003 more people had used the library last year.
Mayor Brown told reporters that longer opening hours were the reason for the rise.
Few people objected to the plan. The council did vote to pay $5 million for repairs.
A survey of readers will start next month and the results are due in autumn."""
RANKING = "アクセスランキング\n1位 駅前に新しい店\n2位 祭りの日程が決まる\n3分前"


def page(
    main: str,
    *,
    headline: str = "図書館の利用が増える",
    around: str = RANKING,
    modified: str = "2024-03-26T10:00:00+09:00",
    extracted: str | None = None,
) -> PageText:
    text = f"{headline}\n{main}\n{around}"
    return PageText(
        title=f"{headline} | 新聞",
        headline=headline,
        text=text,
        main_text=main if extracted is None else extracted,
        prose_sha256=hashlib.sha256(fold(headline + main).text.encode()).hexdigest(),
        labels=correction_labels(text),
        modified=modified,
    )


def edited(old: str, new: str, body: str = BODY) -> PageChange:
    assert old in body
    return compare_pages(page(body), page(body.replace(old, new)))


@pytest.mark.parametrize(
    ("body", "old", "new", "token"),
    [
        (BODY, "1003人", "3003人", "number"),
        (BODY, "900万円", "9000万円", "number"),
        (BODY, "二十六日", "二十七日", "number"),
        (BODY, "佐藤市長", "加藤市長", "name"),
        (BODY, "少なくなかった", "少なかった", "negation"),
        (BODY, "「開館時間を延ばした成果だ」", "開館時間を延ばした成果だ", "quotation"),
        (EN, "1,003", "3,003", "number"),
        (EN, "did vote", "did not vote", "negation"),
        (EN, "Mayor Brown", "Mayor Green", "name"),
    ],
)
def test_a_few_other_tokens_in_one_sentence_are_a_correction_of_high_severity(
    body: str, old: str, new: str, token: str
) -> None:
    found = edited(old, new, body)
    assert (found.changed, found.kind, found.severity) == (True, "correction", "high")
    (replaced,) = [segment for segment in found.diff if segment["op"] == "replace"]
    assert token in {row["kind"] for row in replaced["tokens"]}


def test_another_verb_is_a_correction_of_medium_severity() -> None:
    found = edited("尋ねる", "隠す")
    assert (found.kind, found.severity) == ("correction", "medium")


def test_added_sentences_are_an_update() -> None:
    found = compare_pages(page(BODY), page(BODY + "\n市議会では夜まで話し合いが続いた。"))
    assert (found.changed, found.kind, found.severity) == (True, "update", "low")
    assert found.diff[-1] == {
        "op": "insert",
        "before": "",
        "after": "市議会では夜まで話し合いが続いた。",
    }


def test_a_deleted_sentence_with_a_number_is_a_grave_update() -> None:
    found = edited("調査の結果は秋に公表される見込みで、予算は900万円とされている。", "")
    assert (found.changed, found.kind, found.severity) == (True, "update", "high")


def test_an_article_written_anew_is_a_rewrite() -> None:
    other = (
        "橋の工事は秋まで続く。\n通行止めは夜だけになると県が説明した。\n住民からは不満も出ている。"
    )
    assert compare_pages(page(BODY), page(other)).kind == "rewrite"


@pytest.mark.parametrize(
    "note",
    [
        "【訂正】人数に誤りがありました。お詫びして訂正します。",
        "Correction: An earlier version of this article gave a wrong figure.",
    ],
)
def test_a_declared_correction_is_a_correction(note: str) -> None:
    found = compare_pages(page(BODY), page(f"{BODY}\n{note}"))
    assert (found.changed, found.kind, found.reason) == (True, "correction", "declared")


def test_a_correction_declared_in_a_ranking_is_none_of_this_article() -> None:
    found = compare_pages(page(BODY), page(BODY, around=f"{RANKING}\n【訂正】別の記事の見出し"))
    assert found.changed is False


def test_a_retraction_is_of_high_severity() -> None:
    found = compare_pages(page(BODY), page(f"{BODY}\nこの記事は取り消しました。"))
    assert (found.kind, found.severity) == ("correction", "high")


def test_a_headline_only_edit_is_seen() -> None:
    found = compare_pages(page(BODY), page(BODY, headline="図書館の利用が減る"))
    assert (found.changed, found.kind) == (True, "headline")
    assert found.diff[0]["part"] == "headline"


def test_a_headline_that_the_page_declares_only_in_its_data_is_seen() -> None:
    before = replace(page(BODY), declared_headline="図書館の利用が増える")
    after = replace(page(BODY), declared_headline="図書館の利用が減る")
    assert compare_pages(before, after).kind == "headline"


@pytest.mark.parametrize(
    "around",
    [
        "アクセスランキング\n1位 まったく別の話\n2位 祭りの日程が決まる\n5分前",
        "クッキーの使用に同意してください。\n広告\n今だけ半額！",
        "",
    ],
)
def test_what_moves_around_the_article_is_no_change(around: str) -> None:
    after = page(BODY, around=around)
    found = compare_pages(page(BODY), after)
    assert (found.changed, found.kind, found.severity, found.diff) == (False, None, "none", [])


@pytest.mark.parametrize(
    "extra",
    [
        "12件のコメント",
        "2024年3月26日 10時30分 更新",
        "更新: 2024/03/26 10:31",
        "Updated 26 March 2024, 10:31 GMT",
        "関連記事：駅前に新しい店",
        "We use cookies to improve your visit. By continuing you accept our cookie policy.",
        "3 hours ago",
        "【PR】今だけ半額のキャンペーンです。",
        "駅前に新しい店",
    ],
)
def test_what_an_extractor_lets_in_by_mistake_is_no_change(extra: str) -> None:
    lines = BODY.split("\n")
    noisy = "\n".join([*lines[:2], extra, *lines[2:]])
    assert compare_pages(page(BODY), page(noisy)).changed is False
    assert compare_pages(page(noisy), page(BODY)).changed is False


def test_an_extractor_that_returns_navigation_or_a_fragment_is_no_change() -> None:
    before = page(BODY)
    for extracted in (BODY.split("\n")[0], "政治\n経済\n国際\n" + RANKING, BODY + "\n" + RANKING):
        assert compare_pages(before, page(BODY, extracted=extracted)).changed is False
        assert compare_pages(page(BODY, extracted=extracted), before).changed is False


def test_a_moved_date_of_modification_alone_is_no_change() -> None:
    found = compare_pages(page(BODY), page(BODY, modified="2024-04-01T00:00:00+09:00"))
    assert (found.changed, found.kind) == (False, None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1003人", "１００３人"),
        ("900万円", "九百万円"),
        ("900万円", "9,000,000円"),
        ("「開館時間を延ばした成果だ」", "『開館時間を延ばした成果だ』"),
        ("発表した。\n", "発表した。"),
        ("反対する", "反対(はんたい)する"),
        ("市は来月、", "市は来月"),
    ],
)
def test_the_same_words_that_look_otherwise_are_cosmetic_at_most(old: str, new: str) -> None:
    found = edited(old, new)
    assert (found.changed, found.severity) == (False, "none")
    assert found.kind in (None, "cosmetic")


def test_there_and_back_again_are_two_changes() -> None:
    one, other = page(BODY), page(BODY.replace("1003", "3003"))
    assert compare_pages(one, other).kind == compare_pages(other, one).kind == "correction"


def test_a_page_without_text_cannot_be_compared() -> None:
    empty = page("", headline="", around="")
    assert compare_pages(page(BODY), empty).changed is None
    assert compare_pages(empty, page(BODY)).changed is None


def test_gone_and_back_are_changes_of_their_own() -> None:
    assert (page_gone().changed, page_gone().kind, page_gone().severity) == (True, "gone", "high")
    same = page_back(page(BODY), page(BODY))
    assert (same.kind, same.severity) == ("back", "low")
    other = page_back(page(BODY), page(BODY.replace("1003", "3003")))
    assert (other.kind, other.severity) == ("back", "high")


def test_the_diff_of_a_very_long_page_stays_bounded() -> None:
    lines = [f"これは{number}番目の文で、内容は{number * 7}である。" for number in range(20_000)]
    changed = [line.replace("内容", "中身") if i % 3 else line for i, line in enumerate(lines)]
    found = compare_pages(page("\n".join(lines)), page("\n".join(changed)))
    assert found.changed is True
    assert 0 < len(found.diff) <= MOST_SEGMENTS


@given(st.lists(st.sampled_from(BODY.split("\n")), min_size=1), st.text(max_size=40))
def test_a_page_never_differs_from_itself(lines: list[str], around: str) -> None:
    one = page("\n".join(lines), around=around)
    assert compare_pages(one, one).changed is False
