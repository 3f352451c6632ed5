"""The embedded app: it brings the ``run_embedded`` command."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmbeddedConfig(AppConfig):
    name = "factcheck.embedded"
    label = "embedded"
    verbose_name = _("Embedded mode")
