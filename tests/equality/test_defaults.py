"""Real Kometa's own 24 overlay files, by both engines, behind the gateway: the same items, posters and labels.

Both hear the same answers of TMDb, IMDb, MDBList, OMDb, Trakt and Letterboxd.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from halley.simulator import Simulator
from tests.equality.engines import both, configuration
from tests.equality.library import lay_out
from tests.equality.wide import wide_library
from tests.support.kometa import Outside, an_outside
from tests.support.previews import TOKEN, Desk

pytestmark = pytest.mark.kometa

_OF_FILMS = """\
aspect audio_codec commonsense content_rating_au content_rating_de content_rating_nz content_rating_uk
content_rating_us_movie direct_play language_count languages mediastinger resolution ribbon runtimes streaming studio
versions video_format
""".split()
_OF_SHOWS = """\
content_rating_us_show direct_play episode_info network ribbon runtimes status streaming versions
""".split()
_RATINGS = (
    "{default: ratings, template_variables: {rating1: critic, rating1_image: rt_tomato, rating2: audience,"
    " rating2_image: rt_popcorn, rating3: user, rating3_image: imdb}}"
)


def _listed(name: str) -> list[str]:
    """The entries of a list that has one a line."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


def _defaults(names: list[str]) -> list[str]:
    return [f"default: {name}" for name in names]


#: All 24 files; many of their template variables; what other sites are asked for. Each by library.
ALL_DEFAULTS = {"Movies": [*_defaults(_OF_FILMS), _RATINGS], "Shows": [*_defaults(_OF_SHOWS), _RATINGS]}
VARIED = {"Movies": _listed("varied_films.yml"), "Shows": _listed("varied_shows.yml")}
OUTSIDE = {"Movies": ["file: {files}/outside_ratings.yml"], "Shows": ["file: {files}/outside_levels.yml"]}
#: For each file one definition of it that must have been drawn somewhere.
_WITNESSES = {
    "aspect": "1.85", "audio_codec": "Dolby-TrueHD-Atmos", "commonsense": "NR", "content_rating_au": "ma",
    "content_rating_de": "bpjm", "content_rating_nz": "rp13", "content_rating_uk": "12a",
    "content_rating_us_movie": "nc-17", "content_rating_us_show": "tv-14", "direct_play": "Direct-Play",
    "episode_info": "Episode Info", "language_count": "Dual", "languages": "english", "mediastinger": "Mediastinger",
    "network": "HBO", "ratings": "Rating1Top", "resolution": "4K-DV-Dovetail", "ribbon": "Oscars Best Picture",
    "ribbon, from a chart": "IMDb Top 250", "ribbon, from Letterboxd": "Letterboxd Top 500", "runtimes": "runtime_info",
    "status": "ended_shows", "status, by dates": "airing_shows", "streaming": "YouTube", "studio": "Pixar",
    "versions": "versions", "video_format": "REMUX",
}  # fmt: skip


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    """The internet, which knows the films and shows of the library."""
    async with an_outside(wide_library().library) as found:
        yield found


@pytest.fixture
async def desk(tmp_path: Path, kometa_home: Path, kometa_python: Path) -> AsyncIterator[Desk]:
    """A desk for a server with films and shows of all kinds, and real Kometa at hand."""
    loaded = wide_library()
    lay_out(tmp_path / "files")
    async with Simulator(loaded.library, loaded.images, token=TOKEN) as server:
        yield Desk(tmp_path, server, {"HALLEY_KOMETA": str(kometa_home), "HALLEY_KOMETA_PYTHON": str(kometa_python)})


async def test_all_default_files_give_the_same_posters(desk: Desk, outside: Outside) -> None:
    desk.write_config(configuration(ALL_DEFAULTS))
    before = desk.server.digest()
    kometa, native = await both(desk, outside.url)

    assert desk.server.digest() == before
    assert outside.internet.not_found == []
    assert set(native.posters) == set(kometa.posters)
    assert [key for key, poster in native.posters.items() if kometa.posters[key] != poster] == []
    assert native.labels == kometa.labels
    drawn = drawn_names(desk.folder / "job-native")
    assert {file: name for file, name in _WITNESSES.items() if name not in drawn} == {}


async def test_their_template_variables_do_the_same(desk: Desk, outside: Outside) -> None:
    desk.write_config(configuration(VARIED))
    kometa, native = await both(desk, outside.url)

    assert len(kometa.posters) > 90
    assert set(native.posters) == set(kometa.posters)
    assert [key for key, poster in native.posters.items() if kometa.posters[key] != poster] == []
    assert native.labels == kometa.labels


async def test_ratings_and_filters_of_other_sites_are_the_same(desk: Desk, outside: Outside) -> None:
    desk.write_config(configuration(OUTSIDE).replace("{files}", str(desk.folder / "files")))
    kometa, native = await both(desk, outside.url)

    assert len(kometa.posters) > 90
    assert set(native.posters) == set(kometa.posters)
    assert [key for key, poster in native.posters.items() if kometa.posters[key] != poster] == []
    assert native.labels == kometa.labels


def drawn_names(job: Path) -> set[str]:
    """The names of all definitions that were drawn on some poster, as the log of Halley's own engine tells them."""
    lines = (job / "logs" / "kometa.log").read_text("utf-8").splitlines()
    told = (line.partition(": ")[2] for line in lines if line.startswith("drew "))
    return {name for names in told for name in names.rpartition(": ")[2].split(", ")}
