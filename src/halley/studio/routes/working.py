"""What the routes of jobs and events are given, by `Depends`."""

from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from halley.studio.events.hub import Hub
from halley.studio.jobs.jobs import Jobs


class Working(Protocol):
    """The studio as far as these routes know it."""

    @property
    def jobs(self) -> Jobs:
        """Long work."""
        ...

    @property
    def events(self) -> Hub:
        """What happens."""
        ...


def _working(request: Request) -> Working:
    return cast("Working", request.app.state.studio)


def _jobs(request: Request) -> Jobs:
    return _working(request).jobs


def _events(request: Request) -> Hub:
    return _working(request).events


GivenJobs = Annotated[Jobs, Depends(_jobs)]
GivenEvents = Annotated[Hub, Depends(_events)]
