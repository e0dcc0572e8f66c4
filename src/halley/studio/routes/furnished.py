"""What these routes are given: the parts of the studio that they use, by `Depends`."""

from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from halley.studio.desk.demo import Demo
from halley.studio.desk.desk import Desk
from halley.studio.drawing.catalogue import Catalogue
from halley.studio.drawing.easel import Easel
from halley.studio.drawing.shelf import Shelf


class Furnished(Protocol):
    """The studio as far as these routes know it."""

    @property
    def desk(self) -> Desk:
        """The configurations."""
        ...

    @property
    def shelf(self) -> Shelf:
        """Open libraries."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """Listings of libraries."""
        ...

    @property
    def easel(self) -> Easel:
        """Where drafts are drawn."""
        ...

    @property
    def demo(self) -> Demo:
        """The demo's server."""
        ...


def _furnished(request: Request) -> Furnished:
    return cast("Furnished", request.app.state.studio)


def _desk(request: Request) -> Desk:
    return _furnished(request).desk


def _shelf(request: Request) -> Shelf:
    return _furnished(request).shelf


def _catalogue(request: Request) -> Catalogue:
    return _furnished(request).catalogue


def _easel(request: Request) -> Easel:
    return _furnished(request).easel


def _demo(request: Request) -> Demo:
    return _furnished(request).demo


GivenDesk = Annotated[Desk, Depends(_desk)]
GivenShelf = Annotated[Shelf, Depends(_shelf)]
GivenCatalogue = Annotated[Catalogue, Depends(_catalogue)]
GivenEasel = Annotated[Easel, Depends(_easel)]
GivenDemo = Annotated[Demo, Depends(_demo)]
