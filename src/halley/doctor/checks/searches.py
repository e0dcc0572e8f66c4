"""Where Halley and the server answer a search differently, as `halley doctor filters` finds it."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, good, note, warning

_NAMED = 5


def _judge(facts: Facts) -> Iterator[Finding]:
    why = "a preview by Halley's own engine may draw on other items than Kometa does"
    if facts.searches_problem is not None:
        told = f"the searches could not be compared: {facts.searches_problem.message}"
        yield warning(told, why, facts.searches_problem.hint or "`halley doctor filters` compares them again")
    if facts.searches is None:
        return
    for one in facts.searches.libraries:
        same = one.searches - one.by_chance - len(one.disagreements)
        if not one.disagreements:
            yield good(
                f"{one.library}: {one.searches} distinct searches of {one.definitions} definitions, {same} answered the same"
            )
        for each in one.disagreements:
            names = ", ".join(use.definition.name for use in each.asked.uses[:_NAMED])
            here, there = len(each.only_here), len(each.only_there)
            differs = f"only Halley finds {here} items, only the server {there}"
            home = f" in {facts.config.parent.name}" if facts.config is not None else ""
            yield warning(
                f"{one.library}: {names}: {each.refusal or differs}",
                why,
                f"`halley doctor filters`{home} names them; plan with Kometa itself where it matters",
            )
        if one.unasked:
            first = one.unasked[0]
            seen = f"{one.library}: {len(one.unasked)} searches name what the library does not have"
            yield note(f"{seen}, such as {first.use.definition.name}: {first.reason}")


CHECK = Check(
    "searches", "searches that Halley and the server answer differently (the studio, and `halley doctor filters`)", _judge
)
