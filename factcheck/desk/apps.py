"""The desk's toolkit: theme, shared templates and parts for the rooms' admin pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "factcheck.desk"
    verbose_name = _("Desk")
