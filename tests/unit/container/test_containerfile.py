"""`container/Containerfile`, Halley alone, as far as it can be proved without fetching an image."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from halley.deploy.images import KINDS
from tests.unit.container.test_containerfile_kometa import is_sent

ROOT = Path(__file__).resolve().parents[3]


def instructions() -> list[tuple[str, str]]:
    """The instructions in order, continued lines put together."""
    text = (ROOT / "container" / "Containerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", " ", "\n".join(line for line in text.splitlines() if not line.startswith("#"))).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines if line.strip())]


def last(name: str) -> str:
    """What the last stage says."""
    return [rest for word, rest in instructions() if word == name][-1]


def sources() -> list[str]:
    copies = [rest.split() for word, rest in instructions() if word == "COPY" and not rest.startswith("--from")]
    return [source for words in copies for source in words[:-1]]


@pytest.mark.parametrize("source", sources())
def test_what_is_copied_exists_and_reaches_the_build(source: str) -> None:
    assert (ROOT / source).exists()
    assert is_sent(source)


def test_it_does_not_run_as_root() -> None:
    assert last("USER") == "1000:1000"


def test_it_begins_with_a_small_init_and_serves() -> None:
    assert json.loads(last("ENTRYPOINT"))[:2] == ["/usr/bin/tini", "--"]
    assert json.loads(last("CMD")) == ["serve"]
    assert json.loads(last("ENTRYPOINT"))[-1] == "/opt/halley/entrypoint.py"


def test_its_health_check_is_the_one_that_units_ask() -> None:
    (halley,) = (kind for kind in KINDS if kind.name == "halley")
    asked = json.loads(last("HEALTHCHECK").partition("CMD ")[2])
    assert " ".join(asked) == halley.health


def test_it_keeps_everything_in_one_volume() -> None:
    assert last("VOLUME") == "/config"
    assert "HALLEY_DATA=/config/halley" in last("ENV")
    assert last("EXPOSE") == "2061"


def test_what_builds_the_pages_is_not_in_the_image() -> None:
    stages = [place for place, (word, _) in enumerate(instructions()) if word == "FROM"]
    kept = instructions()[stages[-1] :]
    assert len(stages) == 2
    assert not any("tools/web.py" in rest or "node" in rest for _, rest in kept)
    assert ("COPY", "--from=build /opt/halley/venv /opt/halley/venv") in kept


def test_every_instruction_is_one_that_builders_know() -> None:
    known = {"ARG", "FROM", "USER", "WORKDIR", "COPY", "RUN", "ENV", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK"}
    assert {word for word, _ in instructions()} <= known | {"ENTRYPOINT", "CMD"}


@pytest.mark.needs("podman")
@pytest.mark.parametrize("name", ["Containerfile", "Containerfile.kometa"])
def test_a_real_builder_stumbles_on_nothing_but_the_image_that_it_begins_with(name: str) -> None:
    """Nothing can be pulled here. The whole file is read before the image is looked for; its words are not tried."""
    base = "localhost/nowhere"
    command = ["podman", "build", "--pull=never", "--file", ROOT / "container" / name, "--build-arg", f"BASE={base}"]
    command += ["--build-arg", f"KOMETA_IMAGE={base}", ROOT / "container"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert f"{base}: image not known" in done.stderr
