"""What completion, hover and property panels know."""

import asyncio

from fastapi import APIRouter, Request, Response

from halley.studio.reference.here import reference_here
from halley.studio.routes.answers import problems, tagged
from halley.studio.routes.furnished import GivenDesk
from halley.studio.wire.editor import Reference

router = APIRouter(prefix="/reference", tags=["reference"])


@router.get("", response_model=Reference, responses=problems(304))
async def words(request: Request, desk: GivenDesk) -> Response:
    """All words, controls, default files and fonts."""
    whole = await asyncio.to_thread(reference_here, desk)
    return tagged(request, whole.model_dump_json().encode(), "application/json")
