"""Turns of a plan in words, as a diff writes them: `+` for what comes, `~` for what changes, `-` for what goes."""

from collections.abc import Iterable

from halley.changes.differences import Value
from halley.plans.model import Step
from halley.plans.net import Mark, Thing, Turn
from halley.plex.images import ImageKind

_LONGEST = 60
_PICTURES = {kind.many: kind.one for kind in ImageKind}
_HASH = 40


def heading(thing: Thing) -> str:
    """The line of a thing: `+ collection "Coast"`."""
    name = thing.title or f"{thing.of} {thing.number}"
    return f"{thing.mark.value} {thing.type} {quoted(name)}" if thing.type else f"{thing.mark.value} {name}"


def line(turn: Turn) -> str:
    """The line of one turn: `~ summary  "Old" -> "New"`."""
    name = name_of(turn.aspect)
    if is_picture(turn.aspect):
        return f"{_mark(turn)} {name}  {pictured(turn.before)} -> {pictured(turn.after)}"
    if isinstance(turn.before, tuple) or isinstance(turn.after, tuple):
        return f"{_mark(turn)} {name}  {members(turn)}"
    if turn.before is None:
        return f"+ {name}  {shown(turn.after)}"
    if turn.after is None:
        return f"- {name}  {shown(turn.before)}"
    return f"~ {name}  {shown(turn.before)} -> {shown(turn.after)}"


def asked_by(steps: Iterable[Step], configuration: str) -> tuple[str, ...]:
    """The definitions that asked for some steps, each once with its place: `By Hand (coast.yml:20:3)`.

    Places below the folder of the configuration are told from there.
    """
    found = dict.fromkeys(one for step in steps for one in step.origin.definitions)
    return tuple(definition(name, where, configuration) for name, where in found)


def definition(name: str, where: str, configuration: str) -> str:
    """A definition with its place, told from the folder of the configuration where it is below it."""
    return f"{name} ({where.removeprefix(configuration.rpartition('/')[0] + '/')})" if where else name


def name_of(aspect: str) -> str:
    """An aspect as a person would call it: `poster` for `posters`."""
    return _PICTURES.get(aspect, aspect)


def is_picture(aspect: str) -> bool:
    """Whether an aspect is a picture (or theme) that is shown."""
    return aspect in _PICTURES


def pictured(value: Value) -> str:
    """A picture by its name: an upload by the beginning of its hash."""
    if value is None:
        return "none"
    text = str(value)
    return f"upload {text[:8]}" if len(text) == _HASH and "/" not in text else quoted(text)


def members(turn: Turn) -> str:
    """What comes and goes of a list, `+2 -1`, with the texts where they are texts."""
    before, after = _listed(turn.before), _listed(turn.after)
    come, gone = [one for one in after if one not in before], [one for one in before if one not in after]
    if not come and not gone:
        return "another order"
    if all(isinstance(one, str) for one in (*come, *gone)):
        return ", ".join([*(f"+{quoted(str(one))}" for one in come), *(f"-{quoted(str(one))}" for one in gone)])
    return " ".join(filter(None, (f"+{len(come)}" if come else "", f"-{len(gone)}" if gone else "")))


def shown(value: Value) -> str:
    """A value, cut where it is long."""
    return quoted(value) if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


def quoted(text: str) -> str:
    """A text in quotation marks, on one line, cut where it is long."""
    plain = " ".join(text.split())
    return f'"{plain[: _LONGEST - 1]}…"' if len(plain) > _LONGEST else f'"{plain}"'


def _mark(turn: Turn) -> str:
    mark = Mark.CREATED if turn.before is None else Mark.REMOVED if turn.after is None else Mark.CHANGED
    return mark.value


def _listed(value: Value) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()
