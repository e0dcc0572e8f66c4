"""Whether the configuration can be used, and what `halley validate` says of it and of its files."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good, note, warning


def _judge(facts: Facts) -> Iterator[Finding]:
    if not facts.has_configuration:
        yield note("no configuration is known", "there is nothing to preview yet", "add your config.yml, or the demo")
        return
    problem = facts.mistakes_problem or (facts.refusal if facts.mistakes is None else None)
    if problem is not None:
        yield error(
            str(problem).partition("\n  hint:")[0], "the server cannot be asked", problem.hint or "mend what is said here"
        )
    elif facts.mistakes is not None:
        yield from _of_mistakes(facts)


def _of_mistakes(facts: Facts) -> Iterator[Finding]:
    found = facts.mistakes
    assert found is not None  # noqa: S101 - the caller looked
    first = f", the first: {found.first}" if found.first else ""
    if found.errors:
        yield error(
            f"{found.errors} thing{'s are' if found.errors > 1 else ' is'} wrong with the configuration and its files"
            + first,
            "Kometa leaves out what it cannot read",
            f"open the configuration: each is marked where it stands; so does `halley validate {facts.config}`",
        )
    elif facts.refusal is not None:
        yield error(facts.refusal.message, "the server cannot be asked", facts.refusal.hint or "mend what is said here")
    elif found.warnings:
        yield warning(
            f"{found.warnings} thing{'s' if found.warnings > 1 else ''} in the configuration may not be as meant{first}",
            "it works, but perhaps not as you think",
            f"`halley validate {facts.config}` names each with its place",
        )
    else:
        yield good("nothing is wrong with the configuration and its files")


CHECK = Check(
    "configuration",
    "`config.yml` and all that it leads to, as `halley validate` does: YAML, keys, overlay files, templates",
    _judge,
)
