"""A guess at the language of a text from its script."""

from __future__ import annotations

import re

from factcheck.text import language as scripts

_KANA = re.compile("[\u3040-\u30ff]")
_LATIN = re.compile("[A-Za-z]")
_SAMPLE = 8_000
_SURE = 200  # characters from which on the words of a text tell its language


def guess_language(text: str) -> str | None:
    """Guess ja or en: kana says Japanese, nearly all ASCII says English; else None."""
    sample = text[:_SAMPLE]
    kana, latin = len(_KANA.findall(sample)), len(_LATIN.findall(sample))
    if kana > 0.1 * (kana + latin) and kana >= 5:
        return "ja"
    if latin >= 20 and len(sample.encode("ascii", "ignore")) > 0.95 * len(sample):
        return "en"
    return None


def page_language(declared: str, text: str) -> str | None:
    """Return the primary subtag that is declared, unless the script of the text refutes it."""
    primary = re.split("[-_]", declared.strip().lower(), maxsplit=1)[0]
    guess = guess_language(text)
    if guess == "ja" or not re.fullmatch("[a-z]{2,3}", primary):
        if guess != "ja" and len(text) >= _SURE:
            return scripts.guess_language(text)
        return guess
    if primary in ("ja", "zh", "ko") and guess == "en" and len(text) >= _SURE:
        return "en"  # a template's default on a page without one character of that script
    return primary
