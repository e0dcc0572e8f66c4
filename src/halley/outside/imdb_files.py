"""IMDb's data files: ratings of everything, and which episode is which. Source: spec, sources 4.3.

They are fetched when a run first needs them, and again only where IMDb has newer ones; of their millions of lines only those
of the wanted titles are kept in memory.
"""

import asyncio
import gzip
import io
import zlib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

from halley.outside.answers import below
from halley.outside.client import OutsideClient
from halley.outside.failures import Garbled, NoAnswer, Troubled
from halley.outside.kept import Kept
from halley.outside.store import Shelf

FILES = "https://datasets.imdbws.com"
_TAG = Shelf("imdb data file", 5 * 365, is_spread=False)
_BROKEN = (OSError, EOFError, zlib.error, UnicodeDecodeError)

T = TypeVar("T")
Episode = tuple[str, int, int]
"""A show's id, a season and an episode."""


class ImdbFiles:
    """The data files as one run reads them. Everything raises SourceFailed."""

    def __init__(self, client: OutsideClient, kept: Kept, folder: Path) -> None:
        self._client, self._kept, self._folder = client, kept, folder

    async def ratings(self, titles: Collection[str]) -> Mapping[str, float]:
        """The ratings of those titles that have one."""
        path = await self._file("ratings")
        return await self._read(path, lambda: ratings_in(path, frozenset(titles)))

    async def episode_ratings(self, wanted: Collection[Episode]) -> Mapping[Episode, float]:
        """The ratings of those episodes that have one."""
        path, asked = await self._file("episode"), frozenset(wanted)
        titles = await self._read(path, lambda: episodes_in(path, asked))
        rated = await self.ratings(titles)
        # Of several titles with one number the last in the file counts, among those that are rated.
        return {episode: rated[title] for title, episode in titles.items() if title in rated}

    async def _file(self, name: str) -> Path:
        file = f"title.{name}.tsv.gz"
        path = self._folder / file

        async def ask() -> str:
            before = below(self._kept.store.get(_TAG, file), "tag")
            known = before if isinstance(before, str) and before and path.is_file() else None
            try:
                tag = await self._client.download(f"{FILES}/{file}", path, known)
            except Troubled as trouble:  # Kometa falls over
                raise NoAnswer(trouble.reason) from None
            if tag is not None:
                self._kept.store.put(_TAG, file, {"tag": tag})
            return file

        await self._kept.get("imdb data file", file, ask)
        return path

    async def _read(self, path: Path, reading: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(reading)
        except _BROKEN:
            path.unlink(missing_ok=True)  # or it would be taken for the newest one in the next run
            raise Garbled(f"but its file {path.name} is broken") from None


def ratings_in(path: Path, titles: frozenset[str]) -> dict[str, float]:
    """`title.ratings.tsv.gz`: title, rating, votes."""
    wanted = frozenset(one.encode() for one in titles)
    found: dict[str, float] = {}
    with _lines(path) as lines:
        for line in lines:
            title, _, rest = line.partition(b"\t")
            if title in wanted and (rating := _number(rest.partition(b"\t")[0])) is not None:
                found[title.decode()] = rating
    return found


def episodes_in(path: Path, wanted: frozenset[Episode]) -> dict[str, Episode]:
    """`title.episode.tsv.gz`: title, show, season, episode, of those that are wanted."""
    shows = frozenset(show.encode() for show, _, _ in wanted)
    found: dict[str, Episode] = {}
    with _lines(path) as lines:
        for line in lines:
            title, _, rest = line.partition(b"\t")
            show, _, numbers = rest.partition(b"\t")
            if show not in shows:
                continue
            season, _, episode = numbers.strip().partition(b"\t")
            if season.isdigit() and episode.isdigit():
                place = (show.decode(), int(season), int(episode))
                if place in wanted:
                    found[title.decode()] = place
    return found


def _lines(path: Path) -> io.BufferedReader:
    """The lines as they are: millions of texts would take three times as long."""
    return io.BufferedReader(gzip.open(path, "rb"), 1024 * 1024)


def _number(text: bytes) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
