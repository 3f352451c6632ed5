"""A web server as the unit of politeness and of work: one worker holds a host at a time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from factcheck.ids import uuid7


class HostQuerySet(models.QuerySet["Host"]):
    """Reads in newsroom words."""

    def strained(self) -> HostQuerySet:
        """Servers whose spacing cannot serve all their pages in their intervals."""
        return self.filter(strained_since__isnull=False)


class Host(models.Model):
    """One server name and port. The lease columns are bookkeeping, never facts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text=_("UUIDv7."))
    name = models.CharField(
        _("name"),
        max_length=300,
        unique=True,
        help_text=_("Lower-case IDNA host name, with :port unless it is the default one."),
    )
    next_due_at = models.DateTimeField(
        _("next due"),
        null=True,
        blank=True,
        help_text=_("When one of its sources must next be read; empty when none is scheduled."),
    )
    lease_until = models.DateTimeField(
        _("leased until"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("A worker holds this host until then (database clock)."),
    )
    lease_owner = models.CharField(
        _("lease owner"), max_length=120, blank=True, editable=False, help_text=_("Which worker.")
    )
    fence = models.BigIntegerField(
        _("fence"),
        default=0,
        editable=False,
        help_text=_("Grows with every lease; a result with an older fence is refused."),
    )
    leases_since_ok = models.PositiveIntegerField(
        _("leases since the last recorded result"),
        default=0,
        editable=False,
        help_text=_("Workers that took this host and never reported back."),
    )
    delay_ms = models.PositiveIntegerField(
        _("spacing"),
        null=True,
        blank=True,
        help_text=_("Milliseconds between two requests; empty means the desk's default."),
    )
    backoff_until = models.DateTimeField(
        _("resting until"),
        null=True,
        blank=True,
        help_text=_("The server asked us to wait (Retry-After) or keeps failing."),
    )
    fail_streak = models.PositiveIntegerField(
        _("failures in a row"), default=0, help_text=_("Batches in a row without any answer.")
    )
    blocked_since = models.DateTimeField(
        _("blocked since"),
        null=True,
        blank=True,
        help_text=_("Since when this server refuses our reader on every page."),
    )
    wanted_per_day = models.FloatField(
        _("looks wanted per day"),
        default=0.0,
        help_text=_("Looks per day its pages would need; counted by a task."),
    )
    stretch = models.FloatField(
        _("stretch"),
        default=1.0,
        help_text=_("Factor by which the intervals of its pages are lengthened."),
    )
    strained_since = models.DateTimeField(
        _("overloaded since"),
        null=True,
        blank=True,
        help_text=_("Since when its spacing cannot serve all its pages in their intervals."),
    )
    robots_text = models.TextField(
        _("robots.txt"), blank=True, help_text=_("The rules last read (RFC 9309).")
    )
    robots_status = models.IntegerField(
        _("robots.txt status"),
        null=True,
        blank=True,
        help_text=_("HTTP status of robots.txt; empty when it was never answered."),
    )
    robots_fetched_at = models.DateTimeField(
        _("robots.txt read"), null=True, blank=True, help_text=_("When the rules were last read.")
    )

    not_found_at = models.DateTimeField(
        _("asked for a page nobody wrote"),
        null=True,
        blank=True,
        help_text=_("When it was last asked for an address that cannot exist; weekly at most."),
    )
    not_found_url = models.CharField(
        _("the address that cannot exist"),
        max_length=2000,
        blank=True,
        help_text=_("What it was asked for then."),
    )
    not_found_status = models.IntegerField(
        _("status for a page nobody wrote"),
        null=True,
        blank=True,
        help_text=_("HTTP status it answered; 200 means that it has no honest 404."),
    )
    not_found_page = models.JSONField(
        _("its not-found page"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Traits of the page it sends for any address; empty when it sends none."),
    )

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["name"]
        # lease_until stays out of every index, so that leasing is a HOT update (notes: celery).
        indexes = [models.Index(fields=["next_due_at"], name="host_due")]

    def __str__(self) -> str:
        return self.name
