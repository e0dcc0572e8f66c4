"""In record mode real python-plexapi writes through the gateway to the server, and every write can be taken back."""

import asyncio
import errno
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from plexapi.collection import Collection
from plexapi.exceptions import BadRequest
from plexapi.playlist import Playlist
from plexapi.server import PlexServer
from plexapi.video import Video

from halley.changes import restorable
from halley.files import DiskImages, Picture, describe_picture
from halley.gateway.gateway import Gateway, GatewaySettings, open_gateway
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind
from halley.runs.model import State
from halley.runs.recording import RunRecorder, open_run_recorder
from halley.runs.running import Conduct
from halley.secrets import Secret
from tests.support.coast import a_coast, poster
from tests.support.lying import Lie, a_liar
from tests.support.runs import TOKEN, Bench, a_bench

SHADOW_KEYS = 2_000_000_000


@dataclass
class Desk:
    """A gateway that records, and a file to upload."""

    gateway: Gateway
    recorder: RunRecorder
    url: str
    file: Path
    server_url: str

    def plex(self) -> PlexServer:
        """Real python-plexapi behind the gateway. Blocks: call it in a thread."""
        return PlexServer(self.url, self.gateway.token.reveal())


@asynccontextmanager
async def a_coastal_bench(folder: Path) -> AsyncIterator[Bench]:
    library, images = a_coast(movies=6)
    async with a_bench(library, folder, images) as bench:
        yield bench


@asynccontextmanager
async def recording(bench: Bench, folder: Path) -> AsyncIterator[Desk]:
    """A run on record, for as long as this is open."""
    (folder / "new.png").write_bytes(poster(77))
    async with open_run_recorder(bench.store, bench.address, "config.yml", Conduct()) as recorder:
        settings = GatewaySettings(bench.address.url, Secret(TOKEN))
        async with open_gateway(settings, bench.store.images, recorder=recorder) as gateway:
            port = await gateway.listener.on_tcp("127.0.0.1", 0)
            yield Desk(gateway, recorder, f"http://127.0.0.1:{port}", folder / "new.png", bench.address.url)


def everything(desk: Desk) -> None:
    """Posters, labels, fields, a collection with its order, a playlist; each is read back by the engine at once."""
    plex, file = desk.plex(), desk.file
    movies = plex.library.section("Movies").all()
    first, second = movies[0], movies[1]
    first.uploadPoster(filepath=str(file))
    first.addLabel("Overlay")
    first.editTitle("Another Title").editSummary("Told anew.")
    first.reload()
    assert first.title == "Another Title"
    assert "Overlay" in [one.tag for one in first.labels]
    second.addGenre("Seaside").rate(7.5)
    section = plex.library.section("Movies")
    assert [one.ratingKey for one in section.search(label="Overlay")] == [first.ratingKey]
    made = Collection.create(plex, "Of The Sea", section, items=movies[:3])
    assert made.ratingKey < SHADOW_KEYS
    made.addItems(movies[4:5])
    made.sortUpdate("custom")
    made.moveItem(movies[4])
    made.removeItems(movies[1:2])
    made.editSummary("Waves.")
    again = plex.fetchItem(made.ratingKey)
    assert again.items()[0].title == movies[4].title
    assert {one.ratingKey for one in again.items()} == {movies[place].ratingKey for place in (0, 2, 4)}
    list_made = Playlist.create(plex, "Evening", items=movies[:2])
    list_made.addItems(movies[2:4])
    list_made.removeItems(movies[0:1])
    assert [one.ratingKey for one in plex.playlist("Evening").items()] == [one.ratingKey for one in movies[1:4]]


async def test_an_engine_writes_to_the_real_server_and_reads_its_own_writes(tmp_path: Path) -> None:
    async with a_coastal_bench(tmp_path) as bench, recording(bench, tmp_path) as desk:
        await asyncio.to_thread(everything, desk)
        held = bench.server.library
        assert [one.title for one in held.items.values() if one.has_tag(TagKind.LABEL, "Overlay")] == ["Another Title"]
        assert desk.gateway.ledger.refused == []


