"""Work that a server can be asked for: refreshes, analyses, scans, cleaning. Source: spec, plex-api 3, 7.2, 16.2."""

from typing import assert_never

from halley.changes.kinds import AnalyzeItem, Change, Job, RefreshItem, RefreshSection, SectionTask, ServerTask
from halley.changes.wire.asked import Asked, NotAWrite, arguments
from halley.changes.wire.rules import Rule
from halley.plex.ids import SectionId
from halley.plex.requests import PlexRequest

_ASYNC = (("async", "1"),)


def _refreshed(request: Asked) -> tuple[Change, ...]:
    return (RefreshItem(request.key),)


def _analyzed(request: Asked) -> tuple[Change, ...]:
    return (AnalyzeItem(request.key, request.parts["job"]),)


def _scanned(request: Asked) -> tuple[Change, ...]:
    named = request.parts.get("section")
    section = SectionId(int(named)) if named else None
    force = request.flag("force") if "force" in request.left else False
    path = request.optional("path")
    if path == "":
        raise NotAWrite("path is empty")
    return (RefreshSection(section, force, path),)


def _emptied(request: Asked) -> tuple[Change, ...]:
    return (SectionTask(request.section, "emptyTrash"),)


def _section_analyzed(request: Asked) -> tuple[Change, ...]:
    return (SectionTask(request.section, "analyze"),)


def _cleaned(request: Asked) -> tuple[Change, ...]:
    request.expect("async", "0", "1")
    return (ServerTask("clean/bundles"),)


def _optimized(request: Asked) -> tuple[Change, ...]:
    request.expect("async", "0", "1")
    return (ServerTask("optimize"),)


RULES = (
    Rule("PUT", "/library/{own}/{key}/refresh", _refreshed),
    Rule("PUT", "/library/{own}/{key}/{job}", _analyzed),
    Rule("GET POST", "/library/sections/{section}/refresh", _scanned),
    Rule("GET POST", "/library/sections/all/refresh", _scanned),
    Rule("GET POST", "/library/sections/refresh", _scanned),
    Rule("PUT", "/library/sections/{section}/emptyTrash", _emptied),
    Rule("PUT", "/library/sections/{section}/analyze", _section_analyzed),
    Rule("PUT", "/library/clean/bundles", _cleaned),
    Rule("PUT", "/library/optimize", _optimized),
)


def encode(change: Job) -> PlexRequest:
    """The request for one piece of work."""
    match change:
        case RefreshItem(key=key):
            return PlexRequest("PUT", f"/library/metadata/{key}/refresh")
        case AnalyzeItem(key=key, job=job):
            return PlexRequest("PUT", f"/library/metadata/{key}/{job}")
        case RefreshSection(section=section, force=force, path=path):
            where = "all" if section is None else section
            return PlexRequest(
                "GET", f"/library/sections/{where}/refresh", arguments({"force": force or None, "path": path})
            )
        case SectionTask(section=section, task=task):
            return PlexRequest("PUT", f"/library/sections/{section}/{task}")
        case ServerTask(task=task):
            return PlexRequest("PUT", f"/library/{task}", _ASYNC)
        case _:
            assert_never(change)
