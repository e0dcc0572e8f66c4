"""A process that sends one message by Apprise, and ends: `python -m halley.notices.worker`.

Standard input holds JSON with the message and its receivers; standard output gets a line of JSON for each of them as
soon as it is known what became of it. It can be ended at any time, and leaves nothing behind.
"""

import json
import logging
import re
import signal
import sys
import threading
from typing import TypedDict
from urllib.parse import unquote

from halley.secrets import MASK

_BETWEEN = re.compile(r"[/:@?&=#,;]+")
_SHORTEST, _LONGEST = 4, 300
_LONGEST_S = 60


class Addressed(TypedDict):
    """One receiver: an address, or a file or address that lists some."""

    address: str
    is_list: bool


class Order(TypedDict):
    """What is to be sent. `picture` is the path of one, or empty."""

    targets: list[Addressed]
    title: str
    body: str
    kind: str
    picture: str


class Words(logging.Handler):
    """Keeps the last thing that Apprise warned of, for each thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last: dict[int, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        self.last[record.thread or 0] = record.getMessage()


def send(target: Addressed, order: Order, words: Words) -> str:
    """Send it to one, and return what went wrong; an empty text where it arrived."""
    import apprise  # noqa: PLC0415 (a second that only a process that sends should take)

    asset = apprise.AppriseAsset(app_id="Halley", app_desc="Halley", async_mode=False, secure_logging=True)
    made = apprise.Apprise(asset=asset)
    if target["is_list"]:
        listed = apprise.AppriseConfig(asset=asset)
        if not listed.add(target["address"]) or not listed.services():
            return "the list holds no address that Apprise knows, or cannot be read"
        made.add(listed)
    elif not made.add(target["address"]):
        return f"Apprise {apprise.__version__} does not know an address of that form"
    kinds = {"bad": apprise.NotifyType.FAILURE, "good": apprise.NotifyType.SUCCESS}
    arrived = made.notify(
        body=order["body"],
        title=order["title"],
        notify_type=kinds.get(order["kind"], apprise.NotifyType.INFO),
        body_format=apprise.NotifyFormat.TEXT,
        attach=order["picture"] or None,
    )
    if arrived:
        return ""
    last = words.last.get(threading.get_ident(), "")
    said = "" if target["is_list"] else without_parts(last, target["address"])
    return said or "it did not take the message"


def without_parts(text: str, address: str) -> str:
    """The words of Apprise without anything of an address: with many services the host is a key, too."""
    for part in sorted(_BETWEEN.split(address.partition("://")[2]), key=len, reverse=True):
        for spelled in {part, unquote(part)}:
            if len(spelled) >= _SHORTEST:
                text = text.replace(spelled, MASK)
    return text[:_LONGEST]


def main() -> None:
    """Read the order, send to all at a time, and answer as they end."""
    signal.alarm(_LONGEST_S)  # whoever started it may be gone
    order: Order = json.load(sys.stdin)
    answers, sys.stdout = sys.stdout, sys.stderr
    words, one_line = Words(), threading.Lock()
    logger = logging.getLogger("apprise")
    logger.handlers[:] = [words]
    logger.propagate = False

    def work(number: int, target: Addressed) -> None:
        try:
            problem = send(target, order, words)
        except Exception as failed:  # noqa: BLE001 - a service of Apprise that breaks keeps nothing from the others
            problem = f"it cannot be sent ({type(failed).__name__})"
        with one_line:
            answers.write(json.dumps({"number": number, "problem": problem}) + "\n")
            answers.flush()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(order["targets"])]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


if __name__ == "__main__":
    main()
