"""Public probes; they tell no secret and need no login."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from factcheck.health.notices import notices
from factcheck.health.probes import readiness


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The web process runs. Asks nothing else, so a sick database restarts no container."""
    return JsonResponse({"status": "up"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Everything the desk needs is there: 200, else 503 with what is missing."""
    probes = readiness()
    ready = all(probe.ok for probe in probes)
    return JsonResponse(
        {
            "status": "ready" if ready else "not ready",
            "checks": {probe.name: {"ok": probe.ok, "detail": probe.detail} for probe in probes},
            "notices": {
                each.name: {"ok": each.ok, "detail": each.detail}
                for each in (notices() if ready else [])
            },
        },
        status=200 if ready else 503,
    )
