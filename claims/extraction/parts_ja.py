"""Where Japanese clauses join: 連用形, て, が, ため, 一方, ながら, など, ①②.

Patterns read a sentence whose brackets are masked, so nothing inside a quotation is a joint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# They look like verbs but lead to one: に対し、を受け、として.
_POSTPOSITION = re.compile(
    "(?:に(?:対し|関し|際し|伴い|より|よっ|応じ|当たり|あたり|あたっ|加え|比べ|続き|続い|つき"
    "|つい|基づき"
    "|基づい|反し|先立ち|先立っ|合わせ|代わり|代わっ|限り|限っ|わたり|わたっ|とり|とっ|おき|おい"
    "|向け|かけ"
    "|沿い|沿っ|先駆け|次ぎ|次い|引き換え|つれ|しろ|過ぎ|関連し|関わり|まつわり|照らし|備え)"
    "|を(?:込め|受け|巡り|巡っ|めぐり|めぐっ|通じ|通し|除き|除い|含め|踏まえ|はじめ|始め|もっ|経"
    "|挟み|挟ん|機に|見据え)"
    "|と(?:比べ|し|いっ|いい|なっ|並び|並ん|違い|違っ|異なり|あわせ|合わせ)"
    "|例え|続い|従っ|かえっ|改め|初め|やが|そし|決し|せめ|加え|まし|果たし|一環とし|もはや|とはい"
    "|並び)"
    "て?\\Z"
)
_STEM = "いきぎしちびみりえけげせてねべめれ"
# A verbal noun before a comma is a verb that lost its する: 2人が死亡、15人が負傷した.
_VERBAL_NOUNS = (
    "死亡|負傷|可決|否決|逮捕|起訴|送検|決定|発表|公表|開始|終了|中止|延期|閉鎖|廃止|導入|設立"
    "|設置|実施|実現"
    "|承認|許可|拒否|拒絶|合意|署名|締結|破棄|放棄|撤退|撤回|派遣|供与|提供|輸送|輸出|輸入|発射"
    "|攻撃|占領|制圧"
    "|破壊|撃墜|当選|落選|就任|辞任|退任|解任|解雇|指名|任命|優勝|敗退|達成|更新|記録|増加|減少"
    "|上昇|下落|拡大"
    "|縮小|売却|買収|統合|解散|倒産|破綻|成立|発効|施行|改正|修正|提出|提訴|請求|棄却|判決|釈放"
    "|拘束|拘留|押収"
    "|発見|確認|検出|感染|回復|入院|退院|避難|救助|衝突|墜落|沈没|全焼|倒壊|停止|再開|出荷|生産"
    "|販売|建設|着工"
    "|完成|開業|開通|開催|参加|出席|欠席|訪問|会談|要求|要請|批判|非難|警告|否定|主張|強調|指摘"
    "|説明|報告|投入"
)
_CONTINUED = re.compile(
    # 放棄し、高め、進み: a verb's stem governed by a particle.
    f"(?:[がをにへとはもで]|から|より)[^、がをにへとはもの\\s]{{0,9}}[{_STEM}]、"
    f"|[一-龥ァ-ヴー]{{2}}(?<!見通)し、|[っいしえけげせねべめれびみりちき]て、|[んい]で、"
    f"|で、(?=このうち|そのうち)"
    f"|[てで]おり、|であり、|[てで]おらず、"
    "|[せれ]ず、|(?<=[一-龥])(?<![思問構])[まかがさたばらわ]ず、"
    "|(?<=[見出得])ず、|が[^、がを\\s]{1,8}[^のなよ]く、|[がはも][^、がをは\\s]{1,8}しく、"
    "|(?:[0-9０-９一二三四五六七八九十百千万億兆][人円％%回件台社校棟隻機本点位歳倍割]|ぶり"
    "|初めて|以来"
    "|最[多高大低少悪長短]"
    "|は[^、はがを]{0,20}[0-9０-９][^、はがをにで0-9０-９]{1,8})で、"
    f"|[がを][^、がを]{{0,14}}(?:{_VERBAL_NOUNS})、(?=[^、]*[がをはに])"
)
_CONJOINED = re.compile(
    "(?<=[たるうくぐすつぬぶむいだ])(?:が|けれども?|けど|ものの|一方で?|のに対し(?:て)?|のに|ので"
    "|など"
    "|ほか|とともに|と同時に|だけで(?:は)?なく|ばかりか|ばかりでなく)、"
    "|(?<=た)(?:結果|上で?|うえで?|後に?|あとに?|際に?|ところ)、"
    "|(?:(?<=た)|(?<=[てで]いる)|(?<=ある)|(?<=なる)|(?<=できる)|(?<=ない)|(?<=れる)|(?<=だ))"
    "(?:ため(?:に)?|から)、"
)
_WHILE = re.compile(f"(?<=[{_STEM}])(?:ながら|つつ)も?、")
_NOUN_BEFORE_GA = re.compile(
    "(?:違い|勢い|思い|狙い|戦い|争い|扱い|願い|疑い|集い|誓い|払い|買い|向かい|多く|近く|遠く"
    "|全く|つ|ほう|よう"
    "|きのう|きょう|向こう|いくつ|あいだ)\\Z"
)
_ITEM = re.compile("[①-⑳❶-❿⑴-⒇]")
_ARGUMENT = re.compile("[がをはにでともへ]|から|まで|より")
_ITEM_ARGUMENT = re.compile("[がをは]|への|へと|に(?!は)")
_PREDICATE_END = re.compile(
    "(?:[たるうくぐすつぬぶむだいずん]|です|ます|れ|[一-龥]{2}"
    "|[」』）)%％])[）)」』]{0,2}[。．｡！!]?\\Z"
)
_TRAILING_NOTE = re.compile("[（(\\[［〔][^（(）)]*[）)\\]］〕][。．｡]?\\Z")
# The event stands, only its worth is a guess: 最初の成果は…の打ち上げ成功だろう.
_CORE = re.compile(
    "(?:(?:は|も)、?(?P<noun>[^、はも]{6,}(?:成功|失敗|実現|合意|達成|開始|設立|発足|導入|締結"
    "|参加|撤退|派遣"
    "|廃止|開通|完成|優勝|輸出|輸入|供与|支援|発射|発表|公開|解任|辞任|逮捕|起訴))(?:だろう"
    "|であろう|にほかならない"
    "|と言えよう|といえよう|と言える|といえる)"
    "|(?:\\A|、)(?P<verb>[^、]{8,}(?:した|された|っていた?る?|ている|ていた|った|んだ|いた|えた"
    "|れた))"
    "と(?:言|い)(?:える|えよう|える(?:だろう|であろう)))[。．]?\\Z"
)


def joints(masked: str, *, opinion: bool) -> Iterator[tuple[int, int]]:
    """Yield (end of a clause, start of the next) in reading order.

    A guess or demand at the end of an ``opinion`` rules the verbs before it that have no ending
    of their own (解雇し、受け取ったのだろう); those before が or 一方 stand alone.
    """
    items = [match.start() for match in _ITEM.finditer(masked)]
    if len(items) >= 2:
        yield from ((_before_comma(masked, at), at + 1) for at in items)
        return
    yield from sorted({*(() if opinion else _continued(masked)), *_conjoined(masked)})


def _continued(masked: str) -> Iterator[tuple[int, int]]:
    for match in _CONTINUED.finditer(masked):
        end = match.end() - 1
        if _POSTPOSITION.search(masked, max(0, end - 9), end):
            # とし after を holds a predicate: 韓国を最大の敵対国とし.
            clause = masked[masked.rfind("、", 0, end) + 1 : end]
            if not (clause.endswith("とし") and "を" in clause):
                continue
        yield end, end + 1


def _conjoined(masked: str) -> Iterator[tuple[int, int]]:
    for match in _CONJOINED.finditer(masked):
        at = match.start()
        if masked[at] == "が" and _NOUN_BEFORE_GA.search(masked, max(0, at - 4), at):
            continue
        # が、ため、一方 stand between the clauses and belong to neither.
        yield at, match.end()
    for match in _WHILE.finditer(masked):
        yield match.end() - 1, match.end()


def _before_comma(masked: str, at: int) -> int:
    while at > 0 and masked[at - 1] in "、，, ；;":
        at -= 1
    return at


def is_clause(masked: str, *, last: bool) -> bool:
    """Tell whether a stretch between joints is a predicate with an argument."""
    if _ITEM.search(masked):
        return False
    if len(masked) < 5 or not _ARGUMENT.search(masked):
        return False
    return not last or bool(_PREDICATE_END.search(_TRAILING_NOTE.sub("", masked)))


def is_item(masked: str) -> bool:
    """Tell whether an item of ①…、②… says something: an argument and what is done with it."""
    return len(masked) >= 8 and _ITEM_ARGUMENT.search(masked) is not None


def counts_items(masked: str) -> bool:
    """Tell whether the sentence counts its facts with ①②."""
    return len(_ITEM.findall(masked)) >= 2


def factual_core(masked: str) -> tuple[int, int] | None:
    """Return the span of the event that an evaluation is about, or None."""
    found = _CORE.search(masked)
    if found is None:
        return None
    return found.span("noun") if found["noun"] else found.span("verb")
