"""Japanese names by rules: listed names, a title behind a name, an ending that makes a body."""

from __future__ import annotations

import re
from typing import Final

from claims.extraction.gazetteer import Gazetteer, NameKind

TITLE: Final = (
    "氏|さん|大統領|首相|外相|国防相|財務相|総書記|国家主席|主席|書記長|総裁|総理|長官"
    "|大臣|知事|市長|町長|村長|議員|議長|会長|社長|教授|博士|監督|選手|報道官"
    "|司令官|大使|容疑者|被告|弁護士|記者|代表|委員長|局長|部長|国王|女王|皇太子|法王|教皇|事務総長"
    "|防衛相|農相|経産相|官房長官|幹事長|副大統領|院長|理事長|所長|研究員|准教授|名誉教授|横綱|投手"
)
_TITLED: Final = re.compile(
    "(?P<name>[ァ-ヴー]{1,12}(?:[・＝][ァ-ヴー]{1,12}){1,3}|[ァ-ヴー]{2,12}"
    "|[一-龥々]{2,5}|[A-Z][A-Za-z]{1,15}(?: [A-Z][A-Za-z]{1,15}){0,2})"
    f"(?:[米露英仏独伊中韓前元新現副]{{0,2}})(?:{TITLE})(?![一-龥])"
)
#: 金氏, 習氏: one letter and a title; believed only when such a person was named in full.
SHORT: Final = re.compile(f"(?<![一-龥々ァ-ヴー])(?P<name>[一-龥])(?=(?:{TITLE})(?![一-龥]))")
_NO_PERSON: Final = re.compile("党|省|庁|局|委員|国際|政治|[ァ-ヴー]*(?:メディア|スポーツ)\\Z")
_NO_NAME: Final = re.compile(
    "\\A(?:[一-龥]{0,3}(?:副|元|前|現|新|各|両|同|歴代|最高|米国?|[一-龥]国|政府|国会"
    "|衆院|参院|与党|野党|共同|外務|国防|総務|財務|官房|警察|検察|州|県|市|区|町|村|社"
    "|党|軍|省|庁|大学|研究|主任|上級|名誉|特別|専門|担当|会社|企業|業界|主力|先発|日本人|外国人))\\Z"
)
_LEAD: Final = re.compile(
    "\\A(?:韓国|中国|米国|北朝鮮|日本|英国|露|米|英|独|仏|前|元|現|故)(?=[一-龥]{2,4}\\Z)"
)
_BODY: Final = re.compile(
    "(?P<name>[一-龥々ァ-ヴーA-Z0-9・]{1,16}?(?:省|庁|党|大学院|大学|委員会|研究所|株式会社|銀行|新聞社?|協会|機構"
    "|連盟|連合会|財団|病院|裁判所|地検|県警|府警|警視庁|議会|労組|組合|学会|証券|製薬|電力|航空|通信社|放送|テレビ"
    "|製作所|工業|建設|不動産|ホールディングス|グループ|センター|審議会|協議会|高校|中学校|小学校|博物館|美術館|図書館))"
    "(?![一-龥々ァ-ヴー])"
)
_NO_BODY: Final = re.compile(
    "\\A(?:同|両|各|全|某|関係|他|当|本|与|野|新|旧|主要|有力|複数の?|一部|地元|国立|私立|公立|市立|県立|大手)*"
    "(?:省|庁|党|大学院|大学|委員会|研究所|株式会社|銀行|新聞社?|協会|機構|連盟|財団|病院|裁判所|議会|組合|学会|証券|放送|テレビ"
    "|グループ|センター|航空|電力|工業|建設|不動産|製薬|政|審議会|協議会|労組|高校|中学校|小学校|博物館|美術館|図書館)\\Z"
    "|(?:官公|関係|冗|公用)庁\\Z|帰省\\Z|反省\\Z|(?:与|野)党\\Z|[0-9]"
)
_PLACE: Final = re.compile(
    "(?P<name>(?<![一-龥々])[一-龥々ヶケノ]{1,4}(?:都|道|府|県|市|区|町|村|島|諸島|半島|山脈|海峡|湾|空港|駅)"
    "|[ァ-ヴー]{2,10}(?:州|市|島|諸島|半島|海峡|湾|川|空港))(?![一-龥々])"
)
_NO_PLACE: Final = re.compile(
    "\\A(?!京都市)(?:[同両各全本当他数]|[都道府県市区町村]{1,2}|同[都道府県市区町村島駅]|全国|地区|選挙区|小選挙区|都市|大都市"
    "|[一-龥]{0,2}(?:都市|島|駅|市町村|特区|軌道|報道|鉄道|街道|水道|歩道|柔道|政府|学区|戦区|区|市区|村道|人道|北海道?)"
    "|無人島|離島|半島|空港|港湾|農村|漁村|下町|城下町|最寄り駅|始発駅|市街|解散村)\\Z"
)
_MODEL: Final = re.compile(
    "(?P<name>(?:火星|木星|北極星|銀河|光明星|千里馬|はやぶさ|かぐや|ソユーズ|スターシップ|アポロ|アルテミス|イスカンデル|ボーイング|ファルコン)"
    "[-－ー・]?[0-9０-９]{1,4}(?:[A-Zア-ン](?![A-Za-zァ-ヴー]))?|(?<![A-Za-z])[A-Z]{1,4}[-－‐][0-9０-９]{1,4}[A-Z]?(?![A-Za-z0-9]))"
)
_EVENT: Final = re.compile("(?P<name>(?:[一-龥]{2,4}|[ァ-ヴー]{2,8})(?:五輪|万博))")
_KATAKANA_FULL: Final = re.compile(
    "(?<![ァ-ヴー・])[ァ-ヴー]{2,12}(?:[・＝][ァ-ヴー]{1,12}){1,3}(?![ァ-ヴー・])"
)
_SCRIPT: Final = {
    "kata": re.compile("[ァ-ヴー]"),
    "latin": re.compile("[A-Za-z]"),
    "kanji": re.compile("[一-龥々]"),
}
_LETTERS_LEAD: Final = frozenset("米英仏独伊露中韓朝日印豪")
_BREAKS_NAME: Final = re.compile("人|語|海|系|風|料理|式|画|酒|円|銭|本|刀|庭|髪|製")

