"""Bad configurations, one a row: what the sentence says, where it points, and that it names a remedy."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from halley.config import load_configuration
from halley.errors import ConfigError
from tests.unit.config.writing import GOOD, TOKEN, written


@dataclass(frozen=True, slots=True)
class Bad:
    """A configuration, words that its error must hold, and the line that it must point to."""

    name: str
    text: str | bytes
    says: str
    line: int | None = None


def _url(value: str) -> str:
    return GOOD.replace("http://192.168.1.12:32400", value)


def _library(below: str) -> str:
    return GOOD[: GOOD.index("  Movies:")] + below


def _with_server(url: str, name: str, says: str) -> Bad:
    return Bad(f"url {name}", _url(url), says, 2)


ROWS = (
    Bad("empty file", "", "holds nothing"),
    Bad("only comments", "# nothing\n", "holds nothing"),
    Bad("a list", "- plex\n- libraries\n", "holds a list"),
    Bad("a sentence", "hello there\n", "holds a single value"),
    Bad("not UTF-8", GOOD.encode() + b"\n# caf\xe9\n", "not UTF-8", 11),
    Bad("a control sign", GOOD + "name: a\x07b\n", "character that YAML does not allow", 10),
    Bad("a tab", GOOD.replace("  Movies:", "\tMovies:"), "there is a tab", 7),
    Bad("a bracket left open", "plex: {url: x\nlibraries:\n", "no valid YAML", 2),
    Bad("indented wrongly", GOOD.replace("  token", " token"), "no valid YAML", 3),
    Bad("an unknown alias", GOOD + "extra: *nobody\n", "no valid YAML", 10),
    Bad("two documents", GOOD + "---\nplex: {}\n", "no valid YAML", 10),
    Bad("a key twice", GOOD + "plex:\n  url: http://b\n", "`plex` stands here for the second time", 10),
    Bad("a token twice", GOOD.replace("tmdb:", f"  token: {TOKEN}2\ntmdb:"), "`token` stands here for the second time", 4),
    Bad("brackets without end", GOOD + f"deep: {'[' * 5000}{']' * 5000}\n", "no valid YAML"),
    Bad("no plex section", GOOD[GOOD.index("tmdb:") :], "there is no `plex:` section"),
    Bad("empty plex section", "plex:\n" + GOOD[GOOD.index("tmdb:") :], "there is no `plex:` section", 1),
    Bad("plex is a text", "plex: http://a\n" + GOOD[GOOD.index("tmdb:") :], "`plex:` should hold", 1),
    Bad("no url", GOOD.replace("  url: http://192.168.1.12:32400\n", ""), "`plex > url` is missing", 1),
    _with_server("192.168.1.12:32400", "without scheme", "begin with http:// or https://"),
    _with_server("http:/192.168.1.12:32400", "with one slash", "begin with http:// or https://"),
    _with_server("http//192.168.1.12", "without colon", "begin with http:// or https://"),
    _with_server("ftp://192.168.1.12", "of another protocol", "begin with http:// or https://"),
    _with_server("http://", "of nobody", "names no server"),
    _with_server("http://192.168.1.12:99999", "with a port too large", "its port"),
    _with_server("http://192.168.1.12:port", "with a word for a port", "its port"),
    _with_server("http://my server:32400", "with a blank", "holds blanks"),
    _with_server("32400", "that is a number", "should be a text"),
    _with_server("[http://a, http://b]", "that is a list", "should be a text"),
    _with_server("http://192.168.1.12:32400/web/index.html", "of the web application", "not that of a page"),
    _with_server(f"http://plex:32400/?X-Plex-Token={TOKEN}", "with the token", "should not hold a token"),
    _with_server(f"http://me:{TOKEN}@plex:32400", "with a password", "should not hold a name or a password"),
    _with_server("<<plex-url>>", "of a secret that nobody told", "no KOMETA_PLEX_URL in the environment"),
    _with_server("env", "of the environment that has none", "no KOMETA_PLEX_URL in the environment"),
    Bad("no token", GOOD.replace(f"  token: {TOKEN}\n", ""), "`plex > token` is missing", 1),
    Bad("empty token", GOOD.replace(TOKEN, ""), "`plex > token` is missing", 3),
    Bad("token of blanks", GOOD.replace(TOKEN, "'  '"), "`plex > token` is missing", 3),
    Bad("token is a list", GOOD.replace(TOKEN, f"[{TOKEN}]"), "`plex > token` should be a text", 3),
    Bad("token with a blank in it", GOOD.replace(TOKEN, f"{TOKEN} x"), "holds signs that no token has", 3),
    Bad("token told by nobody", GOOD.replace(TOKEN, "<<my-token>>"), "no KOMETA_MY_TOKEN in the environment", 3),
    Bad("no libraries", GOOD[: GOOD.index("libraries:")], "there are no `libraries:`"),
    Bad("empty libraries", _library(""), "there are no `libraries:`", 6),
    Bad("libraries are a list", _library("  - Movies\n"), "there are no `libraries:`", 6),
    Bad("library is a list", _library("  Movies:\n    - default: resolution\n"), "should hold a mapping, found a list", 7),
    Bad("library is a text", _library("  Movies: resolution.yml\n"), "should hold a mapping, found a single value", 7),
    Bad("library is empty", _library("  Movies:\n"), "`Movies:` is empty, and Kometa stops", 7),
    Bad("library called by a number", _library("  1984: true\n"), "the library '1984' should hold", 7),
    Bad("definitions in the library", GOOD + "    collections:\n      A: {}\n", "Kometa takes no `collections:`", 10),
    Bad("empty settings", GOOD + "settings:\n", "`settings:` is empty", 10),
    Bad("dry_run", GOOD + "dry_run: true\n", "no engine knows `dry_run`", 10),
    Bad("dry-run in settings", GOOD + "settings:\n  dry-run: true\n", "no engine knows `dry-run`", 11),
    Bad("dryRun in a library", GOOD + "    dryRun: true\n", "no engine knows `dryRun`", 10),
    Bad(
        "dry run in a list", GOOD.replace("resolution", "resolution\n        Dry Run: yes"), "no engine knows `Dry Run`", 10
    ),
    Bad("read_only far down", GOOD + "settings:\n  deep:\n    - read_only: yes\n", "no engine knows `read_only`", 12),
)


@pytest.mark.parametrize("bad", ROWS, ids=lambda bad: bad.name)
def test_a_bad_configuration_is_told_in_one_sentence_with_place_and_remedy(bad: Bad, tmp_path: Path) -> None:
    path = written(tmp_path, bad.text)
    with pytest.raises(ConfigError) as raised:
        load_configuration(path, {})
    told = str(raised.value)
    assert bad.says in told
    assert str(path) in told
    assert raised.value.exit_code == 2
    assert "hint: " in told
    assert TOKEN not in told + repr(raised.value)
    if bad.line is not None:
        assert raised.value.where is not None
        assert raised.value.where.line == bad.line


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = "plex:\n  url: nowhere\nsettings:\n  dry_run: true\nlibraries:\n  Movies: 1\n"
    with pytest.raises(ConfigError) as raised:
        load_configuration(written(tmp_path, text), {})
    told = str(raised.value)
    assert told.startswith("4 things are wrong")
    assert all(f"config.yml:{line}:" in told for line in (1, 2, 4, 6))


def test_a_missing_configuration_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no configuration at .*absent\.yml"):
        load_configuration(tmp_path / "absent.yml", {})


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load_configuration(tmp_path, {})


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.symlink_to(path)
    with pytest.raises(ConfigError, match="cannot be read: Too many levels"):
        load_configuration(path, {})


def test_nothing_is_written_beside_a_bad_configuration(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD + "dry_run: true\n")
    with pytest.raises(ConfigError):
        load_configuration(path, {})
    assert [one.name for one in tmp_path.iterdir()] == ["config.yml"]


def test_template_variables_may_be_called_as_their_owner_likes(tmp_path: Path) -> None:
    text = GOOD + "        template_variables:\n          read_only: true\n"
    assert load_configuration(written(tmp_path, text), {}).libraries[0].name == "Movies"
