"""Small plans, made of Changes that really happened to a library."""

from halley.changes import Change, apply, describe
from halley.changes.differences import differences
from halley.plans import Identity, Origin, Plan, Source, Step
from halley.plex.library import Library

SERVER = Identity("b1946ac9", "Attic", "1.41.0")
SOURCE = Source("config.yml", "ab" * 32, "native", "0.1.0")
NOW = 1_800_000_000


def a_plan(library: Library, *changes: Change) -> Plan:
    """The plan of those Changes, in their order."""
    steps: list[Step] = []
    titles = {key: item.title for key, item in library.items.items()}
    for number, change in enumerate(changes, 1):
        after = apply(change, library, NOW)
        steps.append(
            Step(number, change, describe(change, library), differences(change, library, after), "Movies", Origin("Badge"))
        )
        library = after
        titles |= {key: item.title for key, item in library.items.items()}
    return Plan(SERVER, SOURCE, "2026-01-01T00:00:00Z", ("Movies",), tuple(steps), titles)
