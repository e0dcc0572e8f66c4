"""What the gateway answers: either bytes that it has, or the server's own answer passed through as it streams."""

from dataclasses import dataclass

from halley.gateway.upstream import Answer
from halley.plex.answers import Reply


@dataclass(frozen=True, slots=True)
class PassThrough:
    """The server's own answer to this target, byte for byte."""

    target: str


def relayed(answer: Answer) -> Reply:
    """An answer of the server that was read whole."""
    headers = tuple((name, value) for name, value in answer.headers if name.lower() != "content-type")
    return Reply(answer.status, answer.content_type, answer.body, headers)
