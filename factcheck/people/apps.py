"""Wiring of people: groups follow the table of roles after every migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Users, tokens, invitations."""

    name = "factcheck.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Sync roles once per migrate; tell the API schema about bearer tokens."""
        from factcheck.people import schema  # noqa: F401

        post_migrate.connect(_sync_roles_at_the_end, dispatch_uid="factcheck.people.sync_roles")


def _sync_roles_at_the_end(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """Each app makes its permissions in turn; only after the last one are all of them there."""
    from factcheck.people.roles import roles_can_be_synced, sync_roles

    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if sender is last and roles_can_be_synced(using=using):
        sync_roles(using=using)
