"""Keep Django's groups equal to the table of roles in `factcheck.roles`."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from factcheck.roles import ROLE_PERMISSIONS


def sync_roles(*, using: str = DEFAULT_DB_ALIAS) -> set[str]:
    """Make every role's group hold exactly its rights; return rights no app defines yet.

    Groups that are no role are left alone. Running it twice changes nothing.
    """
    with transaction.atomic(using=using):
        rights = {
            f"{app}.{codename}": pk
            for pk, app, codename in Permission.objects.using(using).values_list(
                "pk", "content_type__app_label", "codename"
            )
        }
        for role, table in ROLE_PERMISSIONS.items():
            group, _created = Group.objects.using(using).get_or_create(name=role)
            group.permissions.set([rights[right] for right in table if right in rights])
    return set().union(*ROLE_PERMISSIONS.values()) - rights.keys()


def roles_can_be_synced(*, using: str) -> bool:
    """Return whether the tables are there: not so after ``migrate auth zero``."""
    tables = connections[using].introspection.table_names()
    needed = {Group._meta.db_table, Permission._meta.db_table}
    return needed <= set(tables)
