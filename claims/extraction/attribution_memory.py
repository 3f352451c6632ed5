"""Who spoke before: leads 同氏, それを読むと, "he said", "the report added" back to a speaker."""

from __future__ import annotations

import re
from collections import deque

from claims.extraction.folding import words

# How many paragraphs back a speaker is remembered, and how far a name is looked for.
_PARAGRAPHS = 2
_NEAR = 500

_SAME = re.compile(
    "同(?P<sort>大統領|首相|長官|教授|通信|テレビ|[氏相省庁社紙誌筋県市町村党局会署団隊国校])"
)
_WHOLE_JA = "(?P<name>(?![同各両全当本])[一-龥々ァ-ヴーA-Za-z0-9・＝]{{2,24}}{sort})(?![一-龥])"
_PERSON = (
    "(?:氏|さん|教授|大統領|首相|[一-龥]相|長官|議員|会長|社長|知事|市長|[一-龥]長|総書記|主席"
    "|監督|選手|弁護士|医師|被告"
    "|容疑者|代表|報道官|記者|総裁|博士|男性|女性|大臣|担当者|幹部)"
)
_PERSON_JA = re.compile(f"{_PERSON}(?:（[^）]*）)?\\Z")
# Who acts, or whom the author asked: 農家の男性（61）に話を聞いた.
_PERSON_TOPIC = re.compile(
    f"(?P<name>[一-龥々ァ-ヴー]{{1,8}}の(?:男性|女性)|[一-龥々ァ-ヴーA-Za-z・＝]{{1,20}}{_PERSON})"
    "(?:[（(][^（()）\n]{0,12}[）)])?(?:[はが]|[にへ][^。\n]{0,6}(?:話を聞|聞い|尋ね|取材)|から話を聞)"
)
_TOPIC = re.compile(
    "(?:^|[。\n　、])(?P<name>(?!同)[一-龥々ァ-ヴーA-Za-z0-9・&]{2,24})"
    "(?:（[^）\n]{0,40}）)?は(?!ず)"
)
_FIRM_END = (
    "(?:社|工業|精機|電機|電器|電子|製作所|電力|ガス|銀行|製薬|自動車|鉄道|航空|証券|建設|商事|産業"
    "|化学|製鉄|重工|食品|ホールディングス|グループ|HD)"
)
_FIRM = re.compile(f"{_FIRM_END}\\Z")
_FIRM_ACTS = re.compile(
    f"(?<![一-龥々ァ-ヴーA-Za-z])"
    f"(?P<name>(?!同)[一-龥々ァ-ヴーA-Za-z&・]{{1,16}}{_FIRM_END})(?:[（(][^（()）\\n]{{0,20}}[）)])?[はが]"
)
#: What a firm's report counts is no firm: 年間配当は, 純利益は.
_SUM = re.compile(
    "(?:配当|利益|売上高?|損失|受注|株価|予想|費用|費|額|高|率|数|量|影響|業績|決算)\\Z"
)
_HE = re.compile(r"(?:he|she|i)\Z", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"(?:the|that|this)\s(?P<noun>report|study|survey|paper|newspaper|statement|letter|document"
    r"|analysis|poll"
    r"|agency|ministry|company|group|bank|university|magazine|broadcaster|network|researchers"
    r"|authors)\Z",
    re.IGNORECASE,
)
_BODIES_EN = words(
    "agency analysts army association authorities bank center centre commission committee "
    "company corp council court critics data department economists experts government group "
    "inc institute investigators journal lawyers ltd military ministry nations navy news "
    "newspaper office officials organisation organization party people police poll post "
    "prosecutors report researchers residents reuters scientists service sources state "
    "statement study survey television times tv union university witnesses"
)
_WORD = re.compile(r"[a-z]+")
_HEAD_END = re.compile(r",|\s(?:of|at|from|for|with|in|who|by)\s")
_SUBJECT_EN = re.compile(
    r"(?:(?P<aged>[A-Z][a-z'’-]+[a-z]), [0-9]{2}, [a-z]|"
    r"(?P<name>(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Gov|President|Minister|Mayor|Chief"
    r"|Judge)\.? )?[A-Z][a-z]+(?: [A-Z]\.)?"
    r" [A-Z][a-z'’-]+[a-z])(?:,[^,]{2,60},)? [a-z])"
)


