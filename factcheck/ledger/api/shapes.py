"""How a ledger entry looks to tools."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from factcheck.api.fields import PersonShape
from factcheck.ledger.models import Entry, Seal


class SubjectShape(serializers.Serializer[Any]):
    """What it happened to."""

    type = serializers.CharField(help_text="As article, claim, source, person.")
    id = serializers.CharField(help_text="Its id.")


class EntryShape(serializers.Serializer[Any]):
    """One fact."""

    type = serializers.CharField(help_text="What happened, as claim.approved.")
    at = serializers.DateTimeField(help_text="When it happened.")
    actor = PersonShape(allow_null=True, help_text="Who did it; null when the machine did.")
    subject = SubjectShape()
    article = serializers.UUIDField(allow_null=True, help_text="The article it concerns, if any.")
    note = serializers.CharField(help_text="The reason or comment given.")
    changed = serializers.DictField(child=serializers.ListField(), help_text="Field → [was, is].")
    data = serializers.DictField(help_text="Further facts of this type of event.")
    redacted = serializers.BooleanField(help_text="Its content was removed; that it was, stays.")


class EventShape(EntryShape):
    """One sealed fact; ``id`` is its place in the one order of all facts."""

    id = serializers.IntegerField(help_text="Position: 1, 2, 3, … without a gap.")


class EventPageShape(serializers.Serializer[Any]):
    """Events in order, and where to go on reading."""

    results = EventShape(many=True)
    next = serializers.URLField(help_text="Ask this next, at once or later; never null.")


#: Facts about accounts: they hold mail addresses, names of tokens, who has which role.
PRIVATE = frozenset({"person", "token", "invitation"})


def entry_body(entry: Entry, *, private: bool = True) -> dict[str, Any]:
    """Return an entry in ``EntryShape``; without ``private``, accounts' facts lose their content.

    Their place in the order stays, or a reader would take it for a gap.
    """
    told = private or entry.subject_type not in PRIVATE
    actor = None
    if entry.actor_id is not None:
        actor = {"id": str(entry.actor_id), "name": entry.actor_name}
    return {
        "type": entry.kind,
        "at": entry.at,
        "actor": actor,
        "subject": {"type": entry.subject_type, "id": entry.subject_id},
        "article": entry.article_id,
        "note": entry.note if told else "",
        "changed": entry.changes if told else {},
        "data": entry.data if told else {},
        "redacted": entry.redacted_at is not None,
    }


def event_body(seal: Seal, *, private: bool) -> dict[str, Any]:
    """Return a seal's entry in ``EventShape``; ``private`` as in ``entry_body``."""
    return {"id": seal.position, **entry_body(seal.entry, private=private)}
