"""An engine that writes through a gateway that records, and what of it came to the server and to the journal."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from plexapi.collection import Collection
from plexapi.exceptions import PlexApiException
from plexapi.playlist import Playlist
from plexapi.server import PlexServer
from requests import RequestException

from halley.changes import decode
from halley.changes.kinds import UploadImage
from halley.plex.requests import read_request
from halley.runs.journal import Run
from halley.runs.store import Store
from halley.simulator import Simulator
from tests.support.coast import poster


def engine(url: str, token: str, folder: Path, padding: int = 0, began: Callable[[], object] = int) -> None:
    """What an engine does: overlays on everything, then collections and a playlist. It goes on after what fails.

    Its pictures are larger by so many bytes. `began` is called before the first write. It blocks: call it in a thread.
    """
    plex = PlexServer(url, token)
    section = plex.library.section("Movies")
    movies = section.all()
    began()

    def tried(*work: object) -> object:
        first, *others = work
        try:
            return first(*others)  # type: ignore[operator]
        except (PlexApiException, RequestException):
            return None

    for number, movie in enumerate(movies):
        (folder / "new.png").write_bytes(poster(number + 50) + bytes(padding))
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
