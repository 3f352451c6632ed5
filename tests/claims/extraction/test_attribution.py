"""Attribution: speaker, mode and anonymity, in both languages."""

from __future__ import annotations

import pytest

from claims.extraction import extract_claims
from claims.extraction.attribution import AttributionReader
from claims.extraction.brackets import match_pairs
from claims.extraction.candidates import Attribution

JAPANESE = [
    ("情報当局者らによると、工場は放棄された。", "情報当局者ら", "reported", True),
    ("環境省の発表によると、川の水質は改善したという。", "環境省", "reported", False),
    (
        "独放送局ABCが24日報じたところによると、客が増えているという。",
        "独放送局ABC",
        "reported",
        False,
    ),
    (
        "北町の山田外相は皮肉を込めて、「鍵は隣国が握る」と発言した。",
        "北町の山田外相",
        "direct",
        False,
    ),
    ("「もう終わりだ」と山田氏は述べた。", "山田氏", "direct", False),
    ("複数の関係者が計画を明らかにした。", "複数の関係者", "reported", True),
    ("知事は計画を否定した。", "知事", "reported", False),
    ("市は来年度に着工するとしている。", "市", "reported", False),
    ("専門家は、影響は小さいとの見方を示した。", "専門家", "reported", False),
    ("会談は成功したとされる。", None, "hearsay", True),
    ("経営は苦しいという。", None, "hearsay", True),
    ("道が開かれた、と受け取られている。", None, "hearsay", True),
]

ENGLISH = [
    (
        "According to John Smith, a professor at Leeds, it fell.",
        "John Smith, a professor at Leeds",
        "reported",
        False,
    ),
    ("It fell, according to U.S. officials.", "U.S. officials", "reported", True),
    ("U.S. officials said the plan failed.", "U.S. officials", "reported", True),
    ("Prices rose, the ministry said.", "the ministry", "reported", False),
    (
        '"We won the vote," said Mary Jones, the mayor of Leeds.',
        "Mary Jones, the mayor of Leeds",
        "direct",
        False,
    ),
    ("On Monday, President Reed said that it would end.", "President Reed", "reported", False),
    (
        "Ann Reed, a spokeswoman for the army, said it failed.",
        "Ann Reed, a spokeswoman for the army",
        "reported",
        False,
    ),
    ("Critics say the plan is too expensive.", "Critics", "reported", True),
    ("The dam reportedly failed.", None, "hearsay", True),
    ("It is believed that he left.", None, "hearsay", True),
    (
        "People familiar with the matter said it is off.",
        "People familiar with the matter",
        "reported",
        True,
    ),
]


def _read(language: str, *sentences: str) -> Attribution | None:
    reader = AttributionReader(language)
    found: Attribution | None = None
    for one in sentences:
        found = reader.read(one, 0, len(one), pairs=match_pairs(one), block=0)
    return found


@pytest.mark.parametrize(("sentence", "speaker", "mode", "anonymous"), JAPANESE)
def test_a_japanese_statement_is_given_to_its_speaker(
    sentence: str, speaker: str | None, mode: str, anonymous: bool
) -> None:
    found = _read("ja", sentence)
    assert found is not None
    assert (found.speaker, found.mode, found.anonymous) == (speaker, mode, anonymous)


@pytest.mark.parametrize(("sentence", "speaker", "mode", "anonymous"), ENGLISH)
def test_an_english_statement_is_given_to_its_speaker(
    sentence: str, speaker: str | None, mode: str, anonymous: bool
) -> None:
    found = _read("en", sentence)
    assert found is not None
    assert (found.speaker, found.mode, found.anonymous) == (speaker, mode, anonymous)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ja", "昨年は雨が多かった。"),
        ("ja", "地震によると見られる被害が出た。"),
        ("ja", "彼らは「国の誇り」という野望を抱いて進んだ。"),
        ("en", "The council found a dog."),
        ("en", "She was born in Leeds."),
    ],
)
def test_without_a_cue_the_author_speaks(language: str, sentence: str) -> None:
    assert _read(language, sentence) is None


def test_a_report_about_officials_is_a_chain_of_two_and_anonymous() -> None:
    found = _read("en", "NTV reported that officials said the plant was closed.")
    assert found is not None
    assert (found.speaker, found.chain, found.anonymous) == ("NTV", ("officials",), True)


def test_a_pronoun_and_an_unspoken_subject_carry_the_speaker_before() -> None:
    found = _read(
        "ja", "研究院の呉氏は労働の実態を報告している。", "それを読むと、彼らは増えている。"
    )
    assert found is not None
    assert (found.speaker, found.carried) == ("研究院の呉氏", True)
    found = _read("en", "Mary Jones said it was late.", "He left, she said.")
    assert found is not None
    assert (found.speaker, found.carried) == ("Mary Jones", True)


