"""Public pages about accounts."""

from django.urls import path

from factcheck.people import views

app_name = "people"
urlpatterns = [
    path("language/", views.choose_language, name="set_language"),
    path("invitations/<str:secret>/", views.accept_invitation_page, name="accept_invitation"),
    path("password-reset/", views.PasswordResetPage.as_view(), name="password_reset"),
    path("password-reset/sent/", views.PasswordResetDonePage.as_view(), name="password_reset_done"),
    path(
        "password-reset/<uidb64>/<token>/",
        views.PasswordResetConfirmPage.as_view(),
        name="password_reset_confirm",
    ),
    path(
        "password-reset/complete/",
        views.PasswordResetCompletePage.as_view(),
        name="password_reset_complete",
    ),
]
