"""One item drawn into a file: `halley render`. Nothing goes to the server."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from halley.engines.native import Became, Fate, Planned, fates_of, is_labelled
from halley.errors import ConfigError, HalleyError
from halley.files import write_atomic
from halley.jobs.ground import NoGround
from halley.jobs.one_item import ItemAsked, OneItem, open_item
from halley.jobs.places import place_to_json, shown_exactly
from halley.overlays.model import OverlayId
from halley.render import CannotDraw, Filetype, Renderer, encode

_ENDINGS = {
    ".jpg": (Filetype.JPG,),
    ".jpeg": (Filetype.JPG,),
    ".png": (Filetype.PNG,),
    ".webp": (Filetype.WEBP_LOSSY, Filetype.WEBP_LOSSLESS),
}
"""What the ending of a file means; of several the configuration's own, else the first."""


class NotDrawn(HalleyError):
    """There is no picture to be had of the item: no definition means it, it has no poster, or drawing fails."""


@dataclass(frozen=True, slots=True)
class Poster:
    """A poster that was written: where, how, and what became of each definition that found the item."""

    one: OneItem
    path: Path
    filetype: Filetype
    size: tuple[int, int]
    length: int
    fates: tuple[Fate, ...]

    @property
    def drawn(self) -> tuple[Fate, ...]:
        """The badges, in the order of drawing."""
        composition = self.one.outcome.composed.composition if isinstance(self.one.outcome, Planned) else None
        order = {each: place for place, each in enumerate(composition.drawn_by if composition else ())}
        drawn = [fate for fate in self.fates if fate.became is Became.DRAWN]
        return tuple(sorted(drawn, key=lambda fate: order.get(fate.id, -1)))

    @property
    def left_out(self) -> tuple[Fate, ...]:
        """What found the item and is not drawn."""
        return tuple(fate for fate in self.fates if fate.became is not Became.DRAWN)

    def to_json(self) -> dict[str, object]:
        """Everything, as an object of JSON values."""
        return {
            "item": self.one.to_json(),
            "output": str(self.path),
            "filetype": self.filetype.word,
            "width": self.size[0],
            "height": self.size[1],
            "bytes": self.length,
            "badges": [{**self._row(fate), "text": fate.text} for fate in self.drawn],
            "left_out": [{**self._row(fate), "became": fate.became.value, "reason": fate.reason} for fate in self.left_out],
            "notes": list(self.one.notes),
            "problems": list(self.one.planned.book.problems),
        }

    def _row(self, fate: Fate) -> dict[str, object]:
        definition = self.one.entries[fate.id].definition
        return {
            "definition": fate.id.name,
            "draws": definition.overlay.kind.value,
            "queue": fate.queued.name if fate.queued else None,
            "where": place_to_json(definition.where),
        }

    def told(self, home: Path) -> Iterator[str]:
        """Lines for a terminal; files are named as seen from a folder."""
        badges = f"{len(self.drawn)} badge{'s' if len(self.drawn) != 1 else ''}"
        yield f"{self.one.target.title} in {self.one.target.library}, rating key {self.one.target.item.key}: {badges}"
        for fate in self.drawn:
            what = f'"{fate.text}"' if fate.text is not None else self.one.entries[fate.id].definition.overlay.kind.value
            yield f"  {fate.id.name}: {what}  {self._place(fate.id, home)}"
        if self.left_out:
            yield "left out"
        for fate in self.left_out:
            yield f"  {fate.id.name}: {fate.reason}  {self._place(fate.id, home)}"
        yield from self.one.notes
        if wrong := len(self.one.planned.book.problems):
            things = "1 thing is" if wrong == 1 else f"{wrong} things are"
            yield f"{things} wrong with the overlay files: `halley validate` tells more"
        width, height = self.size
        yield f"written to {self.path}: {self.filetype.word}, {width}x{height}, {self.length:,} bytes"

    def _place(self, definition: OverlayId, home: Path) -> str:
        return shown_exactly(self.one.entries[definition].definition.where, home)


async def draw_item(asked: ItemAsked, output: Path | None) -> Poster:
    """Draw an item as a run of our own engine would, into `output`, else into a file here that is named after it.

    Raises ConfigError for an item or a file that cannot be used, PlexError, and NotDrawn.
    """
    _check_ending(output)
    async with open_item(asked) as one:
        if one.outcome is None:
            raise _not_meant(one, asked.item)
        if not isinstance(one.outcome, Planned):
            raise NotDrawn(f"{one.target.title} cannot be drawn: {one.outcome.reason}")
        filetype = _filetype(output, one.planned.book.filetype)
        try:
            ground = await one.planned.grounds.below_overlays(one.outcome.item)
            data, size = await asyncio.to_thread(_drawn, one, one.outcome, ground, filetype)
        except (NoGround, CannotDraw) as problem:
            raise NotDrawn(f"{one.target.title} cannot be drawn: {problem}") from None
    path = output or Path(f"{one.target.id}.{filetype.ending}")
    try:
        await asyncio.to_thread(write_atomic, path, data)
    except OSError as problem:
        raise ConfigError(
            f"{path} cannot be written: {problem.strerror or problem}", hint="name another with `-o`"
        ) from None
    return Poster(one, path, filetype, size, len(data), fates_of(one.outcome, one.planned.book))


def _drawn(one: OneItem, planned: Planned, ground: bytes, filetype: Filetype) -> tuple[bytes, tuple[int, int]]:
    drawn = Renderer().draw(planned.composed.composition, ground)
    return encode(drawn, filetype, one.planned.book.quality), drawn.image.size


def _check_ending(output: Path | None) -> None:
    if output is not None and output.suffix and output.suffix.lower() not in _ENDINGS:
        raise ConfigError(
            f"`-o {output}`: a picture cannot be written as `{output.suffix}`", hint=f"there are {', '.join(_ENDINGS)}"
        )


def _filetype(output: Path | None, configured: Filetype) -> Filetype:
    if output is None or not output.suffix:
        return configured
    meant = _ENDINGS[output.suffix.lower()]
    return configured if configured in meant else meant[0]


def _not_meant(one: OneItem, called: str) -> NotDrawn:
    title, library = one.target.title, one.planned.name
    if one.planned.book.removes_all:
        return NotDrawn(f"nothing is drawn on {title}: `remove_overlays` takes all overlays off {library}")
    taken_off = ", and a run would take off those that it has" if is_labelled(one.target.item) else ""
    return NotDrawn(
        f"no definition of {library} means {title}{taken_off}",
        hint=f'`halley why --item "{called}"` tells what each one saw',
    )
