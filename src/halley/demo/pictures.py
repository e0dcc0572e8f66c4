"""Which pictures the demo library needs: a drawing for every path that its library file names."""

from collections.abc import Iterator, Mapping
from typing import Final

from halley.demo.art.posters import Drawing
from halley.demo.facts import facts, slug
from halley.demo.told import Attributes, Json, listed, mappings

_NUMBERS: Final = ("", "ONE", "TWO", "THREE")


def drawings() -> tuple[Drawing, ...]:
    """All pictures of the library: posters, backgrounds, season posters and title cards, posters first."""
    told = facts()
    films, shows = list(mappings(told, "movies")), list(mappings(told, "shows"))
    posters = [_poster(film, f"A FILM BY {str(film['director']).upper()}") for film in films]
    posters += [_poster(show, str(show["studio"]).upper()) for show in shows]
    children = [drawing for show in shows for drawing in _below(show)]
    return (*posters, *children, *(_background(item) for item in (*films, *shows)))


def title_lines(told: Mapping[str, Json]) -> tuple[str, ...]:
    """A title broken into one or two lines of capitals, as evenly as its words allow unless `words` says where."""
    if given := listed(told, "words"):
        return tuple(str(line) for line in given)
    words = str(told["title"]).upper().split()
    if len(words) == 1:
        return (words[0],)
    broken = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    return min(broken, key=lambda lines: abs(len(lines[0]) - len(lines[1])))


def _poster(told: Attributes, small: str) -> Drawing:
    return Drawing(f"images/{slug(str(told['title']))}.jpg", "poster", str(told["scene"]), title_lines(told), small)


def _background(told: Attributes) -> Drawing:
    return Drawing(f"images/{slug(str(told['title']))}-art.jpg", "art", str(told["scene"]))


def _below(show: Attributes) -> Iterator[Drawing]:
    """A show's season posters and its episodes' title cards; each season has its own hour of the day."""
    name, scene = slug(str(show["title"])), str(show["scene"])
    for season, told in enumerate(mappings(show, "seasons"), start=1):
        small = f"SEASON {_NUMBERS[season]}"
        yield Drawing(f"images/{name}-s{season:02}.jpg", "season", scene, title_lines(show), small, variant=season)
        for index, episode in enumerate(mappings(told, "episodes"), start=1):
            card = f"images/{name}-s{season:02}e{index:02}.jpg"
            words = (str(episode["title"]).upper(),)
            yield Drawing(card, "card", str(episode["scene"]), words, f"EPISODE {index}", variant=season + index)
