"""Bytes to text: the label that was sent, the bytes that came, and which of them is right.

Follows the order of the WHATWG Encoding and HTML standards, then corrects wrong labels.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from charset_normalizer import from_bytes

_META_WINDOW = 4096
_SAMPLE = 65536
_DETECTION_SAMPLE = 200_000

# Labels of the Encoding Standard whose Python codec has another name or meaning.
_ALIASES: dict[str, str] = {
    **dict.fromkeys(["utf8", "utf-8", "unicode-1-1-utf-8", "x-unicode20utf8"], "utf-8"),
    **dict.fromkeys(
        [
            *("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "ms932", "windows-31j"),
            *("cp932", "csshiftjis", "cswindows31j"),
        ],
        "cp932",
    ),
    **dict.fromkeys(
        ["euc-jp", "x-euc-jp", "eucjp", "cseucpkdfmtjapanese", "eucjp-win", "eucjp-ms"], "euc_jp"
    ),
    **dict.fromkeys(["iso-2022-jp", "csiso2022jp", "jis"], "iso2022_jp"),
    **dict.fromkeys(["gb2312", "gb_2312-80", "gbk", "x-gbk", "gb18030", "chinese"], "gb18030"),
    **dict.fromkeys(["big5", "big5-hkscs", "cn-big5", "x-x-big5"], "big5hkscs"),
    **dict.fromkeys(["euc-kr", "ks_c_5601-1987", "ksc5601", "korean", "windows-949"], "cp949"),
    **dict.fromkeys(
        [
            "iso-8859-1",
            "iso8859-1",
            "latin1",
            "l1",
            "ascii",
            "us-ascii",
            "windows-1252",
            "cp1252",
            "x-cp1252",
        ],
        "cp1252",
    ),
    **dict.fromkeys(["iso-8859-9", "latin5", "windows-1254"], "cp1254"),
    **dict.fromkeys(["tis-620", "windows-874", "iso-8859-11", "dos-874"], "cp874"),
    **{"iso-8859-8-i": "iso8859-8", "x-mac-cyrillic": "mac-cyrillic"},
    **dict.fromkeys(["utf-16", "utf-16le", "ucs-2", "unicode", "iso-10646-ucs-2"], "utf-16-le"),
    **dict.fromkeys(["utf-16be", "unicodefffe"], "utf-16-be"),
}
_PLAIN = re.compile(r"^(?:iso-?8859-\d{1,2}|windows-125\d|koi8-[ru]|macintosh|ibm866|cp866)$")
# Python codec → name in the Encoding Standard, where a hyphen more is not enough.
_STANDARD = {
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "euc_jis_2004": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "iso2022_jp_ext": "iso-2022-jp",
    "iso2022_jp_2004": "iso-2022-jp",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16le",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "cp1252": "windows-1252",
    "iso8859-1": "windows-1252",
    "cp1251": "windows-1251",
    "cp1250": "windows-1250",
    "cp949": "euc-kr",
}
# Wider variants tried when the plain codec fails: NEC row 13 (①, ㈱), half-width kana.
_WIDER = {"euc_jp": ("euc_jis_2004",), "iso2022_jp": ("iso2022_jp_ext", "iso2022_jp_2004")}
_SINGLE_BYTE = re.compile(r"^(?:cp125\d|cp874|cp866|iso8859|koi8|mac)")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_XML = re.compile(rb"^\s{0,16}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{2,40})")
_ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B]|\(J|\(I|\$\(D)")
_KANA = re.compile("[\u3000-\u3002\u300c-\u300f\u3040-\u30ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
# What a wrong decoder leaves: half-width kana, private use, C1 controls, replacement.
_DEBRIS = re.compile("[\uff61-\uff9f\ue000-\uf8ff\u0080-\u009f\ufffd]")
_WESTERN = re.compile("[’‘“”–—…€«»°£©®·ßœæøåÀ-ÖÙ-Ýàâäçéèêëîïôöùûüÿñáíóúãõì]")
_NON_ASCII = re.compile("[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded bytes: `charset` is a Python codec, `source` says who named it.

    `source` is bom, header, meta, utf-8, detected or corrected (the label was wrong);
    `replacements` counts U+FFFD put where bytes had no meaning.
    """

    text: str
    charset: str
    source: str
    replacements: int = 0


