"""Addresses of sources, snapshots and changes."""

from django.urls import path

from sources.api import deciding, proof, views

urlpatterns = [
    path("sources", views.SourcesView.as_view(), name="api-sources"),
    path("sources/<uuid:id>", views.SourceView.as_view(), name="api-source"),
    path("sources/<uuid:id>/check", views.SourceCheckView.as_view(), name="api-source-check"),
    path("sources/<uuid:id>/pause", views.SourcePauseView.as_view(), name="api-source-pause"),
    path("sources/<uuid:id>/resume", views.SourceResumeView.as_view(), name="api-source-resume"),
    path("sources/<uuid:id>/robots", deciding.SourceRobotsView.as_view(), name="api-source-robots"),
    path(
        "sources/<uuid:id>/captures",
        deciding.SourceCapturesView.as_view(),
        name="api-source-captures",
    ),
    path("sources/<uuid:id>/replace", views.SourceReplaceView.as_view(), name="api-source-replace"),
    path(
        "sources/<uuid:id>/snapshots",
        views.SourceSnapshotsView.as_view(),
        name="api-source-snapshots",
    ),
    path("sources/<uuid:id>/changes", views.SourceChangesView.as_view(), name="api-source-changes"),
    path(
        "sources/<uuid:id>/observations",
        views.SourceObservationsView.as_view(),
        name="api-source-observations",
    ),
    path("sources/<uuid:id>/warc", proof.SourceWarcView.as_view(), name="api-source-warc"),
    path("snapshots/<uuid:id>", views.SnapshotView.as_view(), name="api-snapshot"),
    path("changes", views.ChangesView.as_view(), name="api-changes"),
    path("changes/<uuid:id>", views.ChangeView.as_view(), name="api-change"),
]
