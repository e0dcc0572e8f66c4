"""The API's description (OpenAPI), with every answer that the walls may give in place of a route's own."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from halley import __version__
from halley.studio.problems import MEDIA_TYPE
from halley.studio.security.gate import KEY_HEADER, SESSION, TOKEN_HEADER
from halley.studio.settings import Settings
from halley.studio.wire.base import Problem

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
_METHODS = {"get", "put", "post", "delete", "patch"}
_WORDS = {
    400: "The request is broken.",
    401: "Nobody known is asking.",
    403: "A page of another address asks, or the request does not bear the word of its session.",
    408: "The request did not come to its end.",
    413: "The request is too large.",
    415: "The body is of another type.",
    421: "The studio is not known by that name.",
    422: "The request, or what it names, cannot be used.",
    429: "There were too many wrong passwords or keys.",
}
_ALWAYS = (400, 401, 403, 413, 415, 421, 422, 429)
_WITH_BODY = (408,)


def described(app: FastAPI, settings: Settings, *, is_locked: bool) -> dict[str, Json]:
    """The description as it is served."""
    found: dict[str, Json] = get_openapi(
        title="Halley's studio",
        version=__version__,
        description=f"What changes something bears the word of its session ({TOKEN_HEADER}) or a key ({KEY_HEADER}).",
        routes=app.routes,
        servers=[{"url": settings.base.rstrip("/")}] if settings.base != "/" else None,
    )
    parts = _mapping(found.setdefault("components", {}))
    schemas = _mapping(parts.setdefault("schemas", {}))
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    parts["securitySchemes"] = {
        "key": {"type": "apiKey", "in": "header", "name": KEY_HEADER},
        "session": {"type": "apiKey", "in": "cookie", "name": settings.cookie},
    }
    for path, operation in _operations(found):
        _complete(operation)
        if is_locked and path != SESSION:
            operation["security"] = [{"key": []}, {"session": []}]
    return found


def _complete(operation: dict[str, Json]) -> None:
    responses = _mapping(operation.setdefault("responses", {}))
    for status in (*_ALWAYS, *(_WITH_BODY if "requestBody" in operation else ())):
        told = responses.get(str(status))
        words = told.get("description") if isinstance(told, dict) and status != 422 else None
        responses[str(status)] = {"description": words or _WORDS[status]}
    for status, response in responses.items():
        if status >= "400":
            _mapping(response)["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation["responses"] = dict(sorted(responses.items()))


def _operations(found: dict[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    for path, item in _mapping(found.get("paths", {})).items():
        methods: Iterable[str] = _METHODS & _mapping(item).keys()
        for method in sorted(methods):
            yield path, _mapping(_mapping(item)[method])


def _mapping(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is no mapping")
    return value
