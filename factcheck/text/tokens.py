"""Two wordings of one passage, compared token by token, and how much the difference matters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from factcheck.text.normalize import fold
from factcheck.text.numerals import (
    DATE,
    NUMBER,
    NUMBER_WORD,
    date_value,
    number_value,
    short_scale,
    word_value,
)
from factcheck.text.styles import bare, plain_katakana, plain_spelling, plain_style

# A diff of more token pairs than this is given as one replacement: it stays bounded.
_MAX_PAIRS = 1_000_000


class Severity(StrEnum):
    """How much a difference matters to somebody who relies on the passage."""

    NONE = "none"
    COSMETIC = "cosmetic"
    MATERIAL = "material"


class TokenKind(StrEnum):
    """What a token is; also says what kind of thing a difference touches."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    QUOTATION = "quotation"
    WORD = "word"
    PUNCTUATION = "punctuation"


@dataclass(frozen=True, slots=True)
class Token:
    """A token at `start:end` of the cleaned wording; tokens with one `key` mean the same."""

    kind: TokenKind
    key: str
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TokenChange:
    """One place where two wordings differ materially; `before` or `after` may be empty."""

    kind: TokenKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TokenDiff:
    """The difference of two wordings.

    `segments` are (op, before, after) with op in equal, replace, insert, delete;
    `kinds` are the kinds of tokens that differ materially, `tokens` those tokens.
    """

    severity: Severity
    segments: tuple[tuple[str, str, str], ...]
    kinds: frozenset[TokenKind] = frozenset()
    tokens: tuple[TokenChange, ...] = ()


_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_QUOTES = "\"“”„‟«»「」『』‘’‚‛'`"
_SPACE_BESIDE_CJK = re.compile(
    rf"(?<=[{_CJK}、。「」『』（）()])\s+|\s+(?=[{_CJK}、。「」『』（）()])"
)
_THIN_GROUPS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_WORD = re.compile(
    rf"(?P<latin>[^\W\d_{_CJK}]+(?:['’][^\W\d_{_CJK}]+)*)"
    r"|(?P<katakana>[\u30a1-\u30fa\u30fc-\u30ff]+(?:[・=][\u30a1-\u30fa\u30fc-\u30ff]+)*)"
    r"|(?P<hiragana>[\u3041-\u309f]+)"
    r"|(?P<han>[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)"
    rf"|(?P<quote>[{_QUOTES}])"
    r"|(?P<percent>%|％|‰)"
    r"|(?P<other>\S)"
)
_NEGATIONS_EN = frozenset(
    ("not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without")
)
_NEGATION_JA = re.compile(
    r"な(?:い|かっ|く|けれ|し)|ませ?ん|(?<![ま必は])ず(?![っ])|ぬ|まい|なし|[非不未無否](?=\w)|非ず"
)
_CONTRACTED = {"ca": "can", "wo": "will", "sha": "shall", "ai": "be"}
_HONORIFIC = re.compile(
    "(?:氏|さん|様|殿|君|ちゃん|選手|議員|大臣|首相|知事|市長|社長|会長|教授|博士|容疑者|被告|監督|長官)"
)
_PERCENT_WORDS = ("パーセント", "percent", "per cent")
_MATERIAL_SIGNS = frozenset("?？!！$€£¥￥₩°~+=<>≦≧±×÷/#&@*")
# ①2024 must not become 12024.
_CIRCLED = {0x2460 + number: f"({number + 1})" for number in range(20)}
_RUBY = re.compile(r"^[(（《][\u3041-\u309f\u30a1-\u30ff]+[)）》]$")


def clean(text: str) -> str:
    """Return the wording as it is compared and shown: NFKC, white space made plain."""
    text = _THIN_GROUPS.sub("", _INVISIBLE.sub("", text)).translate(_CIRCLED)
    text = unicodedata.normalize("NFKC", text).replace("\u301c", "~")
    text = _SPACE_BESIDE_CJK.sub("", text)
    return " ".join(text.split())


def tokenize(cleaned: str) -> list[Token]:
    """Split a wording that went through `clean` into tokens."""
    tokens: list[Token] = []
    position = 0
    while position < len(cleaned):
        if cleaned[position] == " ":
            position += 1
            continue
        taken = (
            _dated(cleaned, position) or _counted(cleaned, position) or _spelled(cleaned, position)
        )
        tokens.extend([taken] if taken else _worded(cleaned, position))
        position = tokens[-1].end
    return tokens


def _dated(text: str, position: int) -> Token | None:
    found = DATE.match(text, position)
    if found is None:
        return None
    return Token(TokenKind.DATE, f"d:{date_value(found)}", found.group(), position, found.end())


