"""Accounts and tokens from the command line."""

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from factcheck.people.authentication import TokenAuthentication
from factcheck.people.models import ApiToken, User

pytestmark = pytest.mark.django_db


def run(name, *args):
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *args, stdout=out, stderr=err)
    return out.getvalue().strip()


def test_a_service_and_its_token_are_made_in_one_command():
    secret = run("issue_token", "cms", "--name", "CMS", "--create-service", "--days", "7")
    user, token = TokenAuthentication().authenticate_credentials(secret)
    assert user.is_service and user.roles == {"service"} and token.name == "CMS"
    assert run("issue_token", "cms", "--name", "second", "--create-service") != secret
    assert User.objects.count() == 1 and ApiToken.objects.count() == 2


def test_an_unknown_name_is_refused_with_the_remedy():
    with pytest.raises(CommandError, match="--create-service"):
        run("issue_token", "nobody", "--name", "CMS")


def test_a_refused_token_leaves_no_service_behind():
    with pytest.raises(CommandError, match="3650"):
        run("issue_token", "cms", "--name", "CMS", "--create-service", "--days", "0")
    assert not User.objects.exists()


def test_a_person_gets_a_password_that_is_printed_once():
    password = run("create_person", "hana", "--role", "editor", "--language", "en")
    hana = User.objects.get()
    assert hana.check_password(password) and hana.roles == {"editor"} and hana.language == "en"
    with pytest.raises(CommandError, match="already exists"):
        run("create_person", "hana", "--role", "editor")


def test_a_password_from_standard_input_is_not_printed(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("kirin-no-kubi-42\n"))
    assert run("create_person", "hana", "--role", "editor", "--password-stdin") == ""
    assert User.objects.get().check_password("kirin-no-kubi-42")
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="short"):
        run("create_person", "other", "--role", "editor", "--password-stdin")
    assert User.objects.count() == 1
