"""All sites of a run, side by side. Adding one is a line here and one in each table that asks it."""

from dataclasses import dataclass
from pathlib import Path

from halley.outside.client import OutsideClient
from halley.outside.imdb import Imdb
from halley.outside.imdb_files import ImdbFiles
from halley.outside.kept import Kept
from halley.outside.letterboxd import Letterboxd
from halley.outside.mdblist import MdbList
from halley.outside.omdb import Omdb
from halley.outside.services import Services
from halley.outside.tmdb import Tmdb
from halley.outside.trakt import Trakt


@dataclass(frozen=True, slots=True)
class Sites:
    """Those that are asked. Each is there also where it is not configured, and says so when it is asked."""

    tmdb: Tmdb
    imdb: Imdb
    imdb_files: ImdbFiles
    letterboxd: Letterboxd
    mdblist: MdbList
    omdb: Omdb
    trakt: Trakt


def sites_of(services: Services, client: OutsideClient, kept: Kept, folder: Path) -> Sites:
    """The sites as they are configured."""
    return Sites(
        Tmdb(client, kept, services.tmdb, services.days),
        Imdb(client, kept),
        ImdbFiles(client, kept, folder),
        Letterboxd(client, kept, services.days),
        MdbList(client, kept, services.mdblist),
        Omdb(client, kept, services.omdb),
        Trakt(client, kept, services.trakt),
    )
