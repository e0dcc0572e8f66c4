"""The generated configuration: what stays, what goes, and that nothing in it leads back to the real server."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from halley.config import load_configuration
from halley.config.document import plain
from halley.config.secrets import resolved, secret_values
from halley.engines.kometa import Generated, PreviewRequest, PreviewTarget, generate

TOKEN = "a-token-nobody-may-see"
GATEWAY = "http://127.0.0.1:32400"
TARGETS = (PreviewTarget("matrix", "movie", "The Matrix", 101),)

#: Everything that a configuration may hold, with a word `elsewhere` in all that must go.
FULL = f"""\
plex:
  url: http://192.168.1.12:32400
  token: {TOKEN}
  timeout: 75
  db_cache: 80
  clean_bundles: true
  empty_trash: weekly(sunday)
  optimize: true
  show_filtered: true
tmdb: {{apikey: tmdb-key, language: de, region: DE}}
omdb: {{apikey: omdb-key}}
mdblist: {{apikey: mdb-key}}
github: {{token: github-token}}
anidb: {{language: en}}
trakt:
  client_id: trakt-id
  client_secret: trakt-secret
  pin: elsewhere
  force_refresh: elsewhere
  authorization: {{access_token: trakt-access, refresh_token: elsewhere, scope: public}}
mal:
  client_id: mal-id
  client_secret: mal-secret
  localhost_url: elsewhere
  authorization: {{access_token: mal-access, refresh_token: elsewhere}}
