"""The smaller elements of answers: sections, hubs, choices, tag results, accounts, and the server itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from halley.plex.ids import ItemType, SectionId
from halley.plex.library import Hub, Library, Section, Server
from halley.plex.tags import Tag
from halley.plex.xml.text import container, escape, tagged

_RESOURCES = {
    ItemType.MOVIE: ("/:/resources/movie-fanart.jpg", "/:/resources/movie.png"),
    ItemType.SHOW: ("/:/resources/show-fanart.jpg", "/:/resources/show.png"),
    ItemType.ARTIST: ("/:/resources/artist-fanart.jpg", "/:/resources/artist.png"),
}
SECTION_DEFAULTS: Mapping[str, str] = {
    "allowSync": "1",  # 0 would make Kometa take the token for one that may only read (spec, plex-api 1.3)
    "filters": "1",
    "refreshing": "0",
    "content": "1",
    "directory": "1",
    "contentChangedAt": "1",
    "hidden": "0",
}


def section_directory(section: Section) -> str:
    """A section in `/library/sections`. Source: spec, plex-api 3."""
    art, thumb = _RESOURCES[section.type]
    moment = section.attributes.get("updatedAt", "0")
    found = {
        "art": art,
        "composite": f"/library/sections/{section.id}/composite/{moment}",
        "thumb": thumb,
        **SECTION_DEFAULTS,
        **section.attributes,
        "key": str(section.id),
        "type": section.type.word,
        "title": section.title,
    }
    if "hidden" in section.preferences:
        found["hidden"] = section.preferences["hidden"]
    places = "".join(
        f'<Location id="{section.id * 1000 + place}" path="{escape(path)}"/>' for place, path in enumerate(section.locations)
    )
    return tagged("Directory", ((name, value) for name, value in found.items() if value), places)


def hub(row: Hub) -> str:
    """A managed recommendation row. Source: spec, plex-api 10."""
    home = {(True, True): "all", (True, False): "admin", (False, True): "shared", (False, False): "none"}
    pairs = [
        ("identifier", row.identifier),
        ("title", row.title),
        ("recommendationsVisibility", "all" if row.recommended else "none"),
        ("homeVisibility", home[row.own_home, row.shared_home]),
        ("promotedToRecommended", "01"[row.recommended]),
        ("promotedToOwnHome", "01"[row.own_home]),
        ("promotedToSharedHome", "01"[row.shared_home]),
    ]
    return tagged("Hub", [*pairs, ("deletable", "1")] if row.deletable else pairs)


def hub_of_results(identifier: str, title: str, kind: str, bodies: Iterable[str]) -> str:
    """A row of items (or tags) as `/hubs/search` answers; `bodies` are elements already. Source: spec, plex-api 12."""
    held = list(bodies)
    pairs = (
        ("title", title),
        ("type", kind),
        ("hubIdentifier", identifier),
        ("context", f"hub.{identifier}"),
        ("size", str(len(held))),
        ("more", "0"),
        ("style", "shelf"),
    )
    return tagged("Hub", pairs, "".join(held))


class Choosable(Protocol):
    """One value of a field, as `halley.plex.choices` lists them."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def thumb(self) -> str | None: ...


def choice(one: Choosable, section: SectionId, field: str) -> str:
    """A value that items of a section have for a field. Source: spec, plex-api 3.3."""
    thumb = (("thumb", one.thumb),) if one.thumb else ()
    fast = f"/library/sections/{section}/all?{field}={quote(one.key, safe='%')}"
    return tagged("Directory", (("fastKey", fast), ("key", one.key), *thumb, ("title", one.title), ("type", field)))


def tag_result(tag: Tag, section: Section, *, count: int | None = None) -> str:
    """A person or genre found by `/hubs/search`; clients tell them apart by `tagType`. Source: spec, plex-api 12."""
    home = f"/library/sections/{section.id}"
    given = tag.attributes
    pairs = [
        ("key", f"{home}/all?{tag.kind.word}={tag.id}"),
        ("librarySectionID", str(section.id)),
        ("librarySectionKey", home),
        ("librarySectionTitle", section.title),
        ("librarySectionType", str(section.type.number)),
        ("reason", "section"),
        ("reasonID", str(section.id)),
        ("reasonTitle", section.title),
        ("score", "0.9"),
        ("type", "tag"),
        ("id", str(tag.id)),
        ("filter", f"{tag.kind.word}={tag.id}"),
        ("tag", tag.text),
        ("tagType", str(tag.kind.number)),
        *((name, given[name]) for name in ("tagKey", "thumb") if name in given),
    ]
    return tagged("Directory", pairs if count is None else [*pairs, ("count", str(count))])


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the server's users: 1 is the owner, 0 is nobody."""

    id: int
    name: str


