"""JSON is read strictly, and whatever is sent gets an answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.api.parsers import read_json_object
from factcheck.api.problems import MisplacedInput
from factcheck.errors import InvalidInput


def refused(body: bytes) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        read_json_object(body)
    return caught.value


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"a": "\xff"}', "not_utf8"),
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"{'a': 1}", "not_json"),
        (b'{"a": 1} x', "not_json"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"a":' * 50_000, "not_json"),
        (b"[]", "not_object"),
        (b"null", "not_object"),
        (b'"text"', "not_object"),
    ],
)
def test_what_is_no_json_object_is_refused_with_its_reason(body, code):
    assert refused(body).code == code


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (b'{"a": NaN}', "/a", "not_finite"),
        (b'{"a": [1, -Infinity]}', "/a/1", "not_finite"),
        (b'{"a": 1e999}', "/a", "not_finite"),
        (b'{"a": {"b": 1, "b": 2}}', "/a/b", "duplicate_key"),
        (b'{"a": "x\\u0000y"}', "/a", "nul_character"),
        (b'{"a": [{"b": "\\ud800"}]}', "/a/0/b", "lone_surrogate"),
        (b'{"a~/b": "\\udfff"}', "/a~0~1b", "lone_surrogate"),
        (b'{"\\ud800": 1}', "", "lone_surrogate"),
    ],
)
def test_what_is_ambiguous_is_refused_with_its_place(body, pointer, code):
    error = refused(body)
    assert isinstance(error, MisplacedInput)
    assert (error.place["pointer"], error.code) == (pointer, code)


def test_a_surrogate_pair_is_one_character():
    assert read_json_object(b'{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}


_plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(
    st.dictionaries(
        _plain,
        st.recursive(
            st.none() | st.booleans() | st.integers(-(2**60), 2**60) | _plain,
            lambda below: st.lists(below) | st.dictionaries(_plain, below),
        ),
    )
)
def test_every_clean_object_is_read_as_it_was_written(value):
    assert read_json_object(json.dumps(value).encode()) == value


@given(st.binary())
def test_any_bytes_are_an_object_or_a_refusal(body):
    try:
        assert isinstance(read_json_object(body), dict)
    except InvalidInput as error:
        assert error.code