def _counted(text: str, position: int) -> Token | None:
    found = NUMBER.match(text, position)
    if found is None:
        return None
    value = number_value(found.group())
    if value is None:
        return None
    end = found.end()
    if text[end - 1].isdigit():
        scale = short_scale(text, end, money=text[position - 1 : position] in tuple("$€£¥"))
        if scale is not None:
            value, end = value * scale[0], scale[1]
    key = f"n:{value.normalize():f}"
    return Token(TokenKind.NUMBER, key, text[position:end], position, end)


def _spelled(text: str, position: int) -> Token | None:
    found = NUMBER_WORD.match(text, position)
    if found is None:
        return None
    key = f"n:{word_value(found).normalize():f}"
    return Token(TokenKind.NUMBER, key, found.group(), position, found.end())


def _worded(text: str, position: int) -> list[Token]:
    for word in _PERCENT_WORDS:
        if text.startswith(word, position):
            return [Token(TokenKind.WORD, "w:%", word, position, position + len(word))]
    found = _WORD.match(text, position)
    if found is None:  # a character of no script at all: stands for itself
        return [_punctuation(text, position)]
    surface, group = found.group(), found.lastgroup
    if group == "latin":
        return _latin(text, position, surface)
    if group == "quote":
        return [Token(TokenKind.QUOTATION, 'q:"', surface, position, found.end())]
    if group == "percent":
        return [Token(TokenKind.WORD, f"w:{surface}", surface, position, found.end())]
    if group == "other":
        return [_punctuation(text, position)]
    if group == "han":
        surface = _until_number(surface)
    end = position + len(surface)
    kind = TokenKind.WORD
    named = _HONORIFIC.match(text, end) is not None or _HONORIFIC.search(surface, 1) is not None
    if (group == "katakana" and (named or len(surface) >= 4)) or (group == "han" and named):
        kind = TokenKind.NAME
    key = plain_katakana(surface) if group == "katakana" else surface
    return [Token(kind, f"w:{key}", surface, position, end)]


def _until_number(run: str) -> str:
    """Cut a run of kanji where a number begins inside it (約三千万 → 約)."""
    for index in range(1, len(run)):
        if NUMBER.match(run, index):
            return run[:index]
    return run


def _punctuation(text: str, position: int) -> Token:
    char = text[position]
    kind = TokenKind.WORD if char in _MATERIAL_SIGNS else TokenKind.PUNCTUATION
    return Token(kind, f"p:{char}", char, position, position + 1)


def _latin(text: str, position: int, surface: str) -> list[Token]:
    lower = surface.lower().replace("’", "'")
    end = position + len(surface)
    if lower.endswith("n't") and len(lower) > 3:
        stem = lower[:-3]
        cut = end - 3
        stem_key = f"w:{_CONTRACTED.get(stem, stem)}"
        return [
            Token(TokenKind.WORD, stem_key, text[position:cut], position, cut),
            Token(TokenKind.NEGATION, "w:not", text[cut:end], cut, end),
        ]
    if lower == "cannot":
        return [
            Token(TokenKind.WORD, "w:can", text[position : position + 3], position, position + 3),
            Token(TokenKind.NEGATION, "w:not", text[position + 3 : end], position + 3, end),
        ]
    if lower in _NEGATIONS_EN:
        kind = TokenKind.NEGATION
    elif surface[0].isupper() and not _opens_sentence(text, position):
        kind = TokenKind.NAME
    else:
        kind, lower = TokenKind.WORD, plain_spelling(lower)
    return [Token(kind, f"w:{lower}", surface, position, end)]


def _opens_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip(" " + _QUOTES)
    return not before or before[-1] in ".!?。:"


def compare_quote(before: str, after: str) -> TokenDiff:
    """Compare two wordings of one passage.

    White space, width, invisible characters and the way a number or date is written are
    `none`; case, punctuation and the style of quotation marks `cosmetic`; all else `material`.
    """
    old, new = clean(before), clean(after)
    if fold(old).text == fold(new).text:
        same = (("equal", old, new),) if old or new else ()
        return TokenDiff(Severity.NONE, same)
    old_tokens, new_tokens = tokenize(old), tokenize(new)
    severity = Severity.NONE
    kinds: set[TokenKind] = set()
    segments: list[tuple[str, str, str]] = []
    differing: list[TokenChange] = []
    for op, i1, i2, j1, j2 in _opcodes(old_tokens, new_tokens):
        left, right = old_tokens[i1:i2], new_tokens[j1:j2]
        weight, touched = _weigh(op, left, right, old_tokens[:i1])
        severity = _heavier(severity, weight)
        kinds |= touched
        one, other = _slice(old, old_tokens, i1, i2), _slice(new, new_tokens, j1, j2)
        segments.append((op, one, other))
        if weight is Severity.MATERIAL:
            differing += _differing(left, right, one, other, touched)
    if severity is Severity.MATERIAL and (bare(old) == bare(new) or _same_words(old, new)):
        return TokenDiff(Severity.COSMETIC, tuple(segments))
    return TokenDiff(severity, tuple(segments), frozenset(kinds), tuple(differing))


