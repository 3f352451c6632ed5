"""The sources room: what the world says, and when it changed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("Sources")

    def ready(self) -> None:
        from factcheck.health.notices import register_notice
        from sources.services.evidence_health import evidence_notice
        from sources.services.watch_health import watch_notice

        register_notice(evidence_notice)
        register_notice(watch_notice)
