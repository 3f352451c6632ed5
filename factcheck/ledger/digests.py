"""What is hashed and how: the same value on every database, before and after redaction. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from factcheck.ledger.models import Entry

#: The hash "before" the first seal.
GENESIS: Final = "0" * 64


def content_digest(
    *, actor_name: str, note: str, changes: Mapping[str, Any], data: Mapping[str, Any], salt: str
) -> str:
    """Return the digest of the parts that redaction removes."""
    return _sha256(
        {
            "actor_name": actor_name,
            "note": note,
            "changes": _plain(changes),
            "data": _plain(data),
            "salt": salt,
        }
    )


def entry_digest(entry: Entry) -> str:
    """Return the digest of an entry: its lasting fields and its content digest."""
    return _sha256(
        {
            "id": str(entry.pk),
            "kind": entry.kind,
            "subject_type": entry.subject_type,
            "subject_id": entry.subject_id,
            "article_id": str(entry.article_id) if entry.article_id else None,
            "actor_id": str(entry.actor_id) if entry.actor_id else None,
            "at": _moment(entry.at),
            "content": entry.content_digest,
        }
    )


def seal_hash(
    *,
    position: int,
    previous_hash: str,
    entry_id: object,
    entry_digest: str,
    sealed_at: dt.datetime,
) -> str:
    """Return the hash that binds a seal to its place, its entry and the seal before."""
    return _sha256([position, previous_hash, str(entry_id), entry_digest, _moment(sealed_at)])


def _sha256(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> Any:
    """Give a number one spelling: jsonb stores 1e22 as digits and returns it as an integer."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        exact = Decimal(repr(value))
        return int(exact) if exact == exact.to_integral_value() else repr(value)
    return value
