"""Vectors of claims and the earlier claims like them, stored so that no web process loads a model.

Work of the extraction worker: it keeps the vectors of all claims as one half-precision matrix.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from claims.models import Claim, ClaimVector, SimilarClaim
from claims.models.claim import Kind
from claims.workflow import Status
from factcheck.clock import now

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Claims a worker takes in one go.
BATCH: Final = 200
#: Neighbours whose fields are compared, and those worth storing.
_NEAREST: Final = 25
_STORED: Final = 8
_LEAST_SCORE: Final = 0.35
_LEAST_RELATED: Final = 0.65
_DIMENSIONS: Final = 512
#: Rows multiplied at once: half precision is widened piece by piece.
_PIECE: Final = 8192


def compare_waiting_claims(*, limit: int = BATCH) -> int:
    """Encode up to ``limit`` new or reworded claims, compare them; return how many were compared.

    Without the sentence encoder nothing is stored and 0 returned.
    """
    if not _store_vectors(limit):
        return 0
    waiting = list(
        ClaimVector.objects.filter(compared_at__isnull=True)
        .select_related("claim__article")
        .order_by("pk")[:limit]
    )
    if not waiting:
        return 0
    _store.refresh()
    found = _neighbours(waiting)
    with transaction.atomic():
        ours = [row.claim_id for row in waiting]
        SimilarClaim.objects.filter(Q(claim__in=ours) | Q(other__in=ours)).delete()
        SimilarClaim.objects.bulk_create(found, batch_size=500, ignore_conflicts=True)
        ClaimVector.objects.filter(pk__in=[row.pk for row in waiting]).update(compared_at=now())
    return len(waiting)


def _store_vectors(limit: int) -> bool:
    """Give vectors to claims without one or with another wording; False without an encoder."""
    from claims.extraction.worth.encoder import vectors

    rows = _claims_to_encode(limit)
    encoded = vectors([row.wording for row in rows])
    if encoded is None:
        return False
    moment = now()
    with transaction.atomic():
        # A new row, never an updated one: workers read on from the last id they know.
        ClaimVector.objects.filter(claim__in=[row.pk for row in rows]).delete()
        ClaimVector.objects.bulk_create(
            [
                ClaimVector(
                    claim=row,
                    body=vector.astype("<f2").tobytes(),
                    wording_hash=_hash(row.wording),
                    made_at=moment,
                )
                for row, vector in zip(rows, encoded, strict=True)
            ],
            batch_size=500,
        )
    return True


def _claims_to_encode(limit: int) -> list[Claim]:
    new = list(
        Claim.objects.filter(vector__isnull=True)
        .exclude(kind=Kind.EDITORIAL)
        .order_by("pk")[:limit]
    )
    touched = (
        ClaimVector.objects.filter(claim__updated_at__gt=F("made_at"))
        .select_related("claim")
        .order_by("pk")[: limit - len(new)]
    )
    kept: list[int] = []
    for row in touched:
        if _hash(row.claim.wording) == row.wording_hash:
            kept.append(row.pk)
        else:
            new.append(row.claim)
    ClaimVector.objects.filter(pk__in=kept).update(made_at=now())
    return new


class _VectorStore:
    """All vectors in this process: 1 KB a claim, 100 MB for 100,000."""

    def __init__(self) -> None:
        self._last = 0
        self.claims: list[UUID] = []
        self.pieces: list[NDArray[np.float16]] = []
        self._newest: dict[UUID, int] = {}

    def refresh(self) -> None:
        """Read on from the last row known; start over when that row is no longer there."""
        import numpy as np

        known = ClaimVector.objects.filter(pk=self._last, claim_id__in=self.claims[-1:])
        if self._last and not known.exists():
            self._last, self.claims, self.pieces, self._newest = 0, [], [], {}
        rows = ClaimVector.objects.filter(pk__gt=self._last).order_by("pk")
        bodies: list[bytes] = []
        for pk, claim, body in rows.values_list("pk", "claim_id", "body").iterator(chunk_size=2000):
            if len(body) != 2 * _DIMENSIONS:
                continue
            self._last = pk
            self._newest[claim] = len(self.claims)
            self.claims.append(claim)
            bodies.append(bytes(body))
            if len(bodies) == _PIECE:
                self.pieces.append(_matrix(bodies))
                bodies = []
        if bodies:
            self.pieces.append(_matrix(bodies))
        if len(self.pieces) > 2 * (1 + len(self.claims) // _PIECE):
            self.pieces = [np.concatenate(self.pieces)]

    def nearest(self, wanted: NDArray[np.float32]) -> list[list[tuple[UUID, float]]]:
        """Return the nearest claims of each vector, best first."""
        import numpy as np

        found = np.concatenate(
            [
                piece[at : at + _PIECE].astype(np.float32) @ wanted.T
                for piece in self.pieces
                for at in range(0, len(piece), _PIECE)
            ]
        )
        count = min(_NEAREST, len(found))
        best = np.argpartition(-found, count - 1, axis=0)[:count]
        return [
            sorted(
                (
                    (self.claims[row], float(found[row, column]))
                    for row in best[:, column]
                    # A reworded claim leaves its former vector behind until the next start.
                    if self._newest[self.claims[row]] == row
                ),
                key=lambda pair: -pair[1],
            )
            for column in range(found.shape[1])
        ]


_store = _VectorStore()


def _matrix(bodies: Sequence[bytes]) -> NDArray[np.float16]:
    import numpy as np

    return np.frombuffer(b"".join(bodies), dtype="<f2").reshape(-1, _DIMENSIONS)


def _neighbours(waiting: Sequence[ClaimVector]) -> list[SimilarClaim]:
    """Return the rows to store, seen from both sides."""
    import numpy as np

    wanted = _matrix([bytes(row.body) for row in waiting]).astype(np.float32)
    near = _store.nearest(wanted)
    ids = {other for pairs in near for other, score in pairs if score >= _LEAST_SCORE}
    others = {
        claim.pk: claim
        for claim in Claim.objects.filter(pk__in=ids)
        .exclude(status=Status.DISMISSED)
        .select_related("article")
    }
    rows: dict[tuple[UUID, UUID], SimilarClaim] = {}
    for row, pairs in zip(waiting, near, strict=True):
        kept = 0
        for other_id, score in pairs:
            other = others.get(other_id)
            if other is None or other.article_id == row.claim.article_id or kept == _STORED:
                continue
            made = _compared(row.claim, other, score)
            kept += bool(made)
            rows |= {(one.claim_id, one.other_id): one for one in made}
    return list(rows.values())


def _compared(claim: Claim, other: Claim, score: float) -> list[SimilarClaim]:
    from claims.matching import compare_claims

    rows = []
    for ours, theirs in ((claim, other), (other, claim)):
        found = compare_claims(
            ours.wording,
            theirs.wording,
            similarity=score,
            published_on=_published(ours, theirs),
        )
        if found.relation == "different":
            return []
        if found.relation == "related" and score < _LEAST_RELATED:
            return []
        rows.append(
            SimilarClaim(
                claim=ours,
                other=theirs,
                score=round(min(1.0, max(0.0, score)), 4),
                relation=found.relation,
                differences=[one.as_dict() for one in found.differences],
            )
        )
    return rows


def _published(ours: Claim, theirs: Claim) -> tuple[date | None, date | None]:
    """Return both publication dates, or none: "last year" is resolved for both or for neither."""
    dates = ours.article.published_on, theirs.article.published_on
    return dates if all(dates) else (None, None)


def _hash(wording: str) -> str:
    return hashlib.sha256(wording.encode()).hexdigest()