async def test_a_recorded_run_is_taken_back_to_what_stood_there(tmp_path: Path) -> None:
    async with a_coastal_bench(tmp_path) as bench:
        before = restorable(bench.server.library)
        async with recording(bench, tmp_path) as desk:
            await asyncio.to_thread(everything, desk)
        run = bench.run(desk.recorder.run)
        assert (run.kind, run.state) == ("record", "finished")
        outcomes = bench.store.journal.outcomes(run.id)
        assert [one.words for one in outcomes if one.state not in {State.EXACT, State.ASKED}] == []
        assert {one.library for one in outcomes} == {"Movies", ""}
        assert restorable(bench.server.library) != before
        assert (await bench.undo(run.id)).is_good
        assert restorable(bench.server.library) == before


async def test_each_of_many_writes_to_one_thing_is_on_record_with_what_the_one_before_left(tmp_path: Path) -> None:
    def write(desk: Desk) -> None:
        movie = desk.plex().library.section("Movies").all()[0]
        for number in range(4):
            movie.editSummary(f"Told {number}")
        for number in (81, 82):
            desk.file.write_bytes(poster(number))
            requests.get(movie.posterUrl, timeout=30)  # an engine that draws has a look first
            movie.uploadPoster(filepath=str(desk.file))
            movie.addLabel(f"Label {number}")

    async with a_coastal_bench(tmp_path) as bench:
        before = restorable(bench.server.library)
        async with recording(bench, tmp_path) as desk:
            await asyncio.to_thread(write, desk)
        intents = bench.store.journal.intents(desk.recorder.run).values()
        told = [one for each in intents for one in each.differences]
        summaries = [(one.before, one.after) for one in told if one.aspect == "summary"]
        assert summaries == [("Old", "Told 0"), ("Told 0", "Told 1"), ("Told 1", "Told 2"), ("Told 2", "Told 3")]
        uploaded = f"upload://posters/{describe_picture(poster(81)).sha1}"
        assert [one.name for each in intents for one in each.shown] == ["metadata://posters/agent", uploaded]
        labels = [(one.before, one.after) for one in told if one.aspect == "label"]
        assert labels == [(None, ("Label 81",)), (("Label 81",), ("Label 81", "Label 82"))]
        assert (await bench.undo(desk.recorder.run)).is_good
        assert restorable(bench.server.library) == before


async def test_the_item_whose_poster_an_engine_has_loaded_is_not_looked_at_again_when_it_writes(tmp_path: Path) -> None:
    def load(desk: Desk) -> Video:
        movie = desk.plex().library.section("Movies").all()[0]
        requests.get(movie.posterUrl, timeout=30)
        return movie

    async with a_coastal_bench(tmp_path) as bench, recording(bench, tmp_path) as desk:
        movie = await asyncio.to_thread(load, desk)
        while desk.recorder.is_looking_ahead:
            await asyncio.sleep(0.01)
        seen = len(bench.server.requests)
        await asyncio.to_thread(movie.uploadPoster, filepath=str(desk.file))
        assert bench.server.requests[seen].method == "POST"
        stood = bench.server.library.items[movie.ratingKey].shelf(ImageKind.POSTER).entries[0].picture
        assert stood is not None
        assert bench.store.images.path(stood.sha256).is_file()


async def test_what_others_changed_since_the_engine_looked_is_what_stands_on_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("halley.runs.eager.LENT_S", 0.05)

    def write(desk: Desk) -> None:
        movie = desk.plex().library.section("Movies").all()[0]
        requests.get(movie.posterUrl, timeout=30)
        other = PlexServer(desk.server_url, TOKEN).fetchItem(movie.ratingKey)
        other.editSummary("By hand.")
        time.sleep(0.1)
        movie.editSummary("By an engine.")

    async with a_coastal_bench(tmp_path) as bench, recording(bench, tmp_path) as desk:
        await asyncio.to_thread(write, desk)
        (intent,) = bench.store.journal.intents(desk.recorder.run).values()
        assert [one.before for one in intent.differences if one.aspect == "summary"] == ["By hand."]


