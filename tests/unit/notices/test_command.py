"""`halley notify` as a process: who was reached, what is wrong, and with which exit code."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

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
