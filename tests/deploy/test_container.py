"""Halley in a real container of Podman's: no network, nothing to write to but /config, Plex behind a Unix socket.

No image can be pulled here, so the container is made of a root file system that holds what `container/Containerfile` would
put into an image; its options are those that `halley deploy test-run` prints.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyrage
import pytest

from halley.deploy.images import kind_of
from halley.deploy.trial import trial_of
from halley.simulator import Simulator
from tests.deploy.asked import kometa, wished
from tests.deploy.root import image_variables, make_root
from tests.deploy.test_quadlet import generated, podman_line
from tests.support.previews import TOKEN, a_server

pytestmark = [pytest.mark.needs("podman"), pytest.mark.needs("root")]
OWNER = 1000
BEGIN = ("/opt/halley/venv/bin/python", "-I", "/opt/halley/entrypoint.py")
CONFIG = """\
plex: {url: "http://127.0.0.1:32400", token: TOKEN}
tmdb: {apikey: 0123456789abcdef0123456789abcdef}
libraries:
  Movies:
    overlay_files:
      - file: /config/overlays.yml
"""
OVERLAYS = "overlays:\n  4K:\n    overlay: {name: text(4K), horizontal_offset: 0, vertical_offset: 0}\n    plex_all: true\n"
PATIENCE_S = 120
WAYS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((), ()),
    (("--runtime", "runc", "--cgroup-manager", "cgroupfs"), ("--ulimit", "nofile=1000:1000", "--ulimit", "nproc=1000:1000")),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_root(tmp_path_factory.mktemp("root"))


@cache
def way(root: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Options before and after `run` with which this machine's Podman starts a container."""
    for before, after in WAYS:
        words = (
            "podman",
            *before,
            "run",
            "--rm",
            *after,
            "--network",
            "none",
            "--rootfs",
            f"{root}:O",
            "/bin/sh",
            "-c",
            "true",
        )
        if subprocess.run(words, capture_output=True, check=False).returncode == 0:
            return before, after
    raise AssertionError("no container can be started")


@dataclass(frozen=True)
class Home:
    """A config folder, the folder of Plex's socket, and the root file system of the container."""

    root: Path
    config: Path
    socket: Path

    def command(self, *more: str, once: bool, name: str) -> list[str]:
        """What `halley deploy test-run` prints, with the root file system in place of the image."""
        deployment = wished(
            config=str(self.config),
            name=name,
            network="none",
            puid=OWNER,
            pgid=OWNER,
            system=True,
            volumes=(f"{self.socket}:/run/plex",),
            env=("HALLEY_PLEX_SOCKET=/run/plex/plex.sock", "HALLEY_ENGINE=native"),
        )
        engine, run, *options, image = trial_of(deployment, "podman", is_terminal=False).run
        assert (engine, run, kind_of(image).name) == ("podman", "run", "halley")
        if not once:
            place = options.index("KOMETA_RUN=true")
            options = [one for one in (*options[: place - 1], *options[place + 1 :]) if one != "--rm"]
        before, after = way(self.root)
        return [engine, *before, run, *after, *image_variables(), *options, *more, "--rootfs", f"{self.root}:O", *BEGIN]


@asynccontextmanager
async def a_gateway(folder: Path, server: Simulator) -> AsyncIterator[str]:
    """`halley gateway` before a server, at a Unix socket; the worthless token that it gives out."""
    (folder / "token.txt").write_text(TOKEN)
    words = ("gateway", "--plex", server.url, "--token-file", folder / "token.txt", "--offline", "-o", folder / "out")
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "halley.cli", *map(str, words), "--listen", str(folder / "plex.sock"),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert running.stdout is not None
    said = ""
    try:
        while "token" not in said:
            line = await asyncio.wait_for(running.stdout.readline(), PATIENCE_S)
            assert line, said
            said += line.decode()
        (folder / "plex.sock").chmod(0o777)
        words_said = said.split()
        yield words_said[words_said.index("token") + 1]
    finally:
        running.terminate()
        await asyncio.wait_for(running.communicate(), PATIENCE_S)


@pytest.fixture
async def home(tmp_path: Path, root: Path) -> AsyncIterator[tuple[Home, Simulator]]:
    socket, config = tmp_path / "plex", tmp_path / "config"
    socket.mkdir()
    config.mkdir()
    async with a_server() as server, a_gateway(socket, server) as token:
        (config / "config.yml").write_text(CONFIG.replace("TOKEN", token))
        (config / "overlays.yml").write_text(OVERLAYS)
        for path in (config, *config.iterdir()):
            os.chown(path, OWNER, OWNER)
        yield Home(root, config, socket), server


async def ended(command: list[str]) -> tuple[int, str]:
    running = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await asyncio.wait_for(running.communicate(), PATIENCE_S)
    assert running.returncode is not None
    return running.returncode, said.decode()


