"""What the tagger is fitted on: labelled sentences of a JSON file, word lists of a dictionary."""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import re
from pathlib import Path
from typing import Any, Final

from claims.extraction.gazetteer import NameKind
from claims.extraction.naming.features import Lists

#: Labels of ner-wikipedia-dataset → our kinds.
_KIND: Final[dict[str, NameKind]] = {
    "人名": "person",
    "法人名": "organisation",
    "政治的組織名": "organisation",
    "その他の組織名": "organisation",
    "地名": "place",
    "施設名": "place",
    "製品名": "product",
    "イベント名": "event",
}
_NO_ENTRY: Final = re.compile(r"[ぁ-んー]+|[!-~]+")
_LISTS: Final = (
    ("名詞,固有名詞,人名,姓",),
    ("名詞,固有名詞,人名,名",),
    ("名詞,固有名詞,地域,一般", "名詞,固有名詞,地域,国"),
    ("名詞,固有名詞,組織,*",),
    ("名詞,固有名詞,一般,*", "名詞,固有名詞,人名,一般"),
    ("名詞,一般", "名詞,サ変接続", "名詞,副詞可能", "名詞,形容動詞語幹"),
)

Sentence = tuple[str, list[tuple[int, int, NameKind]]]


def read_labelled(path: Path) -> list[Sentence]:
    """Read sentences with their names (start, end, kind). Raises OSError, ValueError."""
    data = path.read_bytes()
    rows = json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    try:
        return [(row["text"], [_name(one) for one in row["entities"]]) for row in rows]
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a list of labelled sentences: {error!r}") from error


def _name(entity: dict[str, Any]) -> tuple[int, int, NameKind]:
    start, end = entity["span"]
    return start, end, _KIND[entity["type"]]


def held_back(text: str) -> bool:
    """Tell whether a sentence belongs to the tenth that is never fitted on."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10 == 0


def dictionary_lists() -> Lists | None:
    """Return names and common nouns of IPADIC out of the ``janome`` package; None without it."""
    names: list[set[str]] = [set() for _ in _LISTS]
    try:
        for number in range(10):
            compact = importlib.import_module(f"janome.sysdic.entries_compact{number}").DATA
            extra = importlib.import_module(f"janome.sysdic.entries_extra{number}").DATA
            for key, entry in compact.items():
                tags = extra[key][0]
                for bag, starts in zip(names, _LISTS, strict=True):
                    if tags.startswith(starts) and not _NO_ENTRY.fullmatch(entry[0]):
                        bag.add(entry[0])
    except ModuleNotFoundError:
        return None
    return Lists.of([sorted(bag) for bag in names])
