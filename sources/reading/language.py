"""A guess at the language of a text from its script."""

from __future__ import annotations

import re

_KANA = re.compile("[\u3040-\u30ff]")
_LATIN = re.compile("[A-Za-z]")


def guess_language(text: str) -> str | None:
    """Guess ja or en: kana says Japanese, nearly all ASCII says English; else None."""
    sample = text[:20_000]
    kana, latin = len(_KANA.findall(sample)), len(_LATIN.findall(sample))
    if kana > 0.1 * (kana + latin) and kana >= 5:
        return "ja"
    if latin >= 20 and len(sample.encode("ascii", "ignore")) > 0.95 * len(sample):
        return "en"
    return None