def account(one: Account) -> str:
    """An account in `/accounts`. Source: spec, plex-api 2."""
    pairs = (
        ("id", str(one.id)),
        ("key", f"/accounts/{one.id}"),
        ("name", one.name),
        ("defaultAudioLanguage", "en"),
        ("autoSelectAudio", "1"),
        ("defaultSubtitleLanguage", ""),
        ("subtitleMode", "0"),
        ("thumb", ""),
    )
    return tagged("Account", pairs)


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that the server is busy with; `progress` in percent."""

    uuid: str
    type: str
    title: str
    subtitle: str = ""
    progress: int = 0
    section: SectionId | None = None


def activity(one: Activity) -> str:
    """An entry of `/activities`. Source: spec, plex-api 2."""
    pairs = (
        ("uuid", one.uuid),
        ("type", one.type),
        ("cancellable", "0"),
        ("userID", "1"),
        ("title", one.title),
        ("subtitle", one.subtitle),
        ("progress", str(one.progress)),
    )
    about = tagged("Context", (("librarySectionID", str(one.section)),)) if one.section is not None else ""
    return tagged("Activity", pairs, about)


_ROOT: Mapping[str, str] = {
    "allowCameraUpload": "1",
    "allowChannelAccess": "1",
    "allowMediaDeletion": "1",
    "allowSharing": "1",
    "allowSync": "1",
    "allowTuners": "1",
    "apiVersion": "1.1.1",
    "backgroundProcessing": "1",
    "certificate": "1",
    "companionProxy": "1",
    "countryCode": "usa",
    "diagnostics": "logs,databases,streaminglogs",
    "eventStream": "1",
    "friendlyName": "Plex",
    "hubSearch": "1",
    "itemClusters": "1",
    "livetv": "7",
    "mediaProviders": "1",
    "multiuser": "1",
    "musicAnalysis": "2",
    "myPlex": "1",
    "myPlexMappingState": "mapped",
    "myPlexSigninState": "ok",
    "myPlexSubscription": "1",
    "myPlexUsername": "owner@example.org",
    "offlineTranscode": "1",
    "ownerFeatures": "pass,sync",
    "platform": "Linux",
    "platformVersion": "6.8.0",
    "pluginHost": "1",
    "pushNotifications": "0",
    "readOnlyLibraries": "0",
    "streamingBrainABRVersion": "3",
    "streamingBrainVersion": "2",
    "sync": "1",
    "transcoderActiveVideoSessions": "0",
    "transcoderAudio": "1",
    "transcoderLyrics": "1",
    "transcoderPhoto": "1",
    "transcoderSubtitles": "1",
    "transcoderVideo": "1",
    "updatedAt": "1760000000",
    "updater": "1",
    "version": "1.43.0.10162-b67a664ab",
    "voiceSearch": "1",
}
_FOLDERS = ("activities", "butler", "clients", "devices", "hubs", "library", "playlists", "search", "statistics", "updater")


def root(library: Library) -> bytes:
    """The answer of `GET /`. Source: spec, plex-api 2. `allowMediaDeletion` is left out where it is `0`."""
    found = {**_ROOT, **library.server.attributes, "machineIdentifier": library.server.machine_id}
    if library.preferences.get("allowMediaDeletion", "true") in {"0", "false"} or found["allowMediaDeletion"] == "0":
        del found["allowMediaDeletion"]
    folders = [tagged("Directory", (("count", "1"), ("key", name), ("title", name))) for name in _FOLDERS]
    return container({**found, "size": len(folders)}, folders)


def identity(server: Server) -> bytes:
    """The answer of `GET /identity`, which needs no token."""
    version = server.attributes.get("version", _ROOT["version"])
    found = {"apiVersion": "1.1.1", "claimed": "1", "machineIdentifier": server.machine_id, "version": version}
    return container({"size": 0, **found}, ())
