"""Forms of the claim page. They shape input; every rule is the services' own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Rating
from claims.models.claim import DISMISSAL_CHOICES, Kind
from claims.models.evidence import Stance
from claims.models.recheck import Cause
from claims.workflow import DismissalReason
from factcheck.people.models import User
from sources.models.source import SourceKind

if TYPE_CHECKING:
    from claims.models import Claim
    from claims.services.facts import ActionState

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MOMENT = "%Y-%m-%dT%H:%M"


def _moment(label: Any, help_text: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    return forms.DateTimeField(
        label=label, help_text=help_text, required=False, widget=widget, show_hidden_initial=True
    )


class VersionedForm(forms.Form):
    """A form that knows which version of the claim the person was looking at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DraftForm(VersionedForm):
    """Wording, kind, draft rating and rationale, times; hidden initials tell what was changed."""

    wording = forms.CharField(
        label=_("Wording"),
        help_text=_("The claim said so that it stands by itself."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        show_hidden_initial=True,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, show_hidden_initial=True)
    draft_rating = forms.ModelChoiceField(
        label=_("Rating"),
        queryset=Rating.objects.none(),
        required=False,
        to_field_name="code",
        show_hidden_initial=True,
    )
    draft_rationale = forms.CharField(
        label=_("Rationale"),
        help_text=_("Why, for readers. Becomes part of the verdict when approved."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        show_hidden_initial=True,
    )
    due_at = _moment(_("Due"), _("When it must be settled."))
    best_before = _moment(_("Best before"), _("When it must be looked at again once checked."))
    on_authority = forms.BooleanField(
        label=_("On the author's authority"),
        help_text=_("An editor's leave to check it without evidence."),
        required=False,
        show_hidden_initial=True,
    )

    def __init__(self, *args: Any, may_waive: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["draft_rating"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Rating.objects.filter(is_active=True)
        if not may_waive:
            del self.fields["on_authority"]


def draft_values(claim: Claim) -> dict[str, Any]:
    """Return the claim's present values as the draft form shows them (whole minutes)."""
    return {
        "version": claim.version,
        "wording": claim.wording,
        "kind": claim.kind,
        "draft_rating": claim.draft_rating.code if claim.draft_rating else None,
        "draft_rationale": claim.draft_rationale,
        "due_at": claim.due_at and claim.due_at.replace(second=0, microsecond=0),
        "best_before": claim.best_before and claim.best_before.replace(second=0, microsecond=0),
        "on_authority": claim.on_authority,
    }


class ActionForm(VersionedForm):
    """What one action needs, and no more. The service says what is missing."""

    seen_status = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    assignee = forms.ModelChoiceField(
        label=_("Assignee"), queryset=User.objects.none(), required=False
    )
    other_claim = forms.CharField(
        label=_("The other claim"),
        help_text=_("Choose a claim of this article, or paste another claim's address."),
        required=False,
    )

    def __init__(
        self, *args: Any, needs: tuple[str, ...], people: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("note", "reason", "assignee", "other_claim"):
            if name not in needs:
                del self.fields[name]
        if "reason" in self.fields:
            # "Duplicate" names another claim: that is what merging is for.
            self.fields["reason"].choices = [  # type: ignore[attr-defined]
                ("", "—"),
                *(pair for pair in DISMISSAL_CHOICES if pair[0] != DismissalReason.DUPLICATE.value),
            ]
        if "assignee" in self.fields and people is not None:
            self.fields["assignee"].queryset = people  # type: ignore[attr-defined]
        if "other_claim" in self.fields:
            self.fields["other_claim"].widget.attrs["list"] = "claims-of-this-article"

    def clean_other_claim(self) -> str:
        """Take the identifier out of an address, or refuse what holds none."""
        given = self.cleaned_data["other_claim"]
        if not given:
            return ""
        found = _UUID.search(given)
        if found is None:
            raise forms.ValidationError(_("This names no claim. Paste the address of its page."))
        return found.group().lower()


def action_form(
    state: ActionState, claim: Claim, *, data: Any = None, people: Any = None
) -> ActionForm:
    """Return the form of one action; ids differ between the actions of a page."""
    return ActionForm(
        data,
        needs=state.needs,
        people=people,
        auto_id=f"id_{state.action.value}_%s",
        initial={"version": claim.version, "seen_status": claim.status},
    )


class CiteForm(VersionedForm):
    """A passage of a page, or of a work outside the web."""

    stance = forms.ChoiceField(label=_("Stance"), choices=Stance.choices, widget=forms.RadioSelect)
    quote = forms.CharField(
        label=_("Passage"),
        help_text=_("The words of the source, copied exactly."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    kind = forms.ChoiceField(label=_("What it stands in"), choices=SourceKind.choices)
    url = forms.CharField(
        label=_("Address"),
        help_text=_("For a web page. It is read again for ever from now on."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    title = forms.CharField(
        label=_("Title"), help_text=_("For a document, book or interview."), required=False
    )
    locator = forms.CharField(
        label=_("Where in it"), help_text=_("Page, minute, date or contact."), required=False
    )
    published_on = forms.DateField(
        label=_("Published"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RecheckForm(forms.Form):
    """Ask for a recheck by hand."""

    cause = forms.ChoiceField(
        label=_("Cause"),
        choices=[
            (Cause.MANUAL.value, Cause.MANUAL.label),
            (Cause.COMPLAINT.value, Cause.COMPLAINT.label),
        ],
    )
    note = forms.CharField(
        label=_("What must be looked at"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


class WithdrawForm(forms.Form):
    """Why a published verdict is taken back."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
