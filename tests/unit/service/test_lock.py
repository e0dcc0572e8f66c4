"""One service a configuration, whatever became of the one before."""

import fcntl
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from halley.service.lock import Held, held, holder_of, is_held

_HOLDS = """
import sys, time
from pathlib import Path
from halley.service.lock import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "service" / "lock"


def test_a_second_one_is_refused_with_who_holds_it(path: Path) -> None:
    with held(path) as before:
        assert before is None
        assert is_held(path)
        with pytest.raises(Held, match="another service holds this configuration: process"), held(path):
            pytest.fail("two held it")
        assert is_held(path)  # whoever was refused took nothing away
    assert not is_held(path)


def test_somebody_who_looks_whether_it_is_held_keeps_no_service_from_starting(path: Path) -> None:
    path.parent.mkdir()
    with path.open("w") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        threading.Timer(0.05, fcntl.flock, (looking, fcntl.LOCK_UN)).start()
        with held(path) as before:
            assert before is None


def test_one_that_was_killed_lets_go_and_is_known_to_have_come_to_no_end(path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", _HOLDS, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    assert is_held(path)
    process.kill()
    process.wait(10)
    assert not is_held(path)
    note = holder_of(path)
    assert note is not None
    assert not note.lives
    with held(path) as before:
        assert before == note
    with held(path) as before:
        assert before is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": "x"}', "\x00\xff", json.dumps({"pid": 1})])
def test_a_note_that_cannot_be_read_holds_nobody_up(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    assert not is_held(path)
    with held(path) as before:
        assert before is None


def test_a_process_of_the_same_number_that_began_at_another_time_is_another_one(path: Path) -> None:
    with held(path):
        note = json.loads(path.read_text())
    path.write_text(json.dumps({**note, "started": note["started"] + 1}))
    found = holder_of(path)
    assert found is not None
    assert not found.lives
