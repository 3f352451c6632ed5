"""English attribution: according to X, X said (that), "…," said X, X told Y, it is said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.extraction.candidates import Mode
from claims.extraction.folding import words
from claims.extraction.said import Said

_VERBS = (
    "said|says|say|saying|told|tells|stated|states|announced|announces|reported|reports|claimed"
    "|claims"
    "|argued|argues|warned|warns|denied|denies|confirmed|confirms|added|adds|insisted|insists"
    "|acknowledged|admitted|testified|wrote|writes|tweeted|posted|estimated|estimates|noted|notes"
    "|alleged|alleges|accused|accuses|declared|explained|suggested|suggests|vowed|pledged|asked"
    "|predicted|predicts|disclosed|revealed|reveals|concluded|concludes|found|recalled|maintained"
    "|warn|argue|claim|predict|estimate|insist|acknowledge|concede|conceded|concedes|allege|heard"
    "|described|describes|put it|show|found|suggest|believe|believes|conclude|report|contend"
    "|contends"
    "|contended|reiterated|countered|quipped|joked|lamented|complain|testify|explains|recalls"
    "|writes"
    "|cautioned|remarked|ruled|apologised|apologized|signalled|signaled|hinted|urged|refused to say"
    "|asserted|stressed|emphasized|emphasised|replied|responded|boasted|promised"
    "|complained|showed|shows"
)
# After these a clause must follow before they count as saying: "found a dog" reports nothing.
_WEAK = words(
    "claim show suggest believe believes conclude report heard estimate allege ruled urged hinted "
    "signaled signalled "
    "found showed shows asked posted denied denies promised reports states estimates "
    "notes claims confirmed "
    "confirms added adds revealed reveals suggested suggests vowed pledged concluded concludes"
)
_BETWEEN_COMMAS = words(
    "found showed shows suggested suggests estimates revealed reveals concluded"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+|\b[Pp]er\s+(?=[A-Z])|\APer\s+(?=the\b|a\b)")
_VERB = re.compile(rf"\b(?P<verb>{_VERBS})\b")
_HEARSAY_WORDS = words(
    "reportedly allegedly purportedly supposedly rumored rumoured said believed thought reported "
    "alleged understood"
)
_LETTERS = re.compile(r"\w+")
_VERB_WORDS = frozenset(verb.split()[0] for verb in _VERBS.split("|"))
_HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly|rumou?red to|(?:is|are|was|were) "
    r"(?:widely )?"
    r"(?:said|believed|thought|reported|alleged|understood|rumou?red) to|it (?:is|was|has "
    r"been) (?:widely )?"
    r"(?:said|believed|thought|reported|alleged|understood|rumou?red))\b",
    re.IGNORECASE,
)
_ANONYMOUS = re.compile(
    r"\b(?:officials?|sources?|people (?:familiar|close|briefed|with)|insiders?|aides?"
    r"|diplomats?|analysts?|experts?"
    r"|observers?|witnesses|residents|critics|someone|a person|persons? familiar"
    r"|executives?|spokes(?:man|woman|person|people))\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|President|Minister)\.? [A-Z]|\b[A-Z][a-z]+ "
    r"(?:[A-Z]\. )?[A-Z][a-z]{2,}"
)
_PRONOUN = re.compile(r"(?:He|She|They|It|We|he|she|they|it|we|I)\Z")
_NOT_SPEAKER = re.compile(
    r"\b(?:that|which|who|what|whom|to|not|also|as|and|but|when|while|is|are|was|were|be"
    r"|been|has|have|had|can|could|would|will|(?-i:may)|must|there|it|the|an?|this|these|those|its|his"
    r"|their|our|my|no|any|each|every|of|in|by|from|for|with|at|on)\Z",
    re.IGNORECASE,
)
_ONLY_DETERMINER = re.compile(
    r"(?:the|an?|this|that|its|his|her|their|no|some|these|those|our|my|such|any|all|more|\w+ed)\Z",
    re.IGNORECASE,
)
_THROUGH = re.compile(r",\s(?:citing|quoting)\s(?P<who>[^,]{2,80})")
# "In a short letter she said": the phrase in front is no part of the speaker.
_FRONTED = re.compile(
    r"(?:In|At|On|After|During|For|From|By|With|Before|To|Last|This)\s.*\s(?P<who>he|she|they|we|I)\Z"
)
# "Does anybody still believe": a question tells nobody's words.
_ASKS = re.compile(
    r"(?:Do|Does|Did|Is|Are|Was|Were|Has|Have|Had|Can|Could|Would|Should|Must"
    r"|(?:Will|May)(?= [a-z]))\s"
)
# "Ministers claim", but "a false claim": the bare form needs several speakers.
_SEVERAL = re.compile(r"(?:s|people|police|men|women|many|some|we|they|I|you|\band\b.*)\Z")
# ", the auditor found, and …": a clause of saying between two commas.
_BETWEEN = re.compile(r",\s[^,;:\"“”]{2,60}\s\Z")
_ASIDE = re.compile(r",\s(?:citing|quoting|speaking|writing|testifying|appearing)\b.*\Z")
_DENIED = re.compile(
    r"\s(?:the|any|all|a|it|such|his|her|their|accusations|allegations|wrongdoing|involvement"
    r"|having|claims|reports|\w+ing)\b"
)
# "Jane Doe declined to comment but confirmed that …": the second verb shares the subject.
_SHARED = re.compile(
    r"\A(?P<name>[A-Z][^\"“”]{1,120}?),?\s(?:declined|refused|apologi[sz]ed|said|added"
    r"|\w+ed)\b[^\"“”]{0,120}?"
    r"(?:\b(?:but|and)|,)\s*(?:also\s|later\s|then\s)?\Z"
)
# "It failed, said Ann Reed": a whole clause and one comma stand before the verb.
_INVERTED = re.compile(
    r"[^,]*\b(?:was|were|is|are|had|has|have|will|would|did|fell|rose|[a-z]+ed)\b[^,]*, \Z"
)
# ", emergency services said.": behind a comma and at the end, any plain name speaks.
_CLOSES = re.compile(r"(?:\s(?:in a statement|on \w+day|\w+day|late|earlier|in \w+))*[.”\"]*\s*\Z")
_PLAIN_NAME = re.compile(r"[a-z][\w'’-]+(?: [\w'’-]+){0,5}\Z")
_BREAK = re.compile(r"[,;:—–]|\s-\s")
_APPOSITIVE = re.compile(
    r"\s*(?:citing|quoting|speaking|writing|testifying|appearing|an?|the|who|which|whose|former"
    r"|his|her|its|their|published|released|issued|commissioned|conducted|based|written|led|seen|head|director|chief"
    r"|professor|spokes\w+|president|minister|analyst|founder|author|[0-9]{2})\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"(?:(?:later|also|then|reportedly|repeatedly|earlier|previously|publicly|once|has"
    r"|have|had|would|has since|did not|today|on \w+day|\w+ly)\s)+\Z"
)
_JOINT = re.compile(r"\b(?:that|but|and|because|while|as|which|where|when|after)\s(?=[^,]*\Z)")
_NEW_SPEAKER = re.compile(r"[A-Z]|the |an? |officials|sources|he |she |they |it ")
_WINDOW = 240
_QUOTES = frozenset('"“«＂')


def find(sentence: str, pairs: Sequence[tuple[int, int]]) -> list[Said]:
    """Return the attributions of a sentence, outermost first; offsets are relative to it."""
    masked = sentence
    quotes = [
        (first, last)
        for first, last in pairs
        if sentence[first] in _QUOTES and (last - first > 12 or sentence[last - 1] in ",.!?")
    ]
    for first, last in pairs:
        if sentence[first] in _QUOTES | {"("}:
            masked = masked[: first + 1] + "\u00b7" * (last - first - 1) + masked[last:]
    mode: Mode = "direct" if quotes else "reported"
    found = _according(sentence, masked, mode)
    words_in = frozenset(_LETTERS.findall(masked.lower()))
    if not _VERB_WORDS.isdisjoint(words_in):
        found += _verbs(sentence, masked, mode, quotes)
    if found and (through := _THROUGH.search(masked)):
        who = sentence[through.start("who") : through.end("who")]
        found.append(Said(*through.span("who"), who, "reported", _is_anonymous(who)))
    if found or _HEARSAY_WORDS.isdisjoint(words_in):
        return found
    if hearsay := _HEARSAY.search(masked):
        return [Said(hearsay.start(), hearsay.end(), None, "hearsay", True)]
    return found


def _is_anonymous(name: str) -> bool:
    return bool(_ANONYMOUS.search(name)) and not _PERSON.search(name)


def _said(start: int, end: int, name: str, mode: Mode) -> Said:
    return Said(start, end, name, mode, _is_anonymous(name), bool(_PRONOUN.match(name)))


def _according(sentence: str, masked: str, mode: Mode) -> list[Said]:
    if "ccording to" not in masked and "er " not in masked:
        return []
    cue = _ACCORDING.search(masked)
    if cue is None:
        return []
    end = _source_end(masked, cue.end(), fronted=cue.start() < 3)
    name = sentence[cue.end() : end].strip(" ,")
    return [_said(cue.start(), cue.end() + len(name), name, mode)] if name else []


def _source_end(masked: str, at: int, *, fronted: bool) -> int:
    """A source may hold commas: "John Smith, a professor at Leeds, …"."""
    window = masked[at : at + _WINDOW].rstrip().rstrip(".;:!?—–)").rstrip()
    stop = at + len(window)
    commas = [match.start() for match in re.finditer(",", masked[at:stop])]
    if not commas:
        return stop
    first = at + commas[0]
    if not _APPOSITIVE.match(masked, first + 1):
        return first
    if fronted:
        return at + commas[1] if len(commas) > 1 else first
    return at + commas[1] if len(commas) > 1 else stop


def _verbs(sentence: str, masked: str, mode: Mode, quotes: list[tuple[int, int]]) -> list[Said]:
    found: list[Said] = []
    at = 0
    for match in _VERB.finditer(masked):
        if match.start() < at or len(found) >= 3:
            continue
        behind = _after(sentence, masked, match, mode)
        if behind is not None and _INVERTED.match(masked, at, match.start()):
            said: Said | None = behind
        else:
            said = _before(sentence, masked, match, mode, at, quotes) or behind
        if said is not None:
            found.append(said)
            at = match.end()
    return found


def _before(
    sentence: str,
    masked: str,
    verb: re.Match[str],
    mode: Mode,
    floor: int,
    quotes: list[tuple[int, int]],
) -> Said | None:
    """X said …, or …, X said."""
    stop = verb.start()
    floor = max(floor, stop - _WINDOW)
    adverb = _ADVERB.search(masked, floor, stop)
    if adverb and adverb.start() > floor:
        stop = adverb.start()
    lead = masked[floor:stop].rstrip()
    if not lead or not _counts(masked, verb):
        return None
    if verb["verb"] == "saying" or lead.endswith((" but", " and")):
        shared = _SHARED.match(masked[: verb.start()])
        if shared and _names_someone(shared["name"]):
            return _said(
                shared.start("name"), verb.end(), sentence[slice(*shared.span("name"))], mode
            )
    start = _name_start(masked, floor, floor + len(lead))
    name = sentence[start : floor + len(lead)].strip(' ,"”')
    name = _ASIDE.sub("", name).removeprefix("As ")
    if fronted := _FRONTED.match(name):
        name = fronted["who"]
    start = sentence.find(name, start) if name else start
    closing = masked[start - 2 : start] == ", " and bool(_CLOSES.match(masked, verb.end()))
    if not (_names_someone(name) or (closing and _PLAIN_NAME.match(name))):
        return None
    return _said(start, verb.end(), name, mode)


def _counts(masked: str, verb: re.Match[str]) -> bool:
    after = masked[verb.end() : verb.end() + 24]
    ahead = masked[max(0, verb.start() - 64) : verb.start()]
    if verb["verb"] == "claim" and not _SEVERAL.search(ahead.rstrip()):
        return False
    if after.startswith(",") and verb["verb"] in _BETWEEN_COMMAS and _BETWEEN.search(ahead):
        return True
    if verb["verb"] not in _WEAK:
        return True
    if verb["verb"] in ("denied", "denies") and _DENIED.match(after):
        return True
    if re.match(r"\s*(?:that\b|[,:]?\s?[\"“]|[.,]\s*\Z|how\b)", after):
        return True
    return bool(
        re.match(r"\s(?:the|a|an|he|she|it|they|there|its|his|her|more|some|about)\b.*", after)
    ) and bool(
        re.match(
            r".{0,60}\b(?:was|were|is|are|had|has|have|would|will|could)\b", masked[verb.end() :]
        )
    )


def _name_start(masked: str, floor: int, end: int) -> int:
    """Walk back from the verb to where the speaker's name begins."""
    first = max(floor, end - 140)
    segment = masked[first:end]
    breaks = [match.end() for match in _BREAK.finditer(segment)]
    quote_end = max(segment.rfind(mark) for mark in '"”»') + 1
    if segment.endswith(","):
        # "John Smith, a professor, said": two commas belong to the name.
        breaks = breaks[:-1]
        start = breaks.pop() if breaks else 0
        while start and _APPOSITIVE.match(segment, start):
            start = breaks.pop() if breaks else 0
    else:
        start = breaks[-1] if breaks else 0
    start = max(start, quote_end)
    start += _after_joint(segment[start:])
    return first + start + (len(segment[start:]) - len(segment[start:].lstrip()))


