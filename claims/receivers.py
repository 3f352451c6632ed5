"""Answers the one signal: a source moved, so the claims resting on it come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from claims.services.rechecks import open_rechecks_for
from sources.models import Change
from sources.signals import source_changed


@receiver(source_changed)
def bring_claims_back(*, changes: Sequence[Change], **_kwargs: Any) -> None:
    """Insert rechecks and ledger entries inside the transaction that recorded the reading."""
    open_rechecks_for(changes=changes)
