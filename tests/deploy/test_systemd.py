"""Plain units, and those that Quadlet makes, as systemd itself reads them."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.deploy.asked import CONFIG, files, kometa, values, wished
from tests.deploy.test_quadlet import BACKED_UP, EVERY, generated

STUB = "[Service]\nExecStart=/bin/true\n"


def complaints(folder: Path, *units: Path) -> list[str]:
    """What `systemd-analyze verify` says of units; programs that only a real host has are no fault of the unit."""
    (folder / "plex.service").write_text(STUB)
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"}
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, units)],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    ours = {unit.name for unit in units}
    return [
        line
        for line in (done.stdout + done.stderr).splitlines()
        if any(name in line for name in ours) and "is not executable" not in line and "not found" not in line
    ]


@pytest.mark.needs("systemd-analyze")
@pytest.mark.parametrize("of_system", [False, True])
def test_systemd_takes_the_plain_units(tmp_path: Path, of_system: bool) -> None:
    deployments = [
        wished(**BACKED_UP, identity="/home/mms/age.txt", system=of_system),
        kometa(kometa="/opt/kometa/kometa.py", config="/home/mms/con fig/100%/$HOME", system=of_system),
    ]
    paths = []
    for one in deployments:
        for name, text in files("systemd", one).items():
            path = tmp_path / Path(name).name
            path.write_text(text)
            paths.append(path)
    assert complaints(tmp_path, *paths) == []


@pytest.mark.needs("systemd-analyze")
def test_it_would_have_been_told_what_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "halley.service"
    broken.write_text("[Service]\nExecStart=relative\nRestart=sometimes\n")
    assert complaints(tmp_path, broken)


@pytest.mark.needs("systemd-analyze")
@pytest.mark.needs("quadlet")
def test_systemd_takes_what_the_generator_makes(tmp_path: Path) -> None:
    paths = []
    for name, text in generated(tmp_path / "quadlet", EVERY["kometa of LinuxServer"]).items():
        path = tmp_path / name
        path.write_text(text)
        paths.append(path)
    timer = tmp_path / "kometa-backup.timer"
    timer.write_text(files("quadlet", EVERY["kometa of LinuxServer"])["systemd/user/kometa-backup.timer"])
    assert complaints(tmp_path, *paths, timer) == []


@pytest.mark.needs("systemd-analyze")
@pytest.mark.parametrize("at", ["*-*-* 03:00:00", "*-*-* 02:00:00"])
def test_the_times_are_times(at: str) -> None:
    assert subprocess.run(["systemd-analyze", "calendar", at], capture_output=True, check=False).returncode == 0


def test_the_service_reads_the_configuration_and_writes_beside_it() -> None:
    unit = values(files("systemd", wished())["systemd/user/halley.service"])
    assert unit["ExecStart"] == [f"/usr/bin/env halley serve --config {CONFIG}/config.yml"]
    assert f"HALLEY_DATA={CONFIG}/halley" in unit["Environment"]
    assert unit["After"] == ["plex.service"]


def test_the_systems_service_runs_as_whom_the_files_belong_to() -> None:
    unit = values(files("systemd", wished(system=True))["systemd/system/halley.service"])
    assert (unit["User"], unit["Group"], unit["WantedBy"]) == (["3000"], ["3000"], ["multi-user.target"])
