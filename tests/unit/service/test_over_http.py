"""What a running service answers: to monitors, to Prometheus, to webhooks; and to nobody without the key."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.support.previews import TOKEN
from tests.support.services import KEY, Service, a_service

DASHBOARD = Path(__file__).parents[3] / "deploy" / "grafana" / "halley.json"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with a_service(tmp_path_factory.mktemp("service"), HALLEY_MODE="apply") as found:
        found.start()
        yield found


def metrics(service: Service) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    """Names of samples, and their values by label."""
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for family in text_string_to_metric_families(service.get("/metrics").text):
        for one in family.samples:
            found.setdefault(one.name, {})[tuple(sorted(one.labels.items()))] = one.value
    return found


def test_only_a_ping_is_open(service: Service) -> None:
    assert requests.get(f"{service.base}/ping", timeout=9).text == "pong\n"
    assert requests.head(f"{service.base}/ping", timeout=9).status_code == 200
    for path in ("/health", "/ready", "/metrics"):
        assert requests.get(f"{service.base}{path}", timeout=9).status_code == 401
        assert requests.get(f"{service.base}{path}?apikey=wrong", timeout=9).status_code == 401
        assert requests.get(f"{service.base}{path}?apikey={KEY}", timeout=9).status_code == 200
        bearer = {"Authorization": f"Bearer {KEY}"}
        assert requests.get(f"{service.base}{path}", headers=bearer, timeout=9).status_code == 200
        assert requests.get(f"{service.base}{path}", auth=("prometheus", KEY), timeout=9).status_code == 200
        assert service.post(f"{path}?apikey={KEY}").status_code == 405
    assert requests.get(f"{service.base}/api/v1/jobs", timeout=9).status_code == 401  # the studio's own walls stand


@pytest.mark.parametrize("source", ["plex", "tautulli", "sonarr", "radarr"])
def test_a_webhook_without_the_key_is_refused_and_one_that_is_too_large_is_not_read(service: Service, source: str) -> None:
    path = f"/api/v1/webhooks/{source}"
    assert service.post(path, json={}).status_code == 401
    assert service.post(path, data=b"x" * 5_000_000, headers={"X-Api-Key": KEY}).status_code == 413
    assert service.post(path, data=(b"x" * 100_000 for _ in range(60)), headers={"X-Api-Key": KEY}).status_code == 413
    assert service.post(path, data=b"{", headers={"X-Api-Key": KEY}).status_code == 422
    assert service.get(path).status_code == 405
    assert service.post("/api/v1/webhooks/nobody", json={}, headers={"X-Api-Key": KEY}).status_code == 404


def labelled(service: Service, title: str) -> bool:
    return title in service.plex.labelled()


@pytest.mark.parametrize(
    ("source", "title", "more"),
    [
        ("radarr", "Film 1", {"json": {"eventType": "Download", "movie": {"title": "Film 1"}}, "auth": ("radarr", KEY)}),
        (
            "plex",
            "Film 2",
            {
                "files": {
                    "payload": (
                        None,
                        json.dumps({"event": "library.new", "Metadata": {"type": "movie", "ratingKey": "102"}}),
                    )
                },
                "params": {"apikey": KEY},
            },
        ),
        ("tautulli", "Film 3", {"json": {"rating_key": "103", "media_type": "movie"}, "headers": {"X-Api-Key": KEY}}),
    ],
)
def test_a_new_item_has_its_overlays_soon_and_alone(service: Service, source: str, title: str, more: dict[str, Any]) -> None:
    before = set(service.plex.labelled())
    assert service.post(f"/api/v1/webhooks/{source}", **more).status_code == 202
    service.until(lambda: labelled(service, title), patience_s=40)
    assert set(service.plex.labelled()) - before == {title}
    assert not [line for line in service.lines() if "WARN  plan: " in line], "one film alone is a library without shows"


def test_runs_are_of_the_services_configuration_whichever_somebody_looks_at_in_the_studio(service: Service) -> None:
    other = service.post("/api/v1/configurations", json={"text": "libraries: {}\n"}, headers={"X-Api-Key": KEY})
    assert other.status_code == 201, other.text
    assert other.json()["is_current"]
    service.post("/api/v1/webhooks/tautulli", json={"rating_key": "105"}, headers={"X-Api-Key": KEY})
    service.until(lambda: labelled(service, "Film 5"), patience_s=40)


def test_metrics_are_read_by_prometheus_own_parser_and_tell_what_was_done(service: Service) -> None:
    service.post("/api/v1/webhooks/tautulli", json={"rating_key": "104"}, headers={"X-Api-Key": KEY})
    service.until(lambda: labelled(service, "Film 4"), patience_s=40)
    done = (("mode", "webhook"), ("outcome", "finished"))
    service.until(lambda: metrics(service).get("halley_runs_total", {}).get(done, 0) >= 1)
    found = metrics(service)
    assert found["halley_changes_total"][(("kind", "UploadImage"), ("outcome", "exact"))] >= 1
    assert found["halley_plex_latency_seconds_count"][()] >= 1
    assert found["halley_plex_up"][()] == 1
    assert found["halley_ready"][()] == 1
    assert found["halley_next_run_timestamp_seconds"][()] > 1_700_000_000
    assert found["halley_webhooks_total"][(("outcome", "new"), ("source", "tautulli"))] >= 1


def test_the_dashboard_asks_for_metrics_that_are_there(service: Service) -> None:
    queries = re.findall(r'"expr": "((?:[^"\\]|\\.)*)"', DASHBOARD.read_text())
    named = {one for query in queries for one in re.findall(r"\bhalley_\w+", query)}
    source = (Path(__file__).parents[3] / "src" / "halley" / "service" / "metrics.py").read_text()
    there = set(metrics(service)) | {
        f"{one}{end}" for one in re.findall(r'"(halley_\w+)"', source) for end in ("", "_total", "_bucket", "_sum", "_count")
    }
    assert len(named) > 12
    assert named <= there, named - there


def test_ready_says_what_stands_in_the_way(service: Service) -> None:
    answer = service.get("/ready")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    names = [one["name"] for one in answer.json()["checks"]]
    assert names == ["service", "plex", "configuration", "disk", "last run"]


def test_the_studio_shows_when_it_runs_next_and_the_last_backup(service: Service) -> None:
    notes = service.config.parent / "halley" / "backup"
    notes.mkdir(exist_ok=True)
    (notes / "last.json").write_text('{"at": "2026-05-01T03:00:00Z", "file": "x.tar.zst.age", "ok": true, "problem": ""}')
    found = service.get("/api/v1/system/health").json()
    assert found["is_service"]
    assert found["next_run"].endswith("+00:00")
    assert found["backup"] == "2026-05-01T03:00:00Z"
    assert service.get("/ready").json()["backup"]["ok"]


def test_no_secret_is_in_any_log_or_state(service: Service) -> None:
    own = [one for one in service.own.rglob("*") if one.is_file() and not one.is_symlink() and "kept" not in one.parts]
    texts = [service.root / "out.log", service.config.parent / "logs" / "halley.log", *own]
    for path in texts:
        text = path.read_text(errors="replace")
        assert TOKEN not in text, path
        assert KEY not in text, path
        assert "0123456789abcdef0123456789abcdef" not in text, path
