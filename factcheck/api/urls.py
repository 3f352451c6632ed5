"""The OpenAPI document and its page."""

from django.urls import path

from factcheck.api.documents import SchemaView, documentation

urlpatterns = [
    path("schema", SchemaView.as_view(), name="api-schema"),
    path("docs", documentation, name="api-documentation"),
]
