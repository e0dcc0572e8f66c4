"""Which notices are due: each cause once in some hours, what stands once until it is right again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from halley.clock import iso
from halley.notices.notice import Notice, Telling, cause_of
from halley.notices.throttle import Memory, Told, is_due
from halley.notices.troubles import Trouble

RUN = "run"
STANDS_AGAIN = timedelta(days=7)
"""What stays wrong is told again after that."""


@dataclass(frozen=True, slots=True)
class Due:
    """A notice to be told now, with a line below its text. `before` is what was remembered of the causes that it touches."""

    notice: Telling
    more: str = ""
    before: Mapping[str, Told | None] = field(default_factory=dict)


@dataclass(slots=True)
class Causes:
    """What was told, and what may be told again. `apart` is the time between two notices of a cause."""

    memory: Memory
    apart: timedelta

    def of_notice(self, notice: Telling, now: datetime) -> Due | None:
        """The notice where it is due; None where the same was told not long ago, which is counted."""
        cause = cause_of(notice)
        with self.memory.opened(now) as told:
            if notice.kind == "recovered":
                failed = [one for one, was in told.items() if was.group == RUN and was.title == _what(notice.title)]
                if failed:
                    due = Due(notice, before=_before(told, (*failed, cause)))
                    for one in failed:
                        told[one].group = ""
                    told[cause] = Told(now)
                    return due
            was = told.get(cause)
            if was is not None and not is_due(was, now, self.apart):
                was.held += 1
                return None
            more = f"({was.held} more like it since {iso(was.at)})" if was is not None and was.held else ""
            due = Due(notice, more, _before(told, (cause,)))
            told[cause] = Told(now, 0, RUN, _what(notice.title)) if notice.kind == "failed" else Told(now)
        return due

    def of_standing(self, group: str, troubles: Sequence[Trouble], now: datetime) -> list[Due]:
        """Notices of what is wrong in a group and was not told, and of what was told and is right again."""
        found: list[Due] = []
        names = {_digest(group, one.name): one for one in troubles}
        if self._is_quiet(group, names, now):
            return found
        with self.memory.opened(now) as told:
            for cause, was in told.items():
                if was.group == group and cause not in names:
                    right = Notice("recovered", was.title, f"It was wrong since {iso(was.at)}, and is right again.")
                    found.append(Due(right, before=_before(told, (cause,))))
                    was.group = ""
            for cause, one in names.items():
                known = told.get(cause)
                if known is not None and not is_due(known, now, self._apart(known)):
                    continue
                found.append(Due(Notice(one.kind, one.title, one.text), before=_before(told, (cause,))))
                told[cause] = Told(now, 0, group, one.again)
        return found

    def _is_quiet(self, group: str, names: Collection[str], now: datetime) -> bool:
        """Whether there is nothing to tell of a group. It is asked every few minutes, so that nothing is written."""
        told = self.memory.seen()
        is_right_again = any(was.group == group and cause not in names for cause, was in told.items())
        due = [one for one in names if one not in told or is_due(told[one], now, self._apart(told[one]))]
        return not is_right_again and not due

    def _apart(self, told: Told) -> timedelta:
        return STANDS_AGAIN if told.stands else self.apart

    def take_back(self, due: Due, now: datetime) -> None:
        """It reached nobody: let it be told the next time."""
        with self.memory.opened(now) as told:
            for cause, was in due.before.items():
                if was is None:
                    told.pop(cause, None)
                else:
                    told[cause] = was


def _before(told: Mapping[str, Told], causes: Iterable[str]) -> dict[str, Told | None]:
    return {cause: copy(told[cause]) if cause in told else None for cause in causes}


def _what(title: str) -> str:
    """What a title is about: `The run` of `The run failed` and `The run is finished, after one that failed`."""
    return title.partition(" failed")[0].partition(" is finished")[0]


def _digest(group: str, name: str) -> str:
    return sha256(f"{group}\0{name}".encode()).hexdigest()[:32]
