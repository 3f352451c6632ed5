"""Choosing the class of a page by hand, where its address tells too little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.clock import database_now
from factcheck.errors import Conflict, InvalidInput
from factcheck.ledger.services import record_entry
from sources.models import Source
from sources.models.source import PageClassChoices, SourceKind
from sources.page_classes import infer_class
from sources.rates import prior_rate
from sources.services.cadence import age_days
from sources.services.due import lock_source

if TYPE_CHECKING:
    from factcheck.people.models import User


@transaction.atomic
def classify_source(*, source: Source, page_class: str, actor: User | None) -> Source:
    """Choose the class of a page; an empty one leaves it to be inferred again.

    What was remembered of the page stays; its next planning uses the new class.
    """
    if page_class and page_class not in PageClassChoices.values:
        raise InvalidInput(
            _("“%(value)s” is not a class of page.") % {"value": str(page_class)[:40]},
            field="page_class",
            remedy=_("Use one of: %(known)s.") % {"known": ", ".join(PageClassChoices.values)},
        )
    row = lock_source(source.pk)
    if row.kind != SourceKind.PAGE:
        raise Conflict(
            _("Only a web page has a class."),
            code="not_a_page",
            remedy=_("Nothing needs to be done."),
        )
    was = row.page_class
    age = age_days(row, database_now())
    row.page_class = page_class or infer_class(row.url or "").value
    row.page_class_chosen = bool(page_class)
    # The same days, seen with the eyes of the other class.
    row.tally_expected *= prior_rate(row.page_class, age) / prior_rate(was, age)
    row.save(update_fields=["page_class", "page_class_chosen", "tally_expected"])
    record_entry(
        kind="source.classified",
        subject_type="source",
        subject_id=row.pk,
        actor=actor,
        changes={"page_class": [was, row.page_class]},
        data={"url": row.url or "", "chosen": row.page_class_chosen},
    )
    return row
