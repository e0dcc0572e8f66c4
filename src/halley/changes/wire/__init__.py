"""Changes and the HTTP requests that perform them, both ways.

The table is the list of every write that Halley understands. A request that no rule names, or that carries anything its
rule does not understand, is NotAWrite and has to be refused: a write must never be taken for less than it would do.
"""

from halley.changes.kinds import (
    AccountChange,
    Change,
    CollectionChange,
    Edit,
    HubChange,
    IdentityChange,
    ImageChange,
    PlaylistChange,
    PreferenceChange,
    SetSmartRule,
)
from halley.changes.wire import account, edits, hubs, identity, images, jobs, lists, preferences
from halley.changes.wire.asked import NotAWrite, asked
from halley.changes.wire.rules import Rule
from halley.plex.requests import PlexRequest

__all__ = ["RULES", "NotAWrite", "Rule", "decode", "encode"]

RULES: tuple[Rule, ...] = (
    *edits.RULES,
    *images.RULES,
    *lists.RULES,
    *hubs.RULES,
    *account.RULES,
    *preferences.RULES,
    *identity.RULES,
    *jobs.RULES,
)


def decode(request: PlexRequest) -> tuple[Change, ...]:
    """What a request would change; one request may hold several Changes.

    `X-Plex-*` parameters must be in its headers already. Raises NotAWrite with the reason where the request is no known
    write, or cannot be told in full.
    """
    for rule in RULES:
        parts = rule.parts(request.method, request.path)
        if parts is None:
            continue
        taken = asked(parts, request.query, request.body)
        if request.body is not None and not rule.takes_body:
            raise NotAWrite("it has a body, where Plex takes none")
        changes = rule.decoder(taken)
        if taken.left:
            raise NotAWrite(f"{min(taken.left)[:60]!r} is not understood")
        return changes
    raise NotAWrite(f"{request.method} {request.path[:200]} is no write that Halley knows")


def encode(change: Change, machine_id: str) -> PlexRequest:
    """The request that performs a Change, as python-plexapi would send it; `decode(encode(c)) == (c,)`.

    Raises ValueError for edits that name no item: on the wire they would be edits of all.
    """
    if isinstance(change, Edit):
        return edits.encode(change)
    if isinstance(change, ImageChange):
        return images.encode(change)
    if isinstance(change, CollectionChange | PlaylistChange | SetSmartRule):
        return lists.encode(change, machine_id)
    if isinstance(change, HubChange):
        return hubs.encode(change)
    if isinstance(change, AccountChange):
        return account.encode(change)
    if isinstance(change, PreferenceChange):
        return preferences.encode(change)
    if isinstance(change, IdentityChange):
        return identity.encode(change)
    return jobs.encode(change)
