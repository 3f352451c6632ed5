"""A folded text with numbers and marks written one way: 三千万 and 3,000万 are the same."""

from __future__ import annotations

from array import array

from factcheck.text.normalize import Folded
from factcheck.text.numerals import NUMBER, number_value

# One character for another, so that offsets hold.
_MARKS = str.maketrans("“”„‟«»「」『』‘’‚‛`‐‑‒–—―", '"' * 10 + "'" * 5 + "-" * 6)


def is_whole(text: Folded, start: int, end: int) -> bool:
    """Tell whether a span of `with_figures` divides no number: 1003 does not stand in 21003."""
    opens = start == 0 or text.ends[start - 1] <= text.offsets[start]
    return opens and (end == len(text.text) or text.ends[end - 1] <= text.offsets[end])


def with_figures(text: Folded) -> Folded:
    """Return `text` with plain figures, quotation marks and dashes; offsets hold as before."""
    pieces: list[str] = []
    offsets: array[int] = array("I")
    ends: array[int] = array("I")
    done = 0
    for found in NUMBER.finditer(text.text):
        value = number_value(found.group())
        if value is None:
            continue
        start, end = found.span()
        figure = f"{value.normalize():f}"
        pieces += [text.text[done:start], figure]
        offsets.extend(text.offsets[done:start])
        ends.extend(text.ends[done:start])
        offsets.extend([text.offsets[start]] * len(figure))
        ends.extend([text.ends[end - 1]] * len(figure))
        done = end
    pieces.append(text.text[done:])
    offsets.extend(text.offsets[done:])
    ends.extend(text.ends[done:])
    return Folded("".join(pieces).translate(_MARKS), text.original, (offsets, ends))
