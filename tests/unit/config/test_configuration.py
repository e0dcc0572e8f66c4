"""What Halley takes from a good configuration."""

from pathlib import Path

import pytest

from halley.config import load_configuration
from halley.errors import ConfigError
from tests.unit.config.writing import GOOD, TOKEN, written


def test_server_and_token_are_read_and_a_closing_slash_does_not_matter(tmp_path: Path) -> None:
    text = GOOD.replace(":32400", ":32400/").replace("  token", "  timeout: 90\n  verify_ssl: false\n  token")
    plex = load_configuration(written(tmp_path, text), {}).plex
    assert plex.url == "http://192.168.1.12:32400"
    assert plex.token.reveal() == TOKEN
    assert (plex.timeout, plex.verify_ssl) == (90, False)


def test_the_setting_for_all_says_whether_certificates_are_checked(tmp_path: Path) -> None:
    assert not load_configuration(written(tmp_path, GOOD + "settings:\n  verify_ssl: false\n"), {}).plex.verify_ssl
    assert load_configuration(written(tmp_path), {}).plex.verify_ssl


def test_the_word_env_stands_for_the_variables_of_the_environment(tmp_path: Path) -> None:
    text = GOOD.replace("http://192.168.1.12:32400", "env").replace(TOKEN, "ENV")
    environment = {"KOMETA_PLEX_URL": "http://plex:32400", "PMM_PLEX_TOKEN": TOKEN}
    plex = load_configuration(written(tmp_path, text), environment).plex
    assert (plex.url, plex.token.reveal()) == ("http://plex:32400", TOKEN)


def test_a_library_that_names_the_only_server_gives_it(tmp_path: Path) -> None:
    text = f"libraries:\n  Movies:\n    plex:\n      url: http://one:32400\n      token: {TOKEN}\n"
    found = load_configuration(written(tmp_path, text), {})
    assert found.plex.url == "http://one:32400"
    assert [one.name for one in found.libraries] == ["Movies"]


def test_a_library_on_another_server_is_told_apart(tmp_path: Path) -> None:
    text = GOOD + f"  Abroad:\n    plex:\n      url: http://other:32400\n      token: {TOKEN}2\n"
    text += "  Home:\n    plex:\n      url: HTTP://192.168.1.12:32400/\n"
    found = load_configuration(written(tmp_path, text), {})
    assert [one.name for one in found.libraries] == ["Movies", "Home"]
    with pytest.raises(ConfigError, match="'Abroad' is on another Plex server"):
        found.library_settings(["Abroad"])


def test_libraries_are_found_by_name_and_by_title(tmp_path: Path) -> None:
    text = GOOD + "  Movies in 4K:\n    library_name: Movies\n    remove_overlays: true\n  1984:\n    library_name: Old\n"
    found = load_configuration(written(tmp_path, text), {})
    assert [one.name for one in found.library_settings(["Movies"])] == ["Movies"]
    assert [one.name for one in found.library_settings(["Movies in 4K", "Old", "1984"])] == ["Movies in 4K", "1984"]


def test_an_unknown_library_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no library 'Moveis', did you mean 'Movies'\?") as raised:
        load_configuration(written(tmp_path), {}).library_settings(["Moveis"])
    assert "it has Movies" in str(raised.value)


def test_asset_directories_of_a_library_go_before_those_of_all(tmp_path: Path) -> None:
    for name in ("assets", "own", "old"):
        (tmp_path / name).mkdir()
    text = GOOD + "    settings:\n      asset_directory: config/own\n"
    text += "  Shows:\n    overlay_files: []\n  Old:\n    plex:\n      asset_directory: [config/old, /absent]\n"
    text += "settings:\n  asset_directory:\n    - config/assets\n"
    found = {one.name: one.asset_directories for one in load_configuration(written(tmp_path, text), {}).libraries}
    assert found == {
        "Movies": (tmp_path / "own",),
        "Shows": (tmp_path / "assets",),
        "Old": (tmp_path / "old", Path("/absent")),
    }


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert load_configuration(written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()), {}).plex.url
