"""Dates as pages write them, to ISO 8601: the offset as declared, nothing invented."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTH_NAMES = (
    "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august"
    "|sep sept september|oct october|nov november|dec december"
)
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.split("|"), 1)
    for name in names.split()
}
_MONTH = "(?P<{}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_CLOCK = (
    r"(?:\s*(?:[(（][月火水木金土日](?:曜日?)?[)）])?[\s,T|｜・]{0,3}(?:at\s)?"
    r"(?:(?P<half>午前|午後)\s?)?(?P<hour>\d{1,2})\s?(?:[:時])\s?(?P<minute>\d{2}|\d(?=分))?分?"
    r"(?::(?P<second>\d{2}))?(?:\.\d{1,9})?"
    r"\s?(?P<noon>[ap]\.?m\b\.?)?\s?(?P<zone>Z\b|UTC\b|GMT\b|JST\b|[+-]\d{2}:?\d{2}\b)?)?"
)
_WRITTEN = tuple(
    re.compile(pattern + _CLOCK, re.IGNORECASE)
    for pattern in (
        r"(?:(?P<era>令和|平成|昭和)(?P<era_year>元|\d{1,2})|(?<!\d)(?P<year>\d{4}))\s?年"
        r"\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日",
        r"(?<![\d/.-])(?P<year>(?:19|20)\d{2})(?P<sep>[-/.])\s?(?P<month>\d{1,2})(?P=sep)\s?"
        r"(?P<day>\d{1,2})(?![\d/-])",
        r"\b" + _MONTH.format("name") + r"\s(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<year>\d{4})\b",
        r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?\s"
        + _MONTH.format("name")
        + r",?\s(?P<year>\d{4})\b",
    )
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?$")
_CHANGED = re.compile(
    r"更新|改訂|改定|修正|変更|updated|modified|edited|revised|last\s?mod", re.IGNORECASE
)
_ISSUED = re.compile(
    r"公開|掲載|配信|投稿|発表|発行|発信|作成|published|posted|issued|released|first\s",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。！？]|[a-z]{3}\.\s*$")
_MOST_BESIDE = 32  # characters that may stand in a dateline besides its dates
_LONGEST_LINE = 120
_ZONES = {"jst": "+09:00", "z": "+00:00", "utc": "+00:00", "gmt": "+00:00"}


def iso_date(written: str | None) -> str | None:
    """Return a declared date as ISO 8601 (date, or date and time with its offset, if any)."""
    value = " ".join(unicodedata.normalize("NFKC", written or "")[:100].split())
    if not value:
        return None
    compact = _COMPACT.match(value)
    try:
        if compact is None:
            if len(value) <= 10:
                return _plausible(date.fromisoformat(value))
            return _plausible(datetime.fromisoformat(value))
        year, month, day, *clock = (int(part) if part else None for part in compact.groups())
        if clock[0] is None:
            return _plausible(date(year or 0, month or 0, day or 0))
        return _plausible(datetime(year or 0, month or 0, day or 0, clock[0], clock[1] or 0))  # noqa: DTZ001 - no offset is declared
    except ValueError:
        pass
    if re.match(r"^[A-Za-z]{3},? \d{1,2} [A-Za-z]{3} \d{4} \d", value):
        try:
            return _plausible(parsedate_to_datetime(value))
        except ValueError:
            pass
    found = dates_in(value)
    return found[0][0] if found else None


def dates_in(text: str) -> list[tuple[str, int, int]]:
    """Return the dates written in a short text, in order: ISO form, start, end."""
    found: list[tuple[str, int, int]] = []
    for pattern in _WRITTEN:
        for match in pattern.finditer(text):
            value = _value(match)
            if value is not None:
                found.append((value, match.start(), match.end()))
    return sorted(found, key=lambda each: each[1])


def datelines(lines: Iterable[str]) -> tuple[str | None, str | None]:
    """Return (published, modified) as the short lines beside a headline state them."""
    published: str | None = None
    modified: str | None = None
    for line in lines:
        if len(line) > _LONGEST_LINE or _SENTENCE.search(line):
            continue
        words = unicodedata.normalize("NFKC", line)
        found = dates_in(words)
        beside = len(words) - sum(end - start for _, start, end in found)
        if not found or beside > _MOST_BESIDE:
            continue
        for number, (value, start, end) in enumerate(found):
            left = words[found[number - 1][2] if number else 0 : start]
            right = words[end : found[number + 1][1] if number + 1 < len(found) else len(words)]
            label = left if _CHANGED.search(left) or _ISSUED.search(left) else right
            if _CHANGED.search(label) and not _ISSUED.search(label):
                modified = modified or value
            else:
                published = published or value
        if published and modified:
            break
    return published, modified


def _value(match: re.Match[str]) -> str | None:
    part = match.groupdict()
    year = int(part["year"] or 0)
    if part.get("era"):
        since = part["era_year"]
        year = _ERAS[part["era"]] + (1 if since == "元" else int(since))
    month = _MONTHS[part["name"].lower()] if part.get("name") else int(part["month"])
    try:
        day = date(year, month, int(part["day"]))
        clock = _clock(part)
        whole = datetime.fromisoformat(f"{day.isoformat()}T{clock}") if clock else day
    except ValueError:
        return None
    return _plausible(whole)


def _clock(part: dict[str, str | None]) -> str:
    """Return `hh:mm:ss` and the offset as written, "" where the page gives no time."""
    if not part["hour"] or (not part["minute"] and not part["half"]):
        return ""
    hour, minute = int(part["hour"]), int(part["minute"] or 0)
    noon = (part["noon"] or "").lower()[:1] or {"午前": "a", "午後": "p"}.get(
        part["half"] or "", ""
    )
    if noon:
        hour = hour % 12 + (12 if noon == "p" else 0)
    zone = part["zone"] or ""
    zone = _ZONES.get(zone.lower(), zone)
    return f"{hour:02d}:{minute:02d}:{int(part['second'] or 0):02d}{zone}"


def _plausible(value: date) -> str | None:
    return value.isoformat() if 1800 <= value.year <= 2100 else None
