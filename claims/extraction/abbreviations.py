"""English abbreviations: does this full stop end a sentence?"""

from __future__ import annotations

import re

from claims.extraction.folding import words

# Something always follows these.
_TITLES = words(
    "mr mrs ms mx dr prof gen sen rep gov lt col capt cmdr maj sgt cpl adm rev hon pres "
    "messrs mmes st ft mt vs viz cf approx dept est gen supt insp det atty"
)
# A number follows these when they are abbreviations.
_BEFORE_NUMBER = words(
    "no nos fig figs vol vols p pp art arts sec ch chap para eq ed ref cit op jan feb mar apr "
    "jun jul aug sep sept oct nov dec"
)
# These may stand at the end of a sentence; the next word decides.
_MAY_END = words(
    "inc co corp ltd plc llc bros jr sr etc al ave blvd rd dept univ assn a.m p.m am pm jan "
    "feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont "
    "neb nev okla ore pa tenn tex va vt wash wis wyo ph.d b.a m.a m.d e.g i.e ca"
)
_STARTERS = words(
    "the a an he she it they we i you this that these those there here his her their our its "
    "my in on at by for from to with after before when while since until as if although "
    "though but and or so yet however meanwhile moreover still then now what who why how "
    "where which no not one two three many most some several all both each every another "
    "under over during despite last next according"
)
_TOKEN = re.compile(r"[^\W\d_](?:[^\W_]|[.'’-](?=[^\W_])){0,20}\Z")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_NEXT_WORD = re.compile(r"[\"'“‘(\[]*([^\W\d_]{1,20})")
_DAY_OR_ZONE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec)[a-z]*\b|[A-Z]{2,4}T\b|GMT\b|UTC\b|(?:Eastern|Pacific|Central|Mountain|local)\b"
)


def stop_is_abbreviation(text: str, start: int, stop: int, after: int) -> bool:
    """Tell whether the full stop at ``stop`` belongs to an abbreviation and ends nothing.

    ``start`` bounds the look back; ``after`` is where the next word begins.
    """
    token_match = _TOKEN.search(text[max(start, stop - 24) : stop])
    if token_match is None:
        return False
    token = token_match.group()
    word = token.lower()
    ahead = text[after : after + 40]
    if word in _BEFORE_NUMBER and ahead[:1].isdigit():
        return True
    if word in _TITLES:
        return token[0].isupper() or word in ("vs", "viz", "cf", "approx", "est")
    if word == "al" and ahead[:1] in "([":
        return True
    if word in ("a.m", "p.m") and _DAY_OR_ZONE.match(ahead):
        return True
    initials = bool(_INITIALS.search(token))
    initial = len(token) == 1 and token.isupper()
    if not (word in _MAY_END or initials or initial):
        return False
    next_word = _NEXT_WORD.match(ahead)
    if next_word is None:
        return initial or ahead[:1].isdigit()
    return not (next_word.group(1).lower() in _STARTERS and next_word.group(1)[0].isupper())
