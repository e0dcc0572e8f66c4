"""From what an engine's writes made to the steps of a plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from halley.changes import Change
from halley.changes.apply.images import stored_picture
from halley.changes.differences import Difference
from halley.changes.kinds import (
    AddTags,
    FetchImage,
    ImageChange,
    Job,
    MatchItem,
    MergeItems,
    PlaylistChange,
    SelectImage,
    SplitItem,
    UploadImage,
)
from halley.engines.native import LABEL
from halley.files import Picture
from halley.gateway.ledger import Capture
from halley.plans import Origin, Step
from halley.plex.ids import SHADOW_KEYS, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.library import Library
from halley.plex.tags import TagKind

_WITHOUT_TRACE = Job | MatchItem | MergeItems | SplitItem
"""Work of the server that shows some time later, or not at all."""
Places = Mapping[tuple[RatingKey, ImageKind], "Shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture that an item shows: its name as aspects tell it, and its bytes where they were read."""

    name: str | None
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a plan knows beside the captured writes.

    `sections` are the titles of libraries, `shown` the pictures of items before the first step, `origins` where the posters
    of items come from, `fetched` the pictures behind addresses of the server's own. `asked` says where a Change of a
    captured write comes from, None where it is for `origins` to say.
    """

    sections: Mapping[SectionId, str]
    shown: Places = field(default_factory=dict)
    origins: Mapping[RatingKey, Origin] = field(default_factory=dict)
    fetched: Mapping[str, Picture] = field(default_factory=dict)
    asked: Callable[[Capture, Change], Origin | None] = lambda capture, change: None


def steps_of(captures: Iterable[Capture], known: Known) -> tuple[Step, ...]:
    """The steps of a plan, in order, without those that would change nothing."""
    sections, shown, origins = known.sections, known.shown, known.origins
    seen = dict(shown)
    found: list[Step] = []
    for capture in captures:
        for captured, words, made in zip(capture.changes, capture.words, capture.made, strict=True):
            change = _at_hand(captured, known.fetched)
            told = _with_pictures(change, _as_sent(made.differences, change), seen)
            if not told and not isinstance(change, _WITHOUT_TRACE):
                continue
            in_sections = {section for _, section in made.names.values() if section is not None}
            where = next((sections[one] for one in sorted(in_sections) if one in sections), _library(change, sections))
            origin = known.asked(capture, captured) or next((origins[key] for key in _drawn(change) if key in origins), None)
            before = shown.get((change.key, change.kind)) if isinstance(change, ImageChange) else None
            request = f"{capture.record.method} {capture.record.path}"
            found.append(
                Step(
                    len(found) + 1,
                    change,
                    words,
                    told,
                    where,
                    replace(origin or Origin(), request=request),
                    made.irreversible,
                    before.picture if before is not None else None,
                )
            )
    return tuple(replace(step, number=number) for number, step in enumerate(_lasting(found), 1))


def _lasting(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps without those of collections that are made and deleted again, as Kometa does with what turns out empty.

    Such a collection stays where any of its steps has to do with something else too. Playlists stay: the places in them are
    known by counting.
    """
    made: set[int] = set()
    passing: set[int] = set()
    for step in steps:
        for one in step.differences:
            if one.of == "item" and one.aspect == "type":
                made |= {one.number} if one.before is None else set()
                passing |= {one.number} & made if one.after is None else set()
    for step in steps:
        things = {one.number if one.of == "item" else None for one in step.differences}
        if isinstance(step.change, PlaylistChange) or not things <= passing:
            passing -= things
    yield from (one for one in steps if not one.differences or not {each.number for each in one.differences} <= passing)


def titles_of(captures: Iterable[Capture]) -> dict[RatingKey, str]:
    """What the things that steps speak of are called; the last name counts."""
    return {key: title for capture in captures for made in capture.made for key, (title, _) in made.names.items()}


def pictures_asked(captures: Iterable[Capture]) -> dict[tuple[RatingKey, ImageKind], None]:
    """The pictures of things that the server has which steps replace, in their order."""
    changes = (change for capture in captures for change in capture.changes)
    return {(one.key, one.kind): None for one in changes if isinstance(one, ImageChange) and one.key < SHADOW_KEYS}


def _with_pictures(
    change: Change, differences: tuple[Difference, ...], seen: dict[tuple[RatingKey, ImageKind], Shown]
) -> tuple[Difference, ...]:
    """The differences with the picture that really stands there, which the gateway does not ask for."""
    if not isinstance(change, ImageChange):
        return differences
    where = (change.key, change.kind)
    return tuple(_told(differences, where, seen))


def fetches_asked(captures: Iterable[Capture]) -> dict[str, tuple[RatingKey, str]]:
    """Addresses from which the server would fetch what it has itself, for another item: owner and name of the picture."""
    found = {}
    for change in (change for capture in captures for change in capture.changes):
        if isinstance(change, FetchImage) and (stored := stored_picture(change.url)) and stored[0] != change.key:
            found[change.url] = stored
    return found


def _at_hand(change: Change, fetched: Mapping[str, Picture]) -> Change:
    """A picture that the server has itself is no longer fetched: its address holds a token, that of the gateway."""
    if not isinstance(change, FetchImage) or (stored := stored_picture(change.url)) is None:
        return change
    owner, name = stored
    if owner == change.key:
        return SelectImage(change.key, change.kind, name)
    return UploadImage(change.key, change.kind, fetched[change.url]) if change.url in fetched else change


def _as_sent(differences: tuple[Difference, ...], change: Change) -> tuple[Difference, ...]:
    """The differences with the name that a picture gets that is uploaded."""
    if not isinstance(change, UploadImage):
        return differences
    return tuple(replace(one, after=change.picture.sha1) if one.aspect == change.kind.many else one for one in differences)


def _told(
    differences: tuple[Difference, ...], where: tuple[RatingKey, ImageKind], seen: dict[tuple[RatingKey, ImageKind], Shown]
) -> Iterator[Difference]:
    for one in differences:
        if one.aspect != where[1].many:
            yield one
            continue
        before = seen[where].name if where in seen else one.before
        seen[where] = Shown(str(one.after) if one.after is not None else None)
        if before != one.after:
            yield replace(one, before=before)


def new_tags(library: Library) -> dict[int, tuple[str, str]]:
    """Kind and text of the tags of a shadow that the server does not know yet, by the ids that an engine sees."""
    return {tag.id: (tag.kind.word, tag.text) for tag in library.tags.values() if tag.id >= SHADOW_KEYS}


def _drawn(change: Change) -> tuple[RatingKey, ...]:
    """The item that a Change gives a poster, or the label that goes with one."""
    match change:
        case UploadImage(key=key, kind=ImageKind.POSTER) | FetchImage(key=key, kind=ImageKind.POSTER):
            return (key,)
        case SelectImage(key=key, kind=ImageKind.POSTER):
            return (key,)
        case AddTags(keys=(key,), kind=TagKind.LABEL, tags=tags) if LABEL in tags:
            return (key,)
        case _:
            return ()


def _library(change: Change, sections: Mapping[SectionId, str]) -> str:
    return sections.get(getattr(change, "section", None) or SectionId(0), "")
