"""The libraries of a configuration as the server has them."""

from collections.abc import Sequence

from halley.config import Configuration
from halley.errors import ConfigError
from halley.plex.library import Section
from halley.plex.reader import PlexReader


async def sections_called(configuration: Configuration, reader: PlexReader, names: Sequence[str]) -> tuple[Section, ...]:
    """The server's sections for libraries of the configuration: those of that name or title, all where none is named.

    Raises ConfigError for one that is not configured, or that the server does not have; PlexError.
    """
    wanted = tuple(names) or tuple(one.name for one in configuration.libraries)
    titles = tuple(one.title for one in configuration.library_settings(wanted))
    return with_titles(await reader.sections(), titles, configuration.plex.url)


def with_titles(known: Sequence[Section], wanted: Sequence[str], url: str) -> tuple[Section, ...]:
    """The server's sections of those titles. Raises ConfigError where one is missing."""
    titles = {section.title: section for section in known}
    missing = [title for title in wanted if title not in titles]
    if missing:
        raise ConfigError(
            f"the Plex server at {url} has no library {missing[0]!r}; it has {', '.join(sorted(titles)) or 'none'}",
            hint="`libraries:` in the configuration must name libraries exactly as Plex does",
        )
    return tuple(titles[title] for title in dict.fromkeys(wanted))