class SpeakerMemory:
    """Remembers the speakers of the paragraphs just read."""

    def __init__(self, *, japanese: bool) -> None:
        self._japanese = japanese
        self._spoke: deque[tuple[int, str]] = deque(maxlen=12)
        self._subject: tuple[int, str] | None = None

    def note(self, speaker: str, block: int) -> None:
        """Remember who spoke in this paragraph."""
        self._spoke.append((block, speaker))

    def read_past(self, text: str, start: int, end: int, block: int) -> None:
        """Remember whom an English sentence is about, should the next one say "she"."""
        if not self._japanese:
            subject = _SUBJECT_EN.match(text, start, min(end, start + 160))
            name = subject and (subject["aged"] or subject["name"])
            if name and not _is_body(name):
                self._subject = (block, name)

    def resolve(self, named: str | None, text: str, start: int, block: int) -> str | None:
        """Return the earlier speaker a pronoun or an unspoken subject stands for, or None."""
        recent = [who for at, who in reversed(self._spoke) if block - at <= _PARAGRAPHS]
        if self._japanese:
            return self._japanese_speaker(named, recent, text, start, block)
        if named is None:
            return recent[0] if recent else None
        if _HE.match(named):
            return self._person(recent, block)
        return recent[0] if recent else None

    def earlier(self, named: str, block: int) -> str | None:
        """Return the fuller name of "the report", "the agency", when one spoke before."""
        document = _DOCUMENT.match(named) if not self._japanese else None
        if document is None:
            return None
        noun = document["noun"].lower()
        for at, who in reversed(self._spoke):
            if block - at <= _PARAGRAPHS and noun in who.lower() and len(who) > len(named):
                return who
        return None

    def _person(self, recent: list[str], block: int) -> str | None:
        spoke = next((who for who in recent if _is_person(who)), None)
        if spoke is not None:
            return spoke
        if self._subject is not None and block - self._subject[0] <= 1:
            return self._subject[1]
        return None

    def _japanese_speaker(
        self, named: str | None, recent: list[str], text: str, start: int, block: int
    ) -> str | None:
        near = [who for at, who in reversed(self._spoke) if block - at <= 1]
        if named is None:
            return near[0] if near else None
        same = _SAME.match(named)
        if same is None or same["sort"] == "氏":
            person = next((who for who in recent if _PERSON_JA.search(who)), None)
            return person or (near[0] if near else _last_person(text, start))
        sort = same["sort"]
        spoke = next((who for who in recent if who.endswith(sort) and who != named), None)
        named_so = _last_named(text, start, sort)
        if named_so is None and sort == "社" and not spoke:
            return _last_topic(text, start)
        return spoke or named_so


def _is_body(name: str) -> bool:
    return not _BODIES_EN.isdisjoint(_WORD.findall(name.lower()))


def _is_person(who: str) -> bool:
    """Judge an English speaker by the head of the name: "Dr Brandt of the university"."""
    head = _HEAD_END.split(who, maxsplit=1)[0]
    last = head.split()[-1] if head.split() else ""
    plural = last.islower() and last.endswith("s")
    return not plural and not _is_body(head)


def _last_named(text: str, start: int, sort: str) -> str | None:
    """Return the last name of that sort before: the 経済産業省 of 同省."""
    pattern = re.compile(_WHOLE_JA.format(sort=re.escape(sort)))
    last = None
    for match in pattern.finditer(text, max(0, start - _NEAR), start):
        last = match["name"]
    return last


def _last_topic(text: str, start: int) -> str | None:
    """Return the last topic (…は) before: a company seldom has 社 in its name."""
    topic = firm = None
    first = max(0, start - _NEAR)
    for match in _TOPIC.finditer(text, first, start):
        topic = match["name"]
        firm = topic if _FIRM.search(topic) else firm
    for match in () if firm else _FIRM_ACTS.finditer(text, first, start):
        firm = match["name"]
    return firm or (None if topic and _SUM.search(topic) else topic)


def _last_person(text: str, start: int) -> str | None:
    last = None
    for match in _PERSON_TOPIC.finditer(text, max(0, start - _NEAR), start):
        last = match["name"]
    return last
