"""Attribution: speaker, mode and anonymity, in both languages."""

from __future__ import annotations

import pytest

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
