"""Probe addresses."""

from django.urls import path

from factcheck.health import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
