"""Every refusal of the API as application/problem+json (RFC 9457); pages for browsers elsewhere."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework import exceptions as drf
from rest_framework.settings import api_settings
from rest_framework.utils.encoders import JSONEncoder

from factcheck.errors import FactcheckError, InvalidInput, TransitionRefused

log = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/problem+json"
PREFIX: Final = "/api/"
_SAFE_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_MAX_ERRORS: Final = 50


class MisplacedInput(InvalidInput):
    """Wrong input whose place is known exactly: ``pointer`` into the body, or ``parameter``."""

    def __init__(
        self, message: str, *, place: Mapping[str, str], code: str, remedy: str | None = None
    ) -> None:
        super().__init__(message, code=code, remedy=remedy)
        self.place = dict(place)


def problem(
    *,
    status: int,
    code: str,
    detail: str,
    remedy: str | None = None,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> HttpResponse:
    """Return one problem document; ``members`` are further extension members (RFC 9457 3.2)."""
    body: dict[str, Any] = {
        "type": f"urn:factcheck:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(detail),
        "code": code,
    }
    if remedy:
        body["remedy"] = str(remedy)
    if errors:
        body["errors"] = [dict(error) for error in errors[:_MAX_ERRORS]]
    body |= members
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if isinstance(request_id, str) and _SAFE_ID.fullmatch(request_id):
        body["request_id"] = request_id
    text = json.dumps(body, cls=JSONEncoder, ensure_ascii=False)
    response = HttpResponse(
        text.encode("utf-8", "backslashreplace"), status=status, content_type=CONTENT_TYPE
    )
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def problem_of(
    error: FactcheckError, *, field_names: Mapping[str, str] | None = None, **members: Any
) -> HttpResponse:
    """Return a domain error as a problem; ``field_names`` maps a service's fields to the API's."""
    errors = []
    if isinstance(error, MisplacedInput):
        errors = [{**error.place, "code": error.code, "detail": error.message}]
    elif error.field:
        name = (field_names or {}).get(error.field, error.field)
        pointer = "/" + _escaped(name)
        errors = [{"pointer": pointer, "code": error.code, "detail": error.message}]
    if isinstance(error, TransitionRefused) and error.guards:
        members["guards"] = list(error.guards)
    return problem(
        status=error.status,
        code=error.code,
        detail=error.message,
        remedy=error.remedy,
        errors=errors,
        **members,
    )


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Turn whatever a view raised into a problem; what nobody foresaw is logged, never shown."""
    if isinstance(exc, FactcheckError):
        return problem_of(exc, field_names=getattr(context.get("view"), "field_names", None))
    if isinstance(exc, drf.ValidationError):
        return problem(
            status=400,
            code="invalid_input",
            detail=_("The request does not have the right shape."),
            remedy=_("Mend what “errors” lists."),
            errors=list(_flat(exc.detail, "")),
        )
    if isinstance(exc, drf.Throttled):
        wait = str(max(1, int(exc.wait or 1)))
        return problem(
            status=429,
            code="throttled",
            detail=_("Too many requests."),
            remedy=_("Wait %(seconds)s seconds.") % {"seconds": wait},
            headers={"Retry-After": wait},
        )
    if isinstance(exc, drf.APIException):
        return _framework_problem(exc)
    return _plain_problem(exc) or unforeseen(exc)


def unforeseen(exc: Exception) -> HttpResponse:
    """Log an error nobody foresaw with its traceback and answer without any of it."""
    log.error("request failed", exc_info=exc)
    return problem(
        status=500,
        code="internal_error",
        detail=_("Something went wrong on our side. It has been recorded."),
        remedy=_("Try again later, and name the request id when you report it."),
    )


