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
from tests.equality.library import CASES, equality_library, lay_out
from tests.support.kometa import Kometa, Outside, Ran, an_outside
from tests.support.replay import Replay, stored_changes, tag_names

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
    """A configuration: what stands below each library's name, and the playlist file. `{folder}` is where the cases lie.

    `changes` are kinds of Change that it must have brought about, lest nothing equals nothing. `then` runs after it, in the
    same folder and on what it left.
    """

    name: str
    changes: frozenset[str]
    movies: str = ""
    shows: str = ""
    playlists: str = ""
    filetype: str = "jpg"
    then: "Case | None" = None

    @property
    def steps(self) -> tuple["Case", ...]:
        """This case and those that run after it."""
        return (self, *(self.then.steps if self.then else ()))

    def config(self) -> str:
        below = {"Movies": self.movies, "Shows": self.shows}
        libraries = "\n".join(f"  {name}:\n{_indented(text)}" for name, text in below.items())
        plays = _files("playlist", self.playlists) if self.playlists else ""
        words = {"url": "{url}", "token": "{token}", "filetype": self.filetype}
        return CONFIG.format(libraries=libraries, playlists=plays, **words)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines() or ["collection_files: []"])


def _operations(name: str) -> str:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return "operations:\n" + "\n".join(f"  {line}" for line in lines)


def _files(kind: str, *names: str) -> str:
    return f"{kind}_files:\n" + "\n".join(f"  - file: {{folder}}/{name}" for name in names)


OVERLAYS = _files("overlay", "overlays.yml")
DEFAULTS = """\
overlay_files:
  - default: resolution
  - pmm: audio_codec
  - default: runtimes
    template_variables: {text: "Runs "}
  - default: versions
  - default: languages
    template_variables: {languages: [en, de, fr], position: half}
"""

MATRIX = (
    Case(
        "overlays",
        frozenset({"UploadImage", "AddTags"}),
        movies=OVERLAYS,
        shows=_files("overlay", "episodes.yml"),
    ),
    Case(
        "overlays-as-webp", frozenset({"UploadImage", "AddTags"}), movies=_files("overlay", "few.yml"), filetype="webp_lossy"
    ),
    Case("overlays-as-png", frozenset({"UploadImage", "AddTags"}), movies=_files("overlay", "few.yml"), filetype="png"),
    Case("overlays-of-the-defaults", frozenset({"UploadImage", "AddTags"}), movies=DEFAULTS),
    Case(
        "overlays-that-change",
        frozenset({"UploadImage", "AddTags", "RemoveTags"}),
        movies=OVERLAYS,
        then=Case("fewer", frozenset(), movies=_files("overlay", "few.yml")),
    ),
    Case(
        "overlays-drawn-again",
        frozenset({"UploadImage", "AddTags"}),
        movies=OVERLAYS,
        then=Case("again", frozenset(), movies=f"reapply_overlays: true\n{OVERLAYS}"),
    ),
    Case(
        "overlays-taken-away",
        frozenset({"UploadImage", "AddTags", "RemoveTags"}),
        movies=OVERLAYS,
        then=Case("away", frozenset(), movies=f"remove_overlays: true\n{OVERLAYS}"),
    ),
    Case(
        "overlays-on-assets",
        frozenset({"UploadImage", "AddTags"}),
        movies=f"settings: {{asset_directory: {{folder}}/assets, asset_folders: false}}\n{OVERLAYS}",
    ),
    Case(
        "collections",
        frozenset({"AddTags", "CreateCollection", "SetField", "SetPreferences", "SetVisibility"}),
        movies=_files("collection", "collections.yml"),
    ),
    Case(
        "collections-that-change",
        frozenset({"AddTags", "RemoveTags", "CreateCollection", "SetField", "SetPreferences", "UploadImage"}),
        movies=_files("collection", "collections.yml"),
        then=Case("later", frozenset(), movies=_files("collection", "collections_later.yml")),
    ),
    Case("collections-of-shows", frozenset({"AddTags", "SetPreferences"}), shows=_files("collection", "levels.yml")),
    Case(
        "metadata",
        frozenset({"SetField", "AddTags", "RemoveTags"}),
        movies=_files("metadata", "metadata.yml"),
        shows=_files("metadata", "show.yml"),
    ),
    Case("pictures", frozenset({"UploadImage"}), movies=_files("metadata", "pictures.yml")),
    Case("operations", frozenset({"SetField", "AddTags", "RemoveTags"}), movies=_operations("operations.yml")),
    Case(
        "operations-that-tidy",
        frozenset({"CreateCollection", "DeleteItem", "SetField"}),
        movies=_files("collection", "collections.yml"),
        then=Case("tidy", frozenset(), movies=_operations("tidying.yml")),
    ),
    Case("playlists", frozenset({"CreatePlaylist"}), playlists="playlists.yml"),
    Case(
        "playlists-that-change",
        frozenset({"CreatePlaylist", "DeleteItem"}),
        playlists="playlists.yml",
        then=Case("later", frozenset(), playlists="playlists_later.yml"),
    ),
    Case(
        "everything-at-once",
        frozenset({"UploadImage", "AddTags", "CreateCollection", "SetField", "CreatePlaylist"}),
        movies="\n".join((OVERLAYS, _files("collection", "collections.yml"), _files("metadata", "metadata.yml"))),
        shows="\n".join((_files("overlay", "episodes.yml"), _files("metadata", "show.yml"))),
        playlists="playlists.yml",
    ),
)


