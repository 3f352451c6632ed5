"""Roles are the table, exactly."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from factcheck import roles
from factcheck.people.models import ApiToken, Invitation, Role, User
from factcheck.people.roles import sync_roles

pytestmark = pytest.mark.django_db


def rights_of(role):
    rows = Group.objects.get(name=role).permissions.values_list(
        "content_type__app_label", "codename"
    )
    return {f"{app}.{codename}" for app, codename in rows}


def installed(table):
    return {right for right in table if apps.is_installed(_app(right))}


def _app(right):
    label = right.split(".")[0]
    return next((c.name for c in apps.get_app_configs() if c.label == label), label)


@pytest.mark.parametrize("role", roles.ROLE_PERMISSIONS)
def test_a_migrated_role_has_exactly_its_table(role):
    assert rights_of(role) == installed(roles.ROLE_PERMISSIONS[role])


def test_every_right_of_the_table_exists():
    missing = sync_roles()
    assert not {right for right in missing if apps.is_installed(_app(right))}


def test_syncing_again_changes_nothing_and_repairs_what_was_changed():
    legal = Group.objects.get(name=roles.LEGAL)
    legal.permissions.add(Permission.objects.get(codename="delete_user"))
    other = Group.objects.create(name="not a role")
    other.permissions.add(Permission.objects.get(codename="delete_user"))
    call_command("sync_roles", verbosity=0)
    assert rights_of(roles.LEGAL) == installed(roles.ROLE_PERMISSIONS[roles.LEGAL])
    assert rights_of("not a role") == {"people.delete_user"}


def test_every_role_of_the_table_has_a_name_for_people():
    assert set(Role.values) == set(roles.ROLE_PERMISSIONS)


def test_nobody_may_delete_people_or_tokens():
    for table in roles.ROLE_PERMISSIONS.values():
        assert not {right for right in table if ".delete_" in right}


@pytest.mark.parametrize("model", [User, ApiToken, Invitation])
def test_every_field_explains_itself(model):
    assert [field.name for field in model._meta.fields if not field.help_text] == []


@pytest.mark.parametrize("app", ["people", "ledger"])
def test_migrations_are_complete(app):
    call_command("makemigrations", app, check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_the_ledger_s_migrations_go_back_and_forth():
    def migrate(target):
        MigrationExecutor(connection).migrate(target)

    last = list(MigrationExecutor(connection).loader.graph.leaf_nodes("ledger"))
    try:
        migrate([("ledger", "0001_initial")])
        migrate([("ledger", None)])
        assert "ledger_entry" not in connection.introspection.table_names()
    finally:
        migrate(last)
    assert "ledger_entry" in connection.introspection.table_names()


def test_the_token_library_s_own_table_is_not_made():
    tables = connection.introspection.table_names()
    assert "people_apitoken" in tables and "knox_authtoken" not in tables
