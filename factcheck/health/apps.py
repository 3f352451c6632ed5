"""The health app: registers the system checks and the first notice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "factcheck.health"
    label = "health"
    verbose_name = _("Health")

    def ready(self) -> None:
        from factcheck.health import checks  # noqa: F401 - importing registers them
        from factcheck.health.notices import register_notice
        from factcheck.health.transactions import transactions_notice

        register_notice(transactions_notice)
