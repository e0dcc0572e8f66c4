"""Jobs: long work, begun, followed, stopped, gone on with, and what it left."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse

from halley.studio.jobs.artefacts import artefact_called, artefacts
from halley.studio.routes.answers import problems
from halley.studio.routes.working import GivenEvents, GivenJobs
from halley.studio.wire.base import Page
from halley.studio.wire.jobs import Artefact, Job, JobState, Level, LogLine, NewJob

router = APIRouter(prefix="/jobs", tags=["jobs"])
_MOST = 10_000
_TEXT = Query(max_length=200)


@router.get("")
def jobs(
    given: GivenJobs, configuration: Annotated[str, _TEXT] = "", state: Annotated[JobState | None, Query()] = None
) -> list[Job]:
    """The jobs, newest first."""
    return given.all(configuration, state)


@router.post("", status_code=201, responses=problems(404, 409, 422, 507))
async def begin(new: NewJob, given: GivenJobs, events: GivenEvents) -> Job:
    """Begin work. It goes on in a process of its own, whatever becomes of the page and of the server."""
    made = await asyncio.to_thread(given.make, new)
    events.wake()
    return made


@router.get("/{identity}", responses=problems(404, 422))
def job(identity: str, given: GivenJobs) -> Job:
    """One job as it stands."""
    return given.store.job(identity)


@router.post("/{identity}/cancel", responses=problems(404, 422, 507))
async def cancel(identity: str, given: GivenJobs, events: GivenEvents) -> Job:
    """Have a job end: an apply or an undo between two changes, a plan at once. One that has ended stays as it is."""
    stands = await asyncio.to_thread(given.cancel, identity)
    events.wake()
    return stands


@router.post("/{identity}/resume", responses=problems(404, 409, 422, 507))
async def resume(identity: str, given: GivenJobs, events: GivenEvents) -> Job:
    """Go on with a job that was cut off, stopped, or failed. A plan is made anew; a run goes on where it was."""
    stands = await asyncio.to_thread(given.resume, identity)
    events.wake()
    return stands


@router.delete("/{identity}", status_code=204, responses=problems(404, 409, 507))
async def delete(identity: str, given: GivenJobs, events: GivenEvents) -> Response:
    """Delete a job with all that it left. What it did stays in the history, and can be undone from there."""
    await asyncio.to_thread(given.remove, identity)
    events.wake()
    return Response(status_code=204)


@router.get("/{identity}/log", responses=problems(404, 422))
def log(
    identity: str,
    given: GivenJobs,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 500,
    level: Annotated[Level, Query(description="this level and what is worse")] = "debug",
    q: Annotated[str, _TEXT] = "",
    *,
    tail: Annotated[bool, Query(description="the last lines in place of the first")] = False,
) -> Page[LogLine]:
    """Lines of a job's log whose number is greater than `after`; `total` counts all that level and text mean."""
    return given.store.log(identity).page(after, limit, level, q, is_tail=tail)


@router.get("/{identity}/artefacts", responses=problems(404, 422))
def left(identity: str, given: GivenJobs) -> list[Artefact]:
    """The files that a job left. Pictures of a plan are asked for by their digest, below the plan."""
    return list(artefacts(given.store.record(identity)))


@router.get(
    "/{identity}/artefacts/{name:path}",
    response_class=FileResponse,
    responses={200: {"content": {"*/*": {}}, "description": "The file."}, **problems(404, 422)},
)
def artefact(identity: str, name: str, given: GivenJobs, request: Request) -> Response:
    """One of these files, to be kept. A browser shows none of them as a page of the studio's own."""
    path, found = artefact_called(given.store.record(identity), name)
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
    }
    return FileResponse(path, media_type=found.type, filename=f"{identity}-{found.name}", headers=headers)
