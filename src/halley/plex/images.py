"""The pictures (and themes) that an item has, and which of them is shown."""

from dataclasses import dataclass, replace
from enum import Enum

from halley.files import Picture


class ImageKind(Enum):
    """The five shelves, with the three names that Plex has for each. Source: spec, plex-api 8."""

    POSTER = ("posters", "poster", "thumb", "coverPoster")
    ART = ("arts", "art", "art", "background")
    CLEAR_LOGO = ("clearLogos", "clearLogo", "clearLogo", "clearLogo")
    SQUARE_ART = ("squareArts", "squareArt", "squareArt", "backgroundSquare")
    THEME = ("themes", "theme", "theme", None)

    def __init__(self, many: str, one: str, field: str, element: str | None) -> None:
        self.many = many  #: list and upload: `/posters`
        self.one = one  #: select: `/poster?url=`
        self.field = field  #: attribute, lock, deletion, bytes: `/thumb`
        self.element = element  #: `<Image type=...>`; themes have none

    @property
    def upload_folder(self) -> str:
        """The folder in `upload://posters/<sha1>`; for backgrounds it is `art`."""
        return "art" if self is ImageKind.ART else self.many


@dataclass(frozen=True, slots=True)
class ImageEntry:
    """One picture on a shelf.

    `name` is Plex's identity for it (`upload://posters/<sha1>`, `metadata://posters/...`, or an http URL);
    `picture` is known where the bytes are held by us, else the server holds them.
    """

    name: str
    provider: str | None = None
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """All pictures of one kind that an item has, in the server's order, and the name of the selected one."""

    entries: tuple[ImageEntry, ...] = ()
    selected: str | None = None

    def entry(self, name: str) -> ImageEntry | None:
        """The picture of that name, if it stands here."""
        return next((entry for entry in self.entries if entry.name == name), None)

    @property
    def current(self) -> ImageEntry | None:
        """The picture that is shown."""
        return self.entry(self.selected) if self.selected is not None else None

    def with_entry(self, entry: ImageEntry) -> "Shelf":
        """The same shelf with `entry` on it, once, and selected. Order of what stood there stays."""
        kept = self.entries if self.entry(entry.name) else (*self.entries, entry)
        return Shelf(kept, entry.name)

    def selecting(self, name: str | None) -> "Shelf":
        """The same pictures with another one (or none) shown."""
        return replace(self, selected=name)


NO_IMAGES = Shelf()
