"""Pages speak the signed-in person's language; the API speaks the client's."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class PersonLocaleMiddleware(LocaleMiddleware):
    """After AuthenticationMiddleware: the person's language, else cookie and Accept-Language."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language for this request."""
        super().process_request(request)
        if request.path_info.startswith("/api/") or not request.user.is_authenticated:
            return
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language() or ""
