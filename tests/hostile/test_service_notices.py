"""The service tells: a plan that waits, with where to approve it and a poster of it; a run, with counts; and no secret."""

import asyncio
import json
from pathlib import Path

from tests.support.services import a_service
from tests.unit.notices.receivers import DISCORD, receiving


async def test_a_plan_that_waits_and_a_run_that_ended_are_told_with_link_counts_and_poster(tmp_path: Path) -> None:
    async with receiving() as receivers:
        with a_service(tmp_path) as service:
            webhooks = f"\nwebhooks:\n  run_end: {receivers.address}{DISCORD}\n  changes: {receivers.address}/changed\n"
            service.config.write_text(service.config.read_text() + webhooks)
            told = {"HALLEY_NOTIFY": f"json://{receivers.host}/a", "HALLEY_BASE_URL": "https://halley.example.org"}
            preview = await asyncio.to_thread(service.once, "--run", HALLEY_MODE="preview", **told)
            assert preview.returncode == 0, preview.stdout + preview.stderr
            first = {one.path: one for one in receivers.came}
            assert service.plex.labelled() == []
            receivers.came.clear()
            applied = await asyncio.to_thread(service.once, "--run", HALLEY_MODE="apply", **told)
            assert applied.returncode == 0, applied.stdout + applied.stderr
            runs = service.runs()
    assert set(first) == {DISCORD, "/a"}
    (embed,) = json.loads(first[DISCORD].parts["payload_json"][1])["embeds"]
    plan = next(one["plan"] for one in runs if one["outcome"] == "approval")
    assert embed["url"] == f"https://halley.example.org/plans/{plan}"
    assert embed["title"] == "A plan waits to be approved"
    assert first[DISCORD].parts["files[0]"][1][:2] == b"\xff\xd8"
    assert first["/a"].json["attachments"]
    second = {one.path: one for one in receivers.came}
    assert set(second) == {DISCORD, "/a", "/changed"}
    assert second["/changed"].json["counts"]["exact"] == 12
    assert second["/a"].json["title"] == "The run is finished"
    said = preview.stdout + applied.stdout + preview.stderr + applied.stderr
    assert "told Discord: A plan waits to be approved" in said
    assert DISCORD.rpartition("/")[2] not in said
