"""A log that grows is followed, a line at a time, and nothing but a plain file is one."""

import os
from pathlib import Path

from halley.engines.kometa.chapters import Chapter, Part
from halley.jobs.followed_log import FollowedLog
from tests.unit.engines.test_chapters import heading

MOVIES = {"Movies": "Movies"}
LIBRARY = heading("Movies Library")
OPERATIONS = heading("Movies Library Operations")


def grow(log: Path, text: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(text)


def test_each_call_tells_the_chapter_of_all_that_stands_in_the_file_by_then(tmp_path: Path) -> None:
    log = tmp_path / "meta.log"
    following = FollowedLog(log, MOVIES)
    assert following() == 0
    grow(log, "\n".join(LIBRARY) + "\n")
    first = following()
    whole = "\n".join(OPERATIONS)
    grow(log, whole)
    assert following() == first
    grow(log, "\n")
    second = following()
    chapters = following.close().chapters
    assert chapters[0] == Chapter()
    assert chapters[first] == Chapter(None, "Movies")
    assert chapters[second] == Chapter(Part.OPERATIONS, "Movies")


def test_a_link_and_a_pipe_in_place_of_the_log_tell_nothing(tmp_path: Path) -> None:
    log = tmp_path / "meta.log"
    grow(log, "\n".join(LIBRARY) + "\n")
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(log)
    os.mkfifo(pipe)
    for path in (link, pipe):
        following = FollowedLog(path, MOVIES)
        assert following() == 0
        assert following.close().chapters == (Chapter(),)
