"""What every measure is given: where labelled data may lie, and sentence vectors made once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claims.evaluation.splits import find_set
from claims.extraction.worth.encoder import vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Inputs:
    """``data`` is a folder of public sets, ``gold`` our own labelled texts; either may be absent.

    Vectors are kept in memory, one a sentence, for as long as these inputs live.
    """

    data: Path | None
    gold: Path | None
    _seen: dict[str, Any] = field(default_factory=dict, repr=False)

    def set(self, name: str) -> Path | None:
        """Return the folder of a public set, None where it is not there."""
        return find_set(self.data, name)

    def gold_file(self, name: str) -> Path | None:
        """Return a file or folder of our own gold; one of that name in ``data`` comes first."""
        for folder in (self.data, self.gold):
            if folder is not None and (folder / name).exists():
                return folder / name
        return None

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32] | None:
        """Return unit vectors of the texts (len(texts), 512); None without an encoder."""
        # Sentences of one length in one batch: nothing is padded.
        new = sorted({text for text in texts if text not in self._seen}, key=len)
        made = vectors(new)
        if made is None:
            return None
        self._seen.update(zip(new, made, strict=True))
        import numpy as np

        if not texts:
            return made
        return np.stack([self._seen[text] for text in texts])
