"""Where everything is served. API URLs have no trailing slash."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", login_not_required(RedirectView.as_view(pattern_name="admin:index"))),
    path("admin/", admin.site.urls),
    path("people/", include("factcheck.people.urls")),
    path("api/v1/", include("factcheck.api.urls")),
    path("api/v1/", include("factcheck.ledger.api.urls")),
    path("api/v1/", include("sources.api.urls")),
    path("api/v1/", include("claims.api.urls")),
    path("", include("factcheck.health.urls")),
]
handler400 = "factcheck.api.problems.bad_request"
handler403 = "factcheck.api.problems.permission_denied"
handler404 = "factcheck.api.problems.page_not_found"
handler500 = "factcheck.api.problems.server_error"
