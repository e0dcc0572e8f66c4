"""How receivers want a message: Discord, Slack, Notifiarr, Gotify, ntfy, and plain addresses, which get Kometa's keys.

Source: spec, config-and-run 15.
"""

import json

from halley.notices.message import Message
from halley.notices.target import Part, Sent
from halley.secrets import Secret

_PICTURE = "poster.jpg"
_COLOURS = {"bad": 0xD9534F, "approval": 0xE5A00D, "good": 0x5CB85C}
NOTIFIARR = "https://notifiarr.com/api/v1/notification/pmm/"


def discord(address: Secret, message: Message) -> Sent:
    """An embed with the counts as fields, the picture in it. Nobody is pinged, whatever the text holds."""
    colour = _COLOURS["bad" if message.is_bad else "approval" if message.kind == "approval" else "good"]
    embed: dict[str, object] = {
        "title": message.title,
        "description": message.text,
        "color": colour,
        "timestamp": message.at,
    }
    if message.link:
        embed["url"] = message.link
        embed["description"] = f"{message.text}\n\n{message.link}".strip()
    if message.counts:
        embed["fields"] = [{"name": name, "value": str(count), "inline": True} for name, count in message.counts.items()]
    if message.picture is not None:
        embed["image"] = {"url": f"attachment://{_PICTURE}"}
    content = {"username": "Halley", "embeds": [embed], "allowed_mentions": {"parse": []}}
    if message.picture is None:
        return Sent(address, json=content)
    payload = Part("payload_json", json.dumps(content).encode(), "application/json")
    return Sent(address, form=(payload, Part("files[0]", message.picture, "image/jpeg", _PICTURE)))


def slack(address: Secret, message: Message) -> Sent:
    """Two blocks; Slack's webhooks take no picture."""
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": message.title[:150]}},
        {"type": "section", "text": {"type": "mrkdwn", "text": _slack_text(message.body)}},
    ]
    return Sent(address, json={"text": _slack_text(message.title), "blocks": blocks})


def gotify(url: str, token: Secret, message: Message) -> Sent:
    """Title and text, with an address to open; Gotify takes no picture."""
    extras = {"client::notification": {"click": {"url": message.link}}} if message.link else {}
    content = {"title": message.title, "message": message.body, "priority": 8 if message.is_bad else 4, "extras": extras}
    return Sent(Secret(f"{url.rstrip('/')}/message"), json=content, headers={"X-Gotify-Key": token})


def ntfy(url: str, token: Secret, topic: Secret, message: Message) -> Sent:
    """The text as body, or the picture as body and the text beside it: in the query, which takes every letter."""
    query = {"title": message.title, "priority": "4" if message.is_bad else "3", "tags": _tag(message)}
    if message.link:
        query["click"] = message.link
    address = Secret(f"{url.rstrip('/')}/{topic.reveal()}")
    headers: dict[str, str | Secret] = {"Authorization": Secret(f"Bearer {token.reveal()}")}
    if message.picture is None:
        headers["Content-Type"] = "text/plain; charset=utf-8"
        return Sent(address, content=message.body.encode(), query=query, headers=headers)
    query |= {"message": message.body.replace("\n", "\\n"), "filename": _PICTURE}
    return Sent(address, content=message.picture, query=query, headers=headers, method="PUT")


def notifiarr(key: Secret, message: Message, address: str = NOTIFIARR) -> Sent:
    """A GET with a body, as Kometa does it and Notifiarr wants it."""
    return Sent(Secret(address), json=kometas(message), headers={"X-API-Key": key}, method="GET")


def plain(address: Secret, message: Message) -> Sent:
    """Kometa's keys, and ours beside them."""
    return Sent(address, json=kometas(message))


def kometas(message: Message) -> dict[str, object]:
    """The message under the keys of Kometa's own: `error` for what went wrong, else `run_end`."""
    told = "\n".join(one for one in (message.title, message.body) if one)
    ours = {
        "kind": message.kind,
        "title": message.title,
        "message": message.body,
        "link": message.link,
        "counts": dict(message.counts),
        "library_mapping_name": "",
    }
    if message.is_bad:
        return {"event": "error", "error": told, "critical": message.kind == "failed", **ours}
    names: dict[str, object] = {"event": "run_end", "start_time": message.at, "end_time": message.at, "run_time": ""}
    zeros = dict.fromkeys(_COUNTED, 0)
    return {**names, **zeros, "names": [], **ours}


_COUNTED = (
    "collections_created",
    "collections_modified",
    "collections_deleted",
    "items_added",
    "items_removed",
    "added_to_radarr",
    "added_to_sonarr",
)


def refused_by_json(answer: bytes) -> str:
    """What an answer says that is a refusal under a status of 200: `"result": "error"`."""
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    return "it answered that this is an error" if isinstance(found, dict) and found.get("result") == "error" else ""


def _tag(message: Message) -> str:
    return "warning" if message.is_bad else "eyes" if message.kind == "approval" else "white_check_mark"


def _slack_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
