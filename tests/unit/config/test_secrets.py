"""Secrets: put in where the file asks for them, and shown nowhere."""

import logging
import traceback
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halley.config import load_configuration
from halley.config.secrets import resolved, secret_values, telling
from halley.errors import ConfigError
from tests.unit.config.writing import GOOD, TOKEN, written

#: As Plex makes them, and as nobody does: with signs that YAML, JSON, HTML and addresses write otherwise.
TOKENS = st.text(st.sampled_from("abcXYZ0123456789-_+/=&%'\"<>~"), min_size=8, max_size=40).map(lambda text: f"T{text}K")
EACH_ITS_OWN_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def test_a_secret_of_the_environment_is_put_in_by_both_of_its_names(tmp_path: Path) -> None:
    text = GOOD.replace(TOKEN, "<<plex-token>>").replace("the-tmdb-key", "<<TMDB_KEY>>")
    environment = {"KOMETA_PLEX_TOKEN": TOKEN, "pmm_tmdb_key": "told-by-pmm"}
    found = load_configuration(written(tmp_path, text), environment)
    assert found.plex.token.reveal() == TOKEN
    assert found.data["tmdb"] == {"apikey": "told-by-pmm"}


def test_an_env_file_beside_the_configuration_tells_secrets_and_the_environment_goes_first(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"\ufeffKOMETA_C=c\n# mine\nexport KOMETA_A='{TOKEN}'\nKOMETA_B=of-the-file\nnonsense\n")
    text = GOOD.replace(TOKEN, "<<a>>").replace("the-tmdb-key", "<<b>>")
    found = load_configuration(written(tmp_path, text), {"KOMETA_B": "of-the-environment"})
    assert secret_values({}, tmp_path)["<<c>>"] == "c", "the mark that editors of Windows begin a file with is no letter"
    assert found.plex.token.reveal() == TOKEN
    assert found.data["tmdb"] == {"apikey": "of-the-environment"}


def test_one_secret_a_value_none_in_template_variables_and_null_for_one_that_nobody_told(tmp_path: Path) -> None:
    secrets = secret_values({"KOMETA_A": "1", "KOMETA_B": "2", "KOMETA_BLANK": " "}, tmp_path)
    given_values = {
        "two": "<<a>>/<<b>>",
        "list": ["x<<b>>", 7],
        "template_variables": {"key": "<<a>>"},
        "untold": "<<nobody>>",
        "blank": "<<blank>>",
        "<<a>>": "key",
    }
    assert resolved(given_values, secrets) == {
        "two": "1/<<b>>",
        "list": ["x2", 7],
        "template_variables": {"key": "<<a>>"},
        "untold": None,
        "blank": None,
        "<<a>>": "key",
    }


@EACH_ITS_OWN_FILE
@given(TOKENS)
def test_no_token_shows_in_a_configuration_or_what_is_redacted_by_it(tmp_path: Path, token: str) -> None:
    text = GOOD.replace(TOKEN, _quoted(token)) + f"trakt:\n  client_secret: {_quoted(token[::-1])}\n"
    text += f"  authorization:\n    access_token: {_quoted(token * 2)}\n    scope: public\n"
    found = load_configuration(written(tmp_path, text), {})
    assert found.plex.token.reveal() == token
    shown = f"{found!r} {found} {found.plex!r} {found.redactor!r} {found.libraries!r}"
    assert token not in shown
    line = found.redactor(f"GET /x?X-Plex-Token={token}&a=1 {token[::-1]} Bearer {token * 2} public")
    assert line == "GET /x?X-Plex-Token=•••&a=1 ••• Bearer ••• public"


@EACH_ITS_OWN_FILE
@given(
    TOKENS, st.integers(0, 200), st.sampled_from(["\t", "[", "}", "\x07", "plex: 1\n", '"', "\n token: x\n", "dry_run: 1\n"])
)
def test_no_token_shows_in_what_is_said_of_a_broken_file(tmp_path: Path, token: str, at: int, thorn: str) -> None:
    text = GOOD.replace(TOKEN, token) + f"  token: {token}\nwebhooks:\n  error: {token}\n"
    path = written(tmp_path, text[:at] + thorn + text[at:])
    try:
        load_configuration(path, {"KOMETA_X": token})
    except ConfigError as problem:
        told = "".join(traceback.format_exception(problem)) + repr(problem) + str(problem.args)
        # What stands before the thorn may be cut in two by it: any eight signs of the token would be too much.
        assert not [token[i : i + 8] for i in range(len(token) - 7) if token[i : i + 8] in told.replace(str(tmp_path), "")]


def test_addresses_of_webhooks_are_secrets_and_the_words_beside_them_are_not() -> None:
    data = {"webhooks": {"error": ["notifiarr", "https://discord.com/api/webhooks/1/abc"], "run_end": "gotify"}}
    assert [one.reveal() for one in telling(data)] == ["https://discord.com/api/webhooks/1/abc"]


def test_ordinary_settings_are_no_secrets() -> None:
    data = {
        "settings": {"item_refresh_delay": 1000, "cache_expiration": 6000},
        "trakt": {"authorization": {"token_type": "Bearer", "expires_in": 7889238, "scope": "public"}},
        "tmdb": {"language": "en-US", "region": "none"},
    }
    assert not list(telling(data))


def test_a_secret_that_the_file_asks_for_is_kept_out_of_sight_wherever_it_stands(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = GOOD + "mdblist:\n  note: <<mdb-note>>\n"
    found = load_configuration(written(tmp_path, text), {"KOMETA_MDB_NOTE": "only-in-the-environment"})
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("halley").info("%s", found.redactor("said only-in-the-environment"))
    assert caplog.messages == ["said •••"]
