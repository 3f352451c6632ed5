"""Texts into terms for looking up claims: light stemming for Latin words, n-grams for CJK."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from claims.extraction.folding import words

_URL: Final = re.compile(r"https?://\S+|\b(?:pic\.twitter\.com|t\.co|bit\.ly)/\S+", re.IGNORECASE)
#: The signature a copied post ends with: — Name (@handle) March 1, 2020
_SIGNATURE: Final = re.compile(r"\s[—–-]{1,2}\s[^—\n]{1,80}\(@\w+\)[^—\n]{0,40}\Z")
_HASHTAG: Final = re.compile(r"[#＃](\w+)")
_HANDLE: Final = re.compile(r"[@＠](\w+)")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|_")
_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_CJK: Final = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힣]")
_LONGEST: Final = 5000
_STOP: Final = words(
    "a an the of in on at to for from by with as and or but is are was were be been being it "
    "its this that these those he she they his her their we our you your i my me him them who "
    "whom which what when where how do does did has have had not no so if than then there "
    "here"
)
_SUFFIXES: Final = (
    "ingly",
    "edly",
    "ations",
    "ation",
    "ings",
    "ing",
    "ies",
    "ied",
    "ed",
    "es",
    "s",
)


def cleaned(text: str) -> str:
    """Return a post or sentence without addresses, signature and mark-up of its platform."""
    text = unicodedata.normalize("NFKC", text[:_LONGEST])
    text = _SIGNATURE.sub("", _URL.sub(" ", text))
    text = _HASHTAG.sub(lambda match: " " + _CAMEL.sub(" ", match[1]) + " ", text)
    text = _HANDLE.sub(lambda match: " " + _CAMEL.sub(" ", match[1]) + " ", text)
    return " ".join(text.split())


def is_cjk(text: str) -> bool:
    """Return whether a text is written mainly in Chinese, Japanese or Korean characters."""
    letters = sum(1 for mark in text if mark.isalpha())
    return letters > 0 and len(_CJK.findall(text)) * 3 >= letters


def terms(text: str) -> Iterator[str]:
    """Yield the terms a claim is looked up by: stems, figures, bigrams of CJK runs."""
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        if _CJK.search(word):
            yield from _bigrams(word)
        elif word not in _STOP:
            yield stem(word)


def grams(text: str) -> Iterator[str]:
    """Yield character n-grams: 3 to 5 within Latin words, 1 to 3 within CJK runs."""
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        cjk = _CJK.search(word) is not None
        padded, sizes = (word, (1, 2, 3)) if cjk else (f" {word} ", (3, 4, 5))
        for size in sizes:
            for at in range(max(1, len(padded) - size + 1)):
                yield padded[at : at + size]


def stem(word: str) -> str:
    """Return a Latin word without its commonest endings; figures lose their separators."""
    if word[0].isdigit():
        return word.replace(",", "")
    word = word.replace("’", "'").removesuffix("'s")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            bare = word[: -len(suffix)]
            return bare + "y" if suffix in ("ies", "ied") else _undoubled(bare)
    return word


def _undoubled(bare: str) -> str:
    if len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] not in "aeiouls":
        return bare[:-1]
    return bare.removesuffix("e") if len(bare) > 4 else bare


def _bigrams(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for at in range(len(run) - 1):
        yield run[at : at + 2]
