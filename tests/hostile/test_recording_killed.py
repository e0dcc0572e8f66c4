"""A process that records what an engine writes is killed: all that was done is on record, and can be taken back."""

import asyncio
import multiprocessing
import random
import sqlite3
from collections import Counter
from pathlib import Path

from plexapi.collection import Collection
from plexapi.exceptions import PlexApiException
from plexapi.playlist import Playlist
from plexapi.server import PlexServer
from requests import RequestException

from halley.changes import decode, restorable
from halley.changes.kinds import UploadImage
from halley.gateway.gateway import GatewaySettings, open_gateway
from halley.plex.requests import read_request
from halley.runs.journal import Run
from halley.runs.recording import open_run_recorder
from halley.runs.running import Address, Conduct, begin, undo_task
from halley.runs.settling import settle
from halley.runs.store import Store
from halley.runs.undo import way_back_from
from halley.secrets import Secret
from halley.simulator import Simulator
from halley.simulator.faults import Fault, FaultKind
from tests.support.coast import a_coast, poster
from tests.support.runs import QUICK, TOKEN

LIVES = 60
MOVIES = 6
STUMBLING = [Fault(FaultKind.DROP, 0.04), Fault(FaultKind.ERROR, 0.04)]
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["halley.runs.recording", "halley.gateway.gateway", "halley.simulator", "plexapi.server"])


def engine(url: str, token: str, folder: Path) -> None:
    """What an engine does: overlays on everything, then collections and a playlist. It goes on after what fails."""
    plex = PlexServer(url, token)
    section = plex.library.section("Movies")
    movies = section.all()

    def tried(*work: object) -> object:
        first, *others = work
        try:
            return first(*others)  # type: ignore[operator]
        except (PlexApiException, RequestException):
            return None

    for number, movie in enumerate(movies):
        (folder / "new.png").write_bytes(poster(number + 50))
        tried(plex._session.get, movie.posterUrl)
        tried(movie.uploadPoster, None, str(folder / "new.png"))
        tried(movie.addLabel, "Overlay")
        tried(movie.editSummary, f"Told {number}")
    for number in range(2):
        made = tried(Collection.create, plex, f"Tide {number}", section, movies[number : number + 3])
        if isinstance(made, Collection):
            tried(made.editSummary, "Waves")
            tried(made.sortUpdate, "custom")
            tried(made.moveItem, movies[number + 2])
            tried(made.removeItems, movies[number : number + 1])
    old = tried(section.collection, "Old coast")
    if isinstance(old, Collection):
        tried(old.delete)
    evening = tried(Playlist.create, plex, "Evening", movies[:2])
    if isinstance(evening, Playlist):
        tried(evening.addItems, movies[2:3])


def record(url: str, data: str) -> None:
    """Record a run from beginning to end: what a process does that is about to be killed."""

    async def work() -> None:
        with Store(Path(data)) as store:
            address = Address(url, Secret(TOKEN), patience=QUICK, timeout_s=5)
            async with open_run_recorder(store, address, "config.yml", Conduct()) as recorder:
                settings = GatewaySettings(url, Secret(TOKEN), timeout_s=5)
                async with open_gateway(settings, store.images, recorder=recorder) as gateway:
                    port = await gateway.listener.on_tcp("127.0.0.1", 0)
                    await asyncio.to_thread(engine, f"http://127.0.0.1:{port}", gateway.token.reveal(), Path(data))

    asyncio.run(work())


def done_by(server: Simulator) -> Counter[object]:
    """What was asked of the server, as Changes; uploads by where they went, for the log has no bodies."""
    found: Counter[object] = Counter()
    for one in server.requests:
        if one.method != "GET" and one.status == 200:
            request, _ = read_request(one.method, one.target, ())
            is_upload = one.method == "POST" and request.path.endswith("/posters")
            found.update([request.path] if is_upload else decode(request))
    return found


def on_record(store: Store, run: Run) -> Counter[object]:
    """What the journal has, in the same words."""
    sent = [one.sent for one in store.journal.intents(run.id).values()]
    return Counter(f"/library/metadata/{one.key}/posters" if isinstance(one, UploadImage) else one for one in sent)


async def lived(server: Simulator, data: Path, chance: random.Random) -> bool:
    """Let a run be recorded and killed at some moment. Returns whether it was killed while it worked."""
    process = _CONTEXT.Process(target=record, args=(server.url, str(data)))
    process.start()
    moment = chance.randrange(20, 190)
    while process.is_alive() and len(server.requests) < moment:
        await asyncio.sleep(0.001)
    await asyncio.sleep(chance.random() * 0.004)
    was_killed = process.is_alive()
    process.kill()
    await asyncio.to_thread(process.join)
    await asyncio.sleep(0.05)  # what was on its way arrives
    return was_killed


def test_a_recording_that_is_killed_has_all_that_was_done_on_record_and_it_can_be_taken_back(tmp_path: Path) -> None:
    chance = random.Random(20261129)
    library, images = a_coast(movies=MOVIES)
    first = restorable(library)

    async def all_lives() -> tuple[int, int, int]:
        killed = writes = settled = 0
        for number in range(LIVES):
            data = tmp_path / f"data{number}"
            async with Simulator(library, images, token=TOKEN, latency_ms=1) as server:
                server.faults.active = STUMBLING if number % 3 == 0 else []
                killed += await lived(server, data, chance)
                server.faults.active = []
                base = sqlite3.connect(data / "journal.db")
                assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                base.close()
                with Store(data) as store:
                    runs = store.journal.runs()
                    done = done_by(server)
                    writes += done.total()
                    if not runs:
                        assert not done
                        continue
                    assert done - on_record(store, runs[0]) == Counter()
                    address = Address(server.url, Secret(TOKEN), patience=QUICK, timeout_s=5)
                    settled += await settle(store, address, runs[0])
                    task = undo_task(runs[0], way_back_from(store.journal, runs[0]))
                    report = await begin(store, address, task, Conduct())
                    assert report.is_good, [one for one in report.outcomes if not one.state.is_good]
                assert restorable(server.library) == first, number
        return killed, writes, settled

    killed, writes, settled = asyncio.run(all_lives())
    assert killed >= LIVES * 0.8
    assert writes > LIVES * 5
    assert settled > LIVES / 2
