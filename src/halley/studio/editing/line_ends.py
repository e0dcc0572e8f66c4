"""Line ends: what is written into a text of Windows ends its lines as that text does."""

import re

_BARE = re.compile(r"(?<!\r)\n")


def ended_like(before: str, after: str) -> str:
    """The text after a change, with the line ends that all lines had before it."""
    is_of_windows = "\r\n" in before and _BARE.search(before) is None
    return _BARE.sub("\r\n", after) if is_of_windows else after
