"""English dates: the grammar over tokens, resolved by newsroom rules, joined to ranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from claims.extraction import dates_en_days as days
from claims.extraction import dates_en_spans as spans
from claims.extraction import dates_en_steps as steps
from claims.extraction.date_context import DateContext, Found
from claims.extraction.dates_en_reading import Reading
from claims.extraction.dates_en_rules import RULES
from claims.extraction.dates_en_tokens import Token, codes_of, tokens_of
from claims.extraction.edtf import read_point

_READERS: dict[str, Callable[[Reading], Found | None]] = {
    "dotted": days.read_dotted,
    "ymd": days.read_ymd,
    "myd": days.read_ymd,
    "dym": days.read_ymd,
    "slashed": days.read_slashed,
    "month_figure": days.read_month_figure,
    "day": days.read_day,
    "day_of_way": days.read_day_of_way,
    "weekday_of_day": days.read_weekday_of_day,
    "nth_weekday": days.read_nth_weekday,
    "nth_unit": steps.read_nth_unit,
    "week_number": steps.read_week_number,
    "week_of_day": steps.read_week_of_day,
    "week_of": steps.read_week_of,
    "week_weekday": days.read_week_weekday,
    "weekday": days.read_weekday,
    "month": spans.read_month,
    "ago": steps.read_ago,
    "ahead": steps.read_ahead,
    "span": steps.read_span,
    "part_of_unit": spans.read_part_of_unit,
    "unit": spans.read_unit,
    "unit_beyond": spans.read_unit_beyond,
    "the_weekend": spans.read_weekend,
    "anaphora": spans.read_anaphora,
    "word": days.read_word,
    "quarter": spans.read_quarter,
    "fiscal": spans.read_fiscal,
    "decade": spans.read_decade,
    "century": spans.read_century,
    "season": spans.read_season,
    "holiday": days.read_holiday,
    "years": spans.read_years,
    "year": spans.read_year,
    "bare_day": days.read_bare_day,
}
_CORE = re.compile("[MmWvYZTCdQRSUGO]|D[/-]D|[LH]z")


def find(sentence: str, context: DateContext) -> Iterator[Found]:
    """Yield dates of a folded sentence in order, updating the context as it goes."""
    tokens = tokens_of(sentence)
    codes = codes_of(tokens)
    if not _CORE.search(codes):
        return
    at = 0
    context.week = None
    for _, _, rank, match in _hits(codes):
        if match.start() < at:
            continue
        name = RULES[rank][0]
        found = _READERS[name](Reading(match, tokens, sentence, context, name))
        if found is None:
            continue
        found = _moved(found, codes[at : match.start()], tokens[at : match.start()])
        at = match.end()
        context.note(found.resolved)
        yield found


_AWAY = re.compile("t?(?:(?:D|c|n|af?q?|fq?)[US][,&]*){1,3}(?P<way>[bgF])t?\\Z")


def _moved(found: Found, codes: str, tokens: list[Token]) -> Found:
    """Return the date that lies "two weeks before" or "three days from" the one found."""
    match = _AWAY.search(codes) if codes[-1:] in "bgFt" and codes else None
    at = read_point((found.resolved or "").split("/")[0])
    if match is None or at is None:
        return found
    start = tokens[match.start()].start
    counts = steps.counts_in(tokens[match.start() : match.start("way")])
    day = at.as_day()
    if counts is None or day is None:
        return replace(found, start=start, resolved=None, rule="ago", relative=True)
    value = steps.shifted(day, counts, -1 if match["way"] == "b" else 1)
    resolved = None if value is None else str(value)
    return replace(found, start=start, resolved=resolved, rule="ago")


def _hits(codes: str) -> list[tuple[int, int, int, re.Match[str]]]:
    present = set(codes)
    hits = [
        (match.start(), -match.end(), rank, match)
        for rank, (_, needs, pattern) in enumerate(RULES)
        if not present.isdisjoint(needs)
        for match in pattern.finditer(codes)
    ]
    return sorted(hits, key=lambda hit: hit[:3])
