"""Japanese: 同氏, 同社, 両国, 彼, full names for short ones, topics of unspoken subjects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claims.extraction.aliases import Entity
from claims.extraction.names_ja import TITLE
from claims.extraction.referents import Mention, Scene, short_names
from claims.extraction.wording import Fill

_SAME: Final = re.compile(
    f"同(?P<what>氏|社|国|省|庁|党|市|県|大学|(?:{TITLE}))(?=[はがのもにをとへ、]|によ|から)"
    "|(?P<he>彼女?)(?=[はがのもにをと、])|両(?P<two>氏|国)(?=[はがのもにをとで、])"
)
_TOPIC: Final = re.compile(f"(?:{TITLE})?は")
_LEAD: Final = re.compile(
    "(?:また|さらに|そして|しかし|だが|ただし?|なお|その後|同時に|一方で?|これに対し|続けて)、"
)
_SUBJECT: Final = re.compile("[^、。\\s](?:は(?!ず|る|ら|っ)|が(?!ら|る|っ)|も(?=[^のっう]))")
_ACTS: Final = re.compile(
    "[しっいえけげせてめべりんじきねれ](?:た|だ|ている|ていた)[。）」]{0,4}\\Z"
)
_OBJECT: Final = re.compile("[をと」]")
_NOT_ACTIVE: Final = re.compile(
    "(?:[さらかがわたばまな]れ|られ|なっ|あっ|でき|起き|生じ|増え|減っ|達し|上っ|下がっ|上がっ|続い|始まっ|終わっ|見え|分かっ|残っ|のだっ|だっ)"
    "(?:た|て|てい[たる])[。）」]*\\Z"
)
_TIME: Final = re.compile("(?:年|月|日|時|今回|当時|現在|昨年|今年|最近|今後|以前|これまで)\\Z")
_PARTICLE_END: Final = re.compile("[でにとへ]\\Z|から\\Z|まで\\Z|より\\Z")


def fills(
    text: str, start: int, end: int, masked: str, mentions: Sequence[Mention], scene: Scene
) -> list[Fill]:
    """Return the fills of one sentence and move the scene on. ``masked``: brackets blanked."""
    scene.note(mentions)
    found = [
        Fill(one.start, one.end, text[one.start : one.end], one.put, one.why)
        for one in short_names(mentions, {})
        if masked[one.start - start] == text[one.start]
    ]
    same = "同" in masked or "彼" in masked or "両" in masked
    for match in _SAME.finditer(masked) if same else ():
        put = _resolved(match, start + match.start(), scene)
        if put:
            at = start + match.start()
            found.append(Fill(at, start + match.end(), match.group(), put, "pronoun"))
    carried = _carried(masked, scene)
    if carried is not None:
        at, put = carried
        found.append(Fill(start + at, start + at, "", put, "topic carried"))
    else:
        scene.topic = _topic(masked, start, mentions, found)
    return found


def _resolved(match: re.Match[str], at: int, scene: Scene) -> str | None:
    two, what = match["two"], match["what"]
    if two:
        pair = scene.before(at, "person") if two == "氏" else _countries(scene, at)
        if len(pair) != 2:
            return None
        first, second = (one.full for one in pair)
        return f"{first}氏と{second}氏" if two == "氏" else f"{first}と{second}の両国"
    if match["he"] or what == "氏" or re.fullmatch(TITLE, what or ""):
        persons = scene.before(at, "person")
        return persons[0].full + _title(what) if len(persons) == 1 else None
    known = _bodies(scene, at, what)
    return known[0].full if len(known) == 1 else None


def _title(what: str | None) -> str:
    return what if what else "氏"


def _countries(scene: Scene, at: int) -> list[Entity]:
    return [
        one
        for one in scene.before(at, "place")
        if one.listed is not None and len(one.listed.id) == 2
    ]


def _bodies(scene: Scene, at: int, what: str | None) -> list[Entity]:
    if what == "国":
        return _countries(scene, at)
    if what in ("市", "県"):
        return [one for one in scene.before(at, "place") if one.full.endswith(what)]
    bodies = scene.before(at, "organisation")
    if what == "社":
        offices = ("省", "庁", "党", "大学", "委員会", "裁判所", "議会", "連合", "国連", "機関")
        return [one for one in bodies if not one.full.endswith(offices)]
    return [one for one in bodies if one.full.endswith(what or "")]


def _topic(
    masked: str, start: int, mentions: Sequence[Mention], found: Sequence[Fill]
) -> tuple[str, Entity] | None:
    """Who the sentence is about: a person or body right before its first は."""
    first = re.search("は(?!ず)", masked)
    if first is None:
        return None
    for one in mentions:
        if one.entity.kind not in ("person", "organisation"):
            continue
        tail = _TOPIC.match(masked, one.name.end - start)
        if tail and tail.end() == first.end():
            return one.entity.full + tail.group()[:-1], one.entity
    return None


def _carried(masked: str, scene: Scene) -> tuple[int, str] | None:
    """Where the topic of the sentence before goes, when this one acts and names no subject."""
    if scene.topic is None or _SUBJECT.search(masked):
        return None
    tail = masked[-24:]
    if not _OBJECT.search(masked) or not _ACTS.search(tail) or _NOT_ACTIVE.search(tail):
        return None
    lead = _LEAD.match(masked)
    return (lead.end() if lead else 0), f"{scene.topic[0]}は"


def shared_subject(masked: str, first: int, last: int) -> tuple[int, int] | None:
    """Return the span of "Xは" in the sentence for its part without a subject of its own."""
    topic = re.search("は(?!ず)", masked)
    if topic is None or topic.start() >= first or _SUBJECT.search(masked, first, last):
        return None
    if _SUBJECT.search(masked, topic.end(), first):
        return None
    begin = max(masked.rfind("、", 0, topic.start()), masked.rfind("。", 0, topic.start())) + 1
    phrase = masked[begin : topic.start()]
    if not 0 < len(phrase) <= 30 or _TIME.search(phrase) or _PARTICLE_END.search(phrase):
        return None
    return None if "\u00b7" in phrase else (begin, topic.end())


def has_no_subject(masked: str, first: int, last: int) -> bool:
    """Tell whether no は or が stands in masked[first:last]."""
    return _SUBJECT.search(masked, first, last) is None
