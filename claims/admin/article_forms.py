"""Forms of the article pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from claims.models.claim import Kind
from factcheck.people.models import User


class ArticleForm(forms.Form):
    """An article to bring in: its text pasted, or a file."""

    text = forms.CharField(
        label=_("Text"),
        help_text=_("Paste the article, headline first. Or choose a file below."),
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("Plain text, HTML, Markdown, Word (.docx), PDF, subtitles (.srt, .vtt)."),
        required=False,
    )
    title = forms.CharField(
        label=_("Headline"),
        help_text=_("Empty: the first line of the text."),
        required=False,
        max_length=500,
    )
    byline = forms.CharField(
        label=_("Byline"), help_text=_("Author as printed."), required=False, max_length=300
    )
    author = forms.ModelChoiceField(
        label=_("Author on this desk"),
        help_text=_("May not check or approve its claims."),
        queryset=User.objects.none(),
        required=False,
    )
    published_on = forms.DateField(
        label=_("Dated"),
        help_text=_("“Last September” counts from this day."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    url = forms.CharField(
        label=_("Address"),
        help_text=_("Where the text came from."),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("as the text says")), *settings.LANGUAGES],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["author"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = User.objects.filter(is_active=True, is_service=False)

    def body(self) -> tuple[bytes, str | None, str | None]:
        """Return the bytes, the file's name and the charset known; a file goes before pasted text.

        A browser sends a line end as CR LF whatever was pasted (HTML, form submission); the text
        is taken back to LF so that the same article stays the same.
        """
        upload = self.cleaned_data.get("file")
        if upload is not None:
            return upload.read(), upload.name, None
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return text.encode("utf-8", "surrogatepass"), None, "utf-8"


class StatementForm(forms.Form):
    """A statement of the article that a person makes a claim of."""

    statement = forms.CharField(
        label=_("Statement"),
        help_text=_("Copied from the text exactly, or marked in it with the mouse."),
        widget=forms.Textarea(attrs={"rows": 3}),
        strip=False,
    )
    occurrence = forms.IntegerField(
        label=_("Which time it occurs"), initial=1, min_value=1, required=False
    )
    wording = forms.CharField(
        label=_("Wording"),
        help_text=_("So that it stands by itself. Empty: the statement as it is."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)


class PublishForm(forms.Form):
    """The fact that the article was published."""

    public_url = forms.CharField(
        label=_("Public address"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
