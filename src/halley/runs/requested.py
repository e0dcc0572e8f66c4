"""What one request of an engine comes to: looked at and weighed before anything of it is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from halley.changes import CannotApply, Change, apply, describe
from halley.changes.kinds import FetchImage, SelectImage, UploadImage
from halley.gateway.source import Source
from halley.plans import Origin, Step
from halley.plex.ids import SHADOW_KEYS, RatingKey
from halley.plex.library import Library
from halley.plex.requests import read_request
from halley.runs.looking import Lookout, with_shown
from halley.runs.model import Intent, Outcome, State
from halley.runs.numbers import Numbers, named, places_made_by
from halley.runs.sight import Introduction
from halley.runs.store import Store
from halley.runs.weigh import first_numbers, weigh

Thing = tuple[str, int, str]
"""One aspect of one thing: item, section or server, its number, the aspect."""


@dataclass(frozen=True, slots=True)
class Requested:
    """What the Changes of one request come to: intents, what stands so already, and what stood there."""

    changes: tuple[Change, ...]
    intents: list[Intent]
    already: list[Outcome]
    before: Library
    after: Library

    @property
    def things(self) -> frozenset[Thing]:
        """What will be read back."""
        return frozenset((one.of, one.number, one.aspect) for each in self.intents for one in each.differences)


@dataclass
class Weigher:
    """Weighs requests one after the other, and counts them."""

    store: Store
    who: Introduction
    _count: int = 0
    _places: int = 0

    async def weighed(self, changes: Sequence[Change], origin: Origin, lookout: Lookout) -> Requested:
        """Look at what stands there. Raises CannotApply where the server would refuse, PlexError and JournalError."""
        steps = [Step(self._count + place, one, "", origin=origin) for place, one in enumerate(changes, 1)]
        before = library = await lookout.before(steps, Numbers())
        intents: list[Intent] = []
        already: list[Outcome] = []
        for bare in steps:
            step = replace(bare, words=describe(bare.change, library), library=self._title(bare.change, library))
            first = first_numbers(step, SHADOW_KEYS + self._places)
            start = replace(library, next_key=RatingKey(first[0]), next_entry=first[1])
            after = apply(step.change, start, 0)
            weighed = weigh(step, first, Numbers(), library, self.store.picture_called, {step.kind})
            if isinstance(weighed, Intent):
                intents.append(with_shown(weighed, library))
            elif weighed.state is State.ALREADY:
                already.append(weighed)
            else:
                raise CannotApply(400, weighed.reason)
            library = after
            self._places += places_made_by(step.change)
        self._count += len(steps)
        return Requested(tuple(changes), intents, already, before, library)

    def _title(self, change: Change, library: Library) -> str:
        section = getattr(change, "section", None)
        if section is None:
            items = (library.items.get(RatingKey(one)) for one in named(change))
            section = next((one.section for one in items if one is not None and one.section is not None), None)
        return next((one.title for one in self.who.sections if one.id == section), "")


async def as_held(changes: Iterable[Change], source: Source, store: Store) -> tuple[Change, ...]:
    """The Changes; a picture that the server is to fetch from itself, through the gateway's address, is one that it holds.

    Raises CannotApply where it holds no such picture, PlexError and JournalError.
    """
    return tuple([await _as_held(one, source, store) if isinstance(one, FetchImage) else one for one in changes])


async def _as_held(change: FetchImage, source: Source, store: Store) -> Change:
    try:
        asked, _ = read_request("GET", "/" + change.url.partition("://")[2].partition("/")[2], ())
    except ValueError:
        return change
    name, parts = asked.one("url") or "", asked.path.split("/")
    is_file = parts[1:3] == ["library", "metadata"] and parts[4:] == ["file"] and parts[3].isdecimal()
    if not is_file or "://" not in name:
        return change
    if int(parts[3]) == change.key:
        return SelectImage(change.key, change.kind, name)
    found = await source.picture(asked.target, None, ())
    if found.status != 200 or not found.body:
        raise CannotApply(404, "the picture that it names is not on the server")
    return UploadImage(change.key, change.kind, store.keep(found.body))
