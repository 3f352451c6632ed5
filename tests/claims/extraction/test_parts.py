"""Parts of a sentence with several facts; "|" stands between them and around what is no part."""

from __future__ import annotations

import pytest

from claims.extraction import ClaimCandidate, extract_claims

JAPANESE = [
    ("町は橋を放棄し、道路を最大の課題とし、港の再建を目指してきた。",
     ["町は橋を放棄し", "道路を最大の課題とし", "港の再建を目指してきた。"]),
    ("実績は、①町は7千個の箱に米(約250トンと推定)を県に輸送、②それに引き換え、県からは食糧の"
     "援助が行われた。",
     ["町は7千個の箱に米(約250トンと推定)を県に輸送",
      "それに引き換え、県からは食糧の援助が行われた。"]),
    ("市長は6月に知事と会談を行ったが、交渉は成果なく終わった。",
     ["市長は6月に知事と会談を行った", "交渉は成果なく終わった。"]),
    ("会社は工場を閉鎖する一方、新しい倉庫を建設している。",
     ["会社は工場を閉鎖する", "新しい倉庫を建設している。"]),
    ("台風は九州に上陸し、2人が死亡、15人が負傷した。",
     ["台風は九州に上陸し", "2人が死亡", "15人が負傷した。"]),
    ("豪雨で川が氾濫したため、住民500人が避難した。",
     ["豪雨で川が氾濫した", "住民500人が避難した。"]),
    ("国は県に助成金を出すなど、農家を支援している。",
     ["国は県に助成金を出す", "農家を支援している。"]),
    ("同社は1998年に設立され、従業員は3000人で、売上高は500億円に上る。",
     ["同社は1998年に設立され", "従業員は3000人で", "売上高は500億円に上る。"]),
    ("人口は1400万人に達しており、10年前に比べて80万人増えた。",
     ["人口は1400万人に達しており", "10年前に比べて80万人増えた。"]),
    ("首相は「増税はしない。約束する」と述べ、野党の批判に反論した。",
     ["首相は「増税はしない。約束する」と述べ", "野党の批判に反論した。"]),
    ("若者の6割が新聞を読まず、動画を毎日見ている。",
     ["若者の6割が新聞を読まず", "動画を毎日見ている。"]),
    ("株価は1000円下げながら、終値は20円高で引けた。",
     ["株価は1000円下げながら", "終値は20円高で引けた。"]),
]  # fmt: skip

WHOLE_JAPANESE = [
    "長引く不況を受け、政府は補正予算を組んだ。",
    "専門家によると、景気は回復に向かっている。",
    "政府は税制について、見直しを始めた。",
    "要求は、①賃上げ、②休暇の増加、③残業の廃止の三つだ。",
    "市長は「橋は3本閉鎖し、500人が避難した」と述べた。",
    "報告書（橋は閉鎖し、駅は残した。）は公開された。",
    "東京、大阪、名古屋で雨が降った。",
    "歩行者の誘い、その動きが、注目された。",
]

ENGLISH = [
    ("The river flooded 200 homes, and the town closed three bridges.",
     ["The river flooded 200 homes", "the town closed three bridges."]),
    ("Exports fell 3 percent, while imports rose 5 percent.",
     ["Exports fell 3 percent", "imports rose 5 percent."]),
    ("The city cut 300 jobs; the county hired 120 people.",
     ["The city cut 300 jobs", "the county hired 120 people."]),
    ("The council passed the law on Monday, which bans plastic bags.",
     ["The council passed the law on Monday", "which bans plastic bags."]),
    ("The bank, which lost $3 million in 2020, closed its last branch in May.",
     ["The bank, which lost $3 million in 2020", "closed its last branch in May."]),
    ("The ministry said prices rose 3.5 percent in May and wages fell 1.2 percent.",
     ["The ministry said prices rose 3.5 percent in May", "wages fell 1.2 percent."]),
    ("He was born in Leeds and moved to London in 1990.",
     ["He was born in Leeds", "moved to London in 1990."]),
    ("The storm hit the coast on Friday, killing two people.",
     ["The storm hit the coast on Friday", "killing two people."]),
    ("The drug cut deaths by 30 percent, but side effects were reported in 5 patients.",
     ["The drug cut deaths by 30 percent", "side effects were reported in 5 patients."]),
]  # fmt: skip

