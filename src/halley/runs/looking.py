"""Looking before and after: what stands there that steps have to do with, and what became of them."""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from halley.changes import Change
from halley.changes.kinds import DeleteItem, ImageChange, SelectImage, UploadImage
from halley.files import describe_picture
from halley.gateway.source import Source
from halley.plans import Step
from halley.plex.ids import MADE_BY_USERS, RatingKey
from halley.plex.images import ImageKind
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.runs.judge import found_made, judged
from halley.runs.model import Intent, Outcome, Shown, State
from halley.runs.numbers import Numbers, Unknown, named, shadow_tags, translated
from halley.runs.patience import PatientUpstream
from halley.runs.sight import Introduction, Sight
from halley.runs.store import Store

_LENT_S = 10.0
"""Seconds for which what was read back counts as what stands there for the next step of the same thing."""


class Lookout:
    """Looks at the server for a run. What was read back last is lent to the next look for a moment."""

    def __init__(
        self,
        upstream: PatientUpstream,
        who: Introduction,
        store: Store,
        tags: Mapping[int, tuple[str, str]],
        *,
        known: Library | None = None,
        source: Source | None = None,
    ) -> None:
        self._upstream, self._who, self._store, self._tags = upstream, who, store, tags
        self._source = source
        self._last: Sight | None = None
        self._known = known  # whose tags have the ids that they had

    @property
    def library(self) -> Library | None:
        """What was seen last."""
        return self._last.library if self._last is not None else None

    def forget(self) -> None:
        """Look with fresh eyes from now on."""
        self._last = None

    async def before(self, steps: Sequence[Step], numbers: Numbers) -> Library:
        """What stands there; the pictures that these steps replace are in the store afterwards."""
        sight = self._last
        if sight is None or asyncio.get_running_loop().time() - sight.began > _LENT_S:
            sight = Sight(self._upstream, self._who, source=self._source)
            if self._known is not None:
                sight.know_tags(self._known)
        self._last = sight
        for step in steps:
            await self._name_tags(step.change, sight, numbers)
        changes = list(_translated(steps, numbers))
        await sight.look(changes, {numbers.keys.get(one, one) for step in steps for one in things_of(step)})
        replaced = dict.fromkeys(one for change in changes for one in _replaced(change, sight.library))
        await asyncio.gather(*(self._keep(sight, key, kind) for key, kind in replaced))
        return sight.library

    async def _keep(self, sight: Sight, key: RatingKey, kind: ImageKind) -> None:
        """Put the picture that an item shows into the store."""
        entry = sight.library.items[key].shelf(kind).current
        if entry is None or entry.picture is not None:
            return
        picture = self._store.picture_called(entry.name)
        if picture is None and (data := await sight.shown(key, kind)) is not None:
            picture = self._store.keep(data)
        if picture is not None:
            sight.know_bytes(key, kind, picture)

    async def _name_tags(self, change: Change, sight: Sight, numbers: Numbers) -> None:
        """Find out what the server calls the tags in a rule that were made on the way."""
        for number in shadow_tags(change):
            word, text = self._tags.get(number, ("", ""))
            if word and number not in numbers.tags:
                found = await sight.tag(TagKind.of_word(word), text)
                if found is not None:
                    numbers.tags[number] = found

    async def after(self, intents: Sequence[Intent], places: Collection[int] = ()) -> dict[int, Outcome]:
        """The verdict over each step from what is read back. `places` in playlists are known to be other steps'."""
        if not intents:
            return {}
        touched = {one.number for each in intents for one in each.differences if one.of == "item"}
        touched |= {key for one in intents for key in named(one.change)}
        sight = Sight(self._upstream, self._who, earlier=self._last, changed=touched, source=self._source)
        await sight.look([one.change for one in intents], touched)
        made = [key for one in intents for key in found_made(one, sight.library).values()]
        await sight.look([], made)
        held = (one.number for each in intents for one in each.differences if one.aspect == "members")
        await sight.members(key for key in (*held, *made) if _is_collection(key, sight.library))
        self._last = sight
        found = {one.number: judged(one, sight.library, places) for one in intents}
        uploads = [one for one in intents if isinstance(one.sent, UploadImage) and found[one.number].state is State.EXACT]
        for outcome in await asyncio.gather(*(self._seen_as_sent(one, found[one.number], sight) for one in uploads)):
            found[outcome.number] = outcome
        return found

    async def _seen_as_sent(self, intent: Intent, outcome: Outcome, sight: Sight) -> Outcome:
        """The verdict over an upload once its bytes were read back."""
        if not isinstance(intent.sent, UploadImage):
            return outcome
        data = await sight.shown(intent.sent.key, intent.sent.kind)
        if data is not None and describe_picture(data).sha256 == intent.sent.picture.sha256:
            return outcome
        reason = "what the server shows is not what was sent" if data is not None else "the server shows no such picture"
        return replace(outcome, state=State.DIFFERENT, reason=reason)


def with_shown(intent: Intent, library: Library) -> Intent:
    """The intent with the pictures that it replaces."""
    shown = []
    for key, kind in _replaced(intent.change, library):
        entry = library.items[key].shelf(kind).current
        if entry is not None:
            shown.append(Shown(key, kind, entry.name, entry.picture))
    return replace(intent, shown=tuple(shown)) if shown else intent


def things_of(step: Step) -> set[int]:
    """The items that a step has to do with, in the plan's numbers."""
    return {*named(step.change), *(one.number for one in step.differences if one.of == "item")}


def _translated(steps: Iterable[Step], numbers: Numbers) -> Iterator[Change]:
    for step in steps:
        try:
            yield translated(step.change, numbers)
        except Unknown:
            continue  # it is skipped when it is weighed


def _is_collection(key: int, library: Library) -> bool:
    found = library.items.get(RatingKey(key))
    return found is not None and found.section is not None and found.type in MADE_BY_USERS


def _replaced(change: Change, library: Library) -> Iterator[tuple[RatingKey, ImageKind]]:
    """The pictures that a Change replaces or takes away."""
    if isinstance(change, ImageChange) and change.key in library.items:
        selected = library.items[change.key].shelf(change.kind).selected
        if selected is not None and selected != _shown_by(change):
            yield change.key, change.kind
    elif isinstance(change, DeleteItem) and (item := library.items.get(change.key)) and item.type in MADE_BY_USERS:
        yield from ((change.key, kind) for kind in ImageKind)


def _shown_by(change: ImageChange) -> str | None:
    if isinstance(change, UploadImage):
        return f"upload://{change.kind.upload_folder}/{change.picture.sha1}"
    return change.name if isinstance(change, SelectImage) else None
