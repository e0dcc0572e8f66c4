"""Each sender's words for a new item. What is no news of one gives nothing; what cannot be read raises ConfigError."""

import json
from collections.abc import Callable, Iterator, Mapping
from email import message_from_bytes
from email.policy import HTTP
from types import MappingProxyType

from halley.errors import ConfigError
from halley.service.webhooks.arrival import Arrival

_KINDS = frozenset({"movie", "show", "season", "episode"})
_NEW_IN_TAUTULLI = frozenset({"", "created", "recently_added", "on_created"})
_NEW_IN_ARR = frozenset({"download", "import", "moviefileimported", "episodefileimported", "importcomplete"})
_LONGEST = 300
Row = Mapping[str, object]


def of_plex(content_type: str, body: bytes) -> list[Arrival]:
    """Plex's own: a form of several parts, one of which is JSON (Settings, Webhooks; needs Plex Pass)."""
    row = _row(_payload(content_type, body))
    if _text(row, "event") != "library.new":
        return []
    about = _below(row, "Metadata")
    kind, key = _text(about, "type"), _number(about, "ratingKey")
    if kind not in _KINDS or not key:
        return []
    title = _text(about, "grandparentTitle") or _text(about, "parentTitle") or _text(about, "title")
    return [Arrival("plex", kind, title, _number(about, "year"), key)]


def of_tautulli(_: str, body: bytes) -> list[Arrival]:
    """Tautulli's, as its notification agent `Webhook` is told to write it: at least `rating_key`."""
    row = _row(body)
    event = (_text(row, "event") or _text(row, "action")).lower()
    if event not in _NEW_IN_TAUTULLI:
        return []
    key, kind = _number(row, "rating_key"), _text(row, "media_type")
    if not key:
        raise ConfigError("there is no `rating_key` in it", hint='write `"rating_key": "{rating_key}"` into its JSON data')
    return [Arrival("tautulli", kind if kind in _KINDS else "", _text(row, "title"), _number(row, "year"), key)]


def of_radarr(_: str, body: bytes) -> list[Arrival]:
    """Radarr's: on file import, on file upgrade."""
    row = _row(body)
    if _text(row, "eventType").lower() not in _NEW_IN_ARR:
        return []
    film = _below(row, "movie") or _below(row, "remoteMovie")
    return [Arrival("radarr", "movie", _text(film, "title"), _number(film, "year"), guids=_guids(film))]


def of_sonarr(_: str, body: bytes) -> list[Arrival]:
    """Sonarr's: on file import, on file upgrade."""
    row = _row(body)
    if _text(row, "eventType").lower() not in _NEW_IN_ARR:
        return []
    show, episodes = _below(row, "series"), row.get("episodes")
    title, year, guids = _text(show, "title"), _number(show, "year"), _guids(show)
    return [
        Arrival(
            "sonarr",
            "episode",
            title,
            year,
            guids=guids,
            season=_number(one, "seasonNumber"),
            episode=_number(one, "episodeNumber"),
        )
        for one in (episodes if isinstance(episodes, list) else [])
        if isinstance(one, dict)
    ]


SENDERS: Mapping[str, Callable[[str, bytes], list[Arrival]]] = MappingProxyType(
    {"plex": of_plex, "tautulli": of_tautulli, "radarr": of_radarr, "sonarr": of_sonarr}
)


def _payload(content_type: str, body: bytes) -> bytes:
    """The part of a form that is called `payload`; a body that is JSON is one itself."""
    if not content_type.lower().startswith("multipart/form-data"):
        return body
    form = message_from_bytes(
        b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n" + body, policy=HTTP
    )
    for part in form.iter_parts() if form.is_multipart() else ():
        if part.get_param("name", header="content-disposition") == "payload":
            found = part.get_payload(decode=True)
            return found if isinstance(found, bytes) else b""
    raise ConfigError("the form has no part `payload`", hint="send it as Plex does")


def _row(body: bytes) -> Row:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise ConfigError("the body is no JSON", hint="the sender's test button sends what is meant") from None
    if not isinstance(found, dict):
        raise ConfigError("the body is no JSON object", hint="the sender's test button sends what is meant")
    return found


def _below(row: Row, name: str) -> Row:
    found = row.get(name)
    return found if isinstance(found, dict) else {}


def _text(row: Row, name: str) -> str:
    found = row.get(name)
    return found.strip()[:_LONGEST] if isinstance(found, str) else ""


def _number(row: Row, name: str) -> int:
    found = str(row.get(name, ""))
    return int(found) if found.isascii() and found.isdecimal() and len(found) < 18 else 0


def _guids(row: Row) -> tuple[str, ...]:
    return tuple(_named(row))


def _named(row: Row) -> Iterator[str]:
    if imdb := _text(row, "imdbId"):
        yield f"imdb://{imdb}"
    for site in ("tmdb", "tvdb"):
        if number := _number(row, f"{site}Id"):
            yield f"{site}://{number}"
