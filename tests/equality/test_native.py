"""The native engine equals real Kometa: the same items, the same posters to the byte, the same label."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from halley.config import load_configuration
from halley.definitions.files import LocalFiles
from halley.engines.native import decide, read_book
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind
from halley.render import Renderer, encode
from halley.selection import View
from halley.simulator import LoadedLibrary, Simulator
from tests.equality.library import equality_library, lay_out
from tests.support.kometa import Kometa, an_outside

TOKEN = "the-token-of-the-server"
CONFIG = """\
plex: {{url: "{url}", token: "{token}", timeout: 60, clean_bundles: false, empty_trash: false, optimize: false}}
tmdb: {{apikey: demo, language: en}}
settings: {{cache: false, overlay_artwork_filetype: {filetype}, overlay_artwork_quality: 90, run_again_delay: 0}}
libraries:
  Movies:
    overlay_files:
{movies}
  Shows:
    overlay_files:
{shows}
"""


@dataclass(frozen=True, slots=True)
class Case:
    """Overlay files for films and for shows, each a line of YAML."""

    name: str
    movies: tuple[str, ...]
    shows: tuple[str, ...]
    filetype: str = "jpg"

    def config(self, url: str, folder: Path) -> str:
        movies, shows = ("\n".join(f"      - {line}" for line in lines) for lines in (self.movies, self.shows))
        text = CONFIG.format(url=url, token=TOKEN, filetype=self.filetype, movies=movies, shows=shows)
        return text.replace("{folder}", str(folder))


CASES = (
    Case("own files", ("file: {folder}/overlays.yml",), ("file: {folder}/episodes.yml",)),
    Case("webp", ("file: {folder}/few.yml",), ("file: {folder}/episodes.yml",), "webp_lossy"),
    Case("png", ("file: {folder}/few.yml",), ("default: resolution",), "png"),
    Case(
        "default files of episodes and seasons",
        ("default: resolution",),
        tuple(
            f"{{default: {name}, template_variables: {{builder_level: {level}}}}}"
            for name in ("ratings", "runtimes", "versions")
            for level in ("episode", "season")
        ),
    ),
)


@pytest.mark.kometa
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
async def test_the_native_engine_draws_what_kometa_draws(
    case: Case, kometa_home: Path, kometa_python: Path, tmp_path: Path
) -> None:
    loaded = equality_library()
    lay_out(tmp_path)
    async with an_outside() as outside, Simulator(loaded.library, loaded.images, token=TOKEN) as server:
        config = case.config(server.url, tmp_path)
        ran = await Kometa(kometa_home, kometa_python).run(tmp_path, server.url, TOKEN, config, outside, is_gateway=False)
        assert ran.is_finished
        drawn = _drawn(server, loaded)

    (tmp_path / "own.yml").write_text(config)
    native = _native(tmp_path / "own.yml", equality_library(), kometa_home)

    assert len(drawn) >= 4
    assert sorted(native) == sorted(drawn)
    assert [key for key in native if native[key] != drawn[key]] == []


def _drawn(server: Simulator, before: LoadedLibrary) -> dict[RatingKey, bytes]:
    """The posters that were uploaded, by item; each of these carries the label."""
    found = {}
    for key, item in server.library.items.items():
        shown, earlier = item.shelf(ImageKind.POSTER).current, before.library.items[key].shelf(ImageKind.POSTER).current
        if shown != earlier and shown is not None and shown.picture is not None:
            assert item.has_tag(TagKind.LABEL, "Overlay")
            found[key] = server.state.images.get(shown.picture.sha256)
    return found


def _native(config: Path, loaded: LoadedLibrary, kometa: Path) -> dict[RatingKey, bytes]:
    configuration, now, renderer = load_configuration(config, {}), datetime.now(UTC), Renderer()
    files = LocalFiles(configuration.folder, kometa)
    found = {}
    for name, kind, section in (("Movies", ItemType.MOVIE, 1), ("Shows", ItemType.SHOW, 2)):
        book = read_book(configuration, name, kind, files, now)
        decided = decide(book, View(loaded.library, SectionId(section), now))
        assert not decided.unplanned
        for one in decided.planned:
            drawn = renderer.draw(one.composed.composition, _poster(loaded, one.item.key))
            found[one.item.key] = encode(drawn, book.filetype, book.quality)
    return found


def _poster(loaded: LoadedLibrary, key: RatingKey) -> bytes:
    """What the item shows: its own poster, or that of what stands above it."""
    item = loaded.library.items[key]
    for one in (item, *loaded.library.ancestors(item)):
        shown = one.shelf(ImageKind.POSTER).current
        if shown is not None and shown.picture is not None:
            return loaded.images.get(shown.picture.sha256)
    raise AssertionError(f"{item.title} has no poster")
