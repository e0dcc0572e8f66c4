"""Whether this machine and the server mean the same by now."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, good, warning

_MUCH_S = 60


def _judge(facts: Facts) -> Iterator[Finding]:
    skew = facts.address.skew_s if facts.address is not None else None
    if skew is None:
        return
    if abs(skew) <= _MUCH_S:
        yield good("the clocks of this machine and of the server agree")
        return
    ahead = "ahead of" if skew > 0 else "behind"
    yield warning(
        f"the server's clock is {_words(abs(skew))} {ahead} this machine's",
        "searches for what was added lately, schedules and certificates go wrong",
        "`timedatectl set-ntp true` on both machines",
    )


def _words(seconds: float) -> str:
    return f"{seconds / 3600:.1f} hours" if seconds >= 7200 else f"{seconds / 60:.0f} minutes"


CHECK = Check("clock", "how far the server's clock is from this machine's, by the `Date` of an answer", _judge)