def _speakers(language: str, text: str) -> list[tuple[str | None, bool]]:
    found = extract_claims(text, language=language)
    return [
        (one.attribution.speaker, one.attribution.carried)
        for one in found
        if one.attribution and one.parent is None
    ]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("「橋は直す」とリード氏は述べた。", "リード氏"),
        ("県は、原因を調べるとしている。", "県"),
        ("複数の関係者が計画を明らかにした。", "複数の関係者"),
    ],
)
def test_quote_first_stated_and_disclosed_have_their_speaker(sentence: str, speaker: str) -> None:
    found = _read("ja", sentence)
    assert found is not None
    assert found.speaker == speaker


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("U.S. officials said on Monday that it failed.", "U.S. officials"),
        ("Ann Reed, the mayor of Leeds, said it failed.", "Ann Reed, the mayor of Leeds"),
        ("It failed, said Ann Reed, the mayor.", "Ann Reed, the mayor"),
    ],
)
def test_a_source_with_a_comma_or_a_stop_inside_is_whole(sentence: str, speaker: str) -> None:
    found = _read("en", sentence)
    assert found is not None
    assert found.speaker == speaker


def test_a_paper_that_cites_officials_is_a_chain_and_anonymous() -> None:
    found = _read("en", "The Post, citing two officials, said the plan failed.")
    assert found is not None
    assert (found.speaker, found.chain, found.anonymous) == ("The Post", ("two officials",), True)
    found = _read("ja", "米政府当局者の話として、CNNは合意が近いと伝えた。")
    assert found is not None
    assert (found.speaker, found.chain, found.anonymous) == ("CNN", ("米政府当局者",), True)


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("ja", "財務省は5日、税収が減ったと発表した。同省によると、原因は不況だ。", "財務省"),
        ("ja", "北海電力は再稼働を申請した。同社は「安全だ」と説明した。", "北海電力"),
        ("ja", "独紙ツァイトは倒産を報じた。同紙によれば、負債は3億円だ。", "独紙ツァイト"),
        ("en", "Mary Jones said it was late. He left, she said.", "Mary Jones"),
        ("en", "Tom Bell founded it in 1998. He told us it had failed.", "Tom Bell"),
        (
            "en",
            "A report by the bank found that it grew. The report added that it fell.",
            "A report by the bank",
        ),
    ],
)
def test_a_pronoun_leads_back_to_the_one_who_spoke_or_acted_before(
    language: str, text: str, speaker: str
) -> None:
    assert _speakers(language, text)[-1] == (speaker, True)


def test_he_is_no_ministry_and_nobody_is_made_up() -> None:
    assert _speakers("en", "The ministry said it failed. He said it was late.") == [
        ("The ministry", False),
        (None, False),
    ]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("高野准教授は「なぜ高温で働くのか分からない」と首をひねる。", "高野准教授"),
        ("市の委員会は昨年、「知識の継承が途絶えた」とする報告書をまとめた。", "市の委員会"),
        ("日本の学会が2023年に実施した調査では、医師の4割が離職を望んだ。", "日本の学会"),
    ],
)
def test_speech_with_a_rare_verb_and_surveys_have_their_speaker(
    sentence: str, speaker: str
) -> None:
    found = _read("ja", sentence)
    assert found is not None
    assert found.speaker == speaker


def test_a_name_in_quotation_marks_is_no_speech() -> None:
    assert _read("ja", "委員会は計画を「未来の港づくり構想」と名付けた。") is None
    assert _read("ja", "教授は「海の向こうの小さな町」と題する本を出した。") is None


def test_a_citation_in_brackets_is_no_speaker() -> None:
    (found,) = extract_claims("橋は直った（「橋の記録」2024年2月29日参考）。", language="ja")
    assert found.attribution is None
    assert [one.title for one in found.citations] == ["橋の記録"]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", "The mill owned half of the lot, the auditor found, and sold it.", "the auditor"),
        ("en", "The audit, released in May, says the town sold two lots.", "The audit"),
        ("en", "Ministers claim that every town will gain from the plan.", "Ministers"),
        ("ja", "夫と避難した無職の女性（78）は疲れた顔で話した。", "夫と避難した無職の女性"),
        ("ja", "学者の間では「最大の敵は隣国ではない」との声が多い。", "学者"),
        ("ja", "火星を知る手がかりになる、と森下さんは期待する。", "森下さん"),
    ],
)
def test_the_speaker_is_found_in_an_unusual_place(language: str, text: str, speaker: str) -> None:
    said = extract_claims(text, language=language)[0].attribution
    assert said is not None
    assert (said.speaker or "").startswith(speaker)


@pytest.mark.parametrize(
    "text",
    [
        "Staff writer Anna Cole contributed to this report.",
        "Does anybody still believe that this was about the north?",
        "They rejected a false claim that it was sold.",
    ],
)
def test_nouns_and_questions_tell_nobodys_words(text: str) -> None:
    assert all(one.attribution is None for one in extract_claims(text, language="en"))


def test_the_same_company_is_the_firm_and_no_sum_of_its_report() -> None:
    text = (
        "機械大手の港北精機が14日、決算を発表した。年間配当は90円で据え置く。"
        "同社は昨年、300人を減らすと発表している。"
    )
    said = [one.attribution for one in extract_claims(text, language="ja") if not one.parent]
    assert said[-1] is not None
    assert said[-1].speaker == "港北精機"


def test_he_is_the_man_the_author_asked() -> None:
    text = "筆者は農家の男性（61）に話を聞いた。「水番が月に1回になった」と彼は嘆いた。"
    said = [one.attribution for one in extract_claims(text, language="ja") if not one.parent]
    assert said[-1] is not None
    assert said[-1].speaker == "農家の男性"
