"""What the tagger sees around each character: buckets of n-grams, kinds of script, runs, lists.

Everything is computed for a whole text at once with numpy; the same numbers fit and tag.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Feature numbers are buckets of a hash; two features in one bucket cost little at this size.
BUCKETS: Final = 1 << 20
#: Stands between two texts read at once; to the features it is the edge of a text.
EDGE: Final = "\0"
_REACH: Final = 4
_BEYOND: Final = 15
_GOLDEN: Final = 0x9E3779B97F4A7C15
_PRIME: Final = 1_000_003
_LONGEST_ENTRY: Final = 10

_SCRIPTS: Final = (
    (0x30, 0x3A, 1),
    (0x41, 0x5B, 2),
    (0x61, 0x7B, 3),
    (0xC0, 0x250, 3),
    (0x3040, 0x30A0, 4),
    (0x30A1, 0x30FB, 5),
    (0x30FC, 0x30FF, 5),
    (0x3400, 0x4DC0, 6),
    (0x4E00, 0xA000, 6),
    (0x3005, 0x3008, 6),
    (0xAC00, 0xD7A4, 7),
)
_MARKS: Final = {
    "。": 8,
    "、": 9,
    "・": 10,
    "＝": 10,
    "「": 11,
    "」": 12,
    "（": 11,
    "）": 12,
    "(": 11,
}


def feature_rows(text: str, lists: Lists | None = None) -> NDArray[np.int64]:
    """Return bucket numbers, shape (len(text), templates): one row per character."""
    import numpy as np

    raw = text.encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(raw, dtype=np.uint32).astype(np.uint64)
    size = len(codes)
    padded = np.zeros(size + 2 * _REACH, dtype=np.uint64)
    padded[_REACH : _REACH + size] = codes
    script = _scripts(codes)
    wide = np.full(size + 2 * _REACH, _BEYOND, dtype=np.uint64)
    wide[_REACH : _REACH + size] = script

    def at(source: NDArray[np.uint64], offset: int) -> NDArray[np.uint64]:
        return source[_REACH + offset : _REACH + offset + size]

    keys: list[NDArray[np.uint64]] = []
    for first, last in _SPANS:
        key = np.zeros(size, dtype=np.uint64)
        for offset in range(first, last + 1):
            key = key * np.uint64(0x110000) + at(padded, offset)
        keys.append(key)
    for first, last in _SHAPES:
        key = np.zeros(size, dtype=np.uint64)
        for offset in range(first, last + 1):
            key = key * np.uint64(16) + at(wide, offset)
        keys.append(key)
    keys.extend(_run_keys(text, script))
    keys.extend(_list_keys(codes, lists))
    rows = np.stack(keys, axis=1)
    salt = np.arange(1, rows.shape[1] + 1, dtype=np.uint64) * np.uint64(_GOLDEN)
    rows = (rows ^ salt) * np.uint64(0xBF58476D1CE4E5B9)
    rows = (rows ^ (rows >> np.uint64(31))) * np.uint64(0x94D049BB133111EB)
    return (rows >> np.uint64(44)).astype(np.int64)


#: Windows of characters (first, last offset); three code points of 21 bits fill 64 bits.
_SPANS: Final = (
    (-3, -3), (-2, -2), (-1, -1), (0, 0), (1, 1), (2, 2), (3, 3),
    (-3, -2), (-2, -1), (-1, 0), (0, 1), (1, 2), (2, 3),
    (-3, -1), (-2, 0), (-1, 1), (0, 2), (1, 3), (-1, 2), (-2, 1), (0, 3), (-3, 0),
)  # fmt: skip
_SHAPES: Final = ((0, 0), (-1, 1), (-2, 2), (-3, 3), (-4, 0), (0, 4))


def _scripts(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    import numpy as np

    table = _script_table()
    return table[np.minimum(codes, np.uint64(len(table) - 1)).astype(np.int64)]


def _script_table() -> NDArray[np.uint64]:
    import numpy as np

    table = np.zeros(0xD7A5 + 1, dtype=np.uint64)
    table[ord(EDGE)] = _BEYOND
    for first, last, value in _SCRIPTS:
        table[first:last] = value
    for mark, value in _MARKS.items():
        if ord(mark) < len(table):
            table[ord(mark)] = value
    return table


@dataclass(frozen=True, slots=True)
class _Runs:
    """The stretches of one script in a text: hashes of their words and where they lie."""

    whole: NDArray[np.uint64]
    head: NDArray[np.uint64]
    tail: NDArray[np.uint64]
    last: NDArray[np.uint64]
    shape: NDArray[np.uint64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def _runs(text: str, script: NDArray[np.uint64]) -> _Runs:
    import numpy as np

    size = len(script)
    cuts = np.flatnonzero(np.diff(script)) + 1
    starts = np.concatenate(([0], cuts)) if size else np.zeros(0, dtype=np.int64)
    ends = np.concatenate((cuts, [size])) if size else np.zeros(0, dtype=np.int64)
    words = [text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    length = np.minimum(ends - starts, 12).astype(np.uint64)
    kind = script[starts] if size else np.zeros(0, dtype=np.uint64)
    shape = np.where(kind == _BEYOND, np.uint64(0), kind * np.uint64(16) + length)
    return _Runs(
        whole=np.array([_crc(word[:24]) for word in words], dtype=np.uint64),
        head=np.array([_crc(word[:2]) for word in words], dtype=np.uint64),
        tail=np.array([_crc(word[-2:]) for word in words], dtype=np.uint64),
        last=np.array([_crc(word[-1:]) for word in words], dtype=np.uint64),
        shape=shape.astype(np.uint64),
        starts=starts,
        ends=ends,
    )


def _crc(word: str) -> int:
    return 0 if word[0] == EDGE else zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _shifted(values: NDArray[np.uint64], by: int) -> NDArray[np.uint64]:
    import numpy as np

    out = np.zeros(len(values), dtype=np.uint64)
    if by > 0:
        out[:-by] = values[by:]
    else:
        out[-by:] = values[:by]
    return out


def _run_keys(text: str, script: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
    """The run of one script a character stands in, its place there, and the runs beside it."""
    import numpy as np

    runs = _runs(text, script)
    run = np.repeat(np.arange(len(runs.starts)), runs.ends - runs.starts)
    index = np.arange(len(script))
    from_start = np.minimum(index - runs.starts[run], 3).astype(np.uint64)
    to_end = np.minimum(runs.ends[run] - 1 - index, 3).astype(np.uint64)
    place = from_start * np.uint64(4) + to_end
    whole, shape = runs.whole, runs.shape
    after, before = _shifted(whole, 1), _shifted(whole, -1)
    # What lies beyond an edge belongs to another text.
    second = np.where(after == 0, np.uint64(0), _shifted(whole, 2))
    sixteen, spread = np.uint64(16), np.uint64(_PRIME)
    return [
        whole[run] * sixteen + place,
        shape[run] * sixteen + place,
        after[run] * sixteen + to_end,
        before[run] * sixteen + from_start,
        (_shifted(runs.head, 1)[run] * spread + shape[run]) * sixteen + place,
        (_shifted(runs.tail, -1)[run] * spread + shape[run]) * sixteen + place,
        runs.last[run] * sixteen + place,
        runs.tail[run] * sixteen + place,
        runs.head[run] * sixteen + place,
        (_shifted(shape, 1)[run] * spread + shape[run]) * sixteen + place,
        (after[run] * spread + second[run]) * sixteen + to_end,
        (before[run] * spread + after[run]) * sixteen,
    ]


class Lists:
    """Known names by hash: for each entry the bits of the lists it stands on."""

    def __init__(self, hashes: NDArray[np.uint64], bits: NDArray[np.uint8]) -> None:
        self.hashes = hashes
        self.bits = bits

    @classmethod
    def of(cls, lists: list[list[str]]) -> Lists:
        """Build from up to eight lists of names (2 to 10 characters each)."""
        import numpy as np

        bits: dict[int, int] = {}
        for number, names in enumerate(lists):
            for name in names:
                if 2 <= len(name) <= _LONGEST_ENTRY:
                    value = _poly(name)
                    bits[value] = bits.get(value, 0) | 1 << number
        ordered = sorted(bits)
        return cls(
            np.array(ordered, dtype=np.uint64),
            np.array([bits[value] for value in ordered], dtype=np.uint8),
        )


def _poly(name: str) -> int:
    value = 0
    for mark in name:
        value = (value * _PRIME + ord(mark)) & 0xFFFFFFFF
    return value


def _list_keys(codes: NDArray[np.uint64], lists: Lists | None) -> list[NDArray[np.uint64]]:
    """For each character: on which lists a longest entry begins, runs on or ends here."""
    import numpy as np

    size = len(codes)
    marks = np.zeros((8, size), dtype=np.uint64)
    if lists is not None and len(lists.hashes):
        _mark(marks, codes, lists)
    keys = [marks[number] for number in range(8)]
    both = np.zeros(size, dtype=np.uint64)
    for number in range(8):
        both = both * np.uint64(16) + marks[number]
    before = np.concatenate(([0], both[:-1])).astype(np.uint64) if size else both
    after = np.concatenate((both[1:], [0])).astype(np.uint64) if size else both
    return [*keys, both, before, after]


def _mark(marks: NDArray[np.uint64], codes: NDArray[np.uint64], lists: Lists) -> None:
    """Write 1 begins, 2 inside, 3 ends (+4 to +12 with length); longer entries over shorter."""
    import numpy as np

    size, mask = len(codes), np.uint64(0xFFFFFFFF)
    # An edge must count: to the hash a leading zero would be no letter at all.
    solid = np.where(codes == 0, np.uint64(0x1FFFFF), codes)
    rolling = solid.copy()
    for length in range(2, min(size, _LONGEST_ENTRY) + 1):
        fresh = size - length + 1
        rolling = (rolling[:fresh] * np.uint64(_PRIME) + solid[length - 1 :]) & mask
        where = np.searchsorted(lists.hashes, rolling)
        where[where == len(lists.hashes)] = 0
        hits = np.flatnonzero(lists.hashes[where] == rolling)
        bits = lists.bits[where[hits]]
        long = np.uint64(4 * min(length - 2, 3))
        for number in range(8):
            chosen = hits[(bits >> number) & 1 == 1]
            for step in range(length):
                value = 1 if step == 0 else 3 if step == length - 1 else 2
                marks[number, chosen + step] = np.uint64(value) + long
