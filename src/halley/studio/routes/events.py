"""What happens, as server-sent events."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from halley.studio.events.stream import EventStream
from halley.studio.routes.working import GivenEvents

router = APIRouter(prefix="/events", tags=["events"])
_LARGEST = 2**53


@router.get(
    "",
    status_code=200,
    response_class=EventStream,
    responses={200: {"content": {"text/event-stream": {}}, "description": "Events, until either side goes."}},
)
async def events(
    hub: GivenEvents,
    job: Annotated[str, Query(max_length=100, description="send the lines of this job's log, too")] = "",
    after: Annotated[int | None, Query(ge=0, le=_LARGEST, description="begin with its lines after that one")] = None,
    last_event_id: Annotated[str, Header(max_length=100)] = "",
) -> Response:
    """Changes of jobs as they happen: `job` (as it stands now), `gone` (deleted), `log` (lines of the log asked for).

    Every event bears a number. Who names the last one that he had in `Last-Event-ID` gets all that came after it; who names
    none, or one that is too old, gets every job as it stands, then what happens. Lines of logs bear numbers of their own.
    """
    known = int(last_event_id) if last_event_id.isascii() and last_event_id.isdecimal() else None
    return EventStream(hub, await hub.listener(job, known, after))
