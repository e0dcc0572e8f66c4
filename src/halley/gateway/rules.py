"""The table of what the gateway lets through, takes note of, and refuses. What no rule names is refused.

Source: spec, plex-api 16.2 (GETs that change state), 16.3 (reads to allow), 16.4 (captured writes).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What becomes of a request."""

    READ = "read"  #: forwarded, or answered from what is known
    WRITE = "write"  #: captured, never forwarded
    REFUSED = "refused"  #: neither; recorded and answered with 403


@dataclass(frozen=True, slots=True)
class Rule:
    """Requests of some methods to paths of one form. `answer` names the room that answers a read."""

    methods: frozenset[str]
    pattern: str
    kind: Kind
    answer: str = "plain"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits, and the parts of the path that its placeholders took."""

    rule: Rule
    parts: dict[str, str]


CHOICE_FIELDS = (
    "genre year decade contentRating collection director actor writer producer country studio network resolution hdr dovi "
    "unwatched unwatchedLeaves inProgress unmatched audioLanguage subtitleLanguage editionTitle label duplicate mood style "
    "format subformat source userRating trash similar"
).split()

_PLACEHOLDERS = {
    "id": r"[0-9]+",
    "key": r"[0-9]+",
    "item": r"[0-9]+",
    "keys": r"[0-9]+(?:,[0-9]+)*",
    "stamp": r"[0-9]+",
    "field": "|".join(CHOICE_FIELDS),
    "image": "thumb|art|clearLogo|squareArt|theme|banner|composite",
    "list": "posters|arts|clearLogos|squareArts|themes",
    "one": "poster|art|clearLogo|squareArt|theme",
    "job": "analyze|intro|credits|addetect|voiceActivity|index|chapterThumbs",
    "name": r"[^/]+",
    "rest": r".+",
}


def _reads(answer: str, *patterns: str) -> list[Rule]:
    return [Rule(frozenset({"GET"}), pattern, Kind.READ, answer) for pattern in patterns]


def _writes(methods: str, *patterns: str, note: str = "") -> list[Rule]:
    return [Rule(frozenset(methods.split()), pattern, Kind.WRITE, note=note) for pattern in patterns]


def _refusals(note: str, *patterns: str) -> list[Rule]:
    return [Rule(frozenset({"GET", "PUT", "POST", "DELETE"}), pattern, Kind.REFUSED, note=note) for pattern in patterns]


NOTIFICATIONS = "notifications"
GET_THAT_WRITES = "a GET that changes state"

RULES: tuple[Rule, ...] = (
    # Reads whose answer may have to show captured writes.
    *_reads("details", "/library/metadata/{keys}", "/library/collections/{keys}"),
    *_reads("search", "/library/sections/{id}/all", "/library/all"),
    *_reads("section_collections", "/library/sections/{id}/collections"),
    *_reads("choices", "/library/sections/{id}/{field}"),
    *_reads("members", "/library/collections/{key}/children", "/library/collections/{key}/items"),
    *_reads("children", "/library/metadata/{key}/children"),
    *_reads("patched", "/library/metadata/{key}/allLeaves", "/library/metadata/{key}/grandchildren"),
    *_reads("shelf", "/library/metadata/{key}/{list}"),
    *_reads("stored_image", "/library/metadata/{key}/file"),
    *_reads("current_image", "/library/metadata/{key}/{image}/{stamp}", "/library/metadata/{key}/{image}"),
    *_reads("current_image", "/library/collections/{key}/{image}/{stamp}", "/playlists/{key}/{image}/{stamp}"),
    *_reads("playlists", "/playlists", "/playlists/{key}", "/playlists/{key}/items"),
    *_reads("managed_hubs", "/hubs/sections/{id}/manage"),
    *_reads("settings", "/:/prefs", "/:/prefs/get", "/library/sections/{id}/prefs"),
    *_reads("transcoded_image", "/photo/:/transcode"),
    # A stream on which nothing comes: the server's own would tell of everybody's activity.
    *_reads(NOTIFICATIONS, "/:/websockets/notifications"),
    # Reads that show items, which are patched one by one.
    *_reads("patched", "/library/recentlyAdded", "/library/onDeck", "/hubs", "/hubs/search", "/hubs/promoted"),
    *_reads("patched", "/hubs/sections/{id}", "/hubs/continueWatching", "/hubs/continueWatching/items"),
    *_reads("patched", "/hubs/sections/{id}/continueWatching/items", "/library/sections/{id}/onDeck"),
    *_reads("patched", "/library/sections/{id}/recentlyAdded", "/library/sections/{id}/newest"),
    *_reads("patched", "/library/sections/{id}/unwatched", "/library/sections/{id}/recentlyViewed"),
    *_reads("patched", "/library/sections/{id}/folder", "/library/sections/{id}/albums"),
    *_reads("patched", "/library/sections/{id}/allLeaves", "/library/sections/{id}/common"),
    *_reads("patched", "/library/metadata/{key}/similar", "/library/metadata/{key}/related"),
    *_reads("patched", "/library/metadata/{key}/extras", "/library/metadata/{key}/hubs"),
    # Reads about the server, which no captured write touches.
    *_reads("plain", "/", "/identity", "/library", "/library/sections", "/library/sections/all", "/library/sections/{id}"),
    *_reads("plain", "/library/sections/{id}/filters", "/library/sections/{id}/sorts"),
    *_reads("plain", "/library/sections/{id}/firstCharacter", "/library/sections/{id}/timeline"),
    *_reads("plain", "/library/sections/{id}/composite/{stamp}", "/library/sections/{id}/categories"),
    *_reads("plain", "/library/metadata/{key}/tree", "/library/tags", "/library/people/{name}"),
    *_reads("plain", "/library/media/{id}/chapterImages/{item}", "/:/resources/{rest}"),
    *_reads("plain", "/accounts", "/activities", "/butler", "/devices", "/clients", "/updater/status", "/system/agents"),
    *_reads("plain", "/status/sessions", "/status/sessions/history/all"),
    # Writes.
    *_writes("PUT", "/library/sections/{id}/all", "/library/metadata/{key}", "/library/sections/{id}"),
    *_writes("POST", "/library/metadata/{key}/{list}"),
    *_writes("PUT", "/library/metadata/{key}/{one}"),
    *_writes("DELETE", "/library/metadata/{key}/{image}", "/library/metadata/{key}", "/library/collections/{key}"),
    *_writes("POST", "/library/collections", "/playlists", "/hubs/sections/{id}/manage"),
    *_writes("PUT", "/library/collections/{key}/items", "/library/collections/{key}/items/{item}/move"),
    *_writes("DELETE", "/library/collections/{key}/items/{item}"),
    *_writes("PUT", "/library/collections/{key}/prefs", "/library/metadata/{key}/prefs"),
    *_writes("PUT DELETE", "/playlists/{key}", "/playlists/{key}/items"),
    *_writes("DELETE", "/playlists/{key}/items/{item}"),
    *_writes("PUT", "/playlists/{key}/items/{item}/move"),
    *_writes("PUT DELETE", "/hubs/sections/{id}/manage/{name}"),
    *_writes("PUT", "/hubs/sections/{id}/manage/{name}/move"),
    *_writes("DELETE", "/hubs/sections/{id}/manage"),
    *_writes("PUT", "/library/metadata/{key}/refresh", "/library/metadata/{key}/{job}"),
    *_writes("PUT", "/library/metadata/{key}/split", "/library/metadata/{key}/merge"),
    *_writes("PUT", "/library/metadata/{key}/match", "/library/metadata/{key}/unmatch"),
    *_writes("PUT", "/library/sections/{id}/emptyTrash", "/library/sections/{id}/analyze"),
    *_writes("PUT", "/library/clean/bundles", "/library/optimize", "/:/prefs"),
    *_writes("GET PUT", "/:/rate", "/:/scrobble", "/:/unscrobble", "/:/progress", note=GET_THAT_WRITES),
    *_writes("GET POST", "/library/sections/{id}/refresh", "/library/sections/all/refresh", note=GET_THAT_WRITES),
    # What is refused although a client might ask it, with the reason that goes on record.
    *_refusals("starts, reports or ends a playback", "/:/timeline", "/status/sessions/terminate", "/playQueues{rest}"),
    *_refusals("hands out tokens", "/security/{rest}", "/myplex/{rest}", "/media/providers"),
    *_refusals("controls a player", "/player/{rest}"),
    *_refusals("starts a transcode", "/video/:/transcode/{rest}", "/music/:/transcode/{rest}", "/transcode/{rest}"),
    *_refusals("has the server fetch an address", "/services/{rest}"),
    *_refusals("runs agents or searches the internet", "/library/metadata/{key}/matches"),
    *_refusals("adds or fetches subtitles", "/library/metadata/{key}/subtitles"),
    *_refusals("writes into the server's log", "/log", "/log/networked"),
    *_refusals("hands out media files", "/library/parts/{rest}", "/library/streams/{rest}"),
    *_refusals("dumps the server's database or logs", "/diagnostics/{rest}"),
    *_refusals("a stream of everybody's activity", "/:/eventsource/notifications"),
    *_refusals(
        "plug-ins, recorders and downloads", "/:/plugins/{rest}", "/channels/{rest}", "/livetv/{rest}", "/sync/{rest}"
    ),
)


def _compiled(pattern: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", pattern)
    return re.compile(
        "".join(
            f"(?P<{piece}>{_PLACEHOLDERS[piece]})" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
        )
    )


_COMPILED = tuple((rule, _compiled(rule.pattern)) for rule in RULES)


def match(method: str, path: str, rules: Iterable[tuple[Rule, re.Pattern[str]]] = _COMPILED) -> Match | None:
    """The first rule for that method and path; None where no rule names it, which means refused."""
    for rule, pattern in rules:
        if method in rule.methods and (found := pattern.fullmatch(path)):
            return Match(rule, found.groupdict())
    return None
