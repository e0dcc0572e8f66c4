"""Whether there is room for what is kept: bytes, and names of files."""

from collections.abc import Iterator

from halley.doctor.facts import Disk, Facts
from halley.doctor.finding import Check, Finding, error, good, warning

_LITTLE = 2 * 1024**3
_NOTHING = 50 * 1024**2
_FEW_INODES, _NO_INODES = 0.05, 0.005
_WHY = "nothing is done whose way back cannot be kept, and a log or a cache that is cut short breaks what reads it"
_MEND = "make room, prune the history (`halley history prune`), or name another folder in HALLEY_DATA"


def _judge(facts: Facts) -> Iterator[Finding]:
    for one in facts.disks:
        *most, last = one.holds
        held = f"{', '.join(most)} and {last}" if most else last
        if one.free < _NOTHING:
            yield error(f"the disk of {held} is full: {_size(one.free)} are free at {one.path}", _WHY, _MEND)
        elif one.free < _LITTLE:
            yield warning(f"{_size(one.free)} are free at {one.path}, where {held} are kept", _WHY, _MEND)
        elif (scarce := _share(one)) < _FEW_INODES:
            seen = f"{one.free_inodes} of {one.inodes} inodes are free at {one.path}, where {held} are kept"
            why = "each file takes one: with none left, no file can be made however much room there is"
            mend = f"remove folders of many small files: `du --inodes -x {one.path} | sort -n | tail` names them"
            yield (error if scarce < _NO_INODES else warning)(seen, why, mend)
        else:
            yield good(f"{_size(one.free)} are free for {held}")


def _share(one: Disk) -> float:
    return one.free_inodes / one.inodes if one.inodes else 1.0


def _size(count: int) -> str:
    return f"{count / 1000**3:.1f} GB" if count >= 1000**3 else f"{count / 1000**2:.0f} MB"


CHECK = Check("room", "free bytes and free inodes where configuration, logs, posters and Halley's own data lie", _judge)
