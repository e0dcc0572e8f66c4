"""`halley doctor` as an operator calls it: what it ends with, what it prints, what it mends; and that it only looks."""

import asyncio
import json
import os
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from tools.doctor_table import PAGE, with_table

from halley.doctor import CHECKS
from tests.house.source import imports, modules
from tests.support.internet import TMDB, Internet, play
from tests.support.previews import Ended, a_poster, ended
from tests.unit.doctor.house import KEY, KOMETA_UNIT, NETWORK, PLEX_UNIT, TOKEN, Door, House, three_films


async def called(house: House, *words: str | Path, environment: Mapping[str, str] | None = None) -> Ended:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "halley.cli", "doctor", "--config", str(house.config), *map(str, words)),
        cwd=house.folder,
        env={"PATH": os.environ["PATH"], "HOME": str(house.folder), "LANG": "C.UTF-8", **(environment or {})},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    return await ended(process)


def broken(house: House) -> None:
    """A house in which next to everything is wrong."""
    house.unit("kometa.container", KOMETA_UNIT.replace(":/config:Z", ":/config") + "UserNS=keep-id\n", uid="4711")
    house.unit("plex.container", PLEX_UNIT)
    house.put("kometa/halley/service/lock", json.dumps({"pid": 2**22 + 1, "at": "2026-11-29T03:00:00Z"}))
    house.put("kometa/halley/service/state.json", json.dumps({"taken": "", "open": {"id": "r"}, "runs": []}))
    house.put("kometa/logs/meta.log", f"| Starting Run |\n{TOKEN}\n")
    house.put("kometa/logs/other.log", f"s6-overlay-suexec: fatal: unable to exec {KEY}\n")
    house.put("kometa/overlays/Movies Original Posters/102.jpg", a_poster(2))
    house.put("plex/Library/Application Support/Plex Media Server/Metadata/Movies/1/a.bundle/Uploads/posters/1", b"x")
    (house.folder / "backups").mkdir()


async def test_where_all_is_well_it_ends_with_0(house: House) -> None:
    house.unit("kometa.container", KOMETA_UNIT)
    house.unit("plex.container", PLEX_UNIT)
    house.unit("mms.network", NETWORK)
    internet = Internet()
    internet.says(f"{TMDB}/configuration", {})
    async with play(internet):
        done = await called(house, "--outside", internet.url)
    assert done.status == 0, done
    assert " answers at its address" in done.output
    assert "error" not in done.output.splitlines()[-1]


async def test_a_warning_ends_with_1_and_an_error_with_2_the_worst_first(house: House) -> None:
    house.put("kometa/halley/service/lock", json.dumps({"pid": 2**22 + 1}))
    done = await called(house, "--offline")
    assert done.status == 1, done
    assert done.output.startswith("warning  lock: ")
    assert f"         do:  `halley doctor --config {house.config} --fix` takes" in done.output
    house.write(url="http://127.0.0.1:9")
    done = await called(house, "--offline")
    assert done.status == 2
    assert done.output.startswith("error    reach: ")


async def test_json_says_the_same_and_nothing_else(house: House) -> None:
    broken(house)
    done = await called(house, "--json", "--offline", "--backups", house.folder / "backups")
    assert done.status == 2
    told = done.told
    assert (told["ok"], told["worst"], told["mended"]) == (False, "error", [])
    wrong = {one["check"] for one in told["findings"] if one["severity"] in {"warning", "error"}}
    assert {"network", "userns", "owner", "lock", "runs", "backup"} <= wrong
    assert all(one["why"] and one["mend"] for one in told["findings"] if one["severity"] in {"warning", "error"})


async def test_without_fix_nothing_is_written_to_no_file_and_not_to_the_server(tmp_path: Path) -> None:
    async with Door(*three_films(["Heat"])) as server:
        house = House.at(tmp_path, server.url)
        broken(house)
        before, digest = house.tree(), server.digest()
        words = ("--offline", "--backups", house.folder / "backups", "--log", house.config.parent / "logs" / "other.log")
        await called(house, *words)
        await called(house, "--json", *words)
        assert house.tree() == before
        assert server.digest() == digest
        assert {one.method for one in server.requests} == {"GET"}


