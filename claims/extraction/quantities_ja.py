"""Japanese quantities: 約250万発, 2、3万人, 4割, 3分の1, 17年ぶり, 数十万人, マイナス3.5度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from claims.extraction.numerals_ja import read_numeral, scale_of
from claims.extraction.quantity_span import QuantitySpan, TakenSpans, bounded

_UNITS = (
    "パーセントポイント|パーセント|％ポイント|%|％|ポイント|割|分|厘|倍|人分|人前|人|名"
    "|万|ドル|円|ユーロ|ポンド|ウォン|元|ルーブル"
    "|フラン|ルピー|ペソ|バレル|リットル|キロメートル|キロ|メートル|センチ|ミリ|マイル"
    "|ヘクタール|平方メートル|平方キロ|立方メートル"
    "|トン|グラム|ワット|キロワット時?|ギガワット|メガワット|ヘルツ|カロリー|ベクレル"
    "|シーベルト|ミリシーベルト|メガトン|マグニチュード"
    "|km2?|cm|mm|kg|mg|m2?|g|t|kW|MW|GW|GB|TB|MB|ha|ℓ|L|㎞|㎏|㎡|℃"
    "|カ国|か国|ヶ国|ヵ国|ケ国|ヵ所|カ所|か所|ヶ所|箇所|カ月間?|か月間?|ヶ月間?|ヵ月間?"
    "|ケ月間?|箇月|年間|週間|日間|時間|分間|秒間?"
    "|周年|年ぶり|年連続|年以内|年|日ぶり|日以内|日|世帯|世紀|世代|世|歳|才|回|度|発|本"
    "|個|台|件|隻|機|基|両|頭|匹|羽|枚|冊|通|校|社|店|店舗"
    "|品目|種類|種|票|議席|席|区|市町村|都道府県|州|県|市|町|村|戸|棟|軒|階建て|階|室|床"
    "|床分|点|位|段階|段|組|団体|党|派|班|隊|個師団|師団|旅団|個旅団"
    "|か条|カ条|箇条|項目|便|列|列車|セット|チーム|か村|往復|周|試合|勝|敗|安打|得点"
    "|ゴール|字|文字|語|ページ|頁|巻|話|曲|作品|例|杯|袋|箱|缶|丁|門|発分|食|泊|株|口"
    "|口座|大国|国|言語|都市|地域|ヘクトパスカル|ノット|坪|畳|升|合|斤|両日|者|ダース"
)
_UNIT = re.compile(
    "(?:"
    + "|".join(sorted(_UNITS.split("|"), key=len, reverse=True))
    + ")|[ァ-ヴー]{2,8}(?![ァ-ヴー])"
)
_BARE_KANJI_UNITS = re.compile(
    "人(?!ひとり|々|一人|者|気|間|物|種|材|員|民|権|類|選|工|口)|割(?!り)|倍"
    "|[かカヶヵケ箇](?:国|所|月)|年間|年ぶり|年連続|年(?!生)|日間|週間|時間"
    "|分の|歳|回(?!復|答|転|避|収)|発(?!表|言|生|足|見)|隻|機(?!能|関|会|械)|台(?!風|湾"
    "|頭)|件|社(?!会|長|員)|名(?!前|称|誉|目)"
    "|パーセント|ドル|円(?!安|高|相場|満)|トン|キロ|メートル|個(?!人|別|々)|本(?!部|格"
    "|人)|国(?!会|家|民)|両|校|票|議席|戸|棟|頭|度(?!目)"
)
_DIGIT = r"[0-9]{1,40}(?:,[0-9]{3}){0,12}(?:\.[0-9]{1,20})?"
_NUMBER = (
    rf"(?:{_DIGIT}(?:[十百千万億兆京]{{1,3}}(?:{_DIGIT})?){{0,6}}"
    rf"|[一二三四五六七八九十百千〇]{{1,12}}(?:[万億兆京][一二三四五六七八九十百千〇]{{0,8}}){{0,4}})"
)
_BEFORE = (
    "約|およそ|おおよそ|ほぼ|計|合計で?|総額で?|総計|最大で?|最高で?|最低でも|最低で?"
    "|少なくとも|延べ|のべ|推定で?|推計で?|平均で?|累計で?"
    "|過去最[多大高]の|わずか|上位|マイナス|氷点下|零下|プラス|−|△|▲|(?<![0-9A-Za-z年月日万])-|数"
    "|毎秒|毎分|毎時|時速|年率|前年比|前年同[期月]比|毎年|米?[$＄¥￥€£]"
)
_AFTER = (
    "以上|以下|未満|超え?|余り|余(?!地|裕|波|震)|弱(?!者|点)|強(?!化|い|調|制|力)|程度"
    "|前後|ほど|近く|足らず|以内|台(?!風|湾)|規模|ずつ|(?<!の)減(?!産|少|ら|税|額|便|員|免)|(?<!の)増(?!加|や|え|額|税|産|員|便)|安(?!い|く|か|定|全)|(?<!の)高(?!い|く|官|値|ま|め|校|額|齢)"
)
_QUANTITY = re.compile(
    rf"(?P<before>(?:(?:{_BEFORE})[、]?){{0,3}})"
    rf"(?<![0-9.,^])(?P<a>{_NUMBER})(?![0-9])"
    rf"(?:(?P<unit1>割|%|％|人|年|カ月|か月|ヶ月|日|回|ドル|円|個|発|台|社|件|歳|トン|キロ|時間"
    rf"|メートル|センチ|ミリ|ヘクタール|リットル|km|cm|kg|度)?(?P<joint>[、〜~–—-]|から|ないし|または)(?P<b>{_NUMBER})(?![0-9]))?"
)
_MODIFIER = re.compile(f"{_BEFORE}|{_AFTER}")
_FIGURE = re.compile("[0-9一二三四五六七八九十百千〇]")
# Three phrases of _BEFORE are no longer.
_LEAD = 40
_FRACTION = re.compile(
    rf"(?P<before>(?:約|およそ|ほぼ"
    rf"|全体の){{0,2}})(?P<whole>[0-9]{{1,3}}と)?(?P<d>[0-9]{{1,4}}"
    rf"|[一二三四五六七八九十百]{{1,4}})分の(?P<n>[0-9]{{1,4}}"
    rf"|[一二三四五六七八九十]{{1,3}})"
    rf"(?P<after>(?:{_AFTER})?)"
)
_SCALED = re.compile(
    rf"(?P<before>(?:約|計|推定|延べ){{0,2}})数(?P<scale>[十百千]?[万億兆]"
    rf"|[十百千])(?:{_UNIT.pattern})?(?P<after>(?:{_AFTER})?)"
)
_HALF = re.compile(
    f"(?P<before>(?:約|ほぼ|およそ|全体の){{0,2}})(?P<h>過半数|半数|半分|半額)(?P<after>(?:{_AFTER})?)"
)
_ODD = re.compile(
    f"(?P<tens>[二三四五六七八九]?[十百])数(?P<scale>[万億]?)(?P<unit>{_UNIT.pattern})"
)
_WARI = re.compile(
    "(?P<bu>[0-9一二三四五六七八九])分(?!の|間)(?:(?P<rin>[0-9一二三四五六七八九])厘)?"
)
_TAIL = re.compile(f"(?:{_AFTER})?(?:の)?(?:{_AFTER})?")
_POWER = re.compile(r"\^|[eE][+-]?[0-9]|[/:][0-9]|[—–-][0-9]{1,2}(?![0-9.万億千人])")
_IDENTIFIER_AFTER = re.compile(
    "号(?!泊)|条|項(?!目)|番|丁目|章|節(?!目)|世紀|時(?!間|短|速)[0-9半前ご頃ごろ過]"
    "|時(?!間|短|速|点)|回目|度目|度線|人目|年目|日目|つ目|代目|次(?!ぐ)|期(?!間)|乗"
    "|インチ砲|式|型|系|版|世(?!帯|紀|代|界)|月(?!間)|年代|年度|日(?!間|連続|以内|以上"
    "|ぶり|あたり|当たり)"
)
_IDENTIFIER_BEFORE = re.compile("(?:第|[A-Za-z]|[A-Za-z][-‐]|[№#＃]|[0-9][/:.—–-])\\Z")
_LETTER = re.compile("[一-龥々ァ-ヴー]\\Z")
_KANJI_WORD = re.compile("[一-龥々]\\Z")


def find(sentence: str) -> Iterator[QuantitySpan]:
    """Yield quantities of a folded sentence in order."""
    spans: list[QuantitySpan] = []
    # Most sentences hold none of these; a look for their letters is cheaper than the patterns.
    if "分の" in sentence:
        spans += filter(None, (_fraction(match) for match in _FRACTION.finditer(sentence)))
    if "数" in sentence:
        spans += (_scaled(match) for match in _SCALED.finditer(sentence))
    if "半" in sentence:
        spans += (_half(match) for match in _HALF.finditer(sentence))
    if "数" in sentence:
        spans += (_odd(match) for match in _ODD.finditer(sentence))
    taken = TakenSpans((span.start, span.end) for span in spans)
    at = 0
    while match := _next(sentence, at):
        # Go on behind the first number: what looked like a range may be two quantities.
        at = match.end("a")
        if taken.hold(match.start("a"), match.end()):
            continue
        span = _quantity(match, sentence)
        if span is not None:
            spans.append(span)
            at = max(at, span.end)
    yield from sorted(spans, key=lambda span: span.start)


def _next(sentence: str, at: int) -> re.Match[str] | None:
    """Search from the first figure on: what stands before it costs nothing."""
    start = _FIGURE.search(sentence, at)
    return start and _QUANTITY.search(sentence, max(at, start.start() - _LEAD))


def _modifiers(*texts: str | None) -> list[str]:
    words: list[str] = []
    for text in texts:
        words += _MODIFIER.findall(text) if text else ()
    return words


def _fraction(match: re.Match[str]) -> QuantitySpan | None:
    below, above = read_numeral(match["d"]), read_numeral(match["n"])
    if not below or above is None:
        return None
    value = above / below + (float(match["whole"][:-1]) if match["whole"] else 0)
    return bounded(
        match.start(), match.end(), value, "", _modifiers(match["before"], match["after"])
    )


def _scaled(match: re.Match[str]) -> QuantitySpan:
    """数十万人: two to nine times the scale."""
    scale = read_numeral(match["scale"]) or 1.0
    unit = match.group()[len(match["before"]) + 1 + len(match["scale"]) :]
    unit = unit[: len(unit) - len(match["after"])] if match["after"] else unit
    words = [*_modifiers(match["before"]), "数", *_modifiers(match["after"])]
    return QuantitySpan(
        match.start(), match.end(), None, 2 * scale, 9 * scale, unit, " ".join(words)
    )


def _half(match: re.Match[str]) -> QuantitySpan:
    """半数, 半分; 過半数 is more than a half."""
    words = _modifiers(match["before"], match["after"])
    span = bounded(match.start(), match.end(), 0.5, "", words)
    return replace(span, low=0.5) if match["h"] == "過半数" else span


def _odd(match: re.Match[str]) -> QuantitySpan:
    """十数人: eleven to nineteen; 百数十 is left alone."""
    scale = read_numeral(match["scale"]) if match["scale"] else 1.0
    tens = read_numeral(match["tens"]) or 10.0
    step = (scale or 1.0) * (10 if match["tens"][-1] == "百" else 1)
    low = tens * (scale or 1.0) + step
    return QuantitySpan(match.start(), match.end(), None, low, low + 8 * step, match["unit"], "数")


def _quantity(match: re.Match[str], sentence: str) -> QuantitySpan | None:
    end = match.end()
    second = match["b"]
    unit_match = _UNIT.match(sentence, end)
    if second and not _is_range(match, unit_match is not None):
        second, end = None, match.end("a")
        unit_match = _UNIT.match(sentence, end)
    if _is_identifier(sentence, match, end):
        return None
    unit = unit_match.group() if unit_match else ""
    if not _may_stand(sentence, match, end, unit):
        return None
    return _built(sentence, match, second, end, unit)


def _is_range(match: re.Match[str], has_unit: bool) -> bool:
    first, second = read_numeral(match["a"]), read_numeral(match["b"])
    if first is None or second is None:
        return False
    if match["joint"] == "、" and (match["unit1"] or not has_unit):
        return False
    if match["joint"] == "、" and not (match["a"].isdigit() and len(match["a"]) < 3):
        return False
    scaled = first * (scale_of(match["b"]) if scale_of(match["a"]) == 1 else 1)
    if match["joint"] == "、":
        # 2、3万人 counts on by one; 10、25人 is a list.
        lead = second / scale_of(match["b"])
        return lead == first + 1
    return scaled < second


def _is_identifier(sentence: str, match: re.Match[str], end: int) -> bool:
    before = sentence[max(0, match.start("a") - 2) : match.start("a")]
    if _IDENTIFIER_BEFORE.search(before) or _POWER.match(sentence, end):
        return True
    return bool(_IDENTIFIER_AFTER.match(sentence, end))


def _may_stand(sentence: str, match: re.Match[str], end: int, unit: str) -> bool:
    number = match["a"]
    before = sentence[: match.start("a")][-1:]
    if not number[0].isdigit():
        # Kanji alone are words more often than numbers: 一方, 三菱, 十分.
        if not _BARE_KANJI_UNITS.match(sentence, end):
            return False
        if number in ("一", "十", "千", "百") and unit not in ("人", "年間", "時間", "倍", "割"):
            return False
        return bool(match["before"]) or not _KANJI_WORD.search(before)
    if unit:
        return True
    if re.search("[万億兆,.]", number) or match["before"]:
        return True
    # A plain number stuck to a word is a name (火星11); one ahead of a word belongs to it.
    if _LETTER.search(before) or _LETTER.search(sentence[end : end + 1]):
        return False
    return not sentence[end : end + 1].isalpha() or sentence[end : end + 1] in "にでをはがと"


def _built(
    sentence: str, match: re.Match[str], second: str | None, end: int, unit: str
) -> QuantitySpan | None:
    value = read_numeral(match["a"])
    if value is None:
        return None
    end += len(unit)
    high = read_numeral(second) if second else None
    if high is not None and scale_of(match["a"]) == 1:
        value *= scale_of(second or "")
    share = 0.0
    if unit == "割":
        bu = _WARI.match(sentence, end)
        if bu:
            share = (read_numeral(bu["bu"]) or 0) + (read_numeral(bu["rin"] or "〇") or 0) / 10
            end = bu.end()
        value, unit = value * 10 + share, "%"
        high = high * 10 if high is not None else None
    unit = {"パーセント": "%", "％": "%"}.get(unit, unit)
    tail = _TAIL.match(sentence, end)
    after = tail.group() if tail and tail.group() != "の" else ""
    words = _modifiers(match["before"], after)
    if any(word in ("マイナス", "氷点下", "零下", "−", "-", "△", "▲") for word in words):
        value = -value
    currency = next((word for word in words if word[-1] in "$＄¥￥€£"), "")
    if currency:
        words.remove(currency)
        unit = unit or currency
    start, end = match.start(), end + len(after.rstrip("の"))
    if high is not None:
        return QuantitySpan(start, end, None, value, high, unit, " ".join(words))
    if "数" in words:
        # 数3人 is no expression; leave it alone rather than read it wrongly.
        return None
    return bounded(start, end, value, unit, words)
