"""An article under check and the revisions of its text."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factcheck.ids import uuid7


class Extraction(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("extraction", "queued")
    RUNNING = "running", pgettext_lazy("extraction", "running")
    DONE = "done", pgettext_lazy("extraction", "done")
    FAILED = "failed", pgettext_lazy("extraction", "failed")


class ArticleQuerySet(models.QuerySet["Article"]):
    def with_progress(self) -> ArticleQuerySet:
        """Annotate ``claims_total``, ``claims_settled`` and ``rechecks_open`` in one query."""
        from claims.models.recheck import Recheck

        whole = Q(claims__parent__isnull=True)
        return self.annotate(
            claims_total=Count("claims", filter=whole),
            claims_settled=Count(
                "claims", filter=whole & Q(claims__status__in=["checked", "dismissed"])
            ),
            rechecks_open=Exists(
                Recheck.objects.filter(claim__article=OuterRef("pk"), decided_at__isnull=True)
            ),
        )


class Article(models.Model):
    """One article. Its text lives in revisions; clearance is computed, never stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    title = models.CharField(_("title"), max_length=500, help_text=_("Headline, or first line."))
    byline = models.CharField(
        _("byline"), max_length=300, blank=True, help_text=_("Author as printed.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles_written",
        verbose_name=_("author on this desk"),
        help_text=_("The person here who wrote it, if any; may not check or approve its claims."),
    )
    url = models.CharField(
        _("address"), max_length=2000, blank=True, help_text=_("Where the text came from.")
    )
    language = models.CharField(
        _("language"), max_length=20, blank=True, help_text=_("BCP 47 tag, as ja or en.")
    )
    published_on = models.DateField(
        _("dated"),
        null=True,
        blank=True,
        help_text=_("Day the article is dated; “last September” counts from it."),
    )
    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, help_text=_("When this desk published it.")
    )
    public_url = models.CharField(
        _("public address"), max_length=2000, blank=True, help_text=_("Where readers find it.")
    )
    text_sha256 = models.CharField(
        _("digest of the first text"),
        max_length=64,
        unique=True,
        help_text=_("The same text is the same article, however often it is sent."),
    )
    extraction = models.CharField(
        _("extraction"),
        max_length=8,
        choices=Extraction,
        default=Extraction.QUEUED,
        help_text=_("Whether the machine has proposed its claims."),
    )
    extraction_error = models.CharField(
        _("extraction error"), max_length=300, blank=True, help_text=_("Why it failed.")
    )
    extraction_lease_until = models.DateTimeField(
        _("extraction leased until"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("A worker is at it until then (database clock)."),
    )
    extraction_fence = models.PositiveIntegerField(
        _("extraction fence"),
        default=0,
        editable=False,
        help_text=_("Grows with every lease; an older result is refused."),
    )
    extraction_attempts = models.PositiveSmallIntegerField(
        _("extraction attempts"),
        default=0,
        editable=False,
        help_text=_("How often a worker began it since it was queued."),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("added by"),
        help_text=_("Who brought it in; empty for the command line."),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True, help_text=_("When added."))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-id"]
        permissions = [("publish_article", "Can record that an article was published")]
        indexes = [
            models.Index(
                fields=["id"],
                name="article_to_extract",
                condition=Q(extraction__in=["queued", "running"]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(extraction__in=Extraction.values), name="article_extraction_known"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Revision(models.Model):
    """One version of the text. Append-only; spans of claims point into ``text``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    article = models.ForeignKey(
        Article,
        on_delete=models.PROTECT,
        related_name="revisions",
        verbose_name=_("article"),
        help_text=_("Of which article."),
    )
    number = models.PositiveIntegerField(_("number"), help_text=_("From 1."))
    text = models.TextField(_("text"), help_text=_("As decoded; never changed afterwards."))
    text_sha256 = models.CharField(
        _("digest"), max_length=64, help_text=_("SHA-256 of the UTF-8 text.")
    )
    format = models.CharField(
        _("format"),
        max_length=12,
        help_text=_("What it was made from: text, html, markdown, docx, pdf, subtitles."),
    )
    charset = models.CharField(
        _("charset"), max_length=40, blank=True, help_text=_("Encoding it was decoded with.")
    )
    provenance = models.JSONField(
        _("provenance"),
        default=list,
        blank=True,
        help_text=_("Where its words stood: page, time or speaker from each offset on."),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True, help_text=_("When added."))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.article} #{self.number}"
