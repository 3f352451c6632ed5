"""The sources a claim or an article rests on, as one WARC stream. Reads only."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from claims.models import Article, Claim, Evidence
from sources.services.proof_export import export_sources


def export_claim(*, claim: Claim, looks: bool = True) -> Iterator[bytes]:
    """Return the pieces of a WARC file with all that was seen of a claim's present evidence."""
    return export_sources(
        source_ids=_sources(claim__pk=claim.pk), subject=f"Claim {claim.pk}", looks=looks
    )


def export_article(*, article: Article, looks: bool = True) -> Iterator[bytes]:
    """Return the pieces of a WARC file for the evidence of all claims of an article."""
    return export_sources(
        source_ids=_sources(claim__article__pk=article.pk),
        subject=f"Article {article.pk}: {article.title}",
        looks=looks,
    )


def _sources(**whose: uuid.UUID) -> list[uuid.UUID]:
    rows = Evidence.objects.current().filter(**whose).order_by()
    return list(rows.values_list("passage__source_id", flat=True).distinct())
