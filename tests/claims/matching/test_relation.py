"""Field by field: what two claims are to each other, and which fields say so."""

from __future__ import annotations

import pytest

from claims.matching import Comparison, compare_claims
from claims.matching.index import ClaimIndex, KnownClaim

SHELLS = "北朝鮮はロシアに約250万発の砲弾を供与した。"


def _compare(ours: str, theirs: str) -> Comparison:
    similarity = ClaimIndex([KnownClaim("1", theirs)]).similarity(ours, 0)
    return compare_claims(ours, theirs, similarity=similarity)


def _fields(comparison: Comparison) -> set[str]:
    return {one.field for one in comparison.differences}


SAME = [
    (SHELLS, "北朝鮮がロシアに250万発の砲弾を提供した。"),
    (SHELLS, "Pyongyang delivered some 2.5 million shells to Moscow."),
    ("日銀は17年ぶりに利上げした。", "日本銀行が17年ぶりに金利を引き上げた。"),
    (
        "日銀は17年ぶりに利上げを決めた。",
        "The Bank of Japan raised interest rates for the first time in 17 years.",
    ),
    ("Unemployment in Spain rose to 12 percent.", "Spain's jobless rate climbed to 12%."),
    ("最高裁は元大臣の有罪を確定させた。", "元大臣の有罪が最高裁で確定した。"),
    ("軍は反政府勢力25人を殺害した。", "反政府勢力の25人が軍に殺害された。"),
    ("中国の人口は2022年に61年ぶりに減少した。", "2022年、中国の人口が61年ぶりに減った。"),
    (
        "中国の人口は2022年に61年ぶりに減少した。",
        "China's population fell in 2022 for the first time in 61 years.",
    ),
    (
        "サムスンはテキサスの工場を170億ドルで買収した。",
        "Samsung acquired a factory in Texas for $17 billion.",
    ),
    ("失業率は4割に達した。", "失業率は40％に達した。"),
    (
        "The company sold 40 percent of its shares in March 2023.",
        "In March 2023 the company sold 40% of its shares.",
    ),
    ("Russia exported gas to Germany in 2021.", "Germany imported gas from Russia in 2021."),
    (
        "The bridge was built by Japan in 1998.",
        "Japan built the bridge in 1998.",
    ),
]


@pytest.mark.parametrize(("ours", "theirs"), SAME)
def test_a_paraphrase_is_the_same(ours: str, theirs: str) -> None:
    assert _compare(ours, theirs) == Comparison("same", ())
    assert _compare(theirs, ours).relation == "same"


OTHER_FIGURE = [
    (SHELLS, SHELLS.replace("250万", "25万"), "約250万発", "約25万発"),
    ("日銀は17年ぶりに利上げした。", "日銀は7年ぶりに利上げした。", "17年ぶり", "7年ぶり"),
    (
        "North Korea sent 2.5 million shells to Russia.",
        "North Korea sent 250,000 shells to Russia.",
        "2.5 million shells",
        "250,000 shells",
    ),
    (
        SHELLS,
        "Pyongyang delivered some 250,000 shells to Moscow.",
        "約250万発",
        "some 250,000 shells",
    ),
    ("予算は3億円だ。", "予算は3億ドルだ。", "3億円", "3億ドル"),
    ("事故で30人以上が死亡した。", "事故で30人未満が死亡した。", "30人以上", "30人未満"),
]


@pytest.mark.parametrize(("ours", "theirs", "our_figure", "their_figure"), OTHER_FIGURE)
def test_another_figure_is_never_the_same(
    ours: str, theirs: str, our_figure: str, their_figure: str
) -> None:
    found = _compare(ours, theirs)
    assert found.relation == "same_other_figure"
    assert found.differences[0].as_dict() == {
        "field": "figure",
        "ours": our_figure,
        "theirs": their_figure,
    }


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("政府は昨年、非核化交渉を放棄した。", "政府は一昨年、非核化交渉を放棄した。"),
        ("The law was passed last year.", "The law was passed two years ago."),
        ("会談は3月に開かれた。", "会談は5月に開かれた。"),
        ("会議は月曜日に開かれた。", "会議は火曜日に開かれた。"),
        ("The talks were held on 5 March 2024.", "会談は2024年3月6日に開かれた。"),
    ],
)
def test_another_date_is_never_the_same(ours: str, theirs: str) -> None:
    found = _compare(ours, theirs)
    assert found.relation == "same_other_figure"
    assert _fields(found) == {"date"}


