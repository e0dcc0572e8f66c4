"""Which picture an item is drawn on, as a table (spec, overlays 8.4).

asset   labelled  backup  reset   drawn on                                       new, so that it is drawn anyway
yes     any       any     any     the asset; backups are of no use any more      no
no      no        any     any     the poster that it shows, which becomes the backup    yes
no      yes       yes     no      the backup                                     no
no      yes       no      no      a picture of Plex, else of TMDb; becomes the backup   yes
no      yes       any     list    a picture of those; becomes the backup; where they have none, as above   yes
"""

from dataclasses import dataclass
from enum import Enum

from halley.engines.native.orders import Provider

USUAL = (Provider.PLEX, Provider.TMDB)
"""Who is asked where nothing says otherwise."""


class Source(Enum):
    """Where a picture comes from."""

    ASSET = "asset"  #: a file of an asset directory
    CURRENT = "current"  #: the poster that the item shows
    BACKUP = "backup"  #: what was put aside before something was drawn on it
    PROVIDED = "provided"  #: one of the pictures that others have of the item


@dataclass(frozen=True, slots=True)
class Ground:
    """What an item is drawn on. `providers` are asked in order; where they have nothing, the backup counts if there is one.

    `drops_backups`: what was put aside is of no use any more.
    """

    source: Source
    providers: tuple[Provider, ...] = ()
    drops_backups: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the picture has to be fetched, becomes the new backup, and is drawn on whatever else may be."""
        return self.source in {Source.CURRENT, Source.PROVIDED}


def ground_choice(*, has_asset: bool, is_labelled: bool, has_backup: bool, reset: tuple[Provider, ...] = ()) -> Ground:
    """The picture that an item is drawn on."""
    if has_asset:
        return Ground(Source.ASSET, drops_backups=True)
    if not is_labelled:
        return Ground(Source.CURRENT)
    if reset or not has_backup:
        return Ground(Source.PROVIDED, reset or USUAL)
    return Ground(Source.BACKUP)
