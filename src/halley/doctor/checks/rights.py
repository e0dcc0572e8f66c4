"""Whether the token may write: that of the server's owner, not that of somebody it is shared with."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good

_MEND = "put the token of the server's owner under `plex: token:`; Plex's support pages tell how to find it"


def _judge(facts: Facts) -> Iterator[Finding]:
    found = facts.answer
    if found is None or found.server is None:
        return
    closed = sorted(one.title for one in found.sections if one.attributes.get("allowSync") == "0")
    if closed:
        seen = f"the token may only read: the server opens {', '.join(closed)} to it for looking, not for editing"
        yield error(seen, "Kometa refuses such a library, and nothing can be written to it", _MEND)
    elif found.owns is False:
        seen = "the token may only read: the server does not show its settings to it, as it does to its owner"
        yield error(seen, "posters, labels and collections cannot be written with it", _MEND)
    elif found.owns:
        yield good("the token is the owner's, and may write")


CHECK = Check("rights", "whether the token is the owner's: one of a shared user can only read", _judge)
