"""raw.githubusercontent.com: award files and query hashes of IMDb, as the Kometa team keeps them."""

import json
from typing import Final

from aiohttp import web

from tests.support.outside.asked import Asked
from tests.support.outside.works import Catalogue, share

#: Events by their id: award and category of each list that an overlay asks for, and one that nobody does.
EVENTS: Final = {
    "ev0000003": (("oscar", "best picture"), ("oscar", "best achievement in directing"), ("oscar", "best sound")),
    "ev0000292": (
        ("golden globe", "best motion picture - drama"), ("golden globe", "best director - motion picture"),
        ("golden globe", "best television series - drama"),
    ),
    "ev0000123": (("bafta film award", "best film"), ("bafta film award", "best editing")),
    "ev0000147": (("palme d'or", "best film"), ("jury prize", "best film")),
    "ev0000091": (("golden bear", "best film"), ("silver bear", "best director")),
    "ev0000681": (("golden lion", "best film"), ("silver lion", "best director")),
    "ev0000631": (("grand jury prize", "dramatic"), ("audience award", "dramatic")),
    "ev0000223": (("primetime emmy", "outstanding drama series"), ("primetime emmy", "outstanding lead actor")),
    "ev0000133": (("critics choice award", "best picture"), ("critics choice award", "best song")),
    "ev0000349": (("independent spirit award", "best feature"), ("independent spirit award", "best first feature")),
    "ev0000157": (("césar", "best film (meilleur film)"), ("césar", "best actor (meilleur acteur)")),
    "ev0000558": (("razzie award", "worst picture"), ("razzie award", "worst actor")),
}  # fmt: skip
YEARS: Final = ("2025", "2024")
_HASHES: Final = {"HASH": "a" * 64, "LIST_HASH": "b" * 64, "WATCHLIST_HASH": "c" * 64}


def answer(asked: Asked, catalogue: Catalogue) -> web.Response | None:
    """A file of the two repositories; None for others. JSON is YAML, too."""
    match asked.path:
        case ["Kometa-Team", "IMDb-Hash", "master", name] if name in _HASHES:
            return web.Response(text=f"{_HASHES[name]}\n")
        case ["Kometa-Team", "IMDb-Awards", "master", "event_validation.yml"]:
            return _yaml({event: {"years": list(YEARS)} for event in EVENTS})
        case ["Kometa-Team", "IMDb-Awards", "master", "events", file] if file.removesuffix(".yml") in EVENTS:
            return _yaml({year: _year(file.removesuffix(".yml"), year, catalogue) for year in YEARS})
    return None


def _yaml(content: object) -> web.Response:
    return web.Response(text=json.dumps(content, ensure_ascii=False, indent=1))


def _year(event: str, year: str, catalogue: Catalogue) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Award, category, then nominees and winners; a third of the library was nominated at some time, half of it won."""
    found: dict[str, dict[str, dict[str, list[str]]]] = {}
    for award, category in EVENTS[event]:
        name = f"{event} {award} {category} {year}"
        works = catalogue.shows if "series" in category else catalogue.movies
        nominees = [one.imdb for one in share(name, works, 6) if one.imdb]
        winners = nominees[: max(1, len(nominees) // 2)]
        found.setdefault(award, {})[category] = {"nominee": nominees, "winner": winners}
    return found
