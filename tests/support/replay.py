"""Lets captured Changes happen on a server, over HTTP, one request each, in the order in which they were captured.

The gateway gave rating keys, tag ids and places in playlists to what the engine made behind it; the server counts its own.
A copy of the gateway's shadow is kept beside the server, so that for each such number it is known what it stands for, and
the server is asked for what is called so there.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import cast

from aiohttp import ClientSession
from yarl import URL

from halley.changes import Change, apply, encode
from halley.changes.kinds import CreateCollection, CreatePlaylist, MoveInPlaylist, RemoveFromPlaylist, SetSmartRule
from halley.changes.stored import from_json
from halley.files import ImageStore
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey, SectionId
from halley.plex.items import Element, Item
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.plex.xml.read import read_container

_SHADOW_NUMBER = re.compile(r"\b2\d{9}\b")


def stored_changes(file: Path) -> list[Change]:
    """The Changes in a gateway's `changes.jsonl`, in order."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [from_json(change) for row in rows for change in row["changes"]]


class Replay:
    """Performs Changes on the server at `url`. `standing` is what stood there when the gateway was opened."""

    def __init__(self, url: str, token: str, images: ImageStore, standing: Library) -> None:
        self._url, self._token, self._images = url, token, images
        self._shadow = replace(standing, next_key=RatingKey(SHADOW_KEYS), next_tag=SHADOW_KEYS, next_entry=SHADOW_KEYS)
        self._keys: dict[int, int] = {}
        self._session: ClientSession | None = None

    async def perform(self, changes: Iterable[Change], tag_names: Mapping[int, tuple[TagKind, str]] | None = None) -> int:
        """Perform them all and return how many there were; `tag_names` says what tag ids of the gateway stand for.

        Raises AssertionError for the first one that the server refuses, or that names what it does not have.
        """
        done = 0
        async with ClientSession(headers={"X-Plex-Token": self._token}) as self._session:
            for change in changes:
                await self._send(await self._translated(change, tag_names or {}))
                self._shadow = apply(change, self._shadow, at=0)
                done += 1
        return done

    async def _send(self, change: Change) -> None:
        request = encode(change, self._shadow.server.machine_id)
        body = self._images.get(request.body.sha256) if request.body else None
        async with self._http.request(request.method, URL(self._url + request.target, encoded=True), data=body) as answer:
            assert answer.status < 300, f"{request.method} {request.target} was answered {answer.status}"

    async def _translated(self, change: Change, tag_names: Mapping[int, tuple[TagKind, str]]) -> Change:
        """The same Change in the server's own numbers."""
        found: dict[str, object] = {}
        for name in (one.name for one in fields(change)):
            value = getattr(change, name)
            if isinstance(change, MoveInPlaylist | RemoveFromPlaylist) and name in {"entry", "after"}:
                found[name] = await self._entry(change.key, value)
            elif isinstance(value, int) and value >= SHADOW_KEYS:
                found[name] = await self._key(value)
            elif isinstance(value, tuple) and any(isinstance(one, int) and one >= SHADOW_KEYS for one in value):
                found[name] = tuple([await self._key(one) for one in value])
            elif name == "query" and isinstance(change, CreateCollection | CreatePlaylist | SetSmartRule) and value:
                found[name] = await self._rule(change, value, tag_names)
            elif name in {"identifier", "after"} and isinstance(value, str):
                found[name] = await self._identifier(value)
        return cast("Change", replace(change, **found))

    async def _key(self, key: int) -> int:
        if key < SHADOW_KEYS:
            return key
        if key not in self._keys:
            self._keys[key] = await self._look_up(self._shadow.items[RatingKey(key)])
        return self._keys[key]

    async def _look_up(self, item: Item) -> int:
        """The server's rating key of the newest list of that title."""
        path = f"/library/sections/{item.section}/all?type=18" if item.type is ItemType.COLLECTION else "/playlists"
        found = [one for one in await self._elements(path) if one.attributes.get("title") == item.title]
        assert found, f"the server has no {item.type.word} {item.title!r}"
        return max(int(one.attributes["ratingKey"]) for one in found)

    async def _entry(self, playlist: RatingKey, entry: int | None) -> int | None:
        if entry is None or entry < SHADOW_KEYS:
            return entry
        place = [one.id for one in self._shadow.entries[playlist]].index(entry)
        held = await self._elements(f"/playlists/{await self._key(playlist)}/items")
        return int(held[place].attributes["playlistItemID"])

    async def _identifier(self, identifier: str) -> str:
        for key in _SHADOW_NUMBER.findall(identifier):
            identifier = identifier.replace(key, str(await self._key(int(key))))
        return identifier

    async def _rule(
        self, change: CreateCollection | CreatePlaylist | SetSmartRule, rule: str, names: Mapping[int, tuple[TagKind, str]]
    ) -> str:
        path = f"/library/sections/{change.section}/all" if isinstance(change, CreateCollection) else change.path or ""
        section = SectionId(int(path.split("/")[3]))
        for number in set(_SHADOW_NUMBER.findall(rule)):
            kind, text = names[int(number)]
            choices = await self._elements(f"/library/sections/{section}/{kind.word}")
            ids = [one.attributes["key"] for one in choices if one.attributes.get("title", "").casefold() == text.casefold()]
            assert ids, f"the server has no {kind.word} {text!r}"
            rule = rule.replace(number, ids[0].rpartition("=")[2])
        return rule

    async def _elements(self, path: str) -> tuple[Element, ...]:
        async with self._http.get(URL(self._url + path, encoded=True)) as answer:
            assert answer.status == 200, f"GET {path} was answered {answer.status}"
            return read_container(await answer.read()).elements

    @property
    def _http(self) -> ClientSession:
        assert self._session is not None
        return self._session


def tag_names(seen: Library) -> dict[int, tuple[TagKind, str]]:
    """What the tag ids in what the engine saw (`Gateway.library`) stand for."""
    return {tag.id: (tag.kind, tag.text) for tag in seen.tags.values()}