# What a name cannot do without is looked for first: most sentences lack most of it.
_FIGURE: Final = re.compile("[0-9０-９]")
_EVENT_END: Final = re.compile("五輪|万博")
_BODY_END: Final = re.compile("[省庁党会所社行構盟団院検警組証製電航放工建不テホグセ校館大新]")
_PLACE_END: Final = re.compile("[都道府県市区町村島半脈峡湾空駅州川]")
_ANY_TITLE: Final = re.compile(TITLE)

Found = tuple[int, int, NameKind]


def find_japanese(text: str, start: int, end: int, gazetteer: Gazetteer) -> list[Found]:
    """Return names in text[start:end] as (start, end, kind), in order, none inside another."""
    found = _listed(text, start, end, gazetteer)
    found += _persons(text, start, end, gazetteer)
    for pattern, gate, refuse, kind in (
        (_MODEL, _FIGURE, None, "product"),
        (_EVENT, _EVENT_END, None, "event"),
        (_BODY, _BODY_END, _NO_BODY, "organisation"),
        (_PLACE, _PLACE_END, _NO_PLACE, "place"),
    ):
        if gate.search(text, start, end) is None:
            continue
        for match in pattern.finditer(text, start, end):
            if refuse is None or not refuse.search(match["name"]):
                found.append((match.start("name"), match.end("name"), kind))  # type: ignore[arg-type]
    return without_overlaps(found)


_TAIL: Final = re.compile(f"(?:{TITLE})\\Z")
_AROUND: Final = re.compile("(?:内|沖|[東西南北]部)\\Z")


def trimmed(text: str, found: Found) -> list[Found]:
    """Return what a tagged span leaves without titles, brackets and words of direction."""
    first, last, kind = found
    cut = re.search("[（(「『]", text[first:last])
    if cut and not re.search("[）)」』]", text[first:last]):
        return [(first, first + cut.start(), kind)] if cut.start() > 1 else []
    tail = (_TAIL if kind == "person" else _AROUND).search(text, first, last)
    if tail and kind in ("person", "place") and tail.start() - first > 1:
        last = tail.start()
    return [(first, last, kind)] if last - first > 1 else []


def without_overlaps(found: list[Found]) -> list[Found]:
    """Keep the longer of two names that overlap, the earlier in the list when equal."""
    if not found:
        return []
    kept: list[Found] = []
    origin = min(one[0] for one in found)
    taken = bytearray(max(one[1] for one in found) - origin)
    for first, last, kind in sorted(found, key=lambda each: each[0] - each[1]):
        if 1 not in taken[first - origin : last - origin]:
            taken[first - origin : last - origin] = b"\1" * (last - first)
            kept.append((first, last, kind))
    return sorted(kept)


def _listed(text: str, start: int, end: int, gazetteer: Gazetteer) -> list[Found]:
    found: list[Found] = []
    for match in gazetteer.ja_pattern.finditer(text, start, end):
        first, last = match.span()
        name = match.group()
        entry = gazetteer.by_ja[name]
        before, after = text[max(start, first - 1) : first], text[last : min(end, last + 1)]
        if _runs_on(name[0], before) or _runs_on(name[-1], after):
            continue
        # 中国地方, 日本人: a short word of letters may be part of a longer one.
        if entry.kind == "place" and len(name) <= 2 and _BREAKS_NAME.match(text, last):
            continue
        found.append((first, last, entry.kind))
    return found


def _runs_on(edge: str, beside: str) -> bool:
    """Whether a name in kana or Latin letters goes on beyond the edge."""
    if not beside:
        return False
    return any(
        bool(script.match(edge)) and bool(script.match(beside))
        for name, script in _SCRIPT.items()
        if name != "kanji"
    )


def _persons(text: str, start: int, end: int, gazetteer: Gazetteer) -> list[Found]:
    found: list[Found] = []
    titled = _ANY_TITLE.search(text, start, end) is not None
    for match in _TITLED.finditer(text, start, end) if titled else ():
        first, last = match.span("name")
        lead = _LEAD.match(match["name"])
        first += lead.end() if lead else 0
        name = text[first:last]
        listed = gazetteer.ja_pattern.match(name)
        if listed and gazetteer.by_ja[listed.group()].kind == "person":
            last = first + listed.end()
        elif name.endswith("国家"):
            last -= 2
        name = text[first:last]
        if len(name) >= 2 and not _NO_NAME.match(name) and not _NO_PERSON.search(name):
            found.append((first, last, "person"))
    dotted = text.find("・", start, end) >= 0
    for match in _KATAKANA_FULL.finditer(text, start, end) if dotted else ():
        if "・" in match.group() and not _BODY.match(text, match.start(), end):
            found.append((*match.span(), "person"))
    return found
