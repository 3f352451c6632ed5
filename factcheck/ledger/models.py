"""Facts (Entry), their order and proof (Seal), and what still waits for a seal (Pending).

Migration 0002 adds database triggers: nobody changes or deletes an entry or a seal.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from factcheck import clock
from factcheck.ids import uuid7


class Entry(models.Model):
    """One fact, written in the transaction that made it true. Never edited, only redacted."""

    id = models.UUIDField(
        primary_key=True, default=uuid7, editable=False, help_text=_("Time-ordered identifier.")
    )
    kind = models.CharField(
        _("kind"), max_length=64, help_text=_("What happened, in the past tense: claim.approved.")
    )
    subject_type = models.CharField(
        _("subject type"), max_length=32, help_text=_("The kind of thing it happened to.")
    )
    subject_id = models.CharField(
        _("subject"), max_length=64, help_text=_("Identifier of the thing it happened to.")
    )
    article_id = models.UUIDField(
        _("article"), null=True, blank=True, help_text=_("The article it concerns, if any.")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("actor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who did it; empty when the machine did."),
    )
    actor_name = models.CharField(
        _("actor's name"), max_length=150, blank=True, help_text=_("The actor's user name then.")
    )
    at = models.DateTimeField(_("at"), default=clock.now, help_text=_("When it happened (UTC)."))
    note = models.TextField(_("note"), blank=True, help_text=_("The reason or comment given."))
    changes = models.JSONField(
        _("changes"), default=dict, blank=True, help_text=_("Field → [was, is].")
    )
    data = models.JSONField(
        _("data"), default=dict, blank=True, help_text=_("Further facts of this kind of entry.")
    )
    salt = models.CharField(
        max_length=32,
        help_text=_("Random; keeps a redacted text from being guessed out of its digest."),
    )
    content_digest = models.CharField(
        max_length=64,
        help_text=_("SHA-256 of name, note, changes, data and salt; stays when they are redacted."),
    )
    digest = models.CharField(
        max_length=64, help_text=_("SHA-256 of the canonical entry with its content digest.")
    )
    redacted_at = models.DateTimeField(
        _("redacted at"),
        null=True,
        blank=True,
        help_text=_("When the content was removed; the proof that it existed stays."),
    )

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="ledger_entry_subject"),
            models.Index(fields=["article_id", "id"], name="ledger_entry_article"),
            models.Index(fields=["kind", "id"], name="ledger_entry_kind"),
            models.Index(fields=["at"], name="ledger_entry_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(kind=""), name="ledger_entry_has_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"


class Seal(models.Model):
    """An entry's place in the one order. Written by the sealer only; readers page by position."""

    position = models.BigIntegerField(
        _("position"), primary_key=True, help_text=_("1, 2, 3, … without a gap.")
    )
    entry = models.OneToOneField(
        Entry,
        verbose_name=_("entry"),
        on_delete=models.PROTECT,
        related_name="seal",
        help_text=_("The entry sealed here."),
    )
    previous_hash = models.CharField(
        max_length=64, help_text=_("Hash of the seal before; 64 zeros for the first.")
    )
    entry_digest = models.CharField(
        max_length=64, help_text=_("The entry's digest when it was sealed.")
    )
    hash = models.CharField(
        max_length=64, help_text=_("SHA-256 of position, previous hash, entry, digest and time.")
    )
    sealed_at = models.DateTimeField(
        _("sealed at"), default=clock.now, help_text=_("When the sealer placed it (UTC).")
    )

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(position__gte=1), name="ledger_seal_starts_at_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"


class Pending(models.Model):
    """An entry the sealer has not reached. A trigger adds it with the entry, whoever wrote that."""

    entry = models.OneToOneField(
        Entry,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="pending",
        help_text=_("The entry that waits."),
    )

    class Meta:
        verbose_name = _("pending entry")
        verbose_name_plural = _("pending entries")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.entry_id)
