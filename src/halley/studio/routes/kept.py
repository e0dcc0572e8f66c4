"""What the routes of plans, runs and the system are given, by `Depends`."""

from collections.abc import Callable
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from halley.studio.reading.badges import Badges
from halley.studio.reading.pictures import Pictures
from halley.studio.reading.plans import Plans
from halley.studio.reading.runs import Runs
from halley.studio.reading.serviced import Serviced


class Kept(Protocol):
    """The studio as far as these routes know it."""

    @property
    def plans(self) -> Plans:
        """The plans of jobs."""
        ...

    @property
    def runs(self) -> Runs:
        """The journal."""
        ...

    @property
    def service(self) -> Callable[[], Serviced]:
        """How the service stands that the studio is part of, if it is."""
        ...


def _kept(request: Request) -> Kept:
    return cast("Kept", request.app.state.studio)


def _plans(request: Request) -> Plans:
    return _kept(request).plans


def _pictures(request: Request) -> Pictures:
    return _kept(request).plans.pictures


def _badges(request: Request) -> Badges:
    return _kept(request).plans.badges


def _runs(request: Request) -> Runs:
    return _kept(request).runs


def _service(request: Request) -> Serviced:
    return _kept(request).service()


GivenPlans = Annotated[Plans, Depends(_plans)]
GivenPictures = Annotated[Pictures, Depends(_pictures)]
GivenBadges = Annotated[Badges, Depends(_badges)]
GivenRuns = Annotated[Runs, Depends(_runs)]
GivenService = Annotated[Serviced, Depends(_service)]
