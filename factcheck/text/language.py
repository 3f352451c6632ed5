"""Guess the language of a text from script and frequent words; no model, always repeatable."""

from __future__ import annotations

import re

_SAMPLE = 20_000
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
_WORD = re.compile("[a-zà-öø-ÿœß]{1,20}")
_STOP_WORDS = {
    "en": "the of and to in is was that for it with as on by at from has are said which",
    "de": "der die das und ist nicht ein eine mit von den dem auf sich des auch wurde für",
    "fr": "le la les des et est une dans pour que qui sur pas avec du au plus par été",
    "es": "el la los las de que y en una por con para del se es su más como fue",
    "it": "il la di che e un una per con non del sono della nel ha anche alla gli",
    "pt": "o a os as de que e em um uma para com não do da por mais foi são",
    "nl": "de het een en van is niet dat op te zijn met voor ook aan werd door",
}
_STOP_SETS = {code: frozenset(words.split()) for code, words in _STOP_WORDS.items()}


def guess_language(text: str) -> str:
    """Return an ISO 639-1 code: kana means ja; else script, else frequent words; en if unsure."""
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample)) or 1
    kana = len(_KANA.findall(sample))
    if kana and kana / letters > 0.05:
        return "ja"
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) / letters > 0.3:
            return code
    words = _WORD.findall(sample.lower())
    scores = {code: sum(word in stop for word in words) for code, stop in _STOP_SETS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > 0 and scores[best] > scores["en"] else "en"
