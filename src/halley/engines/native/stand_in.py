"""For machines without Kometa: our own stand in for the default files, pictures and fonts that Kometa brings along."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from halley.definitions.files import LocalFiles, Missing, Opened, Origin, Source
from halley.definitions.problems import suggestion
from halley.engines.native.art import draw_into, is_drawn
from halley.overlays.model import PictureFile, PictureSource

FONTS = Path(__file__).parent / "fonts"
DEFAULTS = Path(__file__).parent / "defaults"
_BOLD = ("bold", "black", "heavy")


@dataclass(frozen=True, slots=True)
class StandIn(LocalFiles):
    """The disk, with what is ours in place of what Kometa would bring.

    Fonts of `fonts/` that are not there become Inter; `used` names them. Without Kometa, default files are our own, and so
    are their pictures, which lie below `art` once they are drawn: reading a definition draws none, `have_drawn` does.
    `own_files` names the default files that stood in.
    """

    used: set[str] = field(default_factory=set, compare=False)
    art: Path | None = None
    own_files: set[str] = field(default_factory=set, compare=False)

    def font(self, name: str) -> str | None:
        """A font of the user or of the system, else one of ours where Kometa would have had one."""
        # Explicit, because `super()` without arguments does not work in a class with slots.
        found = LocalFiles.font(self, name)
        if found is not None or not name.startswith("fonts/"):
            return found
        self.used.add(name.removeprefix("fonts/"))
        return str(FONTS / ("Inter-Bold.otf" if any(word in name.lower() for word in _BOLD) else "Inter-Medium.otf"))

    def open(self, source: Source, library_type: str) -> Opened:
        """The text of a file; without Kometa, a default file is ours. Raises Missing or NotFetched."""
        if source.origin is not Origin.DEFAULT or self.kometa is not None:
            return LocalFiles.open(self, source, library_type)
        name = source.name.removesuffix(".yml").removesuffix(".yaml").removeprefix("overlays/")
        known = {one.stem: one for one in DEFAULTS.glob("*.yml")}
        if name not in known:
            raise Missing(f"Halley has no default file `{name}` of its own, and there is no Kometa{suggestion(name, known)}")
        if name != "templates":
            self.own_files.add(name)
        return Opened(str(known[name]), known[name].read_text("utf-8"))

    def picture(self, name: str) -> Path:
        """Where a picture that comes with Kometa is, or ours of that name will be. Raises Missing."""
        if self.kometa is not None or self.art is None:
            return LocalFiles.picture(self, name)
        bare = name.removeprefix("overlays/images/").removesuffix(".png")
        if not is_drawn(bare):
            raise Missing(f"Halley has no picture `{bare}` of its own, and there is no Kometa: point `--kometa` at one")
        return self.art / f"{bare}.png"

    def find(self, path: str) -> Path | None:
        """The file that a path means; a picture of ours is there also before it is drawn."""
        if self.art is not None and Path(path).is_relative_to(self.art) and is_drawn(self._bare(Path(path))):
            return Path(path)
        return LocalFiles.find(self, path)

    def have_drawn(self, pictures: Iterable[PictureSource | None]) -> None:
        """Draw those of our own pictures that are not there yet.

        Where nothing can be written they stay missing, and whoever needs one says so.
        """
        if self.art is None:
            return
        wanted = {one.path for one in pictures if isinstance(one, PictureFile) and one.path.is_relative_to(self.art)}
        for path in sorted(wanted):
            with suppress(OSError):
                if not path.exists():
                    draw_into(path, self._bare(path))

    def notes(self) -> tuple[str, ...]:
        """Sentences on what stood in for something of Kometa's."""
        fonts = (f"Inter stands in for the font {font}, which comes with Kometa" for font in self.used)
        if not self.own_files:
            return tuple(sorted(fonts))
        names = ", ".join(sorted(self.own_files))
        told = f"Halley's own default files stand in for {names}, with its own art in place of Kometa's"
        return (told, *sorted(fonts))

    def _bare(self, path: Path) -> str:
        """The name of a picture of ours."""
        return str(path.relative_to(self.art).with_suffix("")) if self.art is not None else ""
