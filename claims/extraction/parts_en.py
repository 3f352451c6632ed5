"""Where English clauses join: ";", ", and", "but", "while", "which", a second predicate.

Patterns read a sentence whose quotations and brackets are masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PAST = (
    "burst|was|were|had|did|became|began|bought|broke|brought|built|came|chose|cut|drew|fell|fled"
    "|found|gave"
    "|got|grew|held|hit|kept|killed|knew|laid|led|left|lost|made|met|paid|put|ran|rose|said|sank"
    "|saw"
    "|sent|set|shot|shut|slid|sold|spent|split|spoke|spread|stood|stole|struck|swept|swore|threw"
    "|told|took|went|withdrew|won|wrote|hurt|drove|flew|fought|hid|lent|sought|sprang|taught"
    "|thought"
)
_AUXILIARY = (
    "is|are|has|have|does|do|will|would|can|could|may|might|must|should|won['’]t|isn['’]t"
    "|aren['’]t|wasn['’]t|weren['’]t|hasn['’]t|haven['’]t|didn['’]t|doesn['’]t|don['’]t|cannot"
)
_PRESENT = (
    "accounts?|adds?|aims?|allows?|belongs?|carries|carry|claims|comes?|contains?|costs?|covers?"
    "|creates?|cuts|denies|deny|earns?|employs?|exceeds?|exports|faces|falls?|forces|gets?|gives?"
    "|goes|grows?|happens?|helps?|holds?|imports|includes?|insists?|keeps?|lacks?|leads?|leaves"
    "|lies|lives?|loses?|makes?|means?|needs?|offers?|operates?|opposes?|owes?|owns?|pays?|plans"
    "|produces?|provides?|receives?|remains?|represents?|requires?|rises|runs?|says|seeks?|sells?"
    "|sends?|serves?|shows|sits|spends?|stands|stays?|supplies|takes|uses|wants?|works"
)
_FINITE = (
    rf"(?:{_PAST}|{_AUXILIARY}|{_PRESENT}|(?!(?:need|inde|spe|hundr|suppos|so-call|alleg)ed\b)"
    r"[a-z]{2,14}ed(?!\sby\b))\b"
)
_THIRD_PERSON = (
    "allows|belongs|carries|contains|covers|creates|denies|earns|employs|exceeds|faces|gets|gives"
    "|holds|includes|insists|keeps|lacks|leads|makes|offers|operates|opposes|owes|owns|pays"
    "|produces|provides|receives|remains|represents|requires|runs|says|seeks|sells|sends|serves"
    "|spends|takes|uses|wants"
)
_ADVERB = r"(?:(?:also|later|then|now|still|only|never|not|has since|[a-z]{3,12}ly)\s)?"
# A short subject that no relative clause runs through.
_SUBJECT = (
    r"(?!that\b|which\b|who\b|whom\b|whose\b)(?:[^\s,;:]+\s){1,7}?(?<!that )(?<!which )(?<!who )"
    r"(?<!to )(?<!of )(?<!the )(?<!in )(?<!for )(?<!by )(?<!with )(?<!from )(?<!on )"
)
_LOOSE_START = (
    r"(?:the|a|an|its|his|her|their|he|she|it|they|we|there|this|these|those|that|another|some"
    r"|most|many|all|two|three|four|five|six|about|more|nearly|[0-9]|[A-Z])"
)
_OBJECT = (
    r"\s(?:the|a|an|its|his|her|their|it|them|in|on|at|by|to|for|from|with|about|more|nearly|over"
    r"|into|out|up|down|off|no|not|only|some|all|as|after|before|[0-9$€£¥]|[A-Z])"
)
_VERB = rf"(?:{_PAST}|{_THIRD_PERSON}|is|are|has|have|will|would|[a-z]{{3,14}}ed)\b"
# What an event brought about, in figures: ", flooding 200 homes and killing two".
_RESULT = (
    r"(?!including|according|following|excluding|involving|containing|totalling|totaling)"
    r"[a-z]{3,14}ing\s(?:at least|more than|up to|about|nearly|some|almost|over|[0-9$€£¥]|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands)\b"
)
# Connectors are found first, cheaply; what follows one decides whether it joins clauses.
_CONNECTOR = re.compile(
    r"(?P<semicolon>;\s+(?:(?:and|but|however|meanwhile|moreover),?\s+)?)"
    r"|,\s+(?:(?P<word>and|but|while|whereas|yet|so|although|though)\s+|(?P<which>(?=(?:which"
    r"|who)\s))|)"
    r"|\s+(?P<bare>and|but|while|whereas)\s+"
)
_AFTER_COMMA_WORD = re.compile(rf"(?:that\s)?(?:(?:{_SUBJECT})?{_ADVERB}{_FINITE}|{_RESULT})")
_AFTER_COMMA = re.compile(
    rf"{_VERB}\s(?:the|an?|its|his|her|their|[0-9$€£¥])[^,;]{{0,200}},?\sand\s|{_RESULT}"
)
_AFTER_WHICH = re.compile(rf"(?:which|who)\s{_ADVERB}(?:{_FINITE}|[a-z]{{3,12}}s\b)")
_AFTER_BARE = re.compile(
    rf"(?:that\s)?{_LOOSE_START}[^\s,;]*\s(?:[^\s,;]+\s){{0,4}}?"
    rf"(?<!that )(?<!which )(?<!who )(?<!the )(?<!of ){_FINITE}"
    rf"|[a-z]{{3,14}}s\s(?:{_PAST}|is|are|has|have|will)\b|{_ADVERB}{_VERB}{_OBJECT}|{_RESULT}"
)
_HAS_FINITE = re.compile(
    rf"(?<!that )(?<![^,] which )(?<![^,] who )(?<!to )(?<![-'’\w]){_FINITE}"
    rf"|\A{_RESULT}|\A(?:which|who)\s"
)
_SAYING = re.compile(
    r"\A.{0,90}?\b(?:said|says|told|reported|claimed|announced|added|argued|stated|warned"
    r"|confirmed)\b"
    r"(?:\s(?!that\b)\S+){0,3}?(?:\s(?:on\s)?\w+day)?\s(?:that\s)?"
)
_BETWEEN = re.compile(r"\b(?:between|both|either|neither)\b[^,;]*\Z")
# "Ann Reed, who heads the agency, said …" tells of the agency, not of Ann Reed.
_VERB_AFTER_COMMA = re.compile(
    rf",\s(?!{_ADVERB}(?:said|says|told|added|argued|wrote|noted|warned"
    rf"|claimed|found|finds|shows?|showed|concluded|reported|estimated|stated|announced|denied"
    rf"|confirmed)\b){_ADVERB}{_FINITE}"
)
_SUBORDINATE = re.compile(r"\b(?:when|if|who|which|where|until|whether)\s[^,;]*\Z")
_THAT = re.compile(r"that\s+")


def joints(masked: str) -> Iterator[tuple[int, int]]:
    """Yield (end of a clause, start of the next) in reading order."""
    at = 0
    for match in _CONNECTOR.finditer(masked):
        joint = _joint(masked, match) if match.start() >= at else None
        if joint is not None:
            that = _THAT.match(masked, joint[1]) if match["semicolon"] is None else None
            at = that.end() if that else joint[1]
            yield joint[0], at


def _joint(masked: str, match: re.Match[str]) -> tuple[int, int] | None:
    after = match.end()
    if match["semicolon"]:
        return match.span()
    if match["bare"]:
        before = masked[max(0, match.start() - 80) : match.start()]
        if _BETWEEN.search(before) or _SUBORDINATE.search(before):
            return None
        return match.span() if _AFTER_BARE.match(masked, after) else None
    if match["word"]:
        return match.span() if _AFTER_COMMA_WORD.match(masked, after) else None
    if match["which"] is None:
        return match.span() if _AFTER_COMMA.match(masked, after) else None
    if not _AFTER_WHICH.match(masked, after):
        return None
    closing = masked.find(",", after)
    if closing < 0:
        return match.span()
    # "The bank, which lost money, closed": the relative clause stays with its noun.
    rest = _VERB_AFTER_COMMA.match(masked, closing) and masked.count(" ", closing) > 4
    return (closing, closing + 2) if rest else None


def is_clause(masked: str, *, last: bool) -> bool:
    """Tell whether a stretch between joints holds a finite verb besides the word of saying."""
    body = masked.strip()
    if len(body) < 12 or body.count(" ") < 2:
        return False
    said = None if last else _SAYING.match(body)
    if said and _HAS_FINITE.search(body[said.end() :]) is None:
        return False
    return _HAS_FINITE.search(body) is not None
