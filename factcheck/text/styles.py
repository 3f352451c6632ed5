"""Ways of writing one and the same word: okurigana, long vowels, British and American, 株式会社.

Only listed words and closed rules: what might be another word stays another word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: Compound verbs and their nouns, written out; the kana inside and at the end may be left out
#: (guide of the Council for the Japanese Language, 1973, rules 4, 6 and 7 with their licences).
_OKURIGANA: Final = """
取り消し 取り扱い 取り調べ 取り締まり 取り組み 取り下げ 取り壊し 取り付け 取り引き 取り決め
取り立て 取り次ぎ 取り戻し 取り崩し 取り止め 受け入れ 受け付け 受け取り 受け渡し 受け持ち
引き上げ 引き下げ 引き渡し 引き継ぎ 引き受け 引き取り 引き締め 引き出し 引き換え 引き分け
申し込み 申し立て 申し出 申し入れ 申し合わせ 打ち合わせ 打ち切り 打ち上げ 売り上げ 売り出し
売り渡し 売り払い 買い上げ 買い取り 買い入れ 買い占め 立ち入り 立ち会い 立ち退き 立て替え
立ち上げ 差し押さえ 差し止め 差し引き 差し戻し 差し替え 払い戻し 払い込み 払い下げ 振り込み
振り替え 振り出し 貸し付け 貸し出し 借り入れ 借り上げ 切り替え 切り上げ 切り下げ 切り捨て
積み立て 積み上げ 組み合わせ 組み替え 組み立て 割り当て 割り引き 割り増し 割り込み 繰り返し
繰り越し 繰り上げ 繰り下げ 呼び出し 呼び掛け 読み替え 読み上げ 書き換え 書き込み 書き取り
乗り換え 乗り入れ 乗り組み 届け出 話し合い 問い合わせ 待ち合わせ 見積もり 見合わせ 見直し 見通し
見込み 見舞い 支払い 手続き 手当て 手引き 仕組み 入れ替え 積み込み 締め切り 締め付け 落ち込み
押し付け 押し上げ 追い込み 持ち込み 持ち出し 巻き込み 盛り込み 踏み切り 踏み込み 飛び込み
運び込み 埋め立て 積み残し 植え付け 買い付け 作り替え 建て替え 建て直し 並べ替え 裏付け 位置付け
義務付け 格付け 日付け 条件付け 関連付け 動機付け 備え付け 据え置き 置き換え 言い渡し 言い換え
言い訳 聞き取り 聞き込み 下請け 元請け 請け負い 請け合い 移り変わり 生き残り 行き詰まり 食い違い
食い止め 掘り下げ 掘り起こし 突き止め 突き付け 投げ掛け 働き掛け 仕掛け 手掛け 心掛け 貼り付け
焼き付け 植え替え 着替え 両替え 駆け込み 詰め込み 思い込み 使い捨て 焼き捨て 積み重ね 折り返し
折り込み 織り込み 染み込み 染め付け 値上げ 値下げ 賃上げ 棚上げ 陸揚げ 水揚げ 売れ残り 居残り
勝ち残り 出入り 立ち寄り 歩み寄り 駆け引き 綱引き 値引き 字引き 割り振り 割り切り 貸し切り
締め出し 追い出し 抜き出し 切り出し 炊き出し 洗い出し
""".split()  # noqa: SIM905
#: Without their kana these are words of their own: a union is no combination.
_OTHER_WORDS: Final = frozenset(("組合",))
_PARTS: Final = re.compile(r"([\u4e00-\u9fff]+)([\u3041-\u309f]*)")
# A noun is followed by a particle, a mark, other kanji, or nothing; a verb by its ending.
_AS_NOUN: Final = (
    r"(?=[をがはのにとでもやへ、。,.・;:!?「」『』()\s\u4e00-\u9fff]|など|から|まで|$)"
)
_COMPANIES: Final = {"(株)": "株式会社", "(有)": "有限会社", "(資)": "合資会社", "(名)": "合名会社"}
_COMPANIES_IN: Final = re.compile("|".join(map(re.escape, _COMPANIES)))
_LONG_END: Final = re.compile(r"(?<=[\u30a1-\u30fa\u30fc]{3})ー(?=$|[・=])")

_LATIN_MARKED: Final = re.compile("[\u00c0-\u024f\u1e00-\u1eff]+")
_ACCENT: Final = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")
_QUOTE_SHAPES: Final = str.maketrans("“”„‟«»「」『』‘’‚‛`", '"' * 10 + "'" * 5)
_NUMERIC: Final = r"0-9〇一二三四五六七八九十百千万億兆"
_STYLE: Final = re.compile(rf"(?<![{_NUMERIC}])[、。,・;:…]+|[-‐‑‒–—―、。,.・;:…]+(?![{_NUMERIC}])")

_OUR: Final = re.compile(
    r"^((?:mis|dis|un|re)?(?:arm|behavi|clam|col|cand|demean|endeav|fav|ferv|flav|harb|hon|hum"
    r"|lab|neighb|od|parl|ranc|rig|rum|savi|splend|tum|val|vap|vig))our"
    r"(s|ed|ing|er|ers|able|ably|al|ally|ful|fully|ite|ites|hood|hoods|less|ist|ists|y)?$"
)
_ISE: Final = re.compile(r"^(\w{3,}i)s(e|ed|es|er|ers|ing|ation|ations|ational)$")
_YSE: Final = re.compile(
    r"^((?:psychoanal|anal|paral|catal|electrol|hydrol|dial)y)s(e|ed|er|ers|ing)$"
)
_DOUBLED: Final = re.compile(
    r"^(cancel|channel|counsel|dial|equal|fuel|initial|jewel|label|level|libel|marshal|model"
    r"|panel|quarrel|rival|shovel|signal|total|travel|tunnel)l(ed|ing|er|ers)$"
)
_ENDINGS: Final = (
    (_OUR, r"\1or\2"),
    (_ISE, r"\1z\2"),
    (_YSE, r"\1z\2"),
    (_DOUBLED, r"\1\2"),
)
_BRITISH: Final = """
centre/center centres/centers centred/centered theatre/theater theatres/theaters metre/meter
metres/meters kilometre/kilometer kilometres/kilometers centimetre/centimeter
centimetres/centimeters millimetre/millimeter millimetres/millimeters litre/liter litres/liters
fibre/fiber fibres/fibers calibre/caliber sombre/somber spectre/specter defence/defense
defences/defenses offence/offense offences/offenses licence/license licences/licenses
pretence/pretense programme/program programmes/programs grey/gray aluminium/aluminum
jewellery/jewelry judgement/judgment judgements/judgments ageing/aging
acknowledgement/acknowledgment catalogue/catalog catalogues/catalogs dialogue/dialog
dialogues/dialogs manoeuvre/maneuver manoeuvres/maneuvers sceptical/skeptical sceptic/skeptic
sceptics/skeptics plough/plow whilst/while amongst/among fulfil/fulfill enrol/enroll
skilful/skillful mould/mold moulds/molds sulphur/sulfur paediatric/pediatric anaemia/anemia
haemorrhage/hemorrhage foetus/fetus encyclopaedia/encyclopedia cosy/cozy
"""
_PAIRS: Final = dict(pair.split("/") for pair in _BRITISH.split())


def _variants(word: str) -> tuple[str, str, str] | None:
    """Split 取り消し into an expression for 取り?消, the plain stem 取消 and its ending し."""
    pieces = _PARTS.findall(word)
    stem = "".join(kanji for kanji, _kana in pieces)
    if len(pieces) == 1:
        return (re.escape(stem), stem, pieces[0][1]) if pieces[0][1] else None
    inner = "".join(f"{kanji}(?:{kana})?" for kanji, kana in pieces[:-1] if kana)
    return inner + pieces[-1][0], stem, pieces[-1][1]


def _ending(kana: str) -> str:
    """合わせ may be 合せ, and as a noun 合."""
    optional = "".join(f"{char}?" for char in kana[:-1])
    return optional + kana[-1] if kana else ""


def _compile() -> tuple[re.Pattern[str], dict[str, str]]:
    stems: dict[str, str] = {}
    parts = []
    for number, word in enumerate(_OKURIGANA):
        split = _variants(word)
        if split is None:
            continue
        expression, stem, kana = split
        name = f"w{number}"
        stems[name] = stem
        # As a noun all its kana may be missing; as a verb what is inside the ending may.
        as_noun = bool(kana) and stem not in _OTHER_WORDS
        noun = f"(?:{_ending(kana)})?{_AS_NOUN}|" if as_noun else ""
        verb = f"(?:{kana[:-1]})?(?={kana[-1]})" if len(kana) > 1 else ""
        parts.append(f"(?P<{name}>{expression}(?:{noun}{verb}))")
    return re.compile("|".join(parts)), stems


_WRITTEN, _STEMS = _compile()
_FIRST_KANJI: Final = frozenset(word[0] for word in _OKURIGANA)


def plain_style(cleaned: str) -> str:
    """Return a wording (NFKC) with okurigana and kinds of companies written one way.

    Endings of verbs stay: 取り消した and 取り消さない remain different.
    """
    if not _FIRST_KANJI.isdisjoint(cleaned):
        cleaned = _WRITTEN.sub(_plain_word, cleaned)
    if "(" in cleaned:
        cleaned = _COMPANIES_IN.sub(lambda found: _COMPANIES[found.group()], cleaned)
    return cleaned


def _plain_word(found: re.Match[str]) -> str:
    return _STEMS[found.lastgroup or ""]


def plain_katakana(surface: str) -> str:
    """Return a katakana word without the long vowel at its end: サーバー → サーバ; マリー stays."""
    return _LONG_END.sub("", surface)


@lru_cache(maxsize=8192)
def plain_spelling(lower: str) -> str:
    """Return an English word in lower case as Americans write it; names are not meant for this."""
    if lower in _PAIRS:
        return _PAIRS[lower]
    for pattern, put in _ENDINGS:
        changed, count = pattern.subn(put, lower)
        if count:
            return changed
    return lower


def bare(cleaned: str) -> str:
    """Return a wording without what is only style: punctuation, accents, shapes of quotes.

    What stands between two digits stays: 3.5 is not 35.
    """
    decomposed = unicodedata.normalize("NFD", _LATIN_MARKED.sub(_unaccented, cleaned))
    plain = _STYLE.sub("", decomposed.translate(_QUOTE_SHAPES))
    return "".join(plain.split())


def _unaccented(found: re.Match[str]) -> str:
    return _ACCENT.sub("", unicodedata.normalize("NFD", found.group()))
