"""Plans: at a glance, as rows to look through, their pictures, and which of their steps are left out."""

import asyncio
import gzip
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from halley.studio.reading.packed import packed, report
from halley.studio.routes.answers import is_known, problems
from halley.studio.routes.kept import GivenBadges, GivenPictures, GivenPlans
from halley.studio.wire.base import Page
from halley.studio.wire.plans import Boxes, Choice, Filter, LeftOut, PlanSummary, ThingRow, Tile

router = APIRouter(prefix="/plans/{identity}", tags=["plans"])
Identity = Annotated[str, Path(pattern="^[a-z0-9-]{1,100}$")]
Text = Annotated[str, Field(max_length=500)]
Word = Annotated[str, Field(pattern="^[A-Za-z]{0,40}$")]
_NARROWING = set(Filter.model_fields) - {"among"}
_LONG = 100_000
_FOR_GOOD = "private, max-age=31536000, immutable"
_IMAGE: dict[str, dict[str, str]] = {one: {} for one in ("image/jpeg", "image/png", "image/gif", "image/webp")}


class Looked(BaseModel):
    """What a list is narrowed to, and which part of it is wanted. A `state` of `open` means what was not come to yet."""

    library: Text = ""
    definition: Text = ""
    state: Word = ""
    q: Text = ""
    excluded: bool | None = None
    offset: int = Field(default=0, ge=0, le=10_000_000)
    limit: int = Field(default=200, ge=1, le=10_000)


class LookedAtThings(Looked):
    """The same for things, which are of a kind: `of` says what they are, `kind` what is done to them."""

    kind: Word = ""
    mark: Literal["", "created", "changed", "removed", "asked"] = ""
    of: Literal["", "item", "collection", "playlist", "section", "server", "step"] = ""


@router.get("", responses=problems(404, 422))
def summary(identity: Identity, plans: GivenPlans) -> PlanSummary:
    """A plan at a glance."""
    return plans.summary(identity)


@router.get("/posters", response_model=Page[Tile], responses=problems(404, 422))
def posters(identity: Identity, plans: GivenPlans, looked: Annotated[Looked, Query()], request: Request) -> Response:
    """The items whose pictures turn, narrowed by library, definition, text and state."""
    to = Filter(among="posters", **looked.model_dump(include=_NARROWING))
    return _written(request, plans.posters(identity, to, looked.excluded, looked.offset, looked.limit))


@router.get("/things", response_model=Page[ThingRow], responses=problems(404, 422))
def things(identity: Identity, plans: GivenPlans, looked: Annotated[LookedAtThings, Query()], request: Request) -> Response:
    """All that turns, thing by thing, narrowed by library, kind of Change, mark, kind of thing, definition and text."""
    to = Filter(**looked.model_dump(include=_NARROWING))
    return _written(request, plans.things(identity, to, looked.excluded, looked.offset, looked.limit))


@router.get("/boxes/{key}", responses=problems(404, 422))
async def boxes(
    identity: Identity, key: Annotated[int, Path(ge=1, le=2**53)], plans: GivenPlans, badges: GivenBadges
) -> Boxes:
    """Where the badges of an item's new poster are, and which definitions drew them."""
    plan = await asyncio.to_thread(plans.opened, identity)
    return await badges.of(plan, plans.configuration(plan), key)


@router.get(
    "/images/{sha256}",
    response_class=Response,
    responses={200: {"content": _IMAGE, "description": "The picture."}, **problems(304, 404, 422)},
)
async def image(
    identity: Identity,
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    request: Request,
    plans: GivenPlans,
    pictures: GivenPictures,
    width: Annotated[int | None, Query(ge=16, le=2000)] = None,
) -> Response:
    """A picture of the plan; with `width` a JPEG no wider than that. What is called so never changes."""
    headers = {"ETag": f'"{sha256}-{width or ""}"', "Cache-Control": _FOR_GOOD}
    plan = await asyncio.to_thread(plans.opened, identity)
    if sha256 in plan.pictures and is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if width is None:
        data, media_type = await pictures.whole(plan, sha256)
    else:
        data, media_type = await pictures.small(plan, sha256, width), "image/jpeg"
    return Response(data, media_type=media_type, headers=headers)


@router.get("/choice", responses=problems(404, 422))
def choice(identity: Identity, plans: GivenPlans) -> LeftOut:
    """The steps that an apply would leave out."""
    return plans.left_out(identity)


@router.post("/choice", responses=problems(404, 422))
def choose(identity: Identity, chosen: Choice, plans: GivenPlans) -> PlanSummary:
    """Leave steps out of what an apply carries out, or take them in again, by number or by a filter."""
    return plans.choose(identity, chosen)


@router.get(
    "/posters.zip",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/zip": {}}, "description": "All posters."}, **problems(404, 422)},
)
def posters_zip(identity: Identity, plans: GivenPlans) -> StreamingResponse:
    """All posters before and after, by library and title."""
    plan = plans.opened(identity)
    headers = {"Content-Disposition": f'attachment; filename="halley-{identity}-posters.zip"'}
    return StreamingResponse(packed(plan), media_type="application/zip", headers=headers)


@router.get(
    "/report.html",
    response_class=Response,
    responses={200: {"content": {"text/html": {}}, "description": "The page."}, **problems(404, 422)},
)
def report_html(identity: Identity, plans: GivenPlans) -> Response:
    """The plan as a page of one file, to be sent to somebody: it needs nothing else, and holds no secret."""
    plan = plans.opened(identity)
    page = report(plan, plans.standing(plan).excluded)
    headers = {"Content-Disposition": f'attachment; filename="halley-{identity}.html"', "Cache-Control": "no-store"}
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


def _written(request: Request, page: Page[Tile] | Page[ThingRow]) -> Response:
    """A page as it goes over the wire, packed where it is long: checking thousands of rows anew would take longer."""
    text, headers = page.model_dump_json().encode(), {"Vary": "Accept-Encoding"}
    if len(text) > _LONG and "gzip" in request.headers.get("accept-encoding", ""):
        text, headers = gzip.compress(text, 1, mtime=0), {**headers, "Content-Encoding": "gzip"}
    return Response(text, media_type="application/json", headers=headers)
