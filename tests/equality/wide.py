"""The library in which every default overlay file finds something: films and shows of all ratings, makers and makes."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import cast

from halley.demo.facts import demo_library
from halley.demo.told import Attributes
from halley.demo.versions import file_words, media_of
from halley.simulator import LoadedLibrary
from tests.equality.library import Row, load_with_pictures, rows

_COPIES = 2
_SHOW_COPIES = 3
_COPY = 1_000

_RATINGS = (
    "G", "PG", "PG-13", "R", "NC-17", "NR", "TV-Y", "TV-14", "TV-MA", "au/G", "au/PG", "au/M", "au/MA15+", "au/R 18+",
    "au/X 18+", "de/0", "de/6", "de/12", "de/16", "de/18", "de/BPjM Restricted", "gb/U", "gb/PG", "gb/12A", "gb/12", "gb/15",
    "gb/18", "gb/R18", "gb/14+", "no/7", "no/15", "13", "16", "18", "17", "M", "R18", "A-17", "Unrated", "E", "8", "10",
    "11", "Rx - Hentai", "Not Rated", "TV-Y7", "TV-PG", "TV-G",
)  # fmt: skip
_SHOW_RATINGS = ("TV-Y", "TV-Y7", "TV-G", "TV-PG", "TV-14", "TV-MA", "gb/15", "de/16", "NR")
_STUDIOS = (
    "A24", "Marvel Studios", "Pixar", "8-bit", "Studio Ghibli", "20th Century Fox", "Warner Bros. Pictures", "MAPPA",
    "Blumhouse Productions", "DreamWorks Animation", "Lantern House", "Columbia Pictures", "Paramount", "Ajiado",
    "BBC Films", "DC Studios", "Lucasfilm Ltd.", "Netflix", "Toho", "Universal Pictures",
)  # fmt: skip
_NETWORKS = ("ABC", "HBO", "Netflix", "BBC One", "Channel 5", "NBC", "Adult Swim", "ABC iview", "Nobody's")
_EDITIONS = (
    "Extended Edition", "Uncut", "Unrated", "Special Edition", "40th Anniversary", "Collector's Edition", "Diamond",
    "Platinum", "Director's Cut", "Final Cut", "International Cut", "Theatrical", "Ultimate Cut", "Alternate Cut", "Coda",
    "IMAX Enhanced", "IMAX", "Remastered", "Criterion", "Richard Donner Cut", "Black & Chrome", "Definitive", "Open Matte",
    "Ulysses", "Producer's Cut",
)  # fmt: skip
#: What a file's name may say that nobody's tags do: of light, of sound, of where it is from, of its edition.
_FILE_WORDS = (
    "HDR10+", "DV HDR10", "DV HDR10+", "HLG", "HDR10Plus", "DTS-HD HRA 5.1", "DDP5.1 Atmos", "DTS-ES", "Opus 2.0", "TS",
    "HDCAM", "SDTV", "HDTV", "{edition-Criterion}", "IMAX DSNP WEB-DL", "Open.Matte", "DTS-X 7.1", "TrueHD 7.1 Atmos",
    "MP3", "LPCM", "x264-OPUS", "WEBRip AAC2.0", "BDRip", "[CC]",
)  # fmt: skip
_LANGUAGES = ("en", "de", "fr", "es", "pt", "ja", "fi", "zh", "no", "pl")


def wide_library(now: datetime | None = None) -> LoadedLibrary:
    """48 films and 9 shows. One show aired an episode five days ago, one will air one."""
    told = cast("Row", json.loads(json.dumps(demo_library())))
    told["collections"], told["playlists"] = [], []
    movies, shows = rows(told, "sections")
    movies["items"] = _copied(rows(movies, "items"), _COPIES)
    shows["items"] = _copied(rows(shows, "items"), _SHOW_COPIES)
    for place, movie in enumerate(rows(movies, "items")):
        _as_film(movie, place)
    for place, show in enumerate(rows(shows, "items")):
        _as_show(show, place, now or datetime.now(UTC))
    return load_with_pictures(told)


def _copied(originals: list[Row], times: int) -> list[Row]:
    """The items, then as many copies with titles and ids of their own; a copied show has one season of two episodes."""
    found = list(originals)
    for time in range(1, times):
        for one in originals:
            copy = cast("Row", json.loads(json.dumps(one)))
            copy["title"] = f"{copy['title']} {time + 1}"
            if "seasons" in copy:
                copy["seasons"] = rows(copy, "seasons")[:1]
                rows(copy, "seasons")[0]["episodes"] = rows(rows(copy, "seasons")[0], "episodes")[:2]
            for each in _with_below(copy):
                _renumber(each, _COPY * time)
            found.append(copy)
    return found


def _with_below(item: Row) -> Iterator[Row]:
    yield item
    for name in ("seasons", "episodes"):
        for below in rows(item, name):
            yield from _with_below(below)


def _renumber(item: Row, by: int) -> None:
    key = cast("int", item["ratingKey"]) + by
    digits = hashlib.sha256(f"{item['guid']} {by}".encode()).hexdigest()[:24]
    item |= {"ratingKey": key, "guid": f"{str(item['guid']).rpartition('/')[0]}/{digits}"}
    item["guids"] = [f"imdb://tt99{key:06}", f"tmdb://{99_000_000 + key}"]
    if "/movie/" not in str(item["guid"]):
        cast("list[str]", item["guids"]).append(f"tvdb://{99_000_000 + key}")
    images = cast("dict[str, str]", item["images"])
    item["images"] = {kind: path.replace("images/", f"images/{by}-") for kind, path in images.items()}


def _as_film(movie: Row, place: int) -> None:
    movie["contentRating"] = _RATINGS[place % len(_RATINGS)]
    movie["studio"] = _STUDIOS[place % len(_STUDIOS)]
    if place % 2:
        movie["editionTitle"] = _EDITIONS[place // 2 % len(_EDITIONS)]
    else:
        movie.pop("editionTitle", None)
    if place % 6 == 4:
        del movie["rating"]
    if place % 5 == 0:
        movie["userRating"] = 0.5 + place % 10
    media = rows(movie, "media")
    part = rows(media[0], "parts")[0]
    part["file"] = str(part["file"]).replace("].mkv", f" {_FILE_WORDS[place // 2 % len(_FILE_WORDS)]}].mkv")
    if place % 8 == 3:
        media.append(_another_version(movie, place))
    if change := _ODD_IDS.get(place):
        change(movie)


def _another_version(item: Row, place: int) -> Row:
    one, other = _LANGUAGES[place % len(_LANGUAGES)], _LANGUAGES[(place + 3) % len(_LANGUAGES)]
    version: Attributes = {
        "video": f"1080 hdr10 {(1.33, 1.65, 1.66, 2.2, 2.77)[place % 5]} 9000 hevc",
        "audio": [f"{one} eac3 5.1", f"{other} aac 2.0"],
        "subs": [other, one],
        "source": "WEB-DL",
    }
    file = f"/data/movies/{item['title']}/{item['title']} [{file_words(version)}].mkv"
    return cast("Row", media_of(version, file, 100))


def _only(site: str) -> Callable[[Row], None]:
    def change(item: Row) -> None:
        item["guids"] = [one for one in cast("list[str]", item["guids"]) if one.startswith(site)]

    return change


def _nobody(item: Row) -> None:
    item |= {"guid": "local://1", "guids": []}


def _legacy(item: Row) -> None:
    imdb = cast("list[str]", item["guids"])[0].removeprefix("imdb://")
    item |= {"guid": f"com.plexapp.agents.imdb://{imdb}?lang=en", "guids": []}


#: Films that an agent knew less of, by their place.
_ODD_IDS: dict[int, Callable[[Row], None]] = {6: _only("imdb"), 9: _only("tmdb"), 20: _nobody, 26: _legacy}


def _as_show(show: Row, place: int, now: datetime) -> None:
    show["contentRating"] = _SHOW_RATINGS[place % len(_SHOW_RATINGS)]
    show["network"] = _NETWORKS[place % len(_NETWORKS)]
    show["studio"] = _STUDIOS[place % len(_STUDIOS)]
    last = rows(rows(show, "seasons")[-1], "episodes")[-1]
    if place in {0, 7}:
        last["originallyAvailableAt"] = (now - timedelta(days=5 if place == 0 else -9)).strftime("%Y-%m-%d")
    if place == 4:
        _only("tvdb")(show)
    if place % 3 == 0:
        media = rows(last, "media")
        media.append(_another_version(last, place))
