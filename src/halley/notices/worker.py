"""A process that sends one message by Apprise, and ends: `python -m halley.notices.worker`.

Standard input holds JSON with the message and one address; standard output gets a JSON object. It can be ended at any time.
"""

import base64
import json
import logging
import re
import sys
import tempfile
from pathlib import Path
from typing import TypedDict
from urllib.parse import unquote, urlsplit

from halley.secrets import MASK

_BETWEEN = re.compile(r"[/:@?&=#,;]+")
_SHORTEST, _LONGEST = 4, 300


class Order(TypedDict):
    """What is to be sent. `picture` is a JPEG in base64, or empty."""

    address: str
    is_list: bool
    title: str
    body: str
    kind: str
    picture: str


class Words(logging.Handler):
    """Keeps the last thing that Apprise warned of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.last = record.getMessage()


def send(order: Order) -> str:
    """Send it, and return what went wrong; an empty text where it arrived."""
    import apprise  # noqa: PLC0415 (a second that only a process that sends should take)

    words = Words()
    logger = logging.getLogger("apprise")
    logger.handlers[:] = [words]
    logger.propagate = False
    asset = apprise.AppriseAsset(app_id="Halley", app_desc="Halley", async_mode=False, secure_logging=True)
    made = apprise.Apprise(asset=asset)
    if order["is_list"]:
        listed = apprise.AppriseConfig(asset=asset)
        if not listed.add(order["address"]) or not listed.services():
            return "the list holds no address that Apprise knows, or cannot be read"
        made.add(listed)
    elif not made.add(order["address"]):
        return f"Apprise {apprise.__version__} does not know an address of that form"
    with tempfile.TemporaryDirectory(prefix="halley-notice-") as folder:
        attach = None
        if order["picture"]:
            picture = Path(folder) / "poster.jpg"
            picture.write_bytes(base64.b64decode(order["picture"]))
            attach = str(picture)
        type_ = {"bad": apprise.NotifyType.FAILURE, "good": apprise.NotifyType.SUCCESS}.get(
            order["kind"], apprise.NotifyType.INFO
        )
        arrived = made.notify(
            body=order["body"],
            title=order["title"],
            notify_type=type_,
            body_format=apprise.NotifyFormat.TEXT,
            attach=attach,
        )
    if arrived:
        return ""
    said = "" if order["is_list"] else without_parts(words.last, order["address"])
    return said or "it did not take the message"


def without_parts(text: str, address: str) -> str:
    """The words of Apprise without anything of an address that may be a key: all but its host."""
    rest = address.partition("://")[2]
    host = urlsplit(f"//{rest}").netloc.rpartition("@")[2].partition(":")[0]
    for part in sorted(_BETWEEN.split(rest), key=len, reverse=True):
        for spelled in {part, unquote(part)}:
            if len(spelled) >= _SHORTEST and spelled.lower() != host.lower():
                text = text.replace(spelled, MASK)
    return text[:_LONGEST]


def main() -> None:
    """Read the order, send, answer."""
    order: Order = json.load(sys.stdin)
    answers, sys.stdout = sys.stdout, sys.stderr
    json.dump({"problem": send(order)}, answers)
    answers.flush()


if __name__ == "__main__":
    main()
