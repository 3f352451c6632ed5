"""Verdicts: numbered, append-only, approved by a second person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from factcheck.ids import uuid7


class Verdict(models.Model):
    """What the desk decided, bound to the content it decided about.

    Only ``published_at`` and ``withdrawn_at`` are ever set later, each once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    claim = models.ForeignKey(
        "claims.Claim",
        on_delete=models.PROTECT,
        related_name="verdicts",
        verbose_name=_("claim"),
        help_text=_("About which claim."),
    )
    number = models.PositiveIntegerField(_("number"), help_text=_("From 1 for each claim."))
    rating = models.ForeignKey(
        "claims.Rating",
        on_delete=models.PROTECT,
        related_name="verdicts",
        verbose_name=_("rating"),
        help_text=_("The rating given."),
    )
    rationale = models.TextField(_("rationale"), help_text=_("Why, for readers."))
    wording = models.TextField(_("wording"), help_text=_("The claim as it was worded then."))
    quote = models.TextField(_("quote"), help_text=_("The words of the article then."))
    evidence = models.JSONField(
        _("evidence"),
        default=list,
        help_text=_("Passages it rested on: stance, quote, address, snapshot."),
    )
    content_hash = models.CharField(
        _("content hash"), max_length=64, help_text=_("SHA-256 of all that was approved.")
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("submitted by"),
        help_text=_("First pair of eyes."),
    )
    submitted_at = models.DateTimeField(_("submitted"), help_text=_("When submitted."))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("approved by"),
        help_text=_("Second pair of eyes."),
    )
    approved_at = models.DateTimeField(_("approved"), help_text=_("When approved."))
    article_author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("article author"),
        help_text=_("Author on this desk at that time; empty for an outside byline."),
    )
    waiver_reason = models.TextField(
        _("reason for the override"),
        blank=True,
        help_text=_("Filled only when the second person was waived; on record for ever."),
    )
    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, help_text=_("When an editor published it.")
    )
    withdrawn_at = models.DateTimeField(
        _("withdrawn"), null=True, blank=True, help_text=_("When an editor withdrew it.")
    )

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["claim", "-number"]
        permissions = [("publish_verdict", "Can publish or withdraw a verdict")]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="verdict_number_once"),
            models.CheckConstraint(
                condition=~Q(waiver_reason="")
                | (
                    ~Q(submitted_by=F("approved_by"))
                    & (
                        Q(article_author__isnull=True)
                        | (
                            ~Q(article_author=F("submitted_by"))
                            & ~Q(article_author=F("approved_by"))
                        )
                    )
                ),
                name="verdict_four_eyes_or_waiver",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(published_at__isnull=False),
                name="verdict_withdrawn_after_published",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.rating}"
