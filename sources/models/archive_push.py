"""Wishes for a capture in a public archive: one per new source and per confirmed change."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7


class PushState(models.TextChoices):
    """How far a wish is. Submitted is not archived."""

    WAITING = "waiting", pgettext_lazy("archive push", "waiting")
    SUBMITTED = "submitted", pgettext_lazy("archive push", "submitted, not archived yet")
    ARCHIVED = "archived", pgettext_lazy("archive push", "archived")
    GIVEN_UP = "given_up", pgettext_lazy("archive push", "given up")


OPEN_STATES = (PushState.WAITING, PushState.SUBMITTED)


class ArchivePush(models.Model):
    """One capture we asked an archive for, best effort; bookkeeping, never a ledger fact."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    source = models.ForeignKey(
        "sources.Source",
        on_delete=models.PROTECT,
        related_name="archive_pushes",
        verbose_name=_("source"),
        help_text=_("Which source."),
    )
    occasion = models.BigIntegerField(
        _("occasion"), help_text=_("Fence of the change that called for it; 0 for a new source.")
    )
    url = models.CharField(_("address"), max_length=2000, help_text=_("What is to be captured."))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PushState,
        default=PushState.WAITING,
        help_text=_("How far it is."),
    )
    job_id = models.CharField(
        _("job"), max_length=100, blank=True, help_text=_("The archive's name for the wish.")
    )
    attempts = models.PositiveIntegerField(
        _("attempts"), default=0, help_text=_("How often it was leased; the fence of a worker.")
    )
    failures = models.PositiveIntegerField(
        _("failures"), default=0, help_text=_("How often the archive said no.")
    )
    next_try_at = models.DateTimeField(
        _("next try"), null=True, blank=True, help_text=_("Empty when nothing is left to do.")
    )
    asked_at = models.DateTimeField(
        _("last asked"), null=True, blank=True, help_text=_("When a capture was last asked for.")
    )
    first_asked_at = models.DateTimeField(
        _("first asked"), null=True, blank=True, help_text=_("When it was asked for first.")
    )
    error_code = models.CharField(
        _("error"), max_length=80, blank=True, help_text=_("Code of the last refusal.")
    )
    error_detail = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("The last refusal in words.")
    )
    archived_url = models.CharField(
        _("capture"), max_length=2200, blank=True, help_text=_("Address of the capture.")
    )
    archived_at = models.DateTimeField(
        _("captured"), null=True, blank=True, help_text=_("When, says the archive.")
    )
    created_at = models.DateTimeField(_("wished for"), help_text=_("When it was wanted."))

    class Meta:
        verbose_name = _("archive push")
        verbose_name_plural = _("archive pushes")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="push_due", condition=Q(next_try_at__isnull=False)
            ),
            models.Index(fields=["asked_at"], name="push_asked"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "occasion"], name="push_once_per_occasion"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "submitted"], next_try_at__isnull=False)
                | Q(state__in=["archived", "given_up"], next_try_at__isnull=True),
                name="push_open_has_next_try",
            ),
            models.CheckConstraint(
                condition=~Q(state="archived")
                | (Q(archived_at__isnull=False) & ~Q(archived_url="")),
                name="push_archived_says_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.url} {self.get_state_display()}"
