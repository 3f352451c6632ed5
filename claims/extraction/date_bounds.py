"""Words beside a date that say something begins or ends with it: since, after, before, until."""

from __future__ import annotations

import re

_EN_BEFORE = re.compile(
    r"\b(?:(?P<since>since|starting(?: from| on)?|beginning(?: in| on)?|as of|effective"
    r"|no (?:earlier|sooner) than|(?:on|in|at) or (?:after|later than))"
    r"|(?P<after>after|later than|(?:any ?time )?past|following)"
    r"|(?P<before>before|prior to|earlier than|sooner than|ahead of|by|no later than"
    r"|not later than|in advance of)"
    r"|(?P<until>until|till|til|up to|through|ending(?: in| on)?|(?:on|in|at) or before))"
    r"\s(?:the\s)?\Z",
    re.IGNORECASE,
)
_EN_AFTER = re.compile(
    r"\s?(?:(?P<since>or (?:later|after|newer)|on ?wards?|and (?:later|after|onwards?|since)"
    r"|and on)|(?P<until>or (?:earlier|before)|and (?:earlier|before)))\b",
    re.IGNORECASE,
)
_JA_AFTER = re.compile(
    "(?P<since>以降|以来|以後)|の?(?P<after>より(?:も)?後|(?:の)?(?:後|あと)(?:に|で|、))"
    "|(?P<before>より(?:も)?前|前に|までに(?:は)?|以前)|(?P<until>まで(?!に))|(?P<from>から(?!の))"
)


def find_bound(sentence: str, start: int, end: int, *, japanese: bool) -> str:
    """Return since, after, before, until or empty for the date at sentence[start:end]."""
    if japanese:
        match = _JA_AFTER.match(sentence, end)
    else:
        match = _EN_BEFORE.search(sentence[max(0, start - 24) : start])
        match = match or _EN_AFTER.match(sentence, end)
    kind = (match.lastgroup or "") if match else ""
    return "since" if kind == "from" else kind
