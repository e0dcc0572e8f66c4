"""What other commands of Halley make is what the doctor calls healthy: units that are deployed, backups that are made."""

import asyncio
import os
import sys
from pathlib import Path

import pyrage
import pytest

from tests.support.previews import ended
from tests.unit.doctor.house import House


async def halley(house: House, *words: str | Path) -> str:
    """Run another command of Halley to its good end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "halley.cli", *map(str, words)),
        cwd=house.folder,
        env={"PATH": os.environ["PATH"], "HOME": str(house.folder), "LANG": "C.UTF-8"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    done = await ended(process)
    assert done.status == 0, done
    return done.output


@pytest.mark.parametrize("service", ["halley", "kometa"])
@pytest.mark.parametrize("kind", ["quadlet", "compose", "test-run", "systemd"])
async def test_nothing_is_wrong_with_what_is_deployed(house: House, kind: str, service: str) -> None:
    ids = ("--puid", str(os.getuid()), "--pgid", str(os.getgid()), "--tz", "Europe/Berlin")
    if kind == "systemd":  # Halley itself, without a container
        ids, service = ids[4:], "halley"
    words = () if kind == "systemd" else ("--for", service)
    place = () if kind == "test-run" else ("-o", str(house.folder / "made"))
    said = await halley(house, "deploy", kind, *words, "--config-dir", house.config.parent, *ids, *place)
    if kind == "test-run":
        house.put("made/test.sh", said)
    ends = {".container", ".yml", ".service", ".sh"}
    files = tuple(one for one in (house.folder / "made").rglob("*") if one.suffix in ends)
    assert files
    found = await house.examined(service_files=files)
    units = {"units", "network", "userns", "selinux", "times", "zone", "owner"}
    assert {one.severity for one in found if one.check in units} == {"good"}
    assert {"times", "zone", "owner"} <= {one.check for one in found}


@pytest.mark.parametrize("kind", ["quadlet", "compose"])
async def test_a_backup_that_runs_with_labels_off_needs_none(house: House, kind: str) -> None:
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    words = (
        "--config-dir",
        house.config.parent,
        "--backups",
        "/backups",
        "--recipient",
        recipient,
        "-o",
        house.folder / "made",
    )
    await halley(house, "deploy", kind, *words)
    files = tuple(one for one in (house.folder / "made").rglob("*") if one.suffix in {".container", ".yml"})
    assert any("backup" in one.read_text() for one in files)
    assert [one.severity for one in await house.asked("selinux", service_files=files)] == ["good"]


async def test_a_backup_that_was_just_made_is_found_in_its_folder_and_by_what_is_remembered_of_it(house: House) -> None:
    (house.folder / "backups").mkdir()
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    words = ("--source", house.config.parent, "--dest", house.folder / "backups", "--recipient", recipient)
    await halley(house, "backup", "create", *words)
    remembered = await house.one("backup")
    found = await house.one("backup", backups=house.folder / "backups")
    assert (remembered.severity, found.severity) == ("good", "good")
    assert "is 0 hours old" in found.seen
