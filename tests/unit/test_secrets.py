"""A secret prints as dots, and a redactor knows all its spellings."""

import html
import json
import traceback
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.secrets import Redactor, Secret

SECRETS = st.text(st.characters(codec="utf-8", exclude_characters="\n\r•"), min_size=6, max_size=60).filter(str.strip)


@given(SECRETS)
def test_a_secret_shows_nowhere(text: str) -> None:
    secret = Secret("Q" + text)
    told = "".join(traceback.format_exception(ValueError(secret, f"{secret}", f"{secret!r}")))
    assert "Q" + text not in told
    assert secret.reveal() == "Q" + text


SPELLINGS = [
    str,
    quote,
    quote_plus,
    json.dumps,
    html.escape,
    lambda text: quote(text, safe=""),
    lambda text: repr(text)[1:-1],
]


@pytest.mark.parametrize("spelled", SPELLINGS)
@given(SECRETS, st.text("xyz/?=&", max_size=5), st.text("xyz/?=&", max_size=5))
def test_a_redactor_finds_each_spelling(spelled: object, text: str, before: str, after: str) -> None:
    assert callable(spelled)
    shown = Redactor([Secret(text)])(before + spelled(text) + after)
    assert "•••" in shown
    assert text.strip("xyz/?=&") == "" or text not in shown.replace("•••", "\n")


def test_secrets_that_are_too_short_are_left_alone() -> None:
    assert Redactor([Secret("abc"), Secret("")])("abcabc") == "abcabc"


def test_the_longer_of_two_secrets_goes_first() -> None:
    assert Redactor([Secret("token"), Secret("token-of-mine")])("token-of-mine token") == "••• •••"


def test_two_secrets_are_equal_by_their_text() -> None:
    assert Secret("a-token") == Secret("a-token") != Secret("another")
    assert len({Secret("a-token"), Secret("a-token")}) == 1
    assert not Secret("")
