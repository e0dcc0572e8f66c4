"""Flags beat the environment, which beats the file; what cannot be used is a clear error."""

from pathlib import Path

import pytest

from halley.errors import ConfigError
from halley.service.settings import Flags, ServiceSettings, settings_of


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yml"
    path.write_text("libraries: {}\n")
    return path


def given(config: Path, flags: Flags | None = None, **environment: str) -> ServiceSettings:
    return settings_of(flags or Flags(), {"KOMETA_CONFIG": str(config), "TZ": "UTC", **environment})


def test_flags_beat_the_environment_which_beats_the_file_beside_the_configuration(config: Path) -> None:
    (config.parent / ".env").write_text(
        "KOMETA_TIMES=01:00\n# a word\nexport HALLEY_MODE='apply'\nKOMETA_LIBRARIES=Movies|TV Shows\n"
    )
    assert given(config).times[0].hour == 1
    assert given(config).mode == "apply"
    assert given(config).libraries == ("Movies", "TV Shows")
    assert given(config, KOMETA_TIMES="02:00").times[0].hour == 2
    found = given(config, Flags(times="03:00", mode="preview", libraries=("Films",)), KOMETA_TIMES="02:00")
    assert (found.times[0].hour, found.mode, found.libraries) == (3, "preview", ("Films",))


def test_what_the_environment_says_beats_the_file_in_whichever_form_each_says_it(config: Path, tmp_path: Path) -> None:
    (tmp_path / "times").write_text("04:00\n")
    (config.parent / ".env").write_text("KOMETA_TIMES=01:00\n")
    assert given(config, KOMETA_TIMES_FILE=str(tmp_path / "times")).times[0].hour == 4
    (config.parent / ".env").write_text(f"KOMETA_TIMES_FILE={tmp_path / 'times'}\n")
    assert given(config).times[0].hour == 4
    assert given(config, KOMETA_TIMES="02:00").times[0].hour == 2


def test_a_file_beside_the_configuration_that_cannot_be_read_is_told(config: Path) -> None:
    (config.parent / ".env").write_bytes(b"KOMETA_TIMES=\xff\n")
    with pytest.raises(ConfigError, match=r"\.env cannot be read: not a text file"):
        given(config)


def test_the_older_names_and_the_defaults_are_as_kometa_has_them(config: Path) -> None:
    assert given(config).times[0].hour == 5
    assert given(config).mode == "preview"
    assert given(config, KOMETA_TIME="06:00|18:00").times[1].hour == 18
    assert given(config, PMM_TIMES="07:00").times[0].hour == 7
    assert given(config, KOMETA_TIMES="06:00", KOMETA_TIME="07:00").times[0].hour == 6
    assert given(config, KOMETA_RUN="T").runs_once
    assert not given(config, KOMETA_RUN="1").runs_once
    assert given(config, KOMETA_OVERLAYS="true").overlays_only
    assert settings_of(Flags(config.parent), {"TZ": "UTC"}).config == config


def test_a_dry_run_is_one_whatever_else_is_said_in_the_environment(config: Path) -> None:
    assert given(config, DRY_RUN="true", HALLEY_MODE="apply").mode == "preview"
    assert given(config, DRY_RUN="false", HALLEY_MODE="apply").mode == "apply"


def test_values_are_read_from_files_as_docker_and_linuxserver_name_them(config: Path, tmp_path: Path) -> None:
    (tmp_path / "times").write_text("04:00\n")
    assert given(config, KOMETA_TIMES_FILE=str(tmp_path / "times")).times[0].hour == 4
    assert given(config, FILE__KOMETA_TIMES=str(tmp_path / "times")).times[0].hour == 4
    (tmp_path / "where").write_text(str(config))
    assert settings_of(Flags(), {"TZ": "UTC", "FILE__KOMETA_CONFIG": str(tmp_path / "where")}).config == config
    (tmp_path / "key").write_text("a-secret-of-plex")
    assert given(config, KOMETA_PLEX_TOKEN_FILE=str(tmp_path / "key")).environment["KOMETA_PLEX_TOKEN"] == "a-secret-of-plex"


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"KOMETA_TIMES": "25:00"}, "KOMETA_TIMES is '25:00'"),
        ({"KOMETA_TIME": "noon"}, "KOMETA_TIME is 'noon'"),
        ({"TZ": "Europe/Berlln"}, "TZ is 'Europe/Berlln'"),
        ({"TZ": "../../etc/passwd"}, "TZ is"),
        ({"HALLEY_MODE": "dry"}, "HALLEY_MODE is 'dry'"),
        ({"HALLEY_MISSED": "later"}, "HALLEY_MISSED is 'later'"),
        ({"HALLEY_WAIT_FOR_STREAMS": "perhaps"}, "HALLEY_WAIT_FOR_STREAMS is 'perhaps'"),
        ({"KOMETA_TIMES": "06:00", "KOMETA_TIMES_FILE": "/etc/hostname"}, "both set"),
        ({"KOMETA_TIMES_FILE": "/nowhere/at/all"}, "cannot be read"),
        ({"KOMETA_CONFIG": "/nowhere/config.yml"}, "no configuration at /nowhere/config.yml"),
        ({"HALLEY_POLICY": "/nowhere/policy.yml"}, "no policy at /nowhere/policy.yml"),
        ({"HALLEY_POLICY": __file__}, __file__),
    ],
)
def test_what_cannot_be_used_is_told_at_the_start_by_name_and_with_what_it_should_be(
    config: Path, environment: dict[str, str], told: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        given(config, **environment)
    assert told in str(caught.value)
    assert caught.value.hint


def test_options_of_kometas_that_mean_nothing_here_are_told_and_left(config: Path) -> None:
    notes = "\n".join(
        given(config, KOMETA_TESTS="true", KOMETA_RESUME="Top", KOMETA_WIDTH="120", KOMETA_DELETE_LABELS="false").notes
    )
    assert "KOMETA_TESTS means nothing" in notes
    assert "KOMETA_RESUME means nothing" in notes
    older = "\n".join(given(config, PMM_TESTS="true", KOMETA_NO_MISSING="true").notes)
    assert "PMM_TESTS means nothing" in older
    assert "KOMETA_NO_MISSING means nothing to the service: `add_missing: false`" in older
    assert "WIDTH" not in notes
    assert "DELETE" not in notes


def test_a_zone_that_is_not_set_is_told(config: Path) -> None:
    found = settings_of(Flags(config), {})
    assert any("TZ is not set" in one for one in found.notes)
