"""Halley's own default files, for machines without Kometa: definitions come out as those of Kometa's files.

Recorded from real Kometa by `tools/record_defaults.py`. What may differ is told in `default_uses.py`.
"""

import json
from pathlib import Path

import pytest

from halley.engines.native.stand_in import DEFAULTS
from tests.golden.defaults_cases import NAMES, Use, uses
from tests.golden.defaults_corpus import corpus
from tests.house.source import ROOT
from tests.unit.engines.native.default_uses import (
    PATTERNED,
    digest,
    digests,
    essence,
    lay_out_pictures,
    matched,
    patterns,
    told_by_ours,
)

GOLDEN = json.loads((ROOT / "tests" / "golden" / "defaults.json").read_text("utf-8"))
USES = list(uses())
#: How many uses of a large file are passed over for one that is tried where there is no time for all.
_SPARSE = {"studio": 8, "network": 6, "resolution": 6, "languages": 5, "ratings": 3}
_USUAL = 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lay_out_pictures(tmp_path)
    return tmp_path


def told(use: Use, folder: Path) -> object:
    (one,) = told_by_ours(use, folder)
    return essence(one, use)


def differing(numbers: list[int], folder: Path) -> list[Use]:
    return [USES[number] for number in numbers if digest(told(USES[number], folder)) != GOLDEN["uses"][number]]


def sample(name: str) -> list[int]:
    """Some of a file's uses, the same each time."""
    return [number for number, use in enumerate(USES) if use[0] == name][:: _SPARSE.get(name, _USUAL)]


def test_there_is_a_file_for_each_of_kometas() -> None:
    assert {one.stem for one in DEFAULTS.glob("*.yml")} == {*NAMES, "templates"}


def test_every_use_was_recorded() -> None:
    assert len(GOLDEN["uses"]) == len(USES) == len(set(USES))


@pytest.mark.parametrize("use", [use for use in USES if use[2] == "{}"], ids=lambda use: f"{use[0]}-{use[1]}")
def test_every_definition_comes_out_as_kometas_does(use: Use, folder: Path) -> None:
    ours = told(use, folder)
    recorded, found = GOLDEN["plain"][f"{use[0]} {use[1]}"], digests(ours)
    names = ["queues", *(name for name, _ in ours["definitions"])]
    assert len(recorded) == len(found) == 5 * len(names)
    assert not [name for at, name in enumerate(names) if recorded[5 * at : 5 * at + 5] != found[5 * at : 5 * at + 5]]


@pytest.mark.parametrize("name", NAMES)
def test_template_variables_do_what_they_do_in_kometas_files(name: str, folder: Path) -> None:
    assert not differing(sample(name), folder)


@pytest.mark.kometa
@pytest.mark.parametrize("name", NAMES)
def test_all_recorded_template_variables_do_what_they_do_in_kometas_files(
    name: str, folder: Path, kometa_home: Path
) -> None:
    taken = set(sample(name))
    assert kometa_home.is_dir()
    assert not differing([at for at, use in enumerate(USES) if use[0] == name and at not in taken], folder)


@pytest.mark.parametrize("use", sorted(PATTERNED), ids=lambda use: use[0])
def test_patterns_match_the_texts_that_kometas_match(use: Use, folder: Path) -> None:
    (file,) = told_by_ours(use, folder)
    ours = {f"{use[0]} {name}": matched(found, corpus()) for name, found in patterns(file).items()}
    recorded = {name: bits for name, bits in GOLDEN["patterns"].items() if name.startswith(f"{use[0]} ")}
    assert ours.keys() == recorded.keys()
    assert {name: _differing(ours[name], recorded[name]) for name in ours if ours[name] != recorded[name]} == {}


def _differing(ours: str, kometas: str) -> list[str]:
    texts = corpus()
    bits = [(int(one, 16) ^ int(other, 16)) for one, other in zip(ours.split(), kometas.split(), strict=True)]
    return [text for at, text in enumerate(texts) for one in bits if one >> (len(texts) - 1 - at) & 1]


def test_the_corpus_tries_each_pattern_on_texts_that_match_and_on_texts_that_do_not() -> None:
    everything = (1 << len(corpus())) - 1
    for name, bits in GOLDEN["patterns"].items():
        assert all(0 < int(one, 16) < everything for one in bits.split()), name
