"""Sections of config.yml, read as Kometa reads them; nothing in them can be printed."""

from typing import Any

import pytest

from halley.outside import Services, services_in
from halley.outside.services import KeyAccess
from halley.secrets import Secret


def test_everything_that_kometa_reads_is_read() -> None:
    found = services_in({
        "settings": {"cache_expiration": 30, "verify_ssl": False},
        "tmdb": {"apikey": "t-key", "language": "PT-br", "region": "br", "cache_expiration": 7},
        "mdblist": {"apikey": 12345, "cache_expiration": 0},
        "omdb": {"apikey": "o-key"},
        "trakt": {"client_id": "c", "client_secret": "s", "authorization": {"access_token": "a"}},
    })  # fmt: skip
    assert found.days == 30
    assert not found.verifies
    assert found.tmdb is not None
    assert found.mdblist is not None
    assert found.omdb == KeyAccess(Secret("o-key"), 60)
    assert found.trakt is not None
    assert (found.tmdb.key, found.tmdb.language, found.tmdb.region, found.tmdb.days) == (Secret("t-key"), "pt-BR", "BR", 7)
    assert (found.mdblist.key, found.mdblist.days) == (Secret("12345"), 60)
    assert found.trakt.bearer == Secret("Bearer a")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"tmdb": None, "omdb": [], "mdblist": "x", "trakt": {"client_id": "c"}},
        {"tmdb": {"apikey": None}, "omdb": {"apikey": ""}, "mdblist": {"apikey": True}},
        {"trakt": {"client_id": "c", "client_secret": "s", "authorization": None}},
    ],
    ids=str,
)
def test_a_section_without_its_key_is_none(data: dict[str, Any]) -> None:
    assert services_in(data) == Services()


def test_nothing_secret_is_shown() -> None:
    shown = repr(services_in({"tmdb": {"apikey": "verysecret"}, "omdb": {"apikey": "alsosecret"}}))
    assert "secret" not in shown.replace("Secret(", "")
