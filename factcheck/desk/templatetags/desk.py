"""Template tags of the desk: chips readable without colour, labelled fields, differences, bars."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from factcheck.desk.cards import BAR_WIDTH, Bar
from factcheck.desk.differences import Part
from factcheck.desk.links import passage_link, text_fragment, web_address

register = template.Library()

#: A shape for each state, so that no state is told by colour alone.
SHAPES = {
    "proposed": "○",
    "to_check": "◔",
    "checking": "◑",
    "in_review": "◕",
    "checked": "✓",
    "dismissed": "✕",
    "queued": "○",
    "running": "◑",
    "done": "✓",
    "failed": "!",
    "unread": "○",
    "intact": "✓",
    "moved": "↕",
    "altered": "≠",
    "gone": "✕",
    "cannot_tell": "?",
    "ok": "✓",
    "missing": "!",
    "restricted": "▤",
    "blocked": "⊘",
    "unreachable": "!",
    "robots": "⊘",
    "empty_shell": "□",
    "refused": "⊘",
    "unknown": "?",
    "active": "▶",
    "paused": "‖",
    "quarantined": "!",
    "retired": "■",
    "supports": "+",
    "refutes": "−",
    "context": "i",
    "void": "!",
    "recheck": "↻",
    "published": "◆",
    "withdrawn": "◇",
    "waiver": "!",
    "high": "▲",
    "medium": "▬",
    "low": "▽",
}


@register.simple_tag
def chip(group: str, code: str, label: Any) -> SafeString:
    """Return a chip: shape and words. ``group`` and ``code`` choose the colours."""
    return format_html(
        '<span class="chip {0}-{1}">'
        '<span class="chip-shape" aria-hidden="true">{2}</span>{3}</span>',
        group,
        code,
        SHAPES.get(str(code), "•"),
        label,
    )


@register.simple_tag
def rating_dot(rating: Any) -> SafeString:
    """Return a rating's colour as a drawn dot (an attribute, so no inline style) and its name."""
    if rating is None:
        return mark_safe("")
    return format_html(
        '<span class="rating"><svg class="rating-dot" viewBox="0 0 12 12" aria-hidden="true">'
        '<circle cx="6" cy="6" r="5" fill="{}"/></svg>{}</span>',
        rating.color,
        rating,
    )


@register.simple_tag
def bar(value: Bar) -> SafeString:
    """Return an article's clearance as a drawn bar with its words."""
    said = _("%(settled)d of %(total)d settled") % {"settled": value.settled, "total": value.total}
    return format_html(
        '<span class="clearance{0}"><svg class="clearance-bar" viewBox="0 0 {1} 8"'
        ' preserveAspectRatio="none" aria-hidden="true"><rect class="bar-ground" width="{1}"'
        ' height="8" rx="2"/><rect class="bar-fill" width="{2}" height="8" rx="2"/></svg>'
        '<span class="clearance-words">{3}</span></span>',
        " is-clear" if value.clear else "",
        BAR_WIDTH,
        value.filled,
        said,
    )


@register.simple_tag
def difference(parts: list[Part]) -> SafeString:
    """Return one side of a comparison; what was removed or added is said in words as well."""
    return format_html_join("", "{}", ((_part(part),) for part in parts))


def _part(part: Part) -> SafeString:
    if part.operation == "same":
        return format_html("{}", part.text)
    element, word = ("del", _("removed")) if part.operation == "removed" else ("ins", _("added"))
    return format_html(
        '<{0}><span class="visually-hidden">[{1}: </span>{2}'
        '<span class="visually-hidden">]</span></{0}>',
        mark_safe(element),  # noqa: S308 - one of two constants
        word,
        part.text,
    )


@register.inclusion_tag("desk/field.html")
def field(bound: Any) -> dict[str, Any]:
    """Render a bound field with label, help and errors."""
    return {"field": bound, "box": bound.widget_type == "checkbox"}


@register.filter
def web(address: str | None) -> str:
    """Return the address when it may become a link."""
    return web_address(address)


@register.filter
def fragment(address: str | None, words: Any) -> str:
    """Return a link to the very words on the page: plain words, or a passage with its context."""
    if isinstance(words, str):
        return text_fragment(address, words)
    return passage_link(address, words)


@register.filter
def figure(value: Any) -> Any:
    """Return a number with its thousands grouped; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return number_format(value, use_l10n=True, force_grouping=True)