def _same_words(old: str, new: str) -> bool:
    """Tell whether two wordings differ only in okurigana, (株) and punctuation."""
    plain = plain_style(old), plain_style(new)
    if plain == (old, new):
        return False
    before, after = (_meaning(tokenize(each)) for each in plain)
    return [token.key for token in before] == [token.key for token in after]


def _kind_of_pair(one: Token, other: Token) -> TokenKind:
    # In Japanese the negation is inside the ending: いる and いない are one token each.
    return one.kind if _negations([one]) == _negations([other]) else TokenKind.NEGATION


_GRAVITY = (
    TokenKind.NEGATION,
    TokenKind.NUMBER,
    TokenKind.DATE,
    TokenKind.NAME,
    TokenKind.QUOTATION,
    TokenKind.WORD,
    TokenKind.PUNCTUATION,
)


def _differing(
    left: Sequence[Token],
    right: Sequence[Token],
    before: str,
    after: str,
    touched: frozenset[TokenKind],
) -> list[TokenChange]:
    """Name what differs: token by token where they stand for each other, else as one stretch."""
    pairs = list(zip(left, right, strict=False))
    if len(left) == len(right) and all(one.kind is other.kind for one, other in pairs):
        return [
            TokenChange(_kind_of_pair(one, other), one.surface, other.surface)
            for one, other in pairs
            if one.key != other.key and one.kind is not TokenKind.PUNCTUATION
        ]
    kind = min(touched, key=_GRAVITY.index, default=TokenKind.WORD)
    return [TokenChange(kind, before.strip(), after.strip())]


def _heavier(one: Severity, other: Severity) -> Severity:
    order = list(Severity)
    return max(one, other, key=order.index)


def _slice(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    if first == last:
        return ""
    end = tokens[last].start if last < len(tokens) else len(text)
    return text[tokens[first].start : end]


def _opcodes(old: list[Token], new: list[Token]) -> list[tuple[str, int, int, int, int]]:
    """Return opcodes after common ends are set aside, so a long passage stays cheap."""
    head = 0
    while head < min(len(old), len(new)) and old[head].key == new[head].key:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail].key == new[-1 - tail].key:
        tail += 1
    i_end, j_end = len(old) - tail, len(new) - tail
    result = [("equal", 0, head, 0, head)] if head else []
    a = [token.key for token in old[head:i_end]]
    b = [token.key for token in new[head:j_end]]
    if len(a) * len(b) > _MAX_PAIRS:
        result.append(("replace", head, i_end, head, j_end))
    else:
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        result += [
            (op, i1 + head, i2 + head, j1 + head, j2 + head)
            for op, i1, i2, j1, j2 in matcher.get_opcodes()
        ]
    if tail:
        result.append(("equal", i_end, len(old), j_end, len(new)))
    return result


def _weigh(
    op: str, left: Sequence[Token], right: Sequence[Token], preceding: Sequence[Token]
) -> tuple[Severity, frozenset[TokenKind]]:
    if op == "equal":
        return _weigh_equal(left, right), frozenset()
    old, new = _meaning(left), _meaning(right)
    if [token.key for token in old] == [token.key for token in new]:
        return Severity.COSMETIC, frozenset()
    if _is_ruby(left or right, preceding) and not (left and right):
        return Severity.COSMETIC, frozenset()
    # Only tokens without a partner on the other side differ.
    old_keys, new_keys = {t.key for t in old}, {t.key for t in new}
    kinds = {t.kind for t in old if t.key not in new_keys}
    kinds |= {t.kind for t in new if t.key not in old_keys}
    kinds = kinds or {t.kind for t in (*old, *new)}
    if _negations(left) != _negations(right):
        kinds.add(TokenKind.NEGATION)
    return Severity.MATERIAL, frozenset(kinds)


def _weigh_equal(left: Sequence[Token], right: Sequence[Token]) -> Severity:
    free = (TokenKind.NUMBER, TokenKind.DATE)
    for old, new in zip(left, right, strict=True):
        if old.surface != new.surface and old.kind not in free and "%" not in old.key:
            return Severity.COSMETIC
    return Severity.NONE


def _meaning(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind is not TokenKind.PUNCTUATION]


def _is_ruby(tokens: Sequence[Token], preceding: Sequence[Token]) -> bool:
    """Tell whether tokens are a reading in brackets right behind kanji: 訂正（ていせい）."""
    surface = "".join(token.surface for token in tokens)
    if not preceding or not _RUBY.match(surface):
        return False
    return "\u4e00" <= preceding[-1].surface[-1] <= "\u9fff"


def _negations(tokens: Sequence[Token]) -> int:
    count = sum(1 for token in tokens if token.kind is TokenKind.NEGATION)
    joined = ""
    for one, following in pairwise([*tokens, None]):
        assert one is not None
        joined += one.surface
        if following is None or following.start != one.end:
            joined += " "
    return count + len(_NEGATION_JA.findall(joined))