async def test_a_healthy_house_is_left_as_it_is_too_with_a_journal_that_somebody_writes(house: House) -> None:
    from halley.plans import Identity  # noqa: PLC0415
    from halley.runs.journal import Run  # noqa: PLC0415
    from halley.runs.store import Store  # noqa: PLC0415

    with Store(house.folder / ".local" / "share" / "halley") as store:
        store.journal.open_run(Run("r", "apply", Identity("m", "Attic", "1"), "", "", 1, "2026-11-28T06:00:00Z"))
        assert (store.root / "journal.db-wal").stat().st_size
        before = house.tree()
        done = await called(house, "--offline")
        assert house.tree() == before
    assert "the run r (apply, on Attic" in done.output


async def test_fix_mends_what_is_safe_says_so_and_looks_again(house: House) -> None:
    lock = house.put("kometa/halley/service/lock", json.dumps({"pid": 2**22 + 1}))
    done = await called(house, "--offline", "--fix")
    assert done.status == 0, done
    assert "mended   lock: emptied" in done.output
    assert lock.read_bytes() == b""
    noted = json.loads((house.config.parent / "halley" / "doctor" / "server.json").read_text())
    assert noted["url"] == house.url
    after = house.tree()
    again = await called(house, "--offline", "--fix")
    assert "mended" not in again.output
    assert house.tree() == after


@pytest.mark.parametrize("hole", ["refusing", "silent"])
async def test_the_whole_takes_less_than_ten_seconds_with_plex_down(house: House, hole: str) -> None:
    broken(house)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1] if hole == "silent" else 9
        house.write(url=f"http://127.0.0.1:{port}")
        began = time.monotonic()
        done = await called(house, "--backups", house.folder / "backups", "--outside", "http://127.0.0.1:9")
        assert time.monotonic() - began < 10
    assert done.status == 2


@pytest.mark.parametrize("words", [(), ("--json",)])
async def test_no_token_and_no_key_is_in_any_output(house: House, plex: Door, words: tuple[str, ...]) -> None:
    broken(house)
    internet = Internet()
    internet.says(f"{TMDB}/configuration", {"status": KEY}, status=401)
    said = ""
    async with play(internet):
        for url in (plex.url, "http://127.0.0.1:9", f"http://{TOKEN}.invalid:32400"):
            house.write(url=url)
            done = await called(house, *words, "--outside", internet.url)
            said += done.output + done.errors
        house.write(house.config.read_text().replace("libraries:", "libraries: ["))
        done = await called(house, *words, environment={"KOMETA_PLEX": TOKEN})
        said += done.output + done.errors
    assert TOKEN not in said
    assert KEY not in said


async def test_a_configuration_that_nobody_named_is_found_or_asked_for(house: House) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "halley.cli", "doctor", "--offline"),
        cwd=house.folder,
        env={"PATH": os.environ["PATH"], "HOME": str(house.folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    done = await ended(process)
    assert done.status == 2
    assert "name it" in done.errors


def test_the_page_has_the_table_of_the_registry() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_table(page), "run `python tools/doctor_table.py`"


def test_a_check_knows_facts_and_nothing_of_where_they_come_from() -> None:
    checks = [one for one in modules() if one.name.startswith("doctor.checks.")]
    edges = (
        "halley.doctor.gathering",
        "os",
        "pathlib",
        "socket",
        "subprocess",
        "halley.plex.client",
        "halley.doctor.examination",
    )
    known = {(one.name, name) for one in checks for name, _ in imports(one.tree) if name.startswith(edges)}
    assert len(checks) == len(CHECKS)
    assert not known


def test_every_check_has_a_name_of_its_own_and_says_what_it_looks_at() -> None:
    assert len({one.name for one in CHECKS}) == len(CHECKS)
    assert all(one.looks_at and not one.looks_at.endswith(".") for one in CHECKS)


def test_every_check_is_tried_by_a_test_of_this_folder() -> None:
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    quoted = {one.name for one in CHECKS if any(f'"{one.name}"' in text for text in texts)}
    elsewhere = {"searches"}  # with the studio, which is the one that asks
    assert quoted | elsewhere == {one.name for one in CHECKS}
