"""What the reader of articles refuses, in the person's language; the reader speaks English."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from factcheck.errors import FactcheckError

#: Code → (why not, remedy). Codes not here are said as they come.
_WORDS: dict[str, tuple[Promise, Promise]] = {
    "empty": (
        _("There is nothing to read in it."),
        _("Paste or choose an article with at least one word."),
    ),
    "too_large": (
        _("The article is larger than this desk reads."),
        _("Bring in the article alone, or split it."),
    ),
    "binary": (
        _("This is not text."),
        _("Choose plain text, HTML, Markdown, a Word document (.docx), a PDF or subtitles."),
    ),
    "too_laborious": (
        _("This page takes too long to read."),
        _("Paste its text instead."),
    ),
    "unreadable": (
        _("This document is damaged."),
        _("Open it and save it anew, or paste its text."),
    ),
    "encrypted": (
        _("This PDF is protected by a password."),
        _("Save it without the password, or paste its text."),
    ),
    "no_text": (
        _("This PDF holds pictures of text, no text."),
        _("Run text recognition (OCR) on it, or paste its text."),
    ),
    "undecodable": (
        _("The text cannot be decoded."),
        _("Save the article as UTF-8 and try again."),
    ),
    "nul_character": (
        _("The text contains a NUL character."),
        _("Remove that character or save the text again as UTF-8."),
    ),
    "lone_surrogate": (
        _("The text contains half of a character (a lone surrogate)."),
        _("Remove that character or save the text again as UTF-8."),
    ),
}


def in_words(error: FactcheckError) -> FactcheckError:
    """Return the refusal in the active language; its code and field stay."""
    words = _WORDS.get(error.code)
    if words is None:
        return error
    said = type(error)(str(words[0]), code=error.code, field=error.field, remedy=str(words[1]))
    said.status = error.status
    return said
