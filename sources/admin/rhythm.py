"""The rhythm of looks in words: how late a change is seen, and whether a host keeps up."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sources import schedule
from sources.models import Host, Source
from sources.services.cadence import rhythm_of
from sources.services.loads import delay_seconds

MINUTE, HOUR = 60, 3600


def span_in_words(seconds: float) -> str:
    """Return a span of time in its largest fitting unit: minutes, hours or days."""
    if seconds < 2 * HOUR:
        minutes = max(1, round(seconds / MINUTE))
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if seconds < 2 * schedule.DAY:
        hours = round(seconds / HOUR)
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(seconds / schedule.DAY)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def delay_in_words(source: Source, now: datetime) -> str:
    """Return how late a change would be seen on average; empty when the page is not watched."""
    delay = rhythm_of(source, now).delay_seconds
    return "" if delay is None else _("about %(span)s") % {"span": span_in_words(delay)}


def chance_in_words(source: Source, now: datetime) -> str:
    """Return how likely it is that the page changed since it was last read."""
    chance = rhythm_of(source, now).chance
    if chance is None:
        return ""
    return _("less than %(percent)s") % {"percent": "1%"} if chance < 0.01 else f"{chance:.0%}"


def load_in_words(host: Host) -> str:
    """Return what a host is asked for and what its spacing allows, as one sentence."""
    possible = schedule.host_looks_per_day(delay_seconds(host))
    wanted = round(host.wanted_per_day)
    if host.strained_since is None:
        return _("Its pages want %(wanted)d looks a day; its spacing allows them.") % {
            "wanted": wanted
        }
    return _(
        "Its pages want %(wanted)d looks a day, its spacing allows %(possible)d:"
        " their intervals are stretched %(stretch).1f times."
    ) % {"wanted": wanted, "possible": int(possible), "stretch": host.stretch}