WHOLE_ENGLISH = [
    "Talks between Russia and China were held in Beijing.",
    "The company makes cars, trucks and buses.",
    "She said the deal that was signed by Russia and China was void.",
    "Apples, pears, and oranges were sold in the market.",
    "Ann Reed, who heads the agency, said it failed in 2020.",
    '"It fell, and we lost 3 jobs," the mayor said on Monday.',
    "The plan (it was old, and it cost $5 million) failed in 2020.",
]


def _parts(text: str, language: str) -> list[str]:
    whole, *parts = extract_claims(text, language=language)
    assert whole.quote == text
    assert {part.parent for part in parts} <= {whole.id}
    return [part.quote for part in parts]


@pytest.mark.parametrize(("text", "parts"), JAPANESE)
def test_a_japanese_sentence_with_several_facts_has_a_part_for_each(
    text: str, parts: list[str]
) -> None:
    assert _parts(text, "ja") == parts


@pytest.mark.parametrize(("text", "parts"), ENGLISH)
def test_an_english_sentence_with_several_facts_has_a_part_for_each(
    text: str, parts: list[str]
) -> None:
    assert _parts(text, "en") == parts


@pytest.mark.parametrize("text", WHOLE_JAPANESE)
def test_a_japanese_sentence_with_one_fact_stays_whole(text: str) -> None:
    assert _parts(text, "ja") == []


@pytest.mark.parametrize("text", WHOLE_ENGLISH)
def test_an_english_sentence_with_one_fact_stays_whole(text: str) -> None:
    assert _parts(text, "en") == []


def _by_quote(text: str, language: str) -> dict[str, ClaimCandidate]:
    return {one.quote: one for one in extract_claims(text, language=language)}


def test_a_part_holds_the_figures_dates_and_names_inside_it_alone() -> None:
    found = _by_quote("橋は2019年に3本閉鎖し、線路は2021年に2本廃止した。", "ja")
    part = found["線路は2021年に2本廃止した。"]
    assert [one.text for one in part.dates] == ["2021年"]
    assert [one.text for one in part.quantities] == ["2本"]


def test_a_speaker_over_the_sentence_speaks_in_every_part() -> None:
    found = _by_quote("県警によると、男は金を奪って逃走し、行方が分かっていないという。", "ja")
    assert {one.attribution.speaker for one in found.values() if one.attribution} == {"県警"}
    assert {one.kind for one in found.values()} == {"attributed"}
    found = _by_quote("Exports fell 3 percent, and imports rose 5 percent, the bank said.", "en")
    assert len(found) == 3
    assert all(one.attribution and one.attribution.speaker == "the bank" for one in found.values())


def test_a_speaker_of_a_later_clause_says_nothing_of_the_clause_before() -> None:
    found = _by_quote("予算は3億円だったが、市長は足りないと述べた。", "ja")
    assert found["予算は3億円だった"].attribution is None
    later = found["市長は足りないと述べた。"].attribution
    assert later is not None and later.speaker == "市長"


def test_an_opinion_keeps_the_fact_beside_it_as_a_part() -> None:
    found = _by_quote("市の借金は500億円に達したが、再建は十分可能だろう。", "ja")
    kinds = {quote: one.kind for quote, one in found.items()}
    assert kinds == {
        "市の借金は500億円に達したが、再建は十分可能だろう。": "opinion",
        "市の借金は500億円に達した": "fact",
        "再建は十分可能だろう。": "opinion",
    }


def test_the_event_inside_an_evaluation_is_a_part_that_can_be_checked() -> None:
    found = _by_quote("その最初の成果は北の観測衛星「白鳥1号」の打ち上げ成功だろう。", "ja")
    event = found["北の観測衛星「白鳥1号」の打ち上げ成功"]
    whole = next(one for one in found.values() if one.parent is None)
    assert (event.kind, event.parent) == ("fact", whole.id)
    assert event.score > whole.score