def _after_joint(segment: str) -> int:
    """Skip "that", "but" … when a new speaker follows; "and" may join two speakers."""
    joint = _JOINT.search(segment)
    if joint is None or not _NEW_SPEAKER.match(segment, joint.end()):
        return 0
    if joint.group().strip() == "and" and segment.lstrip()[:1].isupper():
        return 0
    return joint.end()


def _names_someone(name: str) -> bool:
    if not name or _ONLY_DETERMINER.match(name) or _ASKS.match(name):
        return False
    if len(name) > 120 or _NOT_SPEAKER.search(name):
        return bool(_PRONOUN.match(name)) and name.lower() != "it"
    words = name.split()
    if len(words) > 16:
        return False
    return bool(re.search(r"[A-Z]", name) or _ANONYMOUS.search(name) or _PRONOUN.match(name)
                or re.match(
    r"(?:the|an?|one|two|three|several|many|some|both|his|her|its|their|local|state"
    r"|police|doctors|scientists|researchers|prosecutors|lawyers|authorities"
    r"|investigators)\b", name, re.IGNORECASE))  # fmt: skip


def _after(sentence: str, masked: str, verb: re.Match[str], mode: Mode) -> Said | None:
    """ "…," said X."""
    if (
        not re.search(r"[,”\"»?!]\s\Z", masked[max(0, verb.start() - 4) : verb.start()])
        or verb["verb"] in _WEAK
    ):
        return None
    rest = re.match(r"\s+(?P<name>[^.;:\"“]{2,120})", masked[verb.end() : verb.end() + _WINDOW])
    if rest is None:
        return None
    first = verb.end() + rest.start("name")
    end = _source_end(masked, first, fronted=False)
    name = sentence[first : min(end, verb.end() + rest.end())].strip(" ,")
    if not _names_someone(name):
        return None
    return _said(verb.start(), first + len(name), name, mode)
