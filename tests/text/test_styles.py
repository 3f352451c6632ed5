"""One word written two ways is no edit; another word never counts as another way of writing."""

from __future__ import annotations

import pytest

from factcheck.text.anchoring import make_selector
from factcheck.text.styles import plain_style
from factcheck.text.tokens import Severity, compare_quote
from sources.comparing.passages import compare_passage

STYLES = [
    ("市は許可を取り消した。", "市は許可を取消した。"),
    ("許可の取り消しを求める訴えを起こした。", "許可の取消を求める訴えを起こした。"),
    (
        "十二日に打ち合わせを行い、申し込みを受け付けた。",
        "十二日に打合せを行い、申込みを受付けた。",
    ),
    ("料金を引き上げる方針を固めた。", "料金を引上げる方針を固めた。"),
    ("支払いの手続きは月末に終わる。", "支払の手続は月末に終わる。"),
    ("サーバーの障害でデータが失われた。", "サーバの障害でデータが失われた。"),
    ("新しいコンピューターを導入する。", "新しいコンピュータを導入する。"),
    ("二〇二四年の予算は三千万円だった。", "2024年の予算は3000万円だった。"),
    ("㈱青山製作所が発表した。", "株式会社青山製作所が発表した。"),
    ("青山製作所(株)が発表した。", "青山製作所株式会社が発表した。"),
    ("①2024年度の計画を示した。", "(1)2024年度の計画を示した。"),
    ("Unemployment rose by five percent in May.", "Unemployment rose by 5 percent in May."),
    ("Unemployment rose by 5 per cent in May.", "Unemployment rose by 5% in May."),
    ("The bridge cost $5 million to build.", "The bridge cost $5m to build."),
    ("The bridge cost £2.5 billion to build.", "The bridge cost £2.5bn to build."),
    ("Forty-two people were injured.", "42 people were injured."),
    ("They painted it in the colour of the city.", "They painted it in the color of the city."),
    ("It was organised by a neighbour.", "It was organized by a neighbor."),
    ("They analysed why travelling was cancelled.", "They analyzed why traveling was canceled."),
]
OTHER_WORDS = [
    ("大臣は部長を解任した。", "大臣は部長を辞任した。"),
    ("費用は900万円だった。", "費用は9000万円だった。"),
    ("予定は変わらない。", "予定は変わる。"),
    ("許可を取り消した。", "許可を取り消さない。"),
    ("許可を取り消した。", "許可を取消さなかった。"),
    ("組み合わせの問題だった。", "組合の問題だった。"),
    ("マリーの大統領が訪れた。", "マリの大統領が訪れた。"),
    ("料金を引き上げる方針だ。", "料金を引き下げる方針だ。"),
    ("①2024年度の計画を示した。", "12024年度の計画を示した。"),
    ("㈱青山製作所が発表した。", "㈲青山製作所が発表した。"),
    ("Unemployment rose by five percent.", "Unemployment rose by six percent."),
    ("Forty-two people were injured.", "Forty people were injured."),
    ("The bridge cost $5 million.", "The bridge cost $5bn."),
    ("The bridge is 5m long.", "The bridge is 5 million long."),
    ("The Labour Party won.", "The Labor Party won."),
    ("It took four hours.", "It took for hours."),
    ("The metre ran out.", "The matter ran out."),
]


@pytest.mark.parametrize(("before", "after"), STYLES)
def test_another_way_of_writing_is_not_material(before: str, after: str) -> None:
    for one, other in ((before, after), (after, before)):
        assert compare_quote(one, other).severity is not Severity.MATERIAL


@pytest.mark.parametrize(("before", "after"), STYLES)
def test_a_passage_written_another_way_is_found_and_raises_no_alarm(
    before: str, after: str
) -> None:
    lead, rest = "北の港の町では祭りが始まり、", "そのあと人々は家に帰った。"
    page = f"{lead}\n{before}\n{rest}"
    selector = make_selector(page, len(lead) + 1, len(lead) + 1 + len(before))
    now = f"{lead}\n{after}\n{rest}"
    found = compare_passage(selector=selector, accepted_text=before, reading_text=now, page=None)
    assert (found.state.value, found.found) == ("intact", after)


@pytest.mark.parametrize(("before", "after"), OTHER_WORDS)
def test_another_word_stays_material(before: str, after: str) -> None:
    for one, other in ((before, after), (after, before)):
        assert compare_quote(one, other).severity is Severity.MATERIAL


def test_a_real_edit_beside_a_matter_of_style_stays_material() -> None:
    diff = compare_quote("市は9件の許可を取り消した。", "市は8件の許可を取消した。")
    assert diff.severity is Severity.MATERIAL and "number" in {kind.value for kind in diff.kinds}


@pytest.mark.parametrize("ending", ["す", "さない", "せば", "したい", "そう"])
def test_endings_of_verbs_are_kept(ending: str) -> None:
    assert plain_style(f"取り消{ending}") == f"取消{ending}"
