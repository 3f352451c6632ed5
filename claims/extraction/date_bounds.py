"""Words beside a date that say something begins or ends with it: since, after, before, until."""

from __future__ import annotations

import re

_EN_BEFORE = re.compile(
    r"\b(?:(?P<since>since|starting(?: from| on)?|beginning(?: in| on)?|as of|effective"
    r"|no (?:earlier|sooner) than|(?:on|in|at) or (?:after|later than)"
    r"|(?:after|later than) or (?:on|in|at|equal to))"
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
_OR = "(?:または|あるいは|か)?(?:その|それ)?"
_JA_AFTER = re.compile(
    f"の?{_OR}(?:(?P<since>以降|以来|以後)|(?P<before>より(?:も)?前|の?前に|までに(?:は)?|以前)"
    "|(?P<after>より(?:も)?後|の?(?:後|あと)(?:に|で|、)))|(?:または|か)その(?:(?P<till>前)|(?P<on>後))"
    "|の(?P<prior>前)|(?P<until>まで(?!に))|(?P<from>から(?!の))"
)


_MORE = re.compile(r"\b(?:more than|over|at least)\s\Z", re.IGNORECASE)
_BACK = re.compile(r"\b(?:ago|before|earlier|back)\b", re.IGNORECASE)


def find_bound(sentence: str, start: int, end: int, *, japanese: bool) -> str:
    """Return since, after, before, until or empty for the date at sentence[start:end]."""
    if not japanese and _MORE.search(sentence[max(0, start - 12) : start]):
        return "before" if _BACK.search(sentence[start:end]) else "after"
    if japanese:
        match = _JA_AFTER.match(sentence, end)
    else:
        match = _EN_BEFORE.search(sentence[max(0, start - 24) : start])
        match = match or _EN_AFTER.match(sentence, end)
    kind = (match.lastgroup or "") if match else ""
    return {"from": "since", "on": "since", "till": "until", "prior": "before"}.get(kind, kind)
