"""Secrets are taken out of texts on their way to a browser, and put back on the way in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.secrets import Secret
from halley.studio.desk.veil import Veil

TOKEN = "zY8-plextoken"
TEXT = f"""\
plex:
  url: http://plex:32400
  token: "{TOKEN}"   # was {TOKEN}x before
# token: oldtoken99
tmdb: {{apikey: 0123abcdef, language: en}}
trakt:
  client_secret: >-
    long
    secret
  authorization: {{access_token: tt-tt-tt}}
webhooks:
  error: https://hooks.example/AAA/BBB
  run_start: notifiarr
notifiarr: {{apikey: <<notifiarr-key>>}}
libraries:
  Movies:
    overlay_files:
      - url: https://me:hunter22@example.org/x.yml?apikey=urlkey77&a=1
      - file: overlays/movies.yml
"""
SECRETS = (TOKEN, "oldtoken99", "0123abcdef", "long\n    secret", "tt-tt-tt", "hooks.example/AAA", "hunter22", "urlkey77")


def test_no_secret_is_left_in_a_masked_text() -> None:
    masked = Veil().masked(TEXT)
    assert [secret for secret in SECRETS if secret in masked] == []


def test_what_is_no_secret_stays() -> None:
    masked = Veil().masked(TEXT)
    for text in ("http://plex:32400", "language: en", "notifiarr\n", "<<notifiarr-key>>", "overlays/movies.yml", "&a=1"):
        assert text in masked


def test_what_was_masked_is_restored_to_the_letter() -> None:
    veil = Veil()
    assert veil.restored(veil.masked(TEXT)) == TEXT


def test_marks_follow_their_secrets_when_lines_are_moved_and_others_typed_anew() -> None:
    veil = Veil()
    lines = veil.masked(TEXT).split("\n")
    moved = "\n".join([*lines[4:], *lines[:4]]).replace("language: en", "language: de")
    assert veil.restored(moved) == "\n".join([*TEXT.split("\n")[4:], *TEXT.split("\n")[:4]]).replace(": en", ": de")


def test_a_mark_that_stands_for_nothing_is_named() -> None:
    veil = Veil()
    veil.masked(TEXT)
    assert veil.strays("token: ‹•••1›\nother: ‹•••99›\n") == ("‹•••99›",)


def test_a_secret_that_is_known_is_masked_wherever_it_stands() -> None:
    assert "s3cr3t-known" not in Veil([Secret("s3cr3t-known")]).masked("overlays:\n  A: text(s3cr3t-known)\n")


def test_a_short_word_that_happens_to_be_a_key_is_masked_at_its_key_alone() -> None:
    masked = Veil([Secret("demo")]).masked("# The demo's\ntmdb: {apikey: demo}\nfile: /srv/demo/config.yml\n")
    assert masked == "# The demo's\ntmdb: {apikey: ‹•••1›}\nfile: /srv/demo/config.yml\n"


@pytest.mark.parametrize(
    "text",
    [
        '"t\\x6fken": abc123def\n',
        '? "client\\\n  _id"\n: abc123def\n',
        "'Api_Key': &a abc123def\nb: *a\n",
        "? pin\n: abc123def\n",
        "{webhooks: [{error: 'https://hooks.example/abc123def'}]}\n",
    ],
)
def test_a_key_tells_of_a_secret_however_it_is_written(text: str) -> None:
    assert "abc123def" not in Veil().masked(text)


def test_a_text_in_which_no_word_tells_of_a_secret_is_not_read_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("halley.studio.desk.veil.new_yaml", None)
    text = "overlays:\n  4K:\n    overlay: {name: text(4K), weight: 15}\n    plex_search: {all: {resolution: 4k}}\n"
    assert Veil().masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "plex:\n  token: abc123def\n  url: [\n",
        "plex:\n\ttoken: abc123def\n",
        "plex: {url: x, token: abc123def, timeout: 1}\na: [\n",
        "plex: {url: x, \"token\": 'abc123def'}\na: [\n",
        "plex: {token: abc123def\na: 1\n",
        "# plex: {url: x, token: abc123def}\na: 1\n",
        "webhooks:\n  error: https://hooks.example/abc123def\n\n  version: notifiarr\na: [\n",
        "  webhooks: {error: 'https://hooks.example/abc123def'}\na: [\n",
        "apprise:\n    - pover://user/abc123def\na: [\n",
    ],
)
def test_a_text_that_is_no_yaml_shows_no_token_either(text: str) -> None:
    assert "abc123def" not in Veil().masked(text)


PIECES = st.sampled_from(
    ["token: ", "abcd", "\n", "  ", "‹•••1›", "‹•••", "1", "›", "apikey:", "'", '"', "#", "{", "}", "a@b", "://x:y@", "0"]
)


@given(st.lists(PIECES).map("".join) | st.text())
def test_every_text_comes_back_as_it_was(text: str) -> None:
    veil = Veil()
    assert veil.restored(veil.masked(text)) == text
