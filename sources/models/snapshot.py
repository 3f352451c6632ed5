"""What was seen: one snapshot per distinct readable version, with how it was obtained."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7


class SnapshotOrigin(models.TextChoices):
    ROBOT = "robot", pgettext_lazy("snapshot origin", "read by our reader")
    HAND = "hand", pgettext_lazy("snapshot origin", "captured by hand")


class Snapshot(models.Model):
    """One readable version of a source. Append-only; a removed one keeps its row and digest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    source = models.ForeignKey(
        "sources.Source",
        on_delete=models.PROTECT,
        related_name="snapshots",
        verbose_name=_("source"),
        help_text=_("Of which source."),
    )
    fence = models.BigIntegerField(
        _("fence"),
        help_text=_("Lease under which it was taken; negative when captured by hand."),
    )
    body = models.ForeignKey(
        "sources.Body",
        on_delete=models.PROTECT,
        related_name="snapshots",
        verbose_name=_("body"),
        help_text=_("The bytes."),
    )
    text = models.TextField(_("visible text"), help_text=_("Whole visible text as we read it."))
    title = models.CharField(_("title"), max_length=500, blank=True, help_text=_("Page title."))
    headline = models.CharField(
        _("headline"), max_length=500, blank=True, help_text=_("Main heading.")
    )
    language = models.CharField(
        _("language"), max_length=20, blank=True, help_text=_("BCP 47 tag, declared or guessed.")
    )
    charset = models.CharField(
        _("charset"), max_length=40, blank=True, help_text=_("Encoding the text was decoded with.")
    )
    content_type = models.CharField(
        _("content type"), max_length=200, blank=True, help_text=_("As the server declared it.")
    )
    final_url = models.CharField(
        _("address after redirects"), max_length=2000, help_text=_("Where the bytes came from.")
    )
    status = models.PositiveSmallIntegerField(_("HTTP status"), help_text=_("Answer status."))
    headers = models.JSONField(_("headers"), default=dict, help_text=_("Answer headers."))
    prose_sha256 = models.CharField(
        _("prose digest"), max_length=64, blank=True, help_text=_("Digest of the prose blocks.")
    )
    labels = models.JSONField(
        _("labels"),
        default=list,
        help_text=_("Declared corrections and retractions found on the page."),
    )
    reader_version = models.CharField(
        _("reader version"), max_length=40, help_text=_("Which reader made the text.")
    )
    fetched_at = models.DateTimeField(_("read at"), help_text=_("When these bytes were seen."))
    # --- how the bytes were obtained ---
    request = models.JSONField(
        _("request"), default=dict, help_text=_("What we sent: method, address, headers.")
    )
    address = models.CharField(
        _("network address"), max_length=64, blank=True, help_text=_("The address really used.")
    )
    tls = models.JSONField(
        _("TLS"),
        default=dict,
        help_text=_("Protocol, cipher, certificate: subject, issuer, expiry, SHA-256."),
    )
    timings = models.JSONField(
        _("timings"),
        default=dict,
        help_text=_("Milliseconds to the connection, to the first byte, and in all."),
    )
    origin = models.CharField(
        _("origin"),
        max_length=8,
        choices=SnapshotOrigin,
        default=SnapshotOrigin.ROBOT,
        help_text=_("Whether our reader or a person brought the bytes."),
    )
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("captured by"),
        help_text=_("Who brought the page, when it was captured by hand."),
    )
    captured_note = models.CharField(
        _("how it was captured"),
        max_length=300,
        blank=True,
        help_text=_("In the words of the person who captured it."),
    )
    # --- removal on demand: the row, its digest and all references stay ---
    removed_at = models.DateTimeField(
        _("removed"), null=True, blank=True, help_text=_("When its content was removed on demand.")
    )
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("removed by"),
        help_text=_("Who removed it."),
    )
    removed_reason = models.CharField(
        _("reason of removal"), max_length=300, blank=True, help_text=_("Why it was removed.")
    )

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["-id"]
        permissions = [
            ("capture_snapshot", "Can capture a page by hand"),
            ("remove_snapshot", "Can remove the content of a snapshot"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "fence"], name="snapshot_once_per_fence"),
            models.CheckConstraint(
                condition=Q(origin="robot", captured_by__isnull=True)
                | Q(origin="hand", fence__lt=0, captured_by__isnull=False),
                name="snapshot_by_hand_names_its_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.final_url} {self.fetched_at:%Y-%m-%d %H:%M}"