@lru_cache(maxsize=256)
def standard_name(codec: str) -> str:
    """Return the Encoding Standard's name (in lower case) for a Python codec."""
    return _STANDARD.get(codec, codec.replace("_", "-"))


def codec_for(label: str) -> str | None:
    """Return the Python codec for a charset label as browsers read it, or None."""
    name = label.strip().strip("\"'").lower()
    if name in _ALIASES:
        return _ALIASES[name]
    if not _PLAIN.match(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def decode(body: bytes, *, declared: str | None = None, is_html: bool = False) -> Decoded:
    """Decode `body`; `declared` is the charset label of the HTTP header.

    Never fails: bytes without meaning become U+FFFD and are counted.
    """
    for bom, charset in _BOMS:
        if body.startswith(bom):
            return _lossy(body[len(bom) :], charset, "bom")
    label, source = _label(body, declared, is_html=is_html)
    if label is None:
        return _detect(body)
    contradicted = _contradiction(body, label)
    if contradicted is not None:
        return contradicted
    clean = _strict(body, label)
    if clean is not None:
        return Decoded(clean, label, source)
    return _repair(body, label, source)


def _label(body: bytes, declared: str | None, *, is_html: bool) -> tuple[str | None, str]:
    if declared:
        codec = codec_for(declared)
        if codec is not None:
            return codec, "header"
    head = body[:_META_WINDOW]
    found = _meta(head) if is_html else None
    found = found or _XML.search(head)
    if found is not None:
        codec = codec_for(found.group(1).decode("ascii"))
        # A label that could be read as ASCII cannot stand in UTF-16 (HTML, 13.2.3.2).
        if codec is not None:
            return ("utf-8" if codec.startswith("utf-16") else codec), "meta"
    return None, ""


def _meta(head: bytes) -> re.Match[bytes] | None:
    """Return the first meta element that names a charset, not one that only talks of it."""
    for found in _META.finditer(_COMMENT.sub(b"", head)):
        tag = found.group().lower()
        if b"content" not in tag or b"http-equiv" in tag:
            return found
    return None


def _strict(body: bytes, charset: str) -> str | None:
    for name in (charset, *_WIDER.get(charset, ())):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return None


def _lossy(body: bytes, charset: str, source: str) -> Decoded:
    clean = _strict(body, charset)
    if clean is not None:
        return Decoded(clean, charset, source)
    if charset == "cp1252":
        text = _windows_1252(body)
        return Decoded(text, charset, source)
    text = body.decode(charset, errors="replace")
    return Decoded(text, charset, source, text.count("\ufffd"))


def _windows_1252(body: bytes) -> str:
    """Decode as browsers do: the five holes of windows-1252 are C1 controls."""
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        holes = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
        return "".join(
            chr(byte) if byte in holes else bytes([byte]).decode("cp1252") for byte in body
        )


def _contradiction(body: bytes, label: str) -> Decoded | None:
    """Find labels that decode without error and are wrong all the same."""
    if label != "iso2022_jp" and _is_iso_2022_jp(body):
        text = _strict(body, "iso2022_jp")
        if text is not None:
            return Decoded(text, "iso2022_jp", "corrected")
    if _SINGLE_BYTE.match(label) and not body.isascii():
        for charset in ("utf-8", "cp932", "euc_jp"):
            text = _strict(body, charset)
            if text is not None and (charset == "utf-8" or japanese_likeness(text) > 0.6):
                return Decoded(text, charset, "corrected")
    other = {"cp932": ("utf-8", "euc_jp"), "euc_jp": ("utf-8", "cp932")}.get(label, ())
    if not other:
        return None
    text = _strict(body, label)
    own = japanese_likeness(text) if text is not None else -1.0
    for charset in other:
        rival = _strict(body, charset)
        if rival is not None and not rival.isascii() and japanese_likeness(rival) > own + 0.3:
            return Decoded(rival, charset, "corrected")
    return None


def _is_iso_2022_jp(body: bytes) -> bool:
    return body.isascii() and _ISO_2022_JP.search(body) is not None


def japanese_likeness(text: str) -> float:
    """Score decoded text from -1 (debris) to 1 (kana and kanji as people write them)."""
    sample = text[:_SAMPLE]
    total = len(_NON_ASCII.findall(sample))
    if not total:
        return 0.0
    debris = len(_DEBRIS.findall(sample)) / total
    kana = len(_KANA.findall(sample)) / total
    han = len(_HAN.findall(sample)) / total
    return min(1.0, 2 * kana + 0.4 * han) - 2 * debris


def _repair(body: bytes, label: str, source: str) -> Decoded:
    """The label decodes with errors: keep it for a few bad bytes, else take a clean rival."""
    kept = _lossy(body, label, source)
    foreign = sum(1 for _ in _NON_ASCII.finditer(kept.text[:_SAMPLE])) or 1
    if kept.replacements / foreign < 0.02 and japanese_likeness(kept.text) >= 0:
        return kept
    for charset in ("utf-8", "cp932", "euc_jp"):
        text = _strict(body, charset) if charset != label else None
        if text is None:
            continue
        if charset == "utf-8" or japanese_likeness(text) > 0.5:
            return Decoded(text, charset, "corrected")
    if kept.replacements / foreign < 0.3:
        return kept
    guess = _guess(body)
    if guess is None or guess.replacements >= kept.replacements:
        return kept
    return Decoded(guess.text, guess.charset, "corrected", guess.replacements)


def _detect(body: bytes) -> Decoded:
    if _is_iso_2022_jp(body):
        text = _strict(body, "iso2022_jp")
        if text is not None:
            return Decoded(text, "iso2022_jp", "detected")
    wide = _bare_utf_16(body)
    if wide is not None:
        return _lossy(body, wide, "detected")
    text = _strict(body, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", "utf-8")
    rivals = []
    for charset in ("cp932", "euc_jp"):
        text = _strict(body, charset)
        if text is not None:
            rivals.append((japanese_likeness(text), charset, text))
    if rivals:
        likeness, charset, text = max(rivals)
        if likeness > 0.5:
            return Decoded(text, charset, "detected")
    lossy = _lossy(body, "utf-8", "detected")
    foreign = len(_NON_ASCII.findall(lossy.text[:_SAMPLE])) or 1
    if lossy.replacements / foreign < 0.05:
        return lossy
    return _guess(body) or lossy


def _bare_utf_16(body: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the zero bytes of its ASCII characters."""
    sample = body[:_META_WINDOW]
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.2 * half and even == 0:
        return "utf-16-le"
    if even > 0.2 * half and odd == 0:
        return "utf-16-be"
    return None


def _guess(body: bytes) -> Decoded | None:
    """Recognise Western European bytes, else ask charset-normalizer, on a bounded sample."""
    western = _windows_1252(body)
    foreign = len(_NON_ASCII.findall(western[:_SAMPLE]))
    familiar = len(_WESTERN.findall(western[:_SAMPLE]))
    if familiar >= 0.95 * foreign and foreign < 0.3 * min(len(western), _SAMPLE):
        return Decoded(western, "cp1252", "detected")
    best = from_bytes(body[:_DETECTION_SAMPLE]).best()
    if best is None:
        return None
    charset = codec_for(best.encoding.replace("_", "-")) or best.encoding
    return _lossy(body, charset, "detected")
