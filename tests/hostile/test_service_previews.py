"""A service in mode `preview`: its plans wait, at once or at their time, until a person approves them."""

import json
from pathlib import Path

from tests.support.services import FAR, KEY, a_service, in_seconds


def test_a_run_at_once_ends_with_it_and_a_preview_waits_with_its_link(tmp_path: Path) -> None:
    with a_service(tmp_path) as service:
        done = service.once(KOMETA_RUN="true", HALLEY_BASE_URL="https://media.example.org/halley/", HALLEY_LOG="json")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "waits to be approved" in done.stdout
        assert {json.loads(line)["level"] for line in done.stdout.splitlines()} <= {"info", "warn"}
        plan = service.runs()[0]["plan"]
        assert f"https://media.example.org/halley/plans/{plan}" in done.stdout
        assert service.plex.labelled() == []
        bad = service.once(KOMETA_TIMES="25:00")
        assert bad.returncode == 2
        assert "KOMETA_TIMES is '25:00'" in bad.stderr


def test_a_plan_waits_in_the_studio_until_it_is_approved_there(tmp_path: Path) -> None:
    with a_service(tmp_path, 4) as service:
        service.start(KOMETA_TIMES=f"{in_seconds(9)}|{FAR}")
        link = service.until_logged("read it, and approve it: ").rpartition(" ")[2]
        assert link == f"{service.base}/plans/{service.runs()[0]['plan']}"
        assert service.plex.labelled() == []
        assert service.get("/ready").json()["awaiting"] == 1
        approved = service.post(
            "/api/v1/jobs", json={"kind": "apply", "plan": service.runs()[0]["plan"]}, headers={"X-Api-Key": KEY}
        )
        assert approved.status_code == 201, approved.text
        service.until(lambda: len(service.plex.labelled()) == 4)
        assert service.get("/ready").json()["awaiting"] == 0