async def test_a_preview_comes_through_the_socket_into_a_container_without_network(home: tuple[Home, Simulator]) -> None:
    here, server = home
    before = server.digest()
    status, said = await ended(here.command(once=True, name=f"halley-once-{os.getpid()}"))
    assert status == 0, said
    plans = [json.loads(path.read_text()) for path in here.config.glob("halley/**/plan.json")]
    assert len(plans) == 1, said
    assert "Heat" in json.dumps(plans[0]), (said, plans)
    assert "Run" in said
    assert "Finished" in said
    assert TOKEN not in said
    assert server.digest() == before
    assert {path.lstat().st_uid for path in here.config.rglob("*")} == {OWNER}


@pytest.fixture
async def service(home: tuple[Home, Simulator]) -> AsyncIterator[str]:
    """The service as a container that stays; its name."""
    here, _ = home
    name = f"halley-stays-{os.getpid()}"
    health = ("--health-cmd", kind_of("localhost/halley").health, "--health-interval", "disable", "--detach")
    command = here.command(*health, once=False, name=name)
    status, said = await ended(command)
    assert status == 0, said
    yield f"test-{name}"
    await ended(podman(here, "rm", "--force", "--time", "0", f"test-{name}"))


def podman(here: Home, *words: str) -> list[str]:
    return ["podman", *way(here.root)[0], *words]


async def test_its_health_check_turns_healthy_and_it_stops_when_told(home: tuple[Home, Simulator], service: str) -> None:
    here, _ = home
    async with asyncio.timeout(PATIENCE_S):
        while (await ended(podman(here, "healthcheck", "run", service)))[0] != 0:
            assert '"Running": true' in (await ended(podman(here, "inspect", service)))[1], await ended(
                ["podman", "logs", service]
            )
            await asyncio.sleep(0.2)
    (row,) = json.loads((await ended(podman(here, "inspect", service)))[1])
    assert (row["State"].get("Health") or row["State"]["Healthcheck"])["Status"] == "healthy"
    assert row["HostConfig"]["ReadonlyRootfs"]
    for script in probes():
        status, said = await ended(podman(here, "exec", service, "/opt/halley/venv/bin/python", "-c", script))
        assert status == 0, said
    status, said = await ended(podman(here, "stop", "--time", "30", service))
    assert status == 0, said
    (row,) = json.loads((await ended(podman(here, "inspect", service)))[1])
    assert row["State"]["ExitCode"] == 0, await ended(["podman", "logs", service])


@pytest.mark.needs("quadlet")
async def test_the_nightly_backup_of_the_units_is_made_pruned_and_tried(root: Path, tmp_path: Path) -> None:
    """Of a LinuxServer's Kometa, whose files belong to its PUID and are closed to others."""
    config, dest, key = tmp_path / "config", tmp_path / "backups", tmp_path / "age.txt"
    identity = pyrage.x25519.Identity.generate()
    key.write_text(f"{identity}\n")
    key.chmod(0o600)
    dest.mkdir()
    config.mkdir(0o700)
    (config / "config.yml").write_text("libraries: {}\n")
    (config / "config.yml").chmod(0o600)
    for path in (config, config / "config.yml"):
        os.chown(path, 3000, 3000)
    recipients = (str(identity.to_public()),)
    # The network of the units is made by another of them, which runs nowhere here.
    told = kometa(
        config=str(config), backups=str(dest), recipients=recipients, identity=str(key), system=True, network="none"
    )
    line = podman_line(generated(tmp_path / "units", told)["kometa-backup.service"])
    place = line.index("localhost/halley:latest")
    options = [one for one in line[2:place] if not one.startswith(("--cidfile", "--cgroups"))]
    before, after = way(root)
    command = [
        "podman",
        *before,
        "run",
        *after,
        *image_variables(),
        *options,
        "--rootfs",
        f"{root}:O",
        *BEGIN,
        *line[place + 1 :],
    ]
    status, said = await ended([f"kometa-backup-{os.getpid()}" if one == "kometa-backup" else one for one in command])
    assert status == 0, said
    assert len([*(dest / "kometa").glob("kometa-*.tar.zst.age")]) == 1
    drill = json.loads((config / "halley/backup/drill.json").read_text())
    assert drill["ok"], said
    assert not [*(config / "halley/backup").glob("halley-drill-*")]


def probes() -> Iterator[str]:
    """What must hold inside, a program each."""
    yield "import os; assert (os.getuid(), os.getgid()) == (1000, 1000)"
    yield "import os; assert not [one for one in os.listdir('/sys/class/net') if one != 'lo']"
    yield "assert {'NoNewPrivs:\\t1', 'CapEff:\\t0000000000000000'} <= {*open('/proc/self/status').read().splitlines()}"
    yield (
        "import errno\n"
        "for place in ('/x', '/opt/halley/x', '/etc/x', '/bin/x'):\n"
        "    try:\n        open(place, 'w')\n"
        "    except OSError as problem:\n        assert problem.errno in (errno.EROFS, errno.EACCES), problem\n"
        "    else:\n        raise SystemExit(place)\n"
        "open('/config/x', 'w').close()\nopen('/tmp/x', 'w').close()\n"
    )
