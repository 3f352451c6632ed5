"""A token's header: who it speaks for, and that no header is ever a server error."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import example, given
from hypothesis import strategies as st
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from factcheck import clock
from factcheck.people.authentication import TokenAuthentication
from factcheck.people.models import ApiToken
from factcheck.people.services import create_person, issue_token, revoke_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return create_person(username="cms", role="service", is_service=True)


def authenticate(header):
    request = APIRequestFactory().get("/")
    request.META["HTTP_AUTHORIZATION"] = header
    return TokenAuthentication().authenticate(request)


def refusal(header):
    with pytest.raises(AuthenticationFailed) as caught:
        authenticate(header)
    return caught.value.get_codes()


def test_a_good_token_speaks_for_its_user(service):
    token, secret = issue_token(user=service, name="CMS")
    for header in (f"Bearer {secret}", f"bearer {secret}", f" Bearer {secret} ".encode()):
        assert authenticate(header) == (service, token)


def test_other_schemes_are_left_to_others(service):
    for header in ("", "Basic YTpi", "Token x", "Bearerx y"):
        assert authenticate(header) is None


BAD = [
    "Bearer",
    "Bearer ",
    "Bearer  two-spaces",
    "Bearer one two",
    "Bearer caf\xe9",
    "Bearer 鍵",
    "Bearer \ud800",
    "Bearer a\0b",
    "Bearer a\tb",
    b"Bearer \xff\xfe",
    "Bearer " + "x" * 100_000,
]


@pytest.mark.parametrize("header", BAD, ids=range(len(BAD)))
def test_a_malformed_header_is_refused_and_is_no_server_error(header):
    assert refusal(header) == "token_malformed"


@given(st.text() | st.binary())
@example("fct_" + "0" * 64)
def test_no_header_at_all_is_a_server_error(tail):
    header = "Bearer " + tail if isinstance(tail, str) else b"Bearer " + tail
    assert refusal(header) in {"token_malformed", "token_unknown"}


def test_a_guess_with_the_right_beginning_is_refused(service):
    _token, secret = issue_token(user=service, name="CMS")
    wrong = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    assert refusal(f"Bearer {wrong}") == "token_unknown"


def test_revoked_expired_and_closed_are_refused_and_nothing_is_deleted(service):
    revoked, first = issue_token(user=service, name="revoked")
    _expiring, second = issue_token(user=service, name="expiring", days=1)
    _good, third = issue_token(user=service, name="good", days=30)
    revoke_token(token=revoked, actor=None)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert refusal(f"Bearer {first}") == "token_revoked"
        assert refusal(f"Bearer {second}") == "token_expired"
        assert authenticate(f"Bearer {third}")
    service.is_active = False
    service.save()
    assert refusal(f"Bearer {third}") == "account_closed"
    assert ApiToken.objects.count() == 3


def test_a_token_without_an_end_does_not_expire(service):
    token, secret = issue_token(user=service, name="CMS")
    ApiToken.objects.filter(pk=token.pk).update(expiry=None)
    with time_machine.travel(clock.now() + timedelta(days=9999)):
        assert authenticate(f"Bearer {secret}")


def test_the_last_use_is_written_once_a_minute(service, django_assert_num_queries):
    token, secret = issue_token(user=service, name="CMS")
    start = clock.now()
    with time_machine.travel(start, tick=False):
        with django_assert_num_queries(2):
            authenticate(f"Bearer {secret}")
        with django_assert_num_queries(1):
            authenticate(f"Bearer {secret}")
    with time_machine.travel(start + timedelta(seconds=59), tick=False):
        authenticate(f"Bearer {secret}")
        assert ApiToken.objects.get(pk=token.pk).last_used_at == start
    with time_machine.travel(start + timedelta(seconds=61), tick=False):
        authenticate(f"Bearer {secret}")
        assert ApiToken.objects.get(pk=token.pk).last_used_at == start + timedelta(seconds=61)
