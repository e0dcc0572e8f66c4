"""The reference of the library file names every key that the loader takes, and the loader takes none besides."""

import ast
import re

import pytest

from halley.simulator.loading.words import PLACES
from tests.house.documents import text_of
from tests.house.source import Module, modules

PAGE = "docs/reference/library-file.md"
AS_FOR_AN_ITEM = "[as for an item](#item)"
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text_of(PAGE), re.MULTILINE | re.DOTALL))
LOADERS = [module for module in modules() if module.name.startswith("simulator.loading")]
#: Functions of `loading.rows` whose second argument is a key.
READERS = {"part", "each", "every", "texts", "whole_number", "switch"}


def described(place: str) -> set[str]:
    """The keys in the tables of a section."""
    section = SECTIONS[place]
    rows = set(re.findall(r"^\| `([A-Za-z]+)` \|", section, re.MULTILINE))
    return rows | described("item") if AS_FOR_AN_ITEM in section else rows


@pytest.mark.parametrize("place", PLACES)
def test_each_key_of_a_place_is_explained_there(place: str) -> None:
    assert PLACES[place].words <= described(place)


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_takes_no_attributes_says_so(place: str) -> None:
    assert PLACES[place].is_open != ("No attributes." in SECTIONS[place])


@pytest.mark.parametrize("place", [place for place in PLACES if AS_FOR_AN_ITEM not in SECTIONS[place]])
def test_no_key_is_explained_that_the_loader_does_not_take(place: str) -> None:
    assert described(place) - {"title"} <= PLACES[place].words


def keys_read(module: Module) -> set[str]:
    """The keys that a module reads by name: `told.get("x")`, `told["x"]`, `"x" in told`, `each(told, "x", ...)`."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(key)), *_]):
                found.add(key)
            case ast.Call(func=ast.Name(id=name), args=[_, ast.Constant(value=str(key)), *_]) if name in READERS:
                found.add(key)
            case ast.Compare(left=ast.Constant(value=str(key)), ops=[ast.In() | ast.NotIn()]):
                found.add(key)
    return {key for key in found if key.isidentifier()}


@pytest.mark.parametrize("module", LOADERS, ids=lambda module: module.name)
def test_the_loader_reads_no_key_that_stands_in_no_table(module: Module) -> None:
    attributes = {"index", "updatedAt", "addedAt", "title"}  # read where they follow from something, and open to all
    assert keys_read(module) <= {word for place in PLACES.values() for word in place.words} | attributes
