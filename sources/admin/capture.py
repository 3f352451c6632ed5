"""The form by which a person brings a page the robot cannot read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class CaptureForm(forms.Form):
    """A saved page. What it is, its bytes say; its name and declared type are not believed."""

    file = forms.FileField(
        label=gettext_lazy("Saved page"),
        help_text=gettext_lazy("HTML, PDF, MHTML, WARC or plain text, saved while it can be seen."),
        max_length=200,
        allow_empty_file=True,
    )
    note = forms.CharField(
        label=gettext_lazy("How it was captured"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For instance: with the desk's subscription, in Firefox."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def content(self, most: int) -> dict[str, Any]:
        """Return what the service takes; no more than one byte above ``most`` is read."""
        file = self.cleaned_data["file"]
        return {
            "data": file.read(most + 1),
            "filename": file.name,
            "note": self.cleaned_data["note"],
        }
