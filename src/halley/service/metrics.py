"""What Prometheus reads: counters of this process, and gauges of what stands on the disk, asked anew each time."""

from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from halley import __version__
from halley.service.record import RunRecord
from halley.service.status import Status

TYPE = CONTENT_TYPE_PLAIN_0_0_4
disable_created_metrics()  # type: ignore[no-untyped-call]
_RUN_BUCKETS = (5, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800)
_LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The metrics of one service. `status` is asked whenever somebody reads them."""

    def __init__(self, status: Callable[[], Status]) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self._runs = Counter("halley_runs", "Runs that ended.", ["mode", "outcome"], registry=registry)
        self._seconds = Histogram(
            "halley_run_duration_seconds", "How long runs took.", ["mode"], buckets=_RUN_BUCKETS, registry=registry
        )
        self._changes = Counter(
            "halley_changes", "Changes, by kind and by what became of them.", ["kind", "outcome"], registry=registry
        )
        self._blocked = Counter(
            "halley_blocked_writes", "Writes that an engine tried and that were refused.", registry=registry
        )
        self._errors = Counter("halley_errors", "What went wrong, by where.", ["where"], registry=registry)
        self._webhooks = Counter("halley_webhooks", "Webhooks that came in.", ["source", "outcome"], registry=registry)
        self._latency = Histogram(
            "halley_plex_latency_seconds",
            "How long Plex took to say who it is.",
            buckets=_LATENCY_BUCKETS,
            registry=registry,
        )
        info = Gauge(
            "halley_info", "Which Halley this is, and in which mode it runs.", ["version", "mode"], registry=registry
        )
        info.labels(__version__, status().mode).set(1)
        registry.register(_Standing(status))

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self.registry)

    def ran(self, run: RunRecord) -> None:
        """A run ended."""
        mode = run.mode if run.is_whole else "webhook"
        self._runs.labels(mode, run.outcome).inc()
        self._seconds.labels(mode).observe(run.seconds)
        if run.outcome == "failed":
            self.failed("run")

    def changed(self, kind: str, outcome: str, count: int = 1) -> None:
        """Changes of one kind came out so."""
        self._changes.labels(kind, outcome).inc(count)

    def blocked(self, count: int) -> None:
        """So many writes were refused."""
        self._blocked.inc(count)

    def failed(self, where: str) -> None:
        """Something went wrong."""
        self._errors.labels(where).inc()

    def heard(self, source: str, outcome: str) -> None:
        """A webhook came in."""
        self._webhooks.labels(source, outcome).inc()

    def answered(self, seconds: float) -> None:
        """Plex answered."""
        self._latency.observe(seconds)


class _Standing(Collector):
    """How the service stands."""

    def __init__(self, status: Callable[[], Status]) -> None:
        self._status = status

    def collect(self) -> Iterable[Metric]:
        """The gauges."""
        now = self._status()
        yield _gauge("halley_next_run_timestamp_seconds", "When the next run is due.", _seconds(now.next_run))
        yield _gauge("halley_run_in_progress", "Whether a run is on.", float(now.running is not None))
        yield _gauge(
            "halley_plex_up",
            "Whether Plex answered when it was last asked.",
            float(bool(now.plex.at) and not now.plex.problem),
        )
        yield _gauge("halley_ready", "Whether nothing stands in the way of the next run.", float(now.is_ready))
        yield _gauge("halley_configuration_valid", "Whether the configuration can be used.", float(not now.configuration))
        yield _gauge("halley_disk_free_bytes", "Room where Halley keeps its state.", float(now.disk_free))
        yield _gauge("halley_plans_awaiting_approval", "Plans that wait for a person.", float(now.awaiting))
        if now.last is not None:
            yield _gauge("halley_last_run_timestamp_seconds", "When the last run ended.", _seconds(now.last.ended))
            yield _gauge("halley_last_run_success", "Whether it came out well.", float(now.last.outcome != "failed"))
        if now.backup.at:
            yield _gauge("halley_backup_timestamp_seconds", "When the last backup was made.", _seconds(now.backup.at))
            yield _gauge("halley_backup_success", "Whether it came out well.", float(now.backup.ok))
        if now.drill.at:
            yield _gauge("halley_drill_timestamp_seconds", "When a backup was last restored to see.", _seconds(now.drill.at))
            yield _gauge("halley_drill_success", "Whether it came out well.", float(now.drill.ok))


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value)


def _seconds(moment: str) -> float:
    try:
        return datetime.fromisoformat(moment).timestamp()
    except ValueError:
        return 0.0
