"""What is saved loads as the same server."""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immutables import Map

from halley.changes import CannotApply, apply
from halley.errors import ConfigError
from halley.files import MemoryImages
from halley.plex.items import Element
from halley.plex.library import Library
from halley.simulator import digest, load_library, save_library
from tests.builders import a_library, a_movie
from tests.conformance.library import CHAPTERS, a_server, its_images
from tests.house.source import ROOT
from tests.strategies import changes, libraries


def pictures() -> MemoryImages:
    """The bytes behind `tests.strategies.PICTURES`."""
    images = MemoryImages()
    for number in range(4):
        images.put(f"picture {number}".encode())
    return images


def again(library: Library, images: MemoryImages, name: str) -> Library:
    with TemporaryDirectory() as folder:
        save_library(library, images, Path(folder, name))
        return load_library(Path(folder, name)).library


@settings(max_examples=25)
@given(st.data())
def test_a_server_that_was_changed_in_any_way_is_saved_and_loaded_as_it_was(data: st.DataObject) -> None:
    library = data.draw(libraries())
    for _ in range(data.draw(st.integers(0, 4))):
        change = data.draw(changes(library))
        try:
            library = apply(change, library, 1_800_000_000)
        except CannotApply:
            continue
    assert digest(again(library, pictures(), "state.json")) == digest(library)


@pytest.mark.parametrize("name", ["state.json", "state.yml", "state.yaml"])
def test_both_formats_hold_everything(name: str) -> None:
    library = again(a_server(), its_images(), "first.json")  # an order told as an attribute is a setting from here on
    heat = next(item for item in library.items.values() if item.title == "Heat")
    odd = heat.with_attribute("summary", "Two\nlines: 'a' # \"b\"\t- \u2028").with_attribute("studio", "0123")
    library = library.with_item(odd).with_item(odd.with_attribute("tagline", "yes"))
    assert digest(again(library, its_images(), name)) == digest(library)


def test_elements_that_are_passed_on_are_saved() -> None:
    library = a_library(a_movie("Heat"))
    (item,) = library.items.values()
    inner = Element("Marker", Map({"type": "intro"}), (Element("Attributes", Map({"version": "4"})),))
    library = library.with_item(replace(item, others=(*CHAPTERS, inner)))
    assert digest(again(library, MemoryImages(), "state.json")) == digest(library)


def test_the_example_is_saved_with_its_pictures_and_loaded_again(tmp_path: Path) -> None:
    first = load_library(ROOT / "examples" / "library.yml")
    save_library(first.library, first.images, tmp_path / "saved.yml")
    second = load_library(tmp_path / "saved.yml")
    assert digest(second.library) == digest(first.library)
    assert len(list((tmp_path / "saved-images").iterdir())) == 7
    assert {path.suffix for path in (tmp_path / "saved-images").iterdir()} == {".jpg"}
    for item in first.library.items.values():
        for shelf in item.images.values():
            for entry in shelf.entries:
                assert second.images.get(entry.picture.sha256) == first.images.get(entry.picture.sha256)


def test_a_saved_file_is_for_people_too(tmp_path: Path) -> None:
    save_library(a_library(a_movie("Heat", year=1995, genres=["Drama"])), MemoryImages(), tmp_path / "s.json")
    told = json.loads((tmp_path / "s.json").read_text())
    (heat,) = told["sections"][0]["items"]
    assert (heat["title"], heat["year"], heat["genres"]) == ("Heat", 1995, ["Drama"])
    assert [one["tag"] for one in told["tags"]] == ["Drama"]


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left_half_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigError, match="cannot be written"):
        save_library(a_library(a_movie("Heat")), MemoryImages(), tmp_path / "file" / "s.json")
    with pytest.raises(ConfigError, match="neither JSON nor YAML"):
        save_library(a_library(a_movie("Heat")), MemoryImages(), tmp_path / "s.txt")
    (tmp_path / "s.json").mkdir()
    with pytest.raises(ConfigError, match=r"s\.json cannot be written"):
        save_library(a_library(a_movie("Heat")), MemoryImages(), tmp_path / "s.json")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "s-images", "s.json"]
