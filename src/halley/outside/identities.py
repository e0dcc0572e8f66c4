"""By which ids Kometa knows an item: its own, and where they do not suffice, what TMDb makes of them.

Films go by TMDb and IMDb, shows by TVDb and IMDb, whatever other ids they have. Source: spec, sources 13.1 to 13.3.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from halley.outside.failures import NotKnown, Turned
from halley.outside.tmdb import Details, Tmdb
from halley.plex.ids import RatingKey
from halley.plex.items import Item
from halley.selection import ExternalId
from halley.selection.guids import ids_of


@dataclass(frozen=True, slots=True)
class Own:
    """The ids that an item says itself."""

    tmdb: tuple[int, ...] = ()
    tvdb: tuple[int, ...] = ()
    imdb: tuple[str, ...] = ()


def own_ids(item: Item, *, is_film: bool) -> Own:
    """The ids in an item's guids; TVDb's count for nothing at films."""
    ids = list(ids_of(item))
    return Own(
        tuple(int(one.id) for one in ids if one.site == "tmdb"),
        tuple(int(one.id) for one in ids if one.site == "tvdb" and not is_film),
        tuple(one.id for one in ids if one.site == "imdb"),
    )


class Identities:
    """The ids of the films or shows of one section. Everything raises SourceFailed where there is none."""

    def __init__(self, tmdb: Tmdb, *, is_film: bool) -> None:
        self._tmdb, self._is_film = tmdb, is_film
        self._own: dict[RatingKey, Own] = {}

    def own(self, item: Item) -> Own:
        """What the item says itself."""
        if item.key not in self._own:
            self._own[item.key] = own_ids(item, is_film=self._is_film)
        return self._own[item.key]

    async def imdb(self, item: Item) -> str:
        """The id at IMDb."""
        own = self.own(item)
        if self._is_film:
            return own.imdb[0] if own.imdb else self._named(await self._details(own.tmdb), item)
        if own.imdb:
            if not own.tvdb and self._tmdb.is_configured:
                await self._by_tmdb(item)  # one that TMDb knows and TVDb does not is known by nothing
            return own.imdb[0]
        tvdb = await self.tvdb(item)
        return self._named(await self._tmdb.details(await self._tmdb.show_of_tvdb(tvdb), is_film=False), item)

    async def tvdb(self, item: Item) -> int:
        """The id of a show at TVDb."""
        own = self.own(item)
        if own.tvdb:
            return own.tvdb[0]
        found = await self._by_tmdb(item)
        if found is None:
            raise NotKnown(f"and {item.title} has no id there")
        return found

    async def tmdb(self, item: Item) -> int:
        """The id at TMDb: a film's own, a show's by its id at TVDb, else by that at IMDb."""
        own = self.own(item)
        if self._is_film:
            return own.tmdb[0] if own.tmdb else await self._converted(own.imdb, item)
        try:
            return await self._tmdb.show_of_tvdb(await self.tvdb(item))
        except Turned:
            return await self._converted((await self.imdb(item),), item)

    async def details(self, item: Item) -> Details:
        """What TMDb says of it, for filters: a film under the first of its ids that TMDb knows, a show by its TVDb id."""
        if not self._is_film:
            return await self._tmdb.details(await self._tmdb.show_of_tvdb(await self.tvdb(item)), is_film=False)
        return await self._details(self.own(item).tmdb or (await self.tmdb(item),))

    def lacks(self, item: Item, sites: Iterable[str]) -> bool:
        """Whether the item has no id of its own at one of the sites."""
        own = self.own(item)
        return any(not getattr(own, site) for site in sites if site != "tvdb" or not self._is_film)

    async def completed(self, item: Item, sites: Iterable[str]) -> tuple[ExternalId, ...]:
        """All ids of an item, those at `sites` included as far as TMDb knows them."""
        own = self.own(item)
        had = {"tmdb": tuple(map(str, own.tmdb)), "tvdb": tuple(map(str, own.tvdb)), "imdb": own.imdb}
        for site in [site for site in sites if not had[site] and not (site == "tvdb" and self._is_film)]:
            try:
                had[site] = (await self._at(site, item),)
            except Turned:
                continue
        return tuple(ExternalId(site, number) for site, numbers in had.items() for number in numbers)

    async def _at(self, site: str, item: Item) -> str:
        match site:
            case "imdb":
                return await self.imdb(item)
            case "tvdb":
                return str(await self.tvdb(item))
            case _:
                return str(await self.tmdb(item))

    async def _by_tmdb(self, item: Item) -> int | None:
        """A show's TVDb id by those at TMDb; None where TMDb does not know the show at all."""
        own, numbers = self.own(item), list(self.own(item).tmdb)
        if not numbers:
            try:
                numbers = [await self._converted(own.imdb, item)]
            except Turned:
                return None
        for number in numbers:
            try:
                if (tvdb := (await self._tmdb.details(number, is_film=False)).tvdb) is not None:
                    return tvdb
            except Turned:
                continue
        raise NotKnown(f"and {item.title} has no id at TVDb")

    async def _converted(self, imdb: Iterable[str], item: Item) -> int:
        for one in imdb:
            try:
                number, is_film = await self._tmdb.film_or_show(one)
            except NotKnown:
                continue
            if is_film is self._is_film:
                return number
        raise NotKnown(f"and {item.title} has no id there")

    async def _details(self, numbers: Iterable[int]) -> Details:
        why = NotKnown("and the item has no id there")
        for number in numbers:
            try:
                return await self._tmdb.details(number, is_film=self._is_film)
            except NotKnown as unknown:
                why = unknown
        raise why

    @staticmethod
    def _named(details: Details, item: Item) -> str:
        if details.imdb is None:
            raise NotKnown(f"and {item.title} has no id at IMDb")
        return details.imdb
