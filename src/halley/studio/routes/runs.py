"""What was done: the runs of the journal, and what became of each of their steps."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from halley.studio.routes.answers import problems
from halley.studio.routes.kept import GivenRuns
from halley.studio.wire.base import Page
from halley.studio.wire.history import RunRow, RunStep

router = APIRouter(prefix="/runs", tags=["runs"])
Identity = Annotated[str, Path(pattern="^[a-z0-9-]{1,100}$")]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]


@router.get("", responses=problems(422))
def runs(runs: GivenRuns, offset: Offset = 0, limit: Annotated[int, Query(ge=1, le=1000)] = 50) -> Page[RunRow]:
    """The runs that changed a server, newest first."""
    return runs.page(offset, limit)


@router.get("/{identity}", responses=problems(404, 422))
def run(identity: Identity, runs: GivenRuns) -> RunRow:
    """One run."""
    return runs.row(identity)


@router.get("/{identity}/steps", responses=problems(404, 422))
def steps(
    identity: Identity,
    runs: GivenRuns,
    state: Annotated[str, Query(pattern="^[a-z]{0,20}$")] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 200,
) -> Page[RunStep]:
    """What became of the steps of a run, those included that were undone since. `state` is a word of the journal."""
    return runs.steps(identity, state, q, offset, limit)
