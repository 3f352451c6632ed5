"""Closed by default: a view says which right each method needs, or nobody gets in."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from factcheck.errors import NotPermitted

#: Instead of a right: anybody, also without a token.
PUBLIC: Final = "*"


class HasRight(BasePermission):
    """Admit whom the view's ``rights = {"GET": "app.codename"}`` admit; a right per method.

    A method the view answers but does not declare is denied; one it does not answer is a 405.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return True, or raise ``NotAuthenticated`` or ``NotPermitted`` naming the right."""
        method = "GET" if request.method == "HEAD" else str(request.method)
        rights: dict[str, str] = getattr(view, "rights", {})
        right = rights.get(method)
        if right == PUBLIC:
            return True
        if not (request.user and request.user.is_authenticated):
            raise NotAuthenticated()
        if method == "OPTIONS" or not hasattr(view, method.lower()):
            return True
        if right is None or not request.user.has_perm(right):
            raise NotPermitted(
                _("Your role does not include this: it needs the right “%(right)s”.")
                % {"right": right or "?"},
                remedy=_("Ask somebody whose role does, or for another role."),
            )
        return True
