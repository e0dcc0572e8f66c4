"""What stands in the metrics before anything was done."""

from halley.service.metrics import Metrics
from halley.service.status import Plex, Status


def test_a_server_that_was_not_asked_yet_is_not_up() -> None:
    def up(plex: Plex) -> bool:
        text = Metrics(lambda: Status("preview", "2026-05-01T06:00:00Z", plex=plex)).text().decode()
        return "halley_plex_up 1.0" in text

    assert not up(Plex())
    assert not up(Plex("2026-05-01T05:59:30Z", problem="it does not answer"))
    assert up(Plex("2026-05-01T05:59:30Z", 0.01))
