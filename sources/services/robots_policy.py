"""Whether robots.txt is obeyed for a page: the desk's rule, and exceptions on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger.services import record_entry
from sources.models import Source
from sources.models.source import SourceKind
from sources.services.due import lock_source

if TYPE_CHECKING:
    from factcheck.people.models import User

Decision = Literal["obey", "ignore"]
_LONGEST_REASON: Final = 2000


def robots_decision(*, desk: str, own: str, cited: bool) -> Decision:
    """Return what holds for one page: its own exception, else the desk's rule (FETCH_ROBOTS).

    A desk that ignores robots.txt does so only for pages a person cited by hand.
    """
    if own:
        return "ignore" if own == "ignore" else "obey"
    return "ignore" if desk == "ignore" and cited else "obey"


@transaction.atomic
def ignore_robots(*, source: Source, actor: User | None, reason: str) -> Source:
    """Read a page although its site's robots.txt forbids it; the reason goes on record."""
    if not reason.strip():
        raise InvalidInput(
            _("An exception from robots.txt needs a reason."),
            code="reason_required",
            field="reason",
            remedy=_("Say why the public interest outweighs the wish of the site."),
        )
    return _decide(source, "ignore", actor, reason)


@transaction.atomic
def obey_robots(*, source: Source, actor: User | None, reason: str) -> Source:
    """Obey robots.txt for a page whatever the desk's rule is."""
    return _decide(source, "obey", actor, reason)


def _decide(source: Source, policy: Decision, actor: User | None, reason: str) -> Source:
    reason = reason.strip()
    if len(reason) > _LONGEST_REASON or "\0" in reason:
        raise InvalidInput(
            _("The reason is too long or contains a NUL character."),
            field="reason",
            remedy=_("Shorten it."),
        )
    row = lock_source(source.pk)
    if row.kind != SourceKind.PAGE:
        raise Conflict(_("Only a web page has a robots.txt."), code="not_a_page")
    if row.robots_policy == policy:
        raise Conflict(_("That is already decided for this page."), code="already_decided")
    was = row.robots_policy
    row.robots_policy = policy
    row.save(update_fields=["robots_policy"])
    record_entry(
        kind="source.robots_decided",
        subject_type="source",
        subject_id=row.pk,
        actor=actor,
        note=reason,
        changes={"robots_policy": [was, policy]},
        data={"url": row.url or ""},
    )
    return row
