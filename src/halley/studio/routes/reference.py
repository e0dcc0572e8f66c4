"""What completion, hover and property panels know."""

import asyncio

from fastapi import APIRouter, Request, Response

from halley.definitions.files import LocalFiles
from halley.definitions.system_fonts import system_fonts
from halley.jobs.checked import home_of_kometa
from halley.studio.desk.desk import Desk
from halley.studio.reference import reference
from halley.studio.routes.answers import problems, tagged
from halley.studio.routes.furnished import GivenDesk
from halley.studio.wire.editor import Reference

router = APIRouter(prefix="/reference", tags=["reference"])


@router.get("", response_model=Reference, responses=problems(304))
async def words(request: Request, desk: GivenDesk) -> Response:
    """All words, controls, default files and fonts."""
    fonts = await asyncio.to_thread(_fonts, desk)
    whole = await asyncio.to_thread(reference, fonts)
    return tagged(request, whole.model_dump_json().encode(), "application/json")


def _fonts(desk: Desk) -> tuple[str, ...]:
    home = home_of_kometa(desk.kometa, desk.environment)
    files = LocalFiles(home or desk.folder, home, system_fonts=lambda: system_fonts(desk.environment))
    return files.font_names()
