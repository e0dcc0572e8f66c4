"""The demo library: complete, repeatable, and written once."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from halley.demo.art.posters import SIZES, Drawing, draw
from halley.demo.art.scenes import SCENES
from halley.demo.facts import demo_library, facts, slug
from halley.demo.library import LIBRARY_FILE, sources_digest, write_demo_library
from halley.demo.pictures import drawings, title_lines
from halley.demo.told import Attributes, Json


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, int, int]]]:
    """A folder with the demo library, and what its making reported."""
    folder = tmp_path_factory.mktemp("demo")
    said: list[tuple[str, int, int]] = []
    write_demo_library(folder, lambda name, done, count: said.append((name, done, count)))
    return folder, said


def items(library: Attributes) -> Iterator[Attributes]:
    """Every item of every section, children after their parents."""
    waiting = [item for section in library["sections"] for item in section["items"]]
    while waiting:
        item = waiting.pop(0)
        yield item
        waiting += [*item.get("seasons", []), *item.get("episodes", [])]


def test_there_are_24_films_and_3_shows_of_two_seasons_with_three_or_four_episodes() -> None:
    movies, shows = (section["items"] for section in demo_library()["sections"])
    assert len(movies) == 24
    assert [[len(season["episodes"]) for season in show["seasons"]] for show in shows] == [[4, 3], [3, 3], [4, 3]]


def test_the_library_is_the_same_every_time() -> None:
    assert json.dumps(demo_library()) == json.dumps(demo_library())


@pytest.mark.parametrize("of", ["ratingKey", "guid"])
def test_no_two_items_share(of: str) -> None:
    values = [item[of] for item in items(demo_library())]
    assert len(values) == len(set(values))


def test_ids_of_other_sites_belong_to_nobody() -> None:
    for item in items(demo_library()):
        for guid in item["guids"]:
            scheme, _, number = str(guid).partition("://")
            assert number.removeprefix("tt").startswith("99"), (item["title"], scheme)


def test_every_film_and_episode_has_a_file_with_picture_and_sound() -> None:
    for item in items(demo_library()):
        if "seasons" in item or "episodes" in item:
            continue
        for media in item["media"]:
            kinds = [stream["streamType"] for stream in media["parts"][0]["streams"]]
            assert kinds[:2] == [1, 2]
            assert media["bitrate"] > 0
            assert media["duration"] == item["duration"]


def test_the_facts_are_varied_enough_to_show_every_badge() -> None:
    films = demo_library()["sections"][0]["items"]
    media = [media for film in films for media in film["media"]]
    video = [one["parts"][0]["streams"][0] for one in media]
    assert {one["videoResolution"] for one in media} == {"4k", "1080", "720", "480"}
    assert {stream["colorTrc"] for stream in video} == {"bt709", "smpte2084", "arib-std-b67"}
    assert any(stream.get("DOVIPresent") for stream in video)
    assert {one["audioCodec"] for one in media} >= {"truehd", "eac3", "dca", "aac", "flac", "ac3", "mp3", "pcm"}
    assert {"Extended", "Director's Cut"} <= {film.get("editionTitle") for film in films}
    assert any(len(film["media"]) > 1 for film in films)
    assert len({film["year"] // 10 for film in films}) >= 9
    assert len({film["contentRating"] for film in films}) >= 5


def test_every_scene_is_somebodys_poster() -> None:
    told = facts()
    assert {entry["scene"] for entry in (*told["movies"], *told["shows"])} == set(SCENES)


def test_every_picture_that_the_library_names_is_drawn_and_no_other() -> None:
    named = [path for item in items(demo_library()) for path in item["images"].values()]
    assert sorted(named) == sorted(drawing.name for drawing in drawings())


def test_the_files_on_disk_are_the_pictures_in_their_sizes(written: tuple[Path, list[tuple[str, int, int]]]) -> None:
    folder, _ = written
    for drawing in drawings():
        path = folder / drawing.name
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("JPEG", SIZES[drawing.kind]), drawing.name
        assert path.stat().st_size < 320_000, drawing.name


def test_the_library_file_holds_the_library(written: tuple[Path, list[tuple[str, int, int]]]) -> None:
    assert json.loads((written[0] / LIBRARY_FILE).read_text(encoding="utf-8")) == demo_library()


def test_progress_counts_every_picture(written: tuple[Path, list[tuple[str, int, int]]]) -> None:
    count = len(drawings())
    assert [(done, total) for _, done, total in written[1]] == [(place, count) for place in range(1, count + 1)]


def test_a_folder_that_is_up_to_date_is_left_alone(written: tuple[Path, list[tuple[str, int, int]]]) -> None:
    folder, _ = written
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    said: list[str] = []
    assert write_demo_library(folder, lambda name, _done, _count: said.append(name)) == folder / LIBRARY_FILE
    assert said == []
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.parametrize("drawing", [drawings()[0], drawings()[31], drawings()[-1]], ids=lambda drawing: drawing.name)
def test_a_drawing_is_the_same_bytes_every_time(written: tuple[Path, list[tuple[str, int, int]]], drawing: Drawing) -> None:
    assert draw(drawing) == (written[0] / drawing.name).read_bytes()


def test_posters_of_different_films_are_different_pictures(written: tuple[Path, list[tuple[str, int, int]]]) -> None:
    pictures = [(written[0] / drawing.name).read_bytes() for drawing in drawings()]
    assert len(set(pictures)) == len(pictures)


def test_the_digest_of_the_sources_is_stable() -> None:
    assert sources_digest() == sources_digest()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The 23:40 to Ostrow", "the-23-40-to-ostrow"),
        ("The Clockmaker's Debt", "the-clockmakers-debt"),
        ("Moth & Lantern", "moth-and-lantern"),
    ],
)
def test_a_title_becomes_a_file_name(title: str, expected: str) -> None:
    assert slug(title) == expected


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ({"title": "Slow Orbit"}, ("SLOW", "ORBIT")),
        ({"title": "Perihelion"}, ("PERIHELION",)),
        ({"title": "Three Moons of Sand"}, ("THREE MOONS", "OF SAND")),
        ({"title": "Any", "words": ["AS", "TOLD"]}, ("AS", "TOLD")),
    ],
)
def test_a_title_is_broken_where_its_halves_are_most_alike(told: dict[str, Json], lines: tuple[str, ...]) -> None:
    assert title_lines(told) == lines


def test_a_picture_is_a_jpeg_that_pillow_reads() -> None:
    with Image.open(io.BytesIO(draw(drawings()[3]))) as picture:
        picture.load()
        assert picture.mode == "RGB"
