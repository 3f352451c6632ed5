"""What was seen: bodies stored once by digest, and one snapshot per distinct readable version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from factcheck.ids import uuid7


class Body(models.Model):
    """Bytes as fetched, stored once however many snapshots share them."""

    sha256 = models.CharField(
        _("SHA-256"), max_length=64, primary_key=True, help_text=_("Digest of the decoded bytes.")
    )
    size = models.PositiveIntegerField(_("size"), help_text=_("Bytes before compression."))
    compressed = models.BinaryField(_("bytes"), help_text=_("zlib (RFC 1950) of the bytes."))

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return self.sha256


class Snapshot(models.Model):
    """One readable version of a source. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    source = models.ForeignKey(
        "sources.Source",
        on_delete=models.PROTECT,
        related_name="snapshots",
        verbose_name=_("source"),
        help_text=_("Of which source."),
    )
    fence = models.BigIntegerField(_("fence"), help_text=_("Lease under which it was taken."))
    body = models.ForeignKey(
        Body,
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

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "fence"], name="snapshot_once_per_fence")
        ]

    def __str__(self) -> str:
        return f"{self.title or self.final_url} {self.fetched_at:%Y-%m-%d %H:%M}"
