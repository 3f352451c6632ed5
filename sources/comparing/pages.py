"""Is what came back good enough to say that something is missing from it?"""

from __future__ import annotations

from dataclasses import dataclass

from sources.reading.model import Reading

LEAST_SHARE = 0.4  # of the text before
_WALLED_SHARE = 0.8  # below this, the words of a wall are believed


@dataclass(frozen=True, slots=True)
class Quality:
    """`share` is the length of the text against before, at most 1; `ok` whether it will do."""

    ok: bool
    share: float
    reason: str = ""


def quality(reading: Reading, before_length: int | None) -> Quality:
    """Judge a reading against the length (code points) of the last good text.

    A passage missing from a text that is not `ok` is *cannot tell*, not *gone*.
    """
    length = len(reading.text)
    if not length:
        return Quality(ok=False, share=0.0, reason="no_text")
    if reading.script_only:
        return Quality(ok=False, share=0.0, reason="empty_shell")
    walled = bool(reading.markers & {"login_wall", "consent"})
    if not before_length:
        short = walled and len(reading.prose) < 800
        return Quality(ok=not short, share=1.0, reason="wall" if short else "")
    share = min(1.0, length / before_length)
    if share < LEAST_SHARE:
        return Quality(ok=False, share=share, reason="much_shorter")
    if share < _WALLED_SHARE and (walled or reading.accessible_for_free is False):
        return Quality(ok=False, share=share, reason="wall")
    if reading.replacements > 0.05 * length:
        return Quality(ok=False, share=share, reason="undecodable")
    return Quality(ok=True, share=share)
