"""A prepared folder: which configuration it names, and which targets, however these are written."""

import json
from pathlib import Path

import pytest

from halley.errors import ConfigError
from halley.jobs.folder import JobFolder
from halley.jobs.prepared import prepared


def a_folder(root: Path, **written: object) -> JobFolder:
    """A prepared folder with these files: a double underscore for a slash, a single dot in the name for the last one."""
    for name, content in written.items():
        path = root / (name.replace("__", "/") + (".json" if name == "meta" else ".yml"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return JobFolder(root)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"ratingKey": "12345", "title": "The Matrix"}, "12345"),
        ({"rating_key": 12345}, "12345"),
        ({"title": "The Matrix"}, "The Matrix"),
        ({"title": "The Matrix", "year": 1999}, "The Matrix (1999)"),
        ({"title": "Breaking Bad", "season": 1}, "Breaking Bad S01"),
        ({"title": "Breaking Bad", "season": 1, "episode": 3}, "Breaking Bad S01E03"),
        ({"title": "Pilot", "showTitle": "Breaking Bad", "seasonIndex": 1, "episodeIndex": 1}, "Breaking Bad S01E01"),
        ({"title": "Specials", "show": "Breaking Bad", "season_number": 0}, "Breaking Bad S00"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_target_is_read_as_a_person_would_say_it(tmp_path: Path, row: dict[str, object], text: str) -> None:
    folder = a_folder(tmp_path, meta={"targets": [{"id": "one", **row}]}, config__config="plex: {}")
    _, wish = prepared(folder)
    assert (wish.targets, wish.names) == ((text,), {text: "one"})


@pytest.mark.parametrize(
    "written",
    [
        {"meta": {"targets": [{"id": "matrix", "title": "The Matrix"}]}},
        {"meta": {"items": {"matrix": {"title": "The Matrix"}}}},
        {"config__preview": {"preview": {"mode": "write_blocked", "targets": [{"id": "matrix", "title": "The Matrix"}]}}},
        {"config__kometa_config": {"plex": {}, "preview": {"targets": [{"id": "matrix", "title": "The Matrix"}]}}},
    ],
    ids=["meta.json", "items by id", "preview.yml", "kometa_config.yml"],
)
def test_targets_are_taken_from_where_they_are(tmp_path: Path, written: dict[str, object]) -> None:
    folder = a_folder(tmp_path, **{"config__kometa_config": "plex: {}", **written})
    path, wish = prepared(folder)
    assert path == tmp_path / "config" / "kometa_config.yml"
    assert wish.names == {"The Matrix": "matrix"}


def test_what_meta_names_goes_before_config_yml_and_that_before_the_generated_one(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, config__kometa_config="plex: {}")
    assert prepared(folder)[0].name == "kometa_config.yml"
    a_folder(tmp_path, config__config="plex: {}")
    assert prepared(folder)[0].name == "config.yml"
    a_folder(tmp_path, other="plex: {}", meta={"config": "other.yml"})
    assert prepared(folder)[0] == tmp_path / "other.yml"


def test_libraries_without_targets_are_previewed_whole(tmp_path: Path) -> None:
    _, wish = prepared(a_folder(tmp_path, meta={"libraries": ["Movies"]}, config__config="plex: {}"))
    assert (wish.libraries, wish.is_whole) == (("Movies",), True)


def test_a_folder_in_which_everything_was_previewed_is_previewed_whole_again(tmp_path: Path) -> None:
    meta = {"whole": True, "libraries": [], "targets": [{"id": "heat", "ratingKey": "101"}]}
    _, wish = prepared(a_folder(tmp_path, meta=meta, config__config="plex: {}"))
    assert wish.is_whole


def test_a_folder_without_any_of_it_is_no_prepared_job(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is no prepared job"):
        prepared(JobFolder(tmp_path))
