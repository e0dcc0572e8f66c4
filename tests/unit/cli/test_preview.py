"""`halley preview` as a user meets it: a process, its exit code, what it prints, and what lies in the job folder."""

from collections.abc import Callable
from pathlib import Path

from tests.support.previews import Desk

Play = Callable[..., Path]


async def test_where_all_is_drawn_it_ends_with_0_and_the_server_is_as_it_was(desk: Desk, play: Play) -> None:
    before = desk.server.digest()
    play("overlays", "finish")
    done = await desk.preview()
    assert done.status == 0, done.errors
    print(done)
    assert desk.summary["success"] is True
    assert desk.server.digest() == before
