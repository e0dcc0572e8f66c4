"""How long searches over 10,000 movies take: `python -m benchmarks.search` prints medians in ms, and the machine."""

import platform
import random
import statistics
import time
from dataclasses import replace

from tests.builders import Draft, a_library, a_movie

from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.library import Library
from halley.plex.query import parse_search
from halley.plex.requests import parse_query
from halley.plex.search import search

SEARCHES = (
    "",
    "sort=movie.addedAt:desc",
    "genre=drama",
    "label=Overlay",
    "title=film 12",
    "resolution=4k",
    "hdr=1",
    "audioLanguage=de&audienceRating>>=5",
    "push=1&genre=drama&or=1&genre=war&pop=1&contentRating=PG-13",
    "actor=Person 7",
    "originallyAvailableAt>>=2000-01-01&sort=originallyAvailableAt:desc&limit=50",
    "addedAt>>=-30d",
)
COPIES = 10
ROUNDS = 5


def a_large_library() -> Library:
    """A thousand movies, each ten times under other rating keys."""
    chance = random.Random(1)
    people = [f"Person {number}" for number in range(2000)]
    library = a_library(*(_movie(chance, people) for _ in range(1000)))
    first = list(library.items.values())
    copies = [replace(item, key=RatingKey(item.key + copy * 100_000)) for copy in range(1, COPIES) for item in first]
    return library.with_new_items(copies)


def _movie(chance: random.Random, people: list[str]) -> Draft:
    return a_movie(
        f"{chance.choice(['The ', '', 'A '])}Film {chance.randrange(99_999)}",
        year=chance.randrange(1950, 2025),
        resolution=chance.choice(["4k", "1080", "720"]),
        genres=chance.sample(["Drama", "Comedy", "Crime", "Action", "Horror", "War"], 2),
        labels=["Overlay"] if chance.random() < 0.5 else [],
        hdr=chance.random() < 0.3,
        actors=chance.sample(people, 10),
        released=f"{chance.randrange(1950, 2025)}-03-0{chance.randrange(1, 9)}",
        audience_rating=round(chance.random() * 10, 1),
        content_rating=chance.choice(["PG-13", "R"]),
        audio=chance.sample(["en", "de", "fr"], 2),
    )


def main() -> None:
    library = a_large_library()
    print(
        f"{platform.machine()}, Python {platform.python_version()}, {len(library.items)} movies, median of {ROUNDS} rounds"
    )
    taken: dict[str, list[float]] = {raw: [] for raw in SEARCHES}
    found: dict[str, int] = {}
    for _ in range(ROUNDS + 1):
        for raw in SEARCHES:
            wanted = parse_search(parse_query(raw), ItemType.MOVIE)
            start = time.perf_counter()
            found[raw] = len(search(library, SectionId(1), wanted))
            taken[raw].append(time.perf_counter() - start)
    for raw, seconds in taken.items():
        print(f"{statistics.median(seconds[1:]) * 1000:8.1f} ms  {found[raw]:6} found  {raw or '(all)'}")


if __name__ == "__main__":
    main()
