"""Leased articles in, recorded proposals out. Only the extraction worker imports the models."""

from __future__ import annotations

import logging
import uuid
from typing import TYPE_CHECKING

from django.conf import settings

from claims.services.articles import (
    ExtractionWork,
    fail_extraction,
    lease_extractions,
    record_extraction,
)

if TYPE_CHECKING:
    from claims.extraction.gazetteer import Gazetteer

log = logging.getLogger(__name__)


def extract_waiting_articles(*, limit: int = 20) -> int:
    """Extract up to ``limit`` waiting articles; return how many ended."""
    done = 0
    for _turn in range(limit):
        leased = lease_extractions(limit=1)
        if not leased:
            break
        extract_leased(leased[0])
        done += 1
    return done


def extract_article(*, article_id: uuid.UUID) -> bool:
    """Extract one article now, if it waits; return whether it did."""
    leased = lease_extractions(limit=1, article_id=article_id)
    for work in leased:
        extract_leased(work)
    return bool(leased)


def extract_leased(work: ExtractionWork) -> None:
    """Extract one leased article and record the outcome, whatever it is."""
    # Imported here so that the web process, which only queues, loads no language model.
    from claims.extraction import extract_claims
    from claims.services.training import current_model

    try:
        candidates = extract_claims(
            work.text,
            language=work.language or None,
            published_on=work.published_on,
            model=current_model(),
            known=_known_names(),
        )
    except Exception as error:
        log.exception("extraction failed", extra={"article_id": str(work.article_id)})
        fail_extraction(work=work, reason=f"{type(error).__name__}: {error}")
        return
    record_extraction(work=work, candidates=candidates)


def _known_names() -> Gazetteer | None:
    """Return the desk's own list of names with the shipped one; None for the shipped alone."""
    if not settings.KNOWN_NAMES:
        return None
    from claims.extraction.gazetteer import BadNameList, gazetteer_with

    try:
        return gazetteer_with(settings.KNOWN_NAMES)
    except (OSError, UnicodeDecodeError, BadNameList) as error:
        # A slip in the list must not hold up articles.
        log.error("KNOWN_NAMES is left out: %s", error)
        return None
