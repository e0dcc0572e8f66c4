"""Who of a run had the last word on each thing that a faulted write touched, and whether it is what stands there.

A write that was answered with a fault may be done by the server any time later, over what newer ones made of the same thing.
Lists (labels, members) are told element by element. What stands there that no faulted write would have made is a person's:
it is named, and left as it is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from halley.changes import Change
from halley.changes.differences import Difference, Value
from halley.changes.kinds import (
    AddTags,
    AddToCollection,
    DropImage,
    LockField,
    RemoveFromCollection,
    RemoveTags,
    SelectImage,
    SetField,
    SetPreferences,
    SetSmartRule,
    UploadImage,
)
from halley.plex.ids import RatingKey
from halley.plex.library import Library
from halley.runs.judge import actual
from halley.runs.model import Intent, Outcome, State
from halley.runs.numbers import translated_differences

_AGAIN = (
    SetField | LockField | AddTags | RemoveTags | UploadImage | SelectImage | DropImage
    | AddToCollection | RemoveFromCollection | SetPreferences | SetSmartRule
)  # fmt: skip
"""What may be done as often as anybody likes."""
_Aspect = tuple[str, int, str]
_Word = tuple[_Aspect, object]
"""An aspect, and of a list the element."""


class Late:
    """The last words of a run on what its faulted writes touched: `words` says by word the intent, and what it wants."""

    def __init__(
        self,
        intents: Iterable[Intent],
        outcomes: Mapping[int, Outcome],
        faulted: Collection[int],
        keys: Mapping[int, int],
    ) -> None:
        self.outcomes = outcomes
        self.words: dict[_Word, tuple[Intent, object]] = {}
        self.perhaps: dict[_Word, list[object]] = {}  #: what a faulted write would make of it
        count = [
            one
            for one in sorted(intents, key=lambda one: one.number)
            if one.number in faulted or (one.number in outcomes and outcomes[one.number].state is State.EXACT)
        ]
        for one in count:
            for word, value in _said(one, keys):
                if one.number in faulted and isinstance(one.change, _AGAIN):
                    self.perhaps.setdefault(word, []).append(value)
        for one in count:
            self.words |= {word: (one, value) for word, value in _said(one, keys) if word in self.perhaps}
        self.words = {word: said for word, said in self.words.items() if isinstance(said[0].change, _AGAIN)}

    def intents(self) -> list[Intent]:
        """Those who have a last word."""
        return list({one.number: one for one, _ in self.words.values()}.values())

    def wrong(self, library: Library) -> Iterator[tuple[_Word, Intent]]:
        """The last words that are not what stands there."""
        for word, (intent, value) in self.words.items():
            if _stands(word, library) != value:
                yield word, intent

    def unmet(self, library: Library) -> dict[int, str]:
        """By the number of each step that stands otherwise than it was to: what is."""
        told: dict[int, list[str]] = {}
        for (aspect, element), intent in self.wrong(library):
            what = f"{aspect[2]} of {aspect[1]}" if element is None else f"{element} in {aspect[2]} of {aspect[1]}"
            told.setdefault(intent.number, []).append(f"{what} is not what it was when it was read back")
        return {number: "; ".join(reasons[:3]) for number, reasons in told.items()}


def stands_after_all(late: Late, library: Library) -> list[Outcome]:
    """The verdict over steps that failed, and that the server did after all."""
    wrong = {intent.number for _, intent in late.wrong(library)}
    whole = {one.number: one for one in late.intents() if one.number not in wrong}
    return [
        replace(
            late.outcomes[number],
            state=State.EXACT,
            reason="",
            left=tuple(replace(told, after=actual(told, library)) for told in one.differences),
        )
        for number, one in whole.items()
        if number in late.outcomes and late.outcomes[number].state is State.FAILED
    ]


def overtaken(late: Late, library: Library) -> list[Intent]:
    """The good steps over which a late write came: what stands there is what that one makes."""
    found = {
        intent.number: intent
        for word, intent in late.wrong(library)
        if _stands(word, library) in late.perhaps[word] and late.outcomes[intent.number].state is State.EXACT
    }
    return list(found.values())


def narrowed(intent: Intent, late: Late, library: Library) -> Iterator[Intent]:
    """The writes that set right of a step what is not as it was to be, item by item, and nothing else."""
    words = [word for word, one in late.wrong(library) if one.number == intent.number]
    for number in dict.fromkeys(aspect[1] for aspect, _ in words):
        own = [word for word in words if word[0][1] == number and _stands(word, library) in late.perhaps[word]]
        if own:
            yield replace(intent, sent=_only(intent, RatingKey(number), own, library))


def _only(intent: Intent, key: RatingKey, words: Collection[_Word], library: Library) -> Change:
    change, elements = intent.change, {element for _, element in words}
    match change:
        case AddTags(tags=tags) | RemoveTags(tags=tags):
            some = tuple(one for one in tags if one.casefold() in elements)
            return replace(change, keys=(key,), tags=some or tags)
        case SetField() | LockField():
            return replace(change, keys=(key,))
        case AddToCollection(items=items):
            return replace(change, items=tuple(one for one in items if one in elements) or items)
        case UploadImage(kind=kind, picture=picture):
            name = f"upload://{kind.upload_folder}/{picture.sha1}"
            held = key in library.items and library.items[key].shelf(kind).entry(name) is not None
            return SelectImage(key, kind, name) if held else change
        case _:
            return change


def _said(intent: Intent, keys: Mapping[int, int]) -> Iterator[tuple[_Word, object]]:
    for one in translated_differences(intent.differences, keys):
        aspect = (one.of, one.number, one.aspect)
        if one.aspect == "members" or isinstance(one.before, tuple) or isinstance(one.after, tuple):
            before, after = _elements(one.before), _elements(one.after)
            yield from (((aspect, element), False) for element in before - after)
            yield from (((aspect, element), True) for element in after - before)
        else:
            yield (aspect, None), one.after or None


def _stands(word: _Word, library: Library) -> object:
    aspect, element = word
    told = Difference(*aspect, None, None)
    stands = actual(told, library)
    return (stands or None) if element is None else element in _elements(stands)


def _elements(value: Value) -> frozenset[object]:
    if not isinstance(value, tuple):
        return frozenset()
    whole = (tuple(each) if isinstance(each, list) else each for each in value)
    return frozenset(each.casefold() if isinstance(each, str) else each for each in whole)
