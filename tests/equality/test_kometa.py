"""It equals the real thing: Kometa behind the gateway, its captured Changes replayed, ends where Kometa directly ends.

Kometa runs straight against one simulator; the same configuration runs behind the gateway before a second, equal one, which
must not change, and then hears the captured Changes. Both must hold the same in the end, picture bytes included.
"""

import asyncio
from dataclasses import dataclass, fields
from itertools import zip_longest
from pathlib import Path

import pytest

from halley.changes import Change, restorable
from halley.changes.restorable import Restorable, RestorableItem
from halley.files import MemoryImages, describe_picture
from halley.gateway.gateway import Gateway, GatewaySettings, open_gateway
from halley.plex.images import ImageKind
from halley.secrets import Secret
from halley.simulator import Simulator
from tests.equality.library import equality_library
from tests.support.kometa import Kometa, Outside, Ran, an_outside
from tests.support.replay import Replay, stored_changes, tag_names

CASES = Path(__file__).parent / "cases"
REAL_TOKEN = "the-real-token-of-the-server"

CONFIG = """\
plex: {{url: "{url}", token: "{token}", timeout: 60, clean_bundles: false, empty_trash: false, optimize: false}}
tmdb: {{apikey: demo, language: en}}
settings: {{cache: false, overlay_artwork_filetype: {filetype}, overlay_artwork_quality: 90, run_again_delay: 0}}
libraries:
{libraries}
{playlists}
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A configuration: what stands below each library's name, and the playlist file. `{cases}` is the folder of cases.

    `changes` are kinds of Change that it must have brought about, lest nothing equals nothing.
    """

    name: str
    changes: frozenset[str]
    movies: str = ""
    shows: str = ""
    playlists: str = ""
    filetype: str = "jpg"

    def config(self) -> str:
        below = {"Movies": self.movies, "Shows": self.shows}
        libraries = "\n".join(f"  {name}:\n{_indented(text)}" for name, text in below.items())
        plays = f"playlist_files:\n  - file: {CASES / self.playlists}" if self.playlists else ""
        words = {"url": "{url}", "token": "{token}", "filetype": self.filetype}
        return CONFIG.format(libraries=libraries.replace("{cases}", str(CASES)), playlists=plays, **words)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines() or ["collection_files: []"])


OPERATIONS = "operations:\n" + "\n".join(f"  {line}" for line in (CASES / "operations.yml").read_text().splitlines())

MATRIX = (
    Case(
        "overlays",
        frozenset({"UploadImage", "AddTags"}),
        movies="overlay_files:\n  - file: {cases}/overlays.yml",
        shows="overlay_files:\n  - file: {cases}/episodes.yml",
    ),
    Case(
        "overlays-as-webp",
        frozenset({"UploadImage", "AddTags"}),
        movies="overlay_files:\n  - file: {cases}/few.yml",
        filetype="webp_lossy",
    ),
    Case(
        "collections",
        frozenset({"AddTags", "CreateCollection", "SetField", "SetPreferences", "SetVisibility"}),
        movies="collection_files:\n  - file: {cases}/collections.yml",
    ),
    Case(
        "metadata",
        frozenset({"SetField", "AddTags", "RemoveTags"}),
        movies="metadata_files:\n  - file: {cases}/metadata.yml",
        shows="metadata_files:\n  - file: {cases}/show.yml",
    ),
    Case("operations", frozenset({"SetField", "AddTags", "RemoveTags"}), movies=OPERATIONS),
    Case("playlists", frozenset({"CreatePlaylist"}), playlists="playlists.yml"),
)


@dataclass(frozen=True, slots=True)
class Behind:
    """What came of a run behind a gateway."""

    ran: Ran
    gateway: Gateway
    images: MemoryImages
    records: Path

    @property
    def changes(self) -> list[Change]:
        return [change for one in self.gateway.ledger.captures for change in one.changes]


@pytest.fixture(scope="module")
def kometa(request: pytest.FixtureRequest) -> Kometa:
    return Kometa(request.getfixturevalue("kometa_home"), request.getfixturevalue("kometa_python"))


@pytest.mark.kometa
@pytest.mark.parametrize("case", MATRIX, ids=lambda case: case.name)
async def test_captured_changes_end_where_a_direct_run_ends(case: Case, kometa: Kometa, tmp_path: Path) -> None:
    one, other = equality_library(), equality_library()
    async with (
        an_outside() as outside,
        Simulator(one.library, one.images, token=REAL_TOKEN) as direct,
        Simulator(other.library, other.images, token=REAL_TOKEN) as second,
    ):
        before = second.digest()
        assert direct.digest() == before
        alone, behind = await asyncio.gather(
            kometa.run(tmp_path / "direct", direct.url, REAL_TOKEN, case.config(), outside, is_gateway=False),
            _run_behind(kometa, tmp_path / "behind", second, case, outside),
        )

        assert second.digest() == before
        assert {heard.method for heard in second.requests} <= {"GET", "HEAD"}
        assert behind.ran.complaints == alone.complaints
        assert not behind.gateway.ledger.refused
        assert {type(change).__name__ for change in behind.changes} >= case.changes
        assert stored_changes(behind.records / "changes.jsonl") == behind.changes

        replay = Replay(second.url, REAL_TOKEN, behind.images, other.library)
        await replay.perform(behind.changes, tag_names(behind.gateway.library))

        assert direct.digest() != before
        assert _differences(restorable(direct.library), restorable(second.library)) == []
        assert _shown(direct) == _shown(second)


async def _run_behind(kometa: Kometa, folder: Path, server: Simulator, case: Case, outside: Outside) -> Behind:
    folder.mkdir()
    images = MemoryImages()
    settings = GatewaySettings(server.url, Secret(REAL_TOKEN))
    async with open_gateway(settings, images, records=folder) as gateway:
        url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
        ran = await kometa.run(folder, url, gateway.token.reveal(), case.config(), outside, is_gateway=True)
    return Behind(ran, gateway, images, folder)


def _differences(direct: Restorable, replayed: Restorable) -> list[str]:
    """Each thing that is not the same on both sides, one line each."""
    sides = (("directly", direct, replayed), ("replayed", replayed, direct))
    found = [f"only {side}: {name}" for side, a, b in sides for name in sorted(set(a.items) - set(b.items))]
    for name in sorted(set(direct.items) & set(replayed.items)):
        for one, other in zip_longest(direct.items[name], replayed.items[name]):
            for aspect in (field.name for field in fields(RestorableItem)):
                here, there = getattr(one, aspect, None), getattr(other, aspect, None)
                if here != there:
                    found.append(f"{name}: {aspect}: {here!r} directly, {there!r} replayed")
    wholes = [(aspect, getattr(direct, aspect), getattr(replayed, aspect)) for aspect in ("rows", "sections", "preferences")]
    return found + [f"{aspect}: {here!r} directly, {there!r} replayed" for aspect, here, there in wholes if here != there]


def _shown(server: Simulator) -> list[tuple[str, str, str]]:
    """The SHA-1 of the bytes of every picture that is shown: (item, kind, digest)."""
    return sorted(
        (f"{item.type.word} {item.title}", kind.one, describe_picture(server.state.images.get(shown.picture.sha256)).sha1)
        for item in server.library.items.values()
        for kind in ImageKind
        if (shown := item.shelf(kind).current) is not None and shown.picture is not None
    )
