"""Whether the server has the libraries that the configuration names."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good, note


def _judge(facts: Facts) -> Iterator[Finding]:
    found, configuration = facts.answer, facts.configuration
    if found is None or found.server is None or configuration is None:
        return
    titles = sorted(one.title for one in found.sections)
    missing = [one for one in configuration.libraries if one.title not in titles]
    for one in missing:
        yield error(
            f"the server has no library {one.title!r}; it has {', '.join(titles) or 'none'}",
            "Kometa leaves out a library that it does not find",
            "`libraries:` must name libraries exactly as Plex does",
        )
    for name in configuration.elsewhere:
        yield note(f"the library {name!r} is on another Plex server", "only one server is shown at a time")
    if not missing:
        many = len(configuration.libraries)
        yield good(f"all {many} libraries are there" if many != 1 else "the library is there")


CHECK = Check("libraries", "whether Plex has the libraries of the configuration, by their exact names", _judge)
