"""The server itself: who it is, its settings, accounts, and what it is busy with. Source: spec, plex-api 2."""

from halley.plex.answers import Reply, xml
from halley.plex.ids import ItemType
from halley.plex.xml.rows import Account
from halley.plex.xml.text import tagged
from halley.plex.xml.write import account, container, identity, root, server_settings
from halley.simulator.state import Ask, Route


def the_root(ask: Ask) -> Reply:
    return xml(root(ask.library))


def the_identity(ask: Ask) -> Reply:
    return xml(identity(ask.library.server))


def settings(ask: Ask) -> Reply:
    written = server_settings(dict(ask.library.preferences), ask.library.server.name)
    return xml(container({"size": len(written)}, written))


def accounts(ask: Ask) -> Reply:
    owner = ask.library.server.attributes.get("myPlexUsername", "owner")
    return xml(container({"size": 2}, [account(Account(0, "")), account(Account(1, owner))]))


def empty(ask: Ask) -> Reply:
    """A list that is empty on a server on which nothing plays and nobody waits."""
    return ask.paged([])


def agents(ask: Ask) -> Reply:
    """The agents of today's sections; of those for one type of item where that is asked for."""
    wanted = ask.request.one("mediaType")
    rows = [
        tagged("Agent", (("name", name), ("identifier", identifier), ("primary", "1"), ("hasPrefs", "0")), _media_type(kind))
        for kind, identifier, name in _AGENTS
        if wanted in {None, str(kind.number)}
    ]
    return xml(container({"size": len(rows)}, rows))


def _media_type(kind: ItemType) -> str:
    return tagged("MediaType", (("mediaType", str(kind.number)), ("name", kind.word)), '<Language code="en"/>')


_AGENTS = (
    (ItemType.MOVIE, "tv.plex.agents.movie", "Plex Movie"),
    (ItemType.SHOW, "tv.plex.agents.series", "Plex Series"),
    (ItemType.ARTIST, "tv.plex.agents.music", "Plex Music"),
)


def butler(_: Ask) -> Reply:
    task = (
        '<ButlerTask name="BackupDatabase" interval="3" scheduleRandomized="0" enabled="1" title="Backup" description=""/>'
    )
    return xml(f'<?xml version="1.0" encoding="UTF-8"?>\n<ButlerTasks>{task}</ButlerTasks>'.encode())


ROUTES: tuple[tuple[str, Route], ...] = (
    ("/", the_root),
    ("/identity", the_identity),
    ("/:/prefs", settings),
    ("/accounts", accounts),
    ("/activities", empty),
    ("/clients", empty),
    ("/devices", empty),
    ("/system/agents", agents),
    ("/status/sessions", empty),
    ("/status/sessions/history/all", empty),
    ("/status/sessions/background", empty),
    ("/transcode/sessions", empty),
    ("/updater/status", empty),
    ("/butler", butler),
)
