"""What each sandbox alone holds, tried from inside with real programs. The guard is not there in any of these."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from halley.sandbox.box import Box
from halley.sandbox.bubblewrap import Bubblewrap
from halley.sandbox.container import Container
from halley.sandbox.landlock import Landlock
from tests.unit.sandbox.boxed import Boxed, a_box

CONTAINER = pytest.param(Container(), id="container", marks=pytest.mark.needs("podman"))
BUBBLEWRAP = pytest.param(Bubblewrap(), id="bubblewrap", marks=pytest.mark.needs("bubblewrap"))
LANDLOCK = pytest.param(Landlock(), id="landlock", marks=pytest.mark.needs("landlock"))
EVERY_BOX = pytest.mark.parametrize("box", [CONTAINER, BUBBLEWRAP, LANDLOCK])
NAMESPACES = pytest.mark.parametrize("box", [CONTAINER, BUBBLEWRAP])


@pytest.fixture
def boxed(box: Box, tmp_path: Path) -> Iterator[Boxed]:
    with a_box(box, tmp_path) as made:
        yield made


#: (id, program): each prints one line for each try, and every one must be refused.
BREAKOUTS = (
    ("tcp", "tried(lambda: socket.create_connection(('127.0.0.1', ELSEWHERE), 3))"),
    ("tcp-ipv6", "tried(lambda: socket.create_connection(('::1', ELSEWHERE), 3))"),
    ("tcp-mapped", "tried(lambda: socket.create_connection(('::ffff:127.0.0.1', ELSEWHERE), 3))"),
    ("tcp-out", "tried(lambda: socket.create_connection(('192.0.2.1', 443), 3))"),
    (
        "tcp-fast-open",
        "tried(lambda: socket.socket().sendto(b'GET / HTTP/1.0\\r\\n\\r\\n', 0x20000000, ('127.0.0.1', ELSEWHERE)))",
    ),
    (
        "multipath-tcp",
        "tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262).connect(('127.0.0.1', ELSEWHERE)))",
    ),
    ("udp-out", "tried(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53)))"),
    ("raw", "tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))"),
    ("packet", "tried(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0))"),
    ("name", "tried(lambda: socket.getaddrinfo('example.org', 80))"),
    ("secret", "tried(lambda: open(SECRET).read())"),
    ("secret-through-proc", "tried(lambda: open('/proc/self/root' + SECRET).read())"),
    ("shadow", "tried(lambda: open('/etc/shadow').read())"),
    ("write-user-files", "tried(lambda: open(USER_FILES + '/x', 'w'))"),
    ("overwrite-user-file", "tried(lambda: open(USER_FILES + '/asset.txt', 'w'))"),
    ("delete-user-file", "tried(lambda: os.unlink(USER_FILES + '/asset.txt'))"),
    ("rename-user-file", "tried(lambda: os.rename(USER_FILES + '/asset.txt', JOB + '/a'))"),
    ("truncate-user-file", "tried(lambda: os.truncate(USER_FILES + '/asset.txt', 0))"),
    ("write-system", "tried(lambda: open('/usr/bin/x', 'w'))"),
    ("write-root", "tried(lambda: open('/x', 'w'))"),
    ("write-python", "tried(lambda: open(os.path.dirname(os.__file__) + '/x.py', 'w'))"),
    (
        "link-out-of-job",
        "os.symlink(USER_FILES + '/asset.txt', JOB + '/link'); tried(lambda: open(JOB + '/link', 'w'))",
    ),
    (
        "hard-link",
        "def link():\n"
        "    os.link(USER_FILES + '/asset.txt', JOB + '/hard')\n"
        "    open(JOB + '/hard', 'w').write('changed')\n"
        "tried(link)",
    ),
    ("container-sockets", "[tried(lambda: socket.socket(socket.AF_UNIX).connect(p)) for p in ('/run/podman/podman.sock',)]"),
    ("mount", "tried(lambda: subprocess.run(['mount', '-t', 'tmpfs', 'x', JOB], check=True, capture_output=True))"),
    ("chroot", "tried(lambda: os.chroot(JOB))"),
    ("kill-outside", "tried(lambda: os.kill(int(os.environ['OUTSIDE']), 9))"),
    ("memory-outside", "tried(lambda: open(f\"/proc/{os.environ['OUTSIDE']}/mem\", 'rb').read(1))"),
    ("environment-outside", "tried(lambda: open(f\"/proc/{os.environ['OUTSIDE']}/environ\", 'rb').read(1))"),
    ("user", "tried(lambda: open('/dev/sda', 'rb')); tried(lambda: open('/dev/mem', 'rb'))"),
)  # fmt: skip


@EVERY_BOX
@pytest.mark.parametrize("program", [way[1] for way in BREAKOUTS], ids=[way[0] for way in BREAKOUTS])
def test_no_way_out(boxed: Boxed, program: str) -> None:
    outside = subprocess.Popen(["sleep", "60"])
    boxed.environment["OUTSIDE"] = str(outside.pid)
    try:
        ended = boxed.run(program)
        assert outside.poll() is None
    finally:
        outside.kill()
        outside.wait()
    assert ended.output, ended.errors
    assert all(line.startswith("refused") for line in ended.output.splitlines()), ended
    assert boxed.elsewhere.asked == []
    assert (boxed.user_files / "asset.txt").read_text() == "an asset"
    assert sorted(path.name for path in boxed.user_files.iterdir()) == ["asset.txt", "config.yml"]


@EVERY_BOX
def test_what_is_written_beside_the_job_folder_does_not_arrive(boxed: Boxed) -> None:
    # Where the job folder lies below /tmp, its parent inside is a tmpfs that is gone with the box.
    boxed.run("tried(lambda: open(os.path.dirname(JOB) + '/x', 'w').write('x'))")
    assert not (boxed.folder / "x").exists()


@EVERY_BOX
def test_a_program_with_a_clean_environment_has_no_network_either(boxed: Boxed) -> None:
    ended = boxed.run("""
        inner = f"import socket; socket.create_connection(('127.0.0.1', {ELSEWHERE}), 3)"
        tried(lambda: subprocess.run([sys.executable, "-I", "-c", inner], env={}, check=True, stderr=subprocess.DEVNULL))
        tried(lambda: subprocess.run(["bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{ELSEWHERE}"], env={}, check=True,
                                     stderr=subprocess.DEVNULL))
    """)
    assert ended.output.split() == ["refused", "CalledProcessError"] * 2, ended.errors
    assert boxed.elsewhere.asked == []


@EVERY_BOX
def test_the_gateway_is_reached(boxed: Boxed) -> None:
    ended = boxed.run("""
        import urllib.request
        print([urllib.request.urlopen(f"http://127.0.0.1:{PLEX}/").read().decode() for _ in range(3)])
    """)
    assert ended.output == "['plex', 'plex', 'plex']", ended.errors


@EVERY_BOX
def test_the_job_folder_is_written_and_user_files_are_read(boxed: Boxed) -> None:
    ended = boxed.run("""
        open(JOB + "/made", "w").write(open(USER_FILES + "/asset.txt").read())
        os.mkdir("below"); os.rename("made", "below/made"); print(os.getcwd() == JOB)
    """)
    assert ended.output == "True", ended.errors
    made = boxed.job / "below" / "made"
    assert made.read_text() == "an asset"
    assert made.stat().st_uid == os.getuid()


@EVERY_BOX
def test_a_hidden_file_in_a_readable_folder_cannot_be_read(boxed: Boxed) -> None:
    ended = boxed.run("""
        try:
            print("read", repr(open(USER_FILES + "/config.yml").read()))
        except OSError:
            print("read ''")
        print(open(USER_FILES + "/asset.txt").read())
    """)
    assert ended.output.splitlines() == ["read ''", "an asset"], ended.errors


@EVERY_BOX
def test_a_pool_of_processes_can_be_made_as_kometa_makes_one(boxed: Boxed) -> None:
    ended = boxed.run("""
        from concurrent.futures import ProcessPoolExecutor
        with ProcessPoolExecutor(max_workers=1) as pool:
            print(pool.submit(abs, -3).result())
    """)
    assert ended.output == "3", ended.errors


@EVERY_BOX
def test_temporary_files_have_a_place_that_is_gone_afterwards(boxed: Boxed) -> None:
    ended = boxed.run("import tempfile; handle, name = tempfile.mkstemp(); os.write(handle, b'x'); print(name)")
    assert ended.status == 0, ended.errors
    assert not Path(ended.output).exists()


@EVERY_BOX
def test_the_environment_is_what_was_asked_for(boxed: Boxed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET_OF_OURS", "1")
    boxed.environment.update({"KOMETA_X": "a b=c,d\n$HOME", "HOME": "/nowhere"})
    ended = boxed.run("print([os.environ.get(n) for n in ('A_SECRET_OF_OURS', 'KOMETA_X', 'HOME', 'PATH')])")
    assert ended.output == "[None, 'a b=c,d\\n$HOME', '/nowhere', '/usr/local/bin:/usr/bin:/bin']", ended.errors


@NAMESPACES
def test_values_of_the_environment_are_not_on_the_command_line(boxed: Boxed) -> None:
    boxed.environment["KOMETA_SECRET"] = "very-secret"
    launch = boxed.box.launch(boxed.request("true"))
    assert not any("very-secret" in word for word in launch.command)
    for leftover in launch.leftovers:
        leftover.rmdir()


@EVERY_BOX
@pytest.mark.parametrize("status", [0, 3])
def test_the_exit_status_is_the_commands(boxed: Boxed, status: int) -> None:
    assert boxed.run(f"sys.exit({status})").status == status


@EVERY_BOX
def test_output_arrives_while_it_is_written(boxed: Boxed) -> None:
    launch = boxed.box.launch(boxed.request(sys.executable, "-u", "-c", "import time; print('early'); time.sleep(30)"))
    running = boxed.start(launch)
    assert running.stdout is not None
    assert running.stdout.readline() == "early\n"
    _end(boxed, running.pid, launch.kill, launch.environment)
    running.wait(timeout=20)


@EVERY_BOX
def test_ending_it_leaves_no_process_behind(boxed: Boxed) -> None:
    program = "import subprocess, time; subprocess.Popen(['sleep', '4321']); print('up', flush=True); time.sleep(4321)"
    launch = boxed.box.launch(boxed.request(sys.executable, "-c", program))
    running = boxed.start(launch)
    assert running.stdout is not None
    assert running.stdout.readline() == "up\n", running.stderr
    _end(boxed, running.pid, launch.kill, launch.environment)
    running.wait(timeout=20)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _sleepers("4321"):
        time.sleep(0.1)
    assert not _sleepers("4321")


def _end(boxed: Boxed, group: int, kill: tuple[str, ...] | None, environment: object) -> None:
    os.killpg(group, signal.SIGKILL)
    if kill:
        subprocess.run(kill, env=environment, capture_output=True, check=False, timeout=30)  # type: ignore[call-overload]


def _sleepers(duration: str) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if duration.encode() in words and b"sleep" in words:
            found.append(str(path))
    return found


@EVERY_BOX
def test_a_wall_says_what_it_holds_and_what_not(box: Box) -> None:
    assert box.wall.holds
    assert box.wall.does_not_hold
    assert box.wall.name == box.name
