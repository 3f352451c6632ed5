"""Reading pages from the web: polite, bounded, guarded. Times in, bytes out; no database here."""

from sources.fetching.batch import fetch_batch
from sources.fetching.records import (
    BatchResult,
    FetchCode,
    FetchConfig,
    Fetched,
    FetchError,
    FetchRequest,
)
from sources.fetching.retry_after import MAX_RETRY_AFTER_SECONDS, parse_retry_after
from sources.fetching.robots import RobotsRecord, RobotsRules

__all__ = [
    "MAX_RETRY_AFTER_SECONDS",
    "BatchResult",
    "FetchCode",
    "FetchConfig",
    "FetchError",
    "FetchRequest",
    "Fetched",
    "RobotsRecord",
    "RobotsRules",
    "fetch_batch",
    "parse_retry_after",
]
