"""What stands between a configuration and its server, in the doctor's words: what was seen, why it matters, what to do."""

from collections.abc import Iterator

from halley.config import Configuration
from halley.errors import HalleyError, Unauthorised, Unreachable
from halley.plex.library import Section
from halley.plex.library import Server as Plex
from halley.studio.wire.servers import Finding

_OLDEST = (1, 32)
"""The first version whose answers this was written against; older ones may say less."""


def of_failure(problem: HalleyError) -> Finding:
    """Why the server could not be asked."""
    match problem:
        case Unauthorised():
            check, why = "token", "without a valid token Plex shows nothing, and Kometa stops"
            mend = problem.hint or "copy the X-Plex-Token again, and put it under `plex: token:`"
        case Unreachable():
            check, why = "reach", "neither Kometa nor Halley can do anything without the server"
            mend = problem.hint or "look whether the server runs, and whether `plex: url:` is its address as seen from here"
        case _:
            check, why = "configuration", "the server cannot be asked"
            mend = problem.hint or "mend what is said here"
    return Finding(check=check, severity="error", seen=problem.message, why=why, mend=mend)


def of_server(server: Plex, sections: tuple[Section, ...], configuration: Configuration) -> Iterator[Finding]:
    """What was seen of a server that answers."""
    yield Finding(check="reach", severity="good", seen=f"{server.name} answers at its address")
    yield Finding(check="token", severity="good", seen="the token is taken")
    version = server.attributes.get("version", "")
    if (number := _number(version)) is not None and number < _OLDEST:
        seen = f"Plex {version} is old"
        yield Finding(
            check="version", severity="warning", seen=seen, why="it may not answer what Kometa asks", mend="update Plex"
        )
    else:
        yield Finding(check="version", severity="good", seen=f"Plex {version or 'of an unknown version'}")
    titles = sorted(one.title for one in sections)
    missing = [one for one in configuration.libraries if one.title not in titles]
    for one in missing:
        yield Finding(
            check="libraries",
            severity="error",
            seen=f"the server has no library {one.title!r}; it has {', '.join(titles) or 'none'}",
            why="Kometa leaves out a library that it does not find",
            mend="`libraries:` must name libraries exactly as Plex does",
        )
    for name in configuration.elsewhere:
        seen = f"the library {name!r} is on another Plex server"
        yield Finding(check="libraries", severity="note", seen=seen, why="only one server is shown at a time")
    if not missing:
        yield Finding(check="libraries", severity="good", seen=f"all {len(configuration.libraries)} libraries are there")


def _number(version: str) -> tuple[int, ...] | None:
    parts = version.split(".")[:2]
    return tuple(int(one) for one in parts) if len(parts) == 2 and all(one.isdecimal() for one in parts) else None
