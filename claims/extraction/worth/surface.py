"""Surface signs of a checkable statement, language-neutral where that is possible.

Each sign is a number in 0..1; its weight in a model is what a reader is shown as a reason.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_Sign = Callable[[str], float]


def _present(pattern: str, flags: int = re.IGNORECASE) -> _Sign:
    compiled = re.compile(pattern, flags)
    return lambda text: float(compiled.search(text) is not None)


def _count(pattern: str, most: int, flags: int = re.IGNORECASE) -> _Sign:
    compiled = re.compile(pattern, flags)

    def counted(text: str) -> float:
        found = 0
        for _match in compiled.finditer(text):
            found += 1
            if found == most:
                break
        return found / most

    return counted


#: Code → sign. The order is the order of the columns in every stored model.
SIGNS: Final[dict[str, _Sign]] = {
    "length": lambda text: min(1.0, math.log1p(len(text)) / 6),
    "short": lambda text: float(len(text) < 40 and text.count(" ") < 6),
    "digits": _count(r"\d+", 5),
    "number": _present(r"\d"),
    "magnitude": _present(
        r"\b(?:[mb]illions?|trillions?|thousands?|hundreds?|per ?cent|dozens?)\b|[%％$€£¥万億兆割]"
    ),
    "year": _present(r"\b(?:19|20)\d\d\b|年"),
    "names": _count(r"(?<=[a-z,] )[A-Z][a-z]+|[ァ-ヴー]{3,}", 5, 0),
    "acronym": _present(r"\b[A-Z]{2,}\b", 0),
    "question": lambda text: float(text.rstrip("」』”\"') ").endswith(("?", "？"))),
    "first_person": _present(r"\b(?:I|I['’]m|I['’]ll|I['’]ve)\b|私", 0),
    "second_person": _present(r"\b(?:you|your)\b|あなた"),
    "we": _present(r"\b(?:we|our|us)\b|我々|私たち|われわれ"),
    "third_person": _present(r"\b(?:he|she|they|his|her|their)\b|彼"),
    "modal": _present(
        r"\b(?:will|would|should|could|must|might|may|going to|want|need|let['’]s)\b"
        r"|べき|だろう|つもり|たい。"
    ),
    "thinking": _present(
        r"\b(?:think|believe|feel|hope|know|guess|mean)\b|思[うっわ]|考え|願[うっ]"
    ),
    "past": _count(
        r"\b\w{3,20}ed\b|\b(?:was|were|had|did|said|told|got|went|made|took|came|lost|won|cut"
        r"|gave|paid|spent|left|put)\b|した|った|だった|いた。",
        4,
    ),
    "comparison": _present(
        r"\b(?:more|less|fewer|higher|lower|most|least|largest|biggest|highest|lowest|worst|best"
        r"|first|only|ever|never|than|doubled?|record)\b|最[大多低高小]|より|倍|増|減|初めて"
    ),
    "courtesy": _present(
        r"\b(?:thank|please|applause|laughter|ladies|good evening|mr\. president)\b"
        r"|ありがとう|ください"
    ),
    "quotation": _present(r"[\"“”「『]"),
    "change": _present(
        r"\b(?:increas|decreas|ris|rose|fell|fall|grow|grew|declin|drop|cut|rais|add|creat|los[et]"
        r"|tax|deficit|debt|job|vot|pass|sign|support|oppos)\w{0,12}"
        r"|増加|減少|上昇|下落|成立|署名|合意|輸出|輸入|供与|禁止"
    ),
}


def surface(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the signs of every text: an array (len(texts), len(SIGNS))."""
    import numpy as np

    rows = [[sign(text[:2000]) for sign in SIGNS.values()] for text in texts]
    return np.array(rows, dtype=np.float32).reshape(len(texts), len(SIGNS))
