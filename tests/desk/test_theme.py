"""The theme: contrast in light and dark, nothing from outside, no state told by colour alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claims.models.claim import STATUS_CHOICES
from factcheck.desk.templatetags.desk import SHAPES
from sources.models.passage import PassageState
from sources.models.source import SourceHealth

STATIC = Path(__file__).resolve().parents[2] / "factcheck/desk/static/desk"
THEME = (STATIC / "theme.css").read_text()
PAIRS = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}), (?:#\w{6})\)", THEME))
DARK = dict(re.findall(r"--([\w-]+): light-dark\(#\w{6}, (#\w{6})\)", THEME))
TEXT_ON = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "selected-row"),
    ("ink-soft", "paper"),
    ("ink-soft", "ground"),
    ("ink-soft", "darkened-bg"),
    ("ink-soft", "grey-ground"),
    ("link-fg", "paper"),
    ("link-fg", "ground"),
    ("pen", "paper"),
    ("pen", "pen-ground"),
    ("green", "green-ground"),
    ("amber", "amber-ground"),
    ("blue", "blue-ground"),
    ("violet", "violet-ground"),
    ("button-fg", "button-bg"),
    ("button-fg", "button-hover-bg"),
    ("ink", "pen-ground"),
    ("ink", "amber-ground"),
    ("ink", "green-ground"),
]
SHAPE_ON = [("edge", "paper"), ("edge", "ground"), ("focus", "paper"), ("focus", "ground")]


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio (WCAG 2.2, 1.4.3)."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colors", [PAIRS, DARK], ids=["light", "dark"])
def test_text_has_the_contrast_wcag_aa_asks_for(colors):
    for front, back in TEXT_ON:
        assert contrast(colors[front], colors[back]) >= 4.5, (front, back)
    for front, back in SHAPE_ON:
        assert contrast(colors[front], colors[back]) >= 3, (front, back)


def test_the_theme_asks_nothing_of_another_host():
    for path in STATIC.iterdir():
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in text and "https:" not in text and "@import" not in text, path
    script = (STATIC / "desk.js").read_text()
    assert "innerHTML" not in script and "eval" not in script


def test_every_state_has_a_shape_of_its_own_within_its_kind():
    for codes in (
        [code for code, _label in STATUS_CHOICES],
        list(PassageState.values),
    ):
        shapes = [SHAPES[code] for code in codes]
        assert len(set(shapes)) == len(shapes)
    assert set(SourceHealth.values) <= SHAPES.keys()
