"""What tests of deployments share: asking for one, and programs that play systemd and an engine."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from halley.deploy.model import Deployment
from halley.deploy.targets import TARGETS
from halley.deploy.wishes import Wishes, deployment_of

RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
CONFIG = "/home/mms/config/kometa"


def wished(**wishes: object) -> Deployment:
    """A deployment with what the example of the requirement has, unless told otherwise."""
    usual: dict[str, object] = {"config": CONFIG, "puid": 3000, "pgid": 3000, "tz": "America/New_York"}
    return deployment_of(Wishes(**{**usual, **wishes}), (1000, 1000), "Etc/UTC")  # type: ignore[arg-type]


def kometa(**wishes: object) -> Deployment:
    return wished(program="kometa", **wishes)


def files(target: str, deployment: Deployment) -> dict[str, str]:
    return dict(TARGETS[target].files(deployment))


def values(unit: str) -> dict[str, list[str]]:
    """The keys of a unit with all their values."""
    found: dict[str, list[str]] = {}
    for line in unit.splitlines():
        if "=" in line and not line.startswith(("#", "[")):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


PLAYED = """#!{python}
import json, os, signal, sys, time
name, log = os.path.basename(sys.argv[0]), {log!r}
with open(log, "a") as stream:
    stream.write(json.dumps([name, *sys.argv[1:]]) + "\\n")
told = json.load(open({told!r}))
for words, (status, waits) in told:
    if all(word in [name, *sys.argv[1:]] for word in words):
        if waits:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
            open({log!r} + ".waiting", "w").close()
            time.sleep(waits)
        sys.exit(status)
"""


@dataclass
class Played:
    """Programs on the path that write down how they were called, and end as they are told."""

    folder: Path
    names: tuple[str, ...] = ("systemctl", "podman", "docker")
    endings: list[tuple[list[str], tuple[int, float]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        for name in self.names:
            text = PLAYED.format(python=sys.executable, log=str(self.log), told=str(self.folder / "told.json"))
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o755)
        self.ends()

    @property
    def log(self) -> Path:
        return self.folder / "calls"

    @property
    def calls(self) -> list[list[str]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"}

    def ends(self, *endings: tuple[list[str], tuple[int, float]]) -> None:
        """How a call ends that has all those words: (status, seconds that it takes)."""
        (self.folder / "told.json").write_text(json.dumps(endings))

    def halley(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "halley.cli", *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
