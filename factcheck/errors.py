"""Domain errors: each carries a stable code and a sentence for people.

Ground module: admin, API and commands turn these into their own shapes.
"""

from __future__ import annotations

from collections.abc import Sequence


class FactcheckError(Exception):
    """A refusal with a stable ``code``, an HTTP ``status`` and a sentence for people.

    ``field`` names the offending input, ``remedy`` says what would satisfy the rule.
    """

    code = "error"
    status = 400

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        field: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = str(message)
        self.code = code or type(self).code
        self.field = field
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}" if self.remedy else self.message


class InvalidInput(FactcheckError):
    """The input itself is wrong; ``field`` names it."""

    code = "invalid_input"
    status = 400


class UrlRefused(InvalidInput):
    """A URL that may not be fetched or stored."""

    code = "url_refused"


class TooLarge(InvalidInput):
    """The input is larger than a limit."""

    code = "too_large"
    status = 413


class NotPermitted(FactcheckError):
    """The person lacks the right for this act."""

    code = "not_permitted"
    status = 403


class NotFound(FactcheckError):
    """The thing named does not exist."""

    code = "not_found"
    status = 404


class Conflict(FactcheckError):
    """The act contradicts the present state of the record."""

    code = "conflict"
    status = 409


class TransitionRefused(Conflict):
    """The workflow refuses an action; ``guards`` are the codes of the guards that said no."""

    code = "transition_refused"

    def __init__(
        self,
        message: str,
        *,
        guards: Sequence[str] = (),
        code: str | None = None,
        field: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message, code=code, field=field, remedy=remedy)
        self.guards = tuple(guards)


class StaleVersion(FactcheckError):
    """The record changed since the caller read it (RFC 9110 section 15.5.13)."""

    code = "stale_version"
    status = 412


class PreconditionRequired(FactcheckError):
    """The caller must say which version it means (RFC 6585 section 3)."""

    code = "precondition_required"
    status = 428
