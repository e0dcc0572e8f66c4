"""A plan of our own engine, carried out and taken back as it is typed: the server and the originals, there and back."""

import json
from dataclasses import dataclass

import pytest

from halley.changes import apply
from halley.changes.kinds import AddTags, UploadImage
from halley.changes.restorable import restorable
from halley.files import DiskImages
from halley.plans import Backup, Plan, read_plan
from halley.plex.ids import ItemType
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind
from tests.builders import the
from tests.support.previews import Desk, Ended

OVERLAYS = """\
overlays:
  4K:
    overlay: {name: text(4K), horizontal_offset: 15, horizontal_align: left, vertical_offset: 15, vertical_align: top}
    plex_all: true
  Late:
    overlay: {name: text(late), horizontal_offset: 15, horizontal_align: right, vertical_offset: 15, vertical_align: top}
    plex_search: {all: {year.gte: 1999}}
"""
CONFIG = """\
plex: {url: "{url}", token: "{token}"}
tmdb: {apikey: demo}
playlist_files: [{file: "{folder}/playlists.yml"}]
libraries:
  Movies:
    remove_overlays: {away}
    overlay_files: [{file: "{folder}/overlays.yml"}]
    collection_files: [{file: "{folder}/collections.yml"}]
    operations: {mass_genre_update: tmdb}
"""


@dataclass
class Bench:
    """A desk whose commands are typed one after the other."""

    desk: Desk

    def wants(self, *, away: bool) -> None:
        """Write a configuration that gives movies overlays, or takes them away."""
        self.desk.write_config(CONFIG, away=str(away).lower())
        (self.desk.config.parent / "overlays.yml").write_text(OVERLAYS)

    async def typed(self, *words: str) -> Ended:
        done = await self.desk.call(*words)
        assert done.status == 0, done
        return done

    async def carried_out(self, name: str) -> Plan:
        await self.planned(name)
        await self.typed("apply", name, "--config", "config/config.yml", "--yes")
        return self.plan(name)

    async def planned(self, name: str) -> Plan:
        await self.typed("plan", "--config", "config/config.yml", "--engine", "native", "-o", name)
        return self.plan(name)

    async def undone(self) -> None:
        await self.typed("undo", "latest", "--config", "config/config.yml", "--yes")

    def plan(self, name: str) -> Plan:
        return read_plan(self.desk.folder / name)

    def held(self) -> object:
        """All that a run may change on the server, the bytes of what is shown, and the originals that were put aside."""
        server = self.desk.server
        shown = {
            item.key: shelf.current.picture
            for item in server.library.items.values()
            if (shelf := item.shelf(ImageKind.POSTER)).current is not None
        }
        return restorable(server.library), shown, self.originals()

    def originals(self) -> dict[str, bytes]:
        folder = self.desk.config.parent / "overlays"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.glob("*/*")}


@pytest.fixture
def bench(desk: Desk) -> Bench:
    return Bench(desk)


async def test_overlays_are_put_on_taken_off_and_each_run_is_taken_back(bench: Bench) -> None:
    bench.wants(away=False)
    first = bench.held()
    shown = the(bench.desk.server.library, "Heat").shelf(ImageKind.POSTER).current
    assert shown is not None
    assert shown.picture is not None
    original = bench.desk.server.state.images.get(shown.picture.sha256)
    await bench.carried_out("on")
    drawn = bench.held()
    assert drawn != first
    assert bench.originals()["Movies Original Posters/101.jpg"] == original

    bench.wants(away=True)
    off = await bench.carried_out("off")
    assert not off.is_empty
    assert not bench.originals()
    heat = the(bench.desk.server.library, "Heat").shelf(ImageKind.POSTER).current
    assert heat is not None
    assert heat.picture is not None
    assert bench.desk.server.state.images.get(heat.picture.sha256) == original

    await bench.undone()
    assert bench.held() == drawn


async def test_a_plan_that_was_carried_out_is_taken_back(bench: Bench) -> None:
    bench.wants(away=False)
    first = bench.held()
    await bench.carried_out("on")
    await bench.undone()
    assert bench.held() == first


async def test_a_plan_leaves_the_originals_as_they_are_and_says_what_becomes_of_them(bench: Bench) -> None:
    bench.wants(away=False)
    on = await bench.planned("on")
    assert not bench.originals()
    step = next(one for one in on.steps if isinstance(one.change, UploadImage) and one.change.key == 101)
    assert step.backups == (Backup("Movies Original Posters/101.jpg", None, step.shown_before),)


async def test_a_plan_says_which_definitions_draw_a_poster_and_where_they_stand(bench: Bench) -> None:
    bench.wants(away=False)
    plan = await bench.planned("on")
    by_key = {one.change.key: one.origin for one in plan.steps if isinstance(one.change, UploadImage)}
    file = bench.desk.config.parent / "overlays.yml"
    assert (by_key[101].definition, by_key[101].where) == ("4K", f"{file}:2:3")
    assert (by_key[103].definition, by_key[103].where) == ("4K; Late", f"{file}:2:3; {file}:5:3")


async def test_a_plan_names_what_our_own_engine_leaves_out_by_library_and_key(bench: Bench) -> None:
    bench.wants(away=False)
    assert (await bench.planned("on")).unsupported == (
        "Movies > collection_files: it needs real Kometa",
        "Movies > operations: it needs real Kometa",
        "playlist_files: it needs real Kometa",
    )
    await bench.typed("plan", "--config", "config/config.yml", "--engine", "native", "--overlays-only", "-o", "only")
    assert bench.plan("only").unsupported == ()


async def test_a_missing_original_stops_a_run_before_anything_is_done(bench: Bench) -> None:
    bench.wants(away=False)
    plan = await bench.planned("on")
    first = bench.held()
    step = next(one for one in plan.steps if one.backups)
    picture = step.backups[0].after
    assert picture is not None
    DiskImages(bench.desk.folder / "on" / "images").path(picture.sha256).unlink()
    done = await bench.desk.call("apply", "on", "--config", "config/config.yml", "--yes")
    assert done.status == 2, done
    assert f"the plan has no picture for step {step.number}" in done.errors
    assert bench.held() == first


async def test_a_plan_does_not_throw_away_a_backup_of_an_old_label(bench: Bench) -> None:
    bench.wants(away=False)
    folder = bench.desk.config.parent / "overlays" / "4K"
    folder.mkdir(parents=True)
    (folder / "101.png").write_bytes(b"\x89PNG\r\n\x1a\nold")
    state, heat = bench.desk.server.state, the(bench.desk.server.library, "Heat")
    assert heat.section is not None
    label = AddTags(heat.section, ItemType.MOVIE, (heat.key,), TagKind.LABEL, ("4K Overlay",))
    state.library = apply(label, state.library, 1_800_000_000)
    plan = await bench.planned("on")
    assert bench.originals() == {"4K/101.png": b"\x89PNG\r\n\x1a\nold"}
    gone = [one for step in plan.steps for one in step.backups if one.path == "4K/101.png"]
    assert [one.after for one in gone] == [None]
    assert json.loads((bench.desk.folder / "on" / "plan.json").read_text())["steps"]
