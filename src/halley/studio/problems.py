"""Errors as RFC 9457 problem documents. Nothing goes into one that was not written for people."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import Response

from halley.errors import HalleyError, PlexError
from halley.location import Location
from halley.studio.wire.base import Place, Problem

MEDIA_TYPE = "application/problem+json"
_MOST_TOLD = 8


def problem_of(error: HalleyError) -> Problem:
    """What an error of ours comes to. One that bears no status is about what was asked for, or about the Plex server."""
    usual = HTTPStatus.BAD_GATEWAY if isinstance(error, PlexError) else HTTPStatus.UNPROCESSABLE_ENTITY
    status = getattr(error, "status", usual)
    place, key = _place(error.where)
    return Problem(title=error.message, status=int(status), hint=error.hint or "", place=place, key=key)


def refused_request(errors: Sequence[Mapping[str, object]]) -> Problem:
    """A request that does not have the shape it should: where, and what is wrong, but not what it said."""
    told = [f"{_where(one.get('loc'))}: {str(one.get('msg', ''))[:200]}" for one in errors[:_MOST_TOLD]]
    if len(errors) > _MOST_TOLD:
        told.append(f"and {len(errors) - _MOST_TOLD} more")
    key = _where(errors[0].get("loc")) if errors else ""
    return Problem(title="The request cannot be used", status=422, detail="\n".join(told), key=key)


def of_status(status: int, detail: str = "") -> Problem:
    """A problem that has no more to say than its status."""
    try:
        title = HTTPStatus(status).phrase
    except ValueError:
        title = "Error"
    return Problem(title=title, status=status, detail="" if detail == title else detail)


def answered(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an answer."""
    told = {"Cache-Control": "no-store", **(headers or {})}
    return Response(problem.model_dump_json(), problem.status, told, MEDIA_TYPE)


def _place(where: Location | None) -> tuple[Place | None, str]:
    if where is None:
        return None, ""
    return Place(file=where.file, line=where.line or 0, column=where.column or 0), " > ".join(where.path)


def _where(loc: object) -> str:
    parts = [str(one)[:80] for one in loc] if isinstance(loc, tuple | list) else []
    return " > ".join(parts[1:] or parts) or "body"