radarr: {{url: http://elsewhere, token: elsewhere}}
sonarr: {{url: http://elsewhere, token: elsewhere}}
tautulli: {{url: http://elsewhere, apikey: elsewhere}}
webhooks: {{error: https://elsewhere, run_end: [notifiarr]}}
notifiarr: {{apikey: elsewhere}}
gotify: {{url: http://elsewhere, token: elsewhere}}
ntfy: {{url: http://elsewhere, token: elsewhere, topic: elsewhere}}
apprise: {{config: elsewhere}}
settings:
  cache: true
  run_order: [operations, collections, overlays]
  asset_directory: config/assets
  asset_folders: false
  asset_depth: 2
  prioritize_assets: true
  create_asset_folders: true
  dimensional_asset_rename: true
  download_url_assets: true
  save_report: true
  playlist_report: true
  playlist_sync_to_users: elsewhere
  custom_repo: https://github.com/me/mine/tree/main/
  overlay_artwork_filetype: png
  overlay_artwork_quality: 77
  verify_ssl: false
playlist_files:
  - default: playlist
libraries:
  Movies:
    library_name: Films
    schedule: weekly(monday)
    schedule_overlays: never
    report_path: /elsewhere/report.yml
    plex: {{clean_bundles: true}}
    radarr: {{root_folder_path: elsewhere}}
    webhooks: {{changes: https://elsewhere}}
    reapply_overlays: true
    remove_overlays: false
    reset_overlays: [plex, tmdb]
    template_variables: {{font: fonts/Inter-Bold.ttf}}
    settings:
      asset_directory: [config/own]
      overlay_artwork_filetype: jpg
      create_asset_folders: true
      run_order: [collections]
    overlay_files:
      - default: resolution
        template_variables: {{use_4k: false}}
      - pmm: ratings
      - repo: mine/overlay
      - git: PMM/overlays/ribbon
      - url: https://example.org/overlay.yml
      - file: config/overlays/mine
        schedule: weekly(monday)
        asset_directory: config/own
      - folder: config/overlays
      - config/overlays/mine.yml
    collection_files:
      - default: imdb
        schedule: weekly(monday)
    metadata_files:
      - file: config/metadata.yml
    image_files:
      - default: stuff
    operations:
      radarr_add_all: true
      sonarr_remove_by_tag: [elsewhere]
      metadata_backup: {{path: /elsewhere/backup.yml}}
      mass_genre_update: tmdb
      schedule: weekly(monday)
  Shows:
    overlay_path: config/overlays/mine.yml
  Untouched:
    remove_overlays: true
"""


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """The user's folder, with a configuration that has everything."""
    folder = tmp_path / "user"
    for name in ("overlays", "assets", "own"):
        (folder / name).mkdir(parents=True)
    (folder / "config.yml").write_text(FULL)
    (folder / "overlays" / "mine.yml").write_text("overlays: {}\n")
    (folder / "metadata.yml").write_text("metadata: {}\n")
    return folder


def made(user: Path, libraries: tuple[str, ...] = ("Movies", "Shows"), *, everything: bool = False) -> Generated:
    job = user.parent / "job"
    job.mkdir(exist_ok=True)
    request = PreviewRequest(libraries, TARGETS, GATEWAY, "worthless", everything=everything)
    return generate(load_configuration(user / "config.yml", {}), request, job)


def read(path: Path) -> dict[str, Any]:
    found = YAML(typ="safe").load(path.read_text())
    assert isinstance(found, dict)
    return found


def as_kometa_reads(generated: Generated) -> dict[str, Any]:
    """The configuration with its secrets filled in from the environment, as Kometa does."""
    found = resolved(plain(read(generated.config)), secret_values(generated.secrets, generated.config.parent))
    assert isinstance(found, dict)
    return found


def test_the_engine_gets_the_gateway_and_a_worthless_token_and_no_server_task(user: Path) -> None:
    generated = made(user)
    assert read(generated.config)["plex"] == {
        "url": GATEWAY,
        "token": "worthless",
        "timeout": 75,
        "clean_bundles": False,
        "empty_trash": False,
        "optimize": False,
    }
    assert TOKEN not in generated.config.read_text() + generated.preview.read_text()
    assert "192.168.1.12" not in generated.config.read_text() + generated.preview.read_text()


@pytest.mark.parametrize("everything", [False, True])
def test_nothing_that_writes_elsewhere_is_left(user: Path, everything: bool) -> None:
    generated = made(user, everything=everything)
    assert "elsewhere" not in repr(as_kometa_reads(generated))
    assert set(generated.dropped) >= {
        "radarr", "sonarr", "tautulli", "webhooks", "notifiarr", "gotify", "ntfy", "apprise",
        "Movies > radarr", "Movies > webhooks", "settings > playlist_sync_to_users",
    }  # fmt: skip


def test_what_an_overlay_run_reads_is_kept(user: Path) -> None:
    found = as_kometa_reads(made(user))
    assert found["tmdb"] == {"apikey": "tmdb-key", "language": "de", "region": "DE"}
    assert [found[name]["apikey"] for name in ("omdb", "mdblist")] == ["omdb-key", "mdb-key"]
    assert found["github"] == {"token": "github-token"}
    assert found["anidb"] == {"language": "en"}
    assert found["trakt"]["authorization"] == {"access_token": "trakt-access", "refresh_token": None, "scope": "public"}
    assert found["mal"]["authorization"] == {"access_token": "mal-access", "refresh_token": None}
    kept = {
        "asset_directory": str(user / "assets"),
        "asset_folders": False,
        "asset_depth": 2,
        "prioritize_assets": True,
        "custom_repo": "https://github.com/me/mine/tree/main/",
        "overlay_artwork_filetype": "png",
        "overlay_artwork_quality": 77,
        "verify_ssl": False,
        "show_filtered": True,
    }
    assert found["settings"].items() >= kept.items()


def test_the_written_file_has_marks_in_place_of_keys(user: Path) -> None:
    generated = made(user)
    text = generated.config.read_text()
    assert not [
        key for key in ("tmdb-key", "omdb-key", "mdb-key", "github-token", "trakt-secret", "mal-access") if key in text
    ]
    assert set(generated.secrets.values()) >= {
        "tmdb-key",
        "omdb-key",
        "mdb-key",
        "github-token",
        "trakt-secret",
        "mal-access",
    }
    assert "tmdb-key" not in repr(generated)


def test_settings_that_write_files_are_off_everywhere(user: Path) -> None:
    found = read(made(user).config)
    off = {
        "create_asset_folders",
        "dimensional_asset_rename",
        "download_url_assets",
        "save_report",
        "cache",
        "playlist_report",
    }
    assert {name: found["settings"][name] for name in off} == dict.fromkeys(off, False)
    assert found["libraries"]["Movies"]["settings"]["create_asset_folders"] is False


def test_only_overlays_run(user: Path) -> None:
    found = read(made(user).config)
    assert found["settings"]["run_order"] == ["overlays"]
    assert found["settings"]["show_unmanaged"] is found["settings"]["show_unconfigured"] is False
    assert "playlist_files" not in found
    for library in found["libraries"].values():
        assert library["settings"]["run_order"] == ["overlays"]
        assert library["operations"] is None
        assert not library.keys() & {"collection_files", "metadata_files", "image_files", "collections", "metadata"}


def test_a_library_keeps_what_its_overlays_need(user: Path) -> None:
    movies = read(made(user).config)["libraries"]["Movies"]
    assert movies["library_name"] == "Films"
    assert movies["reapply_overlays"] is True
    assert movies["remove_overlays"] is False
    assert movies["reset_overlays"] == ["plex", "tmdb"]
    assert movies["template_variables"] == {"font": "fonts/Inter-Bold.ttf"}
    assert movies["settings"]["asset_directory"] == [str(user / "own")]
    assert movies["settings"]["overlay_artwork_filetype"] == "jpg"


def test_every_form_of_an_overlay_file_is_kept_and_relative_paths_keep_their_meaning(user: Path) -> None:
    found = read(made(user).config)["libraries"]
    mine = str(user / "overlays" / "mine.yml")
    assert found["Movies"]["overlay_files"] == [
        {"default": "resolution", "template_variables": {"use_4k": False}},
        {"pmm": "ratings"},
        {"repo": "mine/overlay"},
        {"git": "PMM/overlays/ribbon"},
        {"url": "https://example.org/overlay.yml"},
        {"file": mine, "asset_directory": str(user / "own")},
        {"folder": str(user / "overlays")},
        mine,
    ]
    assert found["Shows"]["overlay_path"] == mine


def test_no_schedule_keeps_a_preview_from_running(user: Path) -> None:
    for everything in (False, True):
        assert "schedule:" not in made(user, everything=everything).config.read_text()


def test_everything_keeps_collections_metadata_operations_and_playlists(user: Path) -> None:
    found = read(made(user, everything=True).config)
    movies = found["libraries"]["Movies"]
    assert found["playlist_files"] == [{"default": "playlist"}]
    assert found["settings"]["run_order"] == ["operations", "collections", "overlays"]
    assert movies["collection_files"] == [{"default": "imdb"}]
    assert movies["metadata_files"] == [{"file": str(user / "metadata.yml")}]
    assert movies["image_files"] == [{"default": "stuff"}]
    assert movies["operations"] == {"mass_genre_update": "tmdb"}
    assert movies["settings"]["run_order"] == ["collections"]
    assert "Movies > operations > metadata_backup" in made(user, everything=True).dropped


def test_only_the_chosen_libraries_are_there_in_the_chosen_order(user: Path) -> None:
    assert list(read(made(user, ("Untouched", "Films")).config)["libraries"]) == ["Untouched", "Movies"]


def test_the_preview_is_laid_out_as_the_requirement_document_says(user: Path) -> None:
    generated = made(user)
    preview = {
        "mode": "write_blocked",
        "targets": [{"id": "matrix", "type": "movie", "title": "The Matrix", "ratingKey": "101"}],
    }
    assert read(generated.config)["preview"] == preview
    off = {"operations": None, "collections": None, "metadata": None}
    overview = read(generated.preview)
    assert overview["preview"] == preview
    assert overview["libraries"] == {"Movies": off, "Shows": off}


def test_only_the_owner_may_read_the_keys_in_it(user: Path) -> None:
    assert made(user).config.stat().st_mode & 0o777 == 0o600


def test_what_kometa_wrote_into_it_is_taken_back(user: Path) -> None:
    generated = made(user)
    text = generated.config.read_text()
    generated.config.write_text("scribbled over")
    generated.restore()
    assert generated.config.read_text() == text
    assert text not in repr(generated)


def test_the_users_own_configuration_is_not_touched(user: Path) -> None:
    before = (user / "config.yml").stat()
    made(user)
    assert (user / "config.yml").read_text() == FULL
    assert (user / "config.yml").stat().st_mtime_ns == before.st_mtime_ns
