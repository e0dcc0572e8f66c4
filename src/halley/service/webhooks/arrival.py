"""Something new: which item, as far as the sender says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item that is new, or will be within moments. `key` is Plex's own where the sender knows it.

    `kind` is what it is (movie, show, season, episode); `guids` name a film or a show elsewhere (`imdb://tt0133093`).
    """

    source: str
    kind: str
    title: str = ""
    year: int = 0
    key: int = 0
    guids: tuple[str, ...] = ()
    season: int | None = None
    episode: int | None = None

    @property
    def words(self) -> str:
        """As a person would say it."""
        year = f" ({self.year})" if self.year else ""
        number = f" S{self.season:02}" if self.season is not None else ""
        number += f"E{self.episode:02}" if self.episode is not None else ""
        return f"{self.title}{year}{number}" if self.title else f"item {self.key}"
