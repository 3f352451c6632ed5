"""What the desk would do with an address: allowed or not, robots.txt, next look. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import Error as DatabaseError
from django.utils.translation import gettext as _

from factcheck.errors import UrlRefused
from factcheck.net.addresses import Allow, parse_allow
from factcheck.net.resolving import resolve
from factcheck.net.urls import CanonicalUrl, canonical_url
from sources.fetching.robots import RobotsRecord, RobotsRules
from sources.models import Host, Source
from sources.services.robots_policy import robots_decision

PUBLIC = "public"
ALLOWED_BY_SETTING = "allowed_by_setting"
NOT_RESOLVED = "not_resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlExplanation:
    """One address explained. ``reason`` is a stable code, ``message`` its sentence.

    ``robots`` is allowed, disallowed or unknown (never asked), after what the desk has stored;
    ``robots_policy`` whether the desk obeys it for this page. ``addresses`` is None unless asked.
    """

    url: str
    canonical: str | None
    allowed: bool
    reason: str
    message: str
    host: str | None
    robots: str = "unknown"
    robots_policy: str | None = None
    next_look: datetime | None = None
    addresses: tuple[str, ...] | None = None
    forbidden_addresses: tuple[str, ...] | None = None


def explain_url(url: str, *, with_addresses: bool = False) -> UrlExplanation:
    """Explain one address, whatever text it is; ``with_addresses`` looks its name up.

    Fetches nothing. A refused address asks no database; without tables nothing is known of it.
    """
    allow = parse_allow(settings.FETCH_ALLOW)
    try:
        page = canonical_url(url, allow=allow)
    except UrlRefused as refusal:
        return UrlExplanation(
            url=url,
            canonical=None,
            allowed=False,
            reason=refusal.code,
            message=str(refusal),
            host=None,
            addresses=() if with_addresses else None,
            forbidden_addresses=() if with_addresses else None,
        )
    robots, policy, next_look = _stored(page)
    usable, forbidden = None, None
    allowed, reason, message = True, *_why_allowed(page, allow)
    if with_addresses:
        found = resolve(page, allow=allow)
        usable, forbidden = found.usable, found.forbidden
        if forbidden and not usable:
            allowed, reason = False, "address_forbidden"
            message = _("%(host)s leads only to addresses that are not on the public internet.")
        elif not usable:
            reason, message = NOT_RESOLVED, _("No address was found for %(host)s.")
    return UrlExplanation(
        url=url,
        canonical=page.url,
        allowed=allowed,
        reason=reason,
        message=message % {"host": page.host},
        host=page.host_key,
        robots=robots,
        robots_policy=policy,
        next_look=next_look,
        addresses=usable,
        forbidden_addresses=forbidden,
    )


def _why_allowed(page: CanonicalUrl, allow: Allow) -> tuple[str, str]:
    if (page.host, page.port) in allow:
        return ALLOWED_BY_SETTING, _("%(host)s may be read because FETCH_ALLOW names it.")
    return PUBLIC, _("%(host)s is a public web server.")


def _stored(page: CanonicalUrl) -> tuple[str, str, datetime | None]:
    """Robots, policy and next look as the desk has them; a desk without tables has none."""
    desk = str(settings.FETCH_ROBOTS)
    try:
        source = Source.objects.filter(url=page.url).first()
        host = Host.objects.filter(name=page.host_key).first()
        cited = source is not None and source.passages.watched().exists()
    except DatabaseError:
        return "unknown", robots_decision(desk=desk, own="", cited=False), None
    watched = source is not None and source.state == "active"
    next_look = source.next_check_at if source is not None and watched else None
    own = source.robots_policy if source is not None else ""
    policy = robots_decision(desk=desk, own=own, cited=cited)
    return _robots(host, page), policy, next_look


def _robots(host: Host | None, page: CanonicalUrl) -> str:
    if host is None or host.robots_fetched_at is None or host.robots_status is None:
        return "unknown"
    record = RobotsRecord(host.robots_text, host.robots_status, host.robots_fetched_at)
    allows = RobotsRules.from_record(record).allows(settings.FETCH_USER_AGENT, page.url)
    return "allowed" if allows else "disallowed"
