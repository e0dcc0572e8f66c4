"""`halley notify` as a process: who was reached, what is wrong, and with which exit code."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pyrage

from tests.unit.notices.receivers import DISCORD, Receivers


async def halley(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: one for name, one in os.environ.items() if not name.startswith(("HALLEY_", "KOMETA_"))}
    command = [sys.executable, "-m", "halley.cli", *arguments]
    return await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, check=False, env={**kept, **environment}, timeout=100
    )


async def test_a_trial_says_for_each_whether_it_arrived(receivers: Receivers, config: Path) -> None:
    config.parent.mkdir()
    config.write_text(f"""
webhooks: {{error: [{receivers.address}{DISCORD}, gotify, ntfy], run_start: 'http://127.0.0.1:9/secret-hook-1234'}}
gotify: {{url: {receivers.address}, token: gotify-token-1234}}
""")
    told = await halley("notify", "test", "--config", str(config), HALLEY_NOTIFY=f"json://{receivers.host}/a")
    assert told.returncode == 1
    assert sorted(told.stdout.splitlines()) == [
        "Discord: arrived",
        "Gotify at 127.0.0.1: arrived",
        "HALLEY_NOTIFY 1 (json): arrived",
        "webhook at 127.0.0.1: did not arrive: it cannot be reached (connection refused)",
        "webhooks: did not arrive: webhooks: ntfy is not set up: `ntfy:` must hold url and token and topic",
    ]
    assert len(receivers.came) == 3
    assert "1234" not in told.stdout + told.stderr
    assert not (config.parent / "halley").exists()


async def test_a_trial_is_told_as_json(receivers: Receivers, config: Path) -> None:
    config.parent.mkdir()
    config.write_text(f"webhooks: {{run_end: {receivers.address}/x}}\n")
    told = await halley("notify", "test", "--json", KOMETA_CONFIG=str(config))
    assert told.returncode == 0
    assert json.loads(told.stdout) == [{"target": "webhook at 127.0.0.1", "arrived": True, "problem": "", "note": ""}]


async def test_with_nobody_to_be_told_it_says_how_to_name_some(config: Path) -> None:
    config.parent.mkdir()
    config.write_text("libraries: {}\n")
    told = await halley("notify", "test", "--config", str(config))
    assert told.returncode == 2
    assert "nobody to be told" in told.stderr
    assert "HALLEY_NOTIFY" in told.stderr


async def test_a_check_tells_of_a_backup_that_failed(receivers: Receivers, config: Path) -> None:
    folder = config.parent / "halley" / "backup"
    folder.mkdir(parents=True)
    config.write_text(f"webhooks: {{error: {receivers.address}/x}}\n")
    note = {"at": "2026-01-15T03:00:00Z", "file": "", "ok": False, "problem": "the disk is full"}
    (folder / "last.json").write_text(json.dumps(note))
    for _ in range(2):
        told = await halley("notify", "check", "--no-doctor", "--config", str(config))
        assert told.returncode == 1
        assert "the disk is full" in told.stdout
    (folder / "last.json").write_text(json.dumps({**note, "ok": True}))
    told = await halley("notify", "check", "--no-doctor", "--config", str(config))
    assert (told.returncode, told.stdout) == (0, "nothing is wrong\n")
    assert [one.json["title"] for one in receivers.came] == ["A backup failed", "Backups can be made again"]


async def test_a_backup_that_fails_tells_of_itself_and_one_that_works_again_too(
    receivers: Receivers, config: Path, tmp_path: Path
) -> None:
    config.parent.mkdir()
    config.write_text(f"webhooks: {{error: {receivers.address}/x}}\n")
    (tmp_path / "file").write_text("no folder can be made here")
    key = pyrage.x25519.Identity.generate().to_public()
    where = ("backup", "create", "--source", str(config.parent), "--recipient", str(key), "--no-journal", "--dest")
    bad = await halley(*where, str(tmp_path / "file" / "backups"))
    assert bad.returncode != 0
    again = await halley(*where, str(tmp_path / "file" / "backups"))
    assert again.stderr == bad.stderr
    good = await halley(*where, str(tmp_path / "backups"))
    assert good.returncode == 0, good.stderr
    assert [one.json["title"] for one in receivers.came] == ["A backup failed", "Backups can be made again"]


async def test_a_backup_is_made_though_nobody_can_be_told(config: Path, tmp_path: Path) -> None:
    config.parent.mkdir()
    config.write_text("webhooks: {error: 'http://127.0.0.1:9/key-12345678'}\n")
    key = pyrage.x25519.Identity.generate().to_public()
    where = ("backup", "create", "--source", str(config.parent), "--recipient", str(key), "--no-journal", "--dest")
    good = await halley(*where, str(tmp_path / "backups"), HALLEY_NOTIFY_HOURS="soon")
    assert (good.returncode, good.stderr.count("HALLEY_NOTIFY_HOURS")) == (0, 1)
    bad = await halley(*where, str(config / "backups"))
    assert "did not reach webhook at 127.0.0.1" in bad.stderr
    assert "key-12345678" not in bad.stderr


async def test_a_run_of_the_service_that_fails_is_told(receivers: Receivers, config: Path) -> None:
    config.parent.mkdir()
    config.write_text(f"""
plex: {{url: http://127.0.0.1:9, token: plex-token-1234}}
webhooks: {{error: {receivers.address}{DISCORD}}}
libraries: {{Movies: {{}}}}
""")
    told = await halley(
        "serve", "--run", "--engine", "native", "--config", str(config), HALLEY_NOTIFY=f"json://{receivers.host}/a"
    )
    assert told.returncode == 1
    by = {one.path: one.json for one in receivers.came}
    assert by["/a"]["title"] == "The preview failed"
    assert by["/a"]["type"] == "failure"
    assert by[DISCORD]["embeds"][0]["title"] == "The preview failed"
    assert "told Discord: The preview failed" in told.stdout
    for secret in ("plex-token-1234", DISCORD.rpartition("/")[2]):
        assert secret not in told.stdout + told.stderr
        assert secret.encode() not in b"".join(one.body for one in receivers.came)


async def test_addresses_may_stand_in_the_env_file_beside_the_configuration_or_in_a_file_that_it_names(
    receivers: Receivers, config: Path, tmp_path: Path
) -> None:
    config.parent.mkdir()
    config.write_text("libraries: {}\n")
    addresses = tmp_path / "addresses"
    addresses.write_text(f"# where I read\njson://{receivers.host}/a\n")
    (config.parent / ".env").write_text(f"HALLEY_NOTIFY_FILE={addresses}\n")
    told = await halley("notify", "test", "--config", str(config))
    assert told.stdout == "HALLEY_NOTIFY 1 (json): arrived\n"
    assert [one.path for one in receivers.came] == ["/a"]
