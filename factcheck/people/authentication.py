"""Bearer tokens (RFC 6750) of knox's making. Reading a header never fails and deletes nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from hmac import compare_digest
from typing import Final

from django.db.models import Q
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from factcheck import clock
from factcheck.people.models import ApiToken, User

#: RFC 6750 section 2.1, and far longer than any token we issue.
TOKEN: Final = re.compile(r"[A-Za-z0-9\-._~+/]{1,200}=*")
#: `last_used_at` is exact to this much, so that a busy token costs one write a minute.
LAST_USED_STEP: Final = timedelta(minutes=1)


class TokenAuthentication(KnoxTokenAuthentication):  # type: ignore[misc]
    """Answer who a bearer token speaks for; anything else in the header is a 401."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return (user, token), or None when the header is not for us."""
        # WSGI says latin-1 text (PEP 3333); some servers and test clients hand over bytes.
        header = force_str(request.headers.get("authorization", ""), "latin-1")
        scheme, _space, secret = header.strip(" \t").partition(" ")
        if scheme.lower() != self.authenticate_header(request).lower():
            return None
        if not TOKEN.fullmatch(secret):
            raise AuthenticationFailed(
                _("The Authorization header must read “Bearer ” and one token."), "token_malformed"
            )
        return self.authenticate_credentials(secret)

    def authenticate_credentials(self, secret: str) -> tuple[User, ApiToken]:
        """Return (user, token) for a secret, or refuse and say why once the secret is proven."""
        token = self._token_of(secret)
        if token is None:
            raise AuthenticationFailed(_("This token is not known."), "token_unknown")
        if token.revoked_at is not None:
            raise AuthenticationFailed(_("This token was revoked."), "token_revoked")
        if not token.is_usable:
            raise AuthenticationFailed(_("This token has expired."), "token_expired")
        if not token.user.is_active:
            raise AuthenticationFailed(_("This account is closed."), "account_closed")
        self._note_use(token)
        return token.user, token

    def _token_of(self, secret: str) -> ApiToken | None:
        digest = hash_token(secret)
        candidates = ApiToken.objects.filter(token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH])
        found = None
        for token in candidates.select_related("user"):
            if compare_digest(digest, token.digest):
                found = token
        return found

    def _note_use(self, token: ApiToken) -> None:
        now = clock.now()
        before = now - LAST_USED_STEP
        if token.last_used_at is not None and token.last_used_at > before:
            return
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=before)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