def label(desk: Desk, name: str) -> str:
    """Label the first movie, and say how that went."""
    plex = desk.plex()
    try:
        plex.library.section("Movies").all()[0].addLabel(name)
    except BadRequest as problem:
        return str(problem)
    return ""


async def test_what_a_full_disk_cannot_put_on_record_is_refused_and_not_done(tmp_path: Path) -> None:
    async with a_coastal_bench(tmp_path) as bench:
        async with recording(bench, tmp_path) as desk:
            assert await asyncio.to_thread(label, desk, "First") == ""
            await desk.recorder.end()
            base = bench.store.journal._base
            (pages,) = base.execute("PRAGMA page_count").fetchone()
            base.execute(f"PRAGMA max_page_count={pages}")
            answers = [
                await asyncio.to_thread(label, desk, f"{name} {'x' * 2000}") for name in ("Second", "Third", "Fourth")
            ]
            await desk.recorder.end()
            sent = len(bench.writes())
            base.execute("PRAGMA max_page_count=100000")
        assert "507" in answers[-1], answers
        done = sum(not one for one in answers)
        assert sent == 1 + done
        assert len(bench.store.journal.outcomes(desk.recorder.run)) == 1 + done
        assert [one.method for one in desk.gateway.ledger.refused] == ["PUT"] * (3 - done)
        assert bench.run(desk.recorder.run).state == "failed"


async def test_a_picture_that_cannot_be_kept_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def upload(desk: Desk) -> str:
        movie = desk.plex().library.section("Movies").all()[0]
        with pytest.raises(BadRequest) as refused:
            movie.uploadPoster(filepath=str(desk.file))
        return str(refused.value)

    def full(_: DiskImages, data: bytes) -> Picture:
        raise OSError(errno.ENOSPC, "No space left on device", str(len(data)))

    async with a_coastal_bench(tmp_path) as bench, recording(bench, tmp_path) as desk:
        monkeypatch.setattr(DiskImages, "put", full)
        assert "507" in await asyncio.to_thread(upload, desk)
        assert bench.writes() == []


async def test_what_no_write_is_known_by_is_refused_as_in_a_preview(tmp_path: Path) -> None:
    def ask(desk: Desk) -> list[int]:
        token = {"X-Plex-Token": desk.gateway.token.reveal()}
        asked = (("DELETE", "/library/sections/1"), ("PUT", "/library/metadata/1?nonsense=1"), ("GET", "/library/optimize"))
        return [requests.request(how, desk.url + path, headers=token, timeout=30).status_code for how, path in asked]

    async with a_coastal_bench(tmp_path) as bench, recording(bench, tmp_path) as desk:
        assert all(status >= 400 for status in await asyncio.to_thread(ask, desk))
        assert bench.writes() == []
        assert bench.store.journal.outcomes(desk.recorder.run) == []


@pytest.mark.parametrize("lie", [Lie.ERROR_AFTER, Lie.DROP_AFTER])
async def test_what_a_server_did_that_said_no_is_found_by_reading_and_told_as_done(tmp_path: Path, lie: Lie) -> None:
    async with a_coastal_bench(tmp_path) as bench, a_liar(bench.server.url, {"PUT /library/sections": [lie]}) as (url, _):
        bench.address = replace(bench.address, url=url)
        async with recording(bench, tmp_path) as desk:
            assert await asyncio.to_thread(label, desk, "Kept Anyway") == ""
        assert [one.state for one in bench.store.journal.outcomes(desk.recorder.run)] == [State.EXACT]
        assert len(bench.writes()) == 1


async def test_an_engine_hears_of_a_write_that_the_server_did_not_do(tmp_path: Path) -> None:
    async with (
        a_coastal_bench(tmp_path) as bench,
        a_liar(bench.server.url, {"PUT /library/sections": [Lie.ERROR]}) as (url, _),
    ):
        bench.address = replace(bench.address, url=url)
        async with recording(bench, tmp_path) as desk:
            assert "500" in await asyncio.to_thread(label, desk, "Never")
        assert [one.state for one in bench.store.journal.outcomes(desk.recorder.run)] == [State.FAILED]
        assert bench.writes() == []
