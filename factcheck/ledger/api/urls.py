"""The event feed."""

from django.urls import path

from factcheck.ledger.api.views import EventsView

urlpatterns = [path("events", EventsView.as_view(), name="api-events")]