@dataclass(frozen=True, slots=True)
class Behind:
    """What came of a run behind a gateway."""

    ran: tuple[Ran, ...]
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
            run_alone(kometa, tmp_path / "direct", direct.url, case, outside),
            _run_behind(kometa, tmp_path / "behind", second, case, outside),
        )

        assert second.digest() == before
        assert {heard.method for heard in second.requests} <= {"GET", "HEAD"}
        assert [ran.complaints for ran in behind.ran] == [ran.complaints for ran in alone]
        assert all(ran.is_finished for ran in alone)
        assert not behind.gateway.ledger.refused
        assert {type(change).__name__ for change in behind.changes} >= case.changes
        assert stored_changes(behind.records / "changes.jsonl") == behind.changes

        replay = Replay(second.url, REAL_TOKEN, behind.images, other.library)
        await replay.perform(behind.changes, tag_names(behind.gateway.library))

        assert direct.digest() != before
        assert differences_of(restorable(direct.library), restorable(second.library)) == []
        assert shown_by(direct) == shown_by(second)


async def run_alone(kometa: Kometa, folder: Path, url: str, case: Case, outside: Outside) -> tuple[Ran, ...]:
    """All steps straight against a server."""
    lay_out(folder)
    return tuple(
        [await kometa.run(folder, url, REAL_TOKEN, step.config(), outside, is_gateway=False) for step in case.steps]
    )


async def _run_behind(kometa: Kometa, folder: Path, server: Simulator, case: Case, outside: Outside) -> Behind:
    """All steps behind one gateway: what the first one captured has happened for the next."""
    lay_out(folder)
    images = MemoryImages()
    settings = GatewaySettings(server.url, Secret(REAL_TOKEN))
    async with open_gateway(settings, images, records=folder) as gateway:
        url = f"http://127.0.0.1:{await gateway.listener.on_tcp('127.0.0.1', 0)}"
        token = gateway.token.reveal()
        ran: list[Ran] = []
        for step in case.steps:
            before = len(gateway.ledger.captures)
            ran.append(await kometa.run(folder, url, token, step.config(), outside, is_gateway=True))
            assert len(gateway.ledger.captures) > before, f"{step.name} wrote nothing"
    return Behind(tuple(ran), gateway, images, folder)


def differences_of(direct: Restorable, replayed: Restorable) -> list[str]:
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


def shown_by(server: Simulator) -> list[tuple[str, str, str]]:
    """The SHA-1 of the bytes of every picture that is shown: (item, kind, digest)."""
    return sorted(
        (f"{item.type.word} {item.title}", kind.one, describe_picture(server.state.images.get(shown.picture.sha256)).sha1)
        for item in server.library.items.values()
        for kind in ImageKind
        if (shown := item.shelf(kind).current) is not None and shown.picture is not None
    )