@pytest.mark.parametrize(
    ("ours", "theirs", "field"),
    [
        ("北朝鮮は核を放棄した。", "北朝鮮は核を放棄していない。", "negation"),
        (SHELLS, SHELLS.replace("供与した", "供与しなかった"), "negation"),
        (SHELLS, "Pyongyang did not deliver 2.5 million shells to Moscow.", "negation"),
        ("The mayor took the money.", "The mayor denied taking the money.", "negation"),
        ("輸出は3％増加した。", "輸出は3％減少した。", "direction"),
        ("輸出は3％増えた。", "Exports fell by 3 percent.", "direction"),
        ("Prices rose by 3 percent in May.", "Prices fell by 3 percent in May.", "direction"),
        ("議会は法案に賛成した。", "議会は法案に反対した。", "direction"),
        ("大臣は4月に就任した。", "大臣は4月に辞任した。", "direction"),
        ("監督は解任された。", "監督は辞任した。", "direction"),
        ("北朝鮮は核を放棄した。", "北朝鮮は核を維持した。", "direction"),
    ],
)
def test_a_negated_or_turned_claim_is_the_opposite(ours: str, theirs: str, field: str) -> None:
    found = _compare(ours, theirs)
    assert found.relation == "opposite"
    assert field in _fields(found)


@pytest.mark.parametrize(
    ("ours", "theirs", "field"),
    [
        (SHELLS, SHELLS.replace("ロシア", "イラン"), "actor"),
        (SHELLS, "Tehran delivered some 2.5 million shells to Moscow.", "actor"),
        (SHELLS, "ロシアは北朝鮮に約250万発の砲弾を供与した。", "role"),
        ("China helped Pakistan build the port.", "Pakistan helped China build the port.", "role"),
        ("山田氏は市長選で当選した。", "田中氏は市長選で当選した。", "actor"),
        ("東京の工場で火災があった。", "大阪の工場で火災があった。", "actor"),
        ("The mayor opened the bridge.", "The governor opened the bridge.", "actor"),
        ("Sato beat Ito by 20 votes.", "Ito beat Sato by 20 votes.", "role"),
        (
            "トルコはスウェーデンの加盟を支持した。",
            "スウェーデンはトルコの加盟を支持した。",
            "role",
        ),
        ("Tom sold the house to Mary.", "Tom bought the house from Mary.", "role"),
        ("彼女は市長に選ばれた。", "彼は市長に選ばれた。", "actor"),
        ("警察が倉庫を調べた。", "検察が倉庫を調べた。", "actor"),
        (
            "国連決議2397号は石油の輸出を制限した。",
            "国連決議2375号は石油の輸出を制限した。",
            "figure",
        ),
    ],
)
def test_another_actor_or_place_is_never_the_same(ours: str, theirs: str, field: str) -> None:
    found = _compare(ours, theirs)
    assert found.relation in {"related", "same_other_figure"}
    assert field in _fields(found)


def test_a_negated_twin_scores_above_a_paraphrase_and_is_told_apart_all_the_same() -> None:
    twin = "北朝鮮はロシアに約250万発の砲弾を供与していない。"
    paraphrase = "Pyongyang delivered some 2.5 million shells to Moscow."
    index = ClaimIndex([KnownClaim("twin", twin), KnownClaim("paraphrase", paraphrase)])
    scores = [index.similarity(SHELLS, at) or 0.0 for at in (0, 1)]
    assert scores[0] > scores[1]
    assert compare_claims(SHELLS, twin, similarity=scores[0]).relation == "opposite"
    assert compare_claims(SHELLS, paraphrase, similarity=scores[1]).relation == "same"


@pytest.mark.parametrize("similarity", [0.99, 1.0])
def test_a_score_alone_never_says_same(similarity: float) -> None:
    found = compare_claims(SHELLS, SHELLS.replace("250万", "25万"), similarity=similarity)
    assert found.relation == "same_other_figure"


def test_without_vectors_only_the_same_words_are_the_same() -> None:
    ours = "The council closed 3 schools in 2023."
    assert compare_claims(ours, ours.rstrip("."), similarity=None).relation == "same"
    other = "Three local schools shut their doors in 2023 on orders of the council."
    assert compare_claims(ours, other, similarity=None).relation != "same"


def test_a_plan_is_not_what_was_done() -> None:
    found = _compare("The city plans to close 3 schools.", "The city closed 3 schools.")
    assert found.relation == "related"
    assert "mode" in _fields(found)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("社長は副社長を解任した。", "副社長は社長を解任した。"),
        ("The deputy minister sued the minister.", "The minister sued the deputy minister."),
        ("Prices rose to 4.1 percent in July.", "Prices rose by 4.1 percent in July."),
        ("失業率は4％に上昇した。", "失業率は4％上昇した。"),
        ("The government lifted the ban on exports.", "The government imposed a ban on exports."),
    ],
)
def test_deputies_levels_and_lifted_bans_are_never_the_same(ours: str, theirs: str) -> None:
    assert compare_claims(ours, theirs, similarity=0.99).relation != "same"