def _framework_problem(exc: drf.APIException) -> HttpResponse:
    headers = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    code = {401: "not_authenticated", 403: "not_permitted"}.get(exc.status_code, exc.default_code)
    members: dict[str, Any] = {}
    if isinstance(exc, drf.AuthenticationFailed):
        code = str(exc.get_codes())
    if isinstance(exc, drf.UnsupportedMediaType):
        members["remedy"] = _("Send JSON with Content-Type: application/json.")
    return problem(
        status=exc.status_code, code=code, detail=str(exc.detail), headers=headers, **members
    )


def _plain_problem(exc: Exception) -> HttpResponse | None:
    if isinstance(exc, Http404):
        return not_found()
    if isinstance(exc, PermissionDenied):
        return problem(status=403, code="not_permitted", detail=_("You may not do this."))
    if isinstance(exc, RequestDataTooBig):
        return problem(status=413, code="too_large", detail=_("The request is too large."))
    if isinstance(exc, UnreadablePostError):
        return problem(status=400, code="body_cut_short", detail=_("The body ended too early."))
    if isinstance(exc, SuspiciousOperation):
        return problem(status=400, code="bad_request", detail=_("The request is malformed."))
    if isinstance(exc, OperationalError):
        log.error("database not available", exc_info=exc)
        return problem(
            status=503,
            code="temporarily_unavailable",
            detail=_("The database does not answer in time."),
            remedy=_("Try again in a few seconds."),
            headers={"Retry-After": "5"},
        )
    return None


def not_found() -> HttpResponse:
    """Return the problem for an address nothing stands at."""
    return problem(status=404, code="not_found", detail=_("There is nothing at this address."))


def _flat(detail: Any, pointer: str) -> Iterator[dict[str, str]]:
    """Yield one entry with a JSON Pointer (RFC 6901) for each of the framework's nested errors."""
    if isinstance(detail, Mapping):
        for key, below in detail.items():
            step = "" if key == api_settings.NON_FIELD_ERRORS_KEY else "/" + _escaped(str(key))
            yield from _flat(below, pointer + step)
    elif isinstance(detail, (list, tuple)):
        for place, below in enumerate(detail):
            leaf = isinstance(below, str)
            yield from _flat(below, pointer if leaf else f"{pointer}/{place}")
    else:
        yield {
            "pointer": pointer,
            "code": str(getattr(detail, "code", None) or "invalid"),
            "detail": str(detail),
        }


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


class ProblemMiddleware:
    """Whatever leaves under /api/ as an error is a problem, also where no view was reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_api(request) or response.status_code < 400 or _is_json(response):
            return response
        status = response.status_code
        code = {403: "not_permitted", 404: "not_found", 405: "method_not_allowed"}
        answer = problem(
            status=status,
            code=code.get(status, "bad_request" if status < 500 else "internal_error"),
            detail=HTTPStatus(status).phrase,
        )
        for name in ("Allow", "Retry-After", "WWW-Authenticate"):
            if name in response:
                answer[name] = response[name]
        return answer

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """Answer for views of /api/ that are not the framework's."""
        if not is_api(request):
            return None
        if isinstance(exc, FactcheckError):
            return problem_of(exc)
        return _plain_problem(exc) or unforeseen(exc)


def is_api(request: HttpRequest) -> bool:
    """Return whether the request addresses the API, as opposed to a page."""
    return request.path.startswith(PREFIX)


def _is_json(response: HttpResponse) -> bool:
    kind = response.get("Content-Type", "").partition(";")[0].strip()
    return kind == "application/json" or kind.endswith("+json")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: a problem under /api/, a page elsewhere."""
    if is_api(request):
        return problem(status=400, code="bad_request", detail=_("The request is malformed."))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403: a problem under /api/, a page elsewhere."""
    if is_api(request):
        return problem(status=403, code="not_permitted", detail=_("You may not do this."))
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: a problem under /api/, a page elsewhere."""
    return not_found() if is_api(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: a problem under /api/, a page elsewhere. Django has logged the traceback."""
    if is_api(request):
        return problem(
            status=500,
            code="internal_error",
            detail=_("Something went wrong on our side. It has been recorded."),
        )
    return defaults.server_error(request)
