"""Drafts drawn and edited: the engine's own picture of a text that is not saved."""

import asyncio
from pathlib import Path

from fastapi import APIRouter, Request, Response

from halley.definitions.problems import Problems
from halley.definitions.reading import read_yaml
from halley.plex.ids import RatingKey
from halley.studio.desk.desk import Desk
from halley.studio.desk.marks import marks_in
from halley.studio.drawing.easel import Wanted
from halley.studio.drawing.frames import MEDIA_TYPES
from halley.studio.drawing.sketch import Asked
from halley.studio.editing import Edit, Move, edited, with_added, without
from halley.studio.routes.answers import etag, is_known, problems, unchanged
from halley.studio.routes.furnished import GivenDesk, GivenEasel
from halley.studio.wire.editor import EditAsked, Edited, Layer, Layers, RenderAsked

router = APIRouter(prefix="/render", tags=["render"])
_PICTURES: dict[str, dict[str, str]] = {kind: {} for kind in MEDIA_TYPES.values()}
_NO_FILE = Path("text")


@router.post(
    "",
    response_class=Response,
    responses={200: {"content": _PICTURES, "description": "The picture."}, **problems(304, 404, 422, 502)},
)
async def picture(asked: RenderAsked, request: Request, easel: GivenEasel, desk: GivenDesk) -> Response:
    """An item drawn with the overlays of a text. Its ETag is of all that can be seen: the same means the same picture."""
    composed = await easel.composed(await _wanted(asked, desk))
    tag = etag(f"{composed.digest} {asked.width} {asked.format}")
    if is_known(request, tag):
        return unchanged(tag)
    drawn = await easel.drawn(composed, asked.width, asked.format)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    return Response(drawn, media_type=MEDIA_TYPES[asked.format], headers=headers)


@router.post("/layers", responses=problems(404, 422, 502))
async def layers(asked: RenderAsked, easel: GivenEasel, desk: GivenDesk) -> Layers:
    """Where the overlays of a text lie on an item, what is not drawn and why, and what each one came to."""
    wanted = await _wanted(asked, desk)
    laid = await easel.laid(wanted)
    papers = desk.papers(asked.configuration)
    file = await asyncio.to_thread(papers.file, asked.file)
    marks = marks_in(laid.problems, file.path, wanted.asked.text)
    shown = tuple(_without_secrets(one, desk, asked.configuration) for one in laid.layers)
    return Layers(canvas=laid.canvas, layers=shown, marks=marks)


@router.post("/edit", responses=problems(422))
def edit(asked: EditAsked) -> Edited:
    """A text with edits done to it: comments, order and quotes of all else stay as they are."""
    text = asked.text
    if asked.add:
        text = with_added(text, asked.add)
    edits = (Edit(one.overlay, one.key, one.value, one.template) for one in asked.edits)
    text = edited(text, edits, (Move(one.overlay, one.after) for one in asked.moves))
    if asked.remove:
        text = without(text, asked.remove)
    found = Problems()
    read_yaml(text, str(_NO_FILE), found)
    return Edited(text=text, marks=marks_in(found.found, _NO_FILE, text))


async def _wanted(asked: RenderAsked, desk: Desk) -> Wanted:
    text = asked.text
    if "‹" in text:  # the sign that begins a mark; most overlay files have none
        papers = desk.papers(asked.configuration)
        text = await asyncio.to_thread(lambda: papers.restored(papers.file(asked.file), text))
    draft = Asked(
        text,
        tuple(Edit(one.overlay, one.key, one.value, one.template) for one in asked.edits),
        asked.hidden,
        asked.values,
        asked.with_rest,
        asked.shows_all,
    )
    return Wanted(asked.configuration, asked.file, RatingKey(asked.item), draft)


def _without_secrets(layer: Layer, desk: Desk, identity: str) -> Layer:
    """A layer whose attributes hold no address with a key in it."""
    if not any(isinstance(one, str) and "://" in one for one in layer.attributes.values()):
        return layer
    masked = desk.papers(identity).masked
    found = {key: masked(one) if isinstance(one, str) and "://" in one else one for key, one in layer.attributes.items()}
    return layer.model_copy(update={"attributes": found})
