"""Configurations and their files: listed, read without secrets, checked, compared, saved."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Response

from halley.errors import ConfigError
from halley.studio.desk.desk import Desk, Known
from halley.studio.desk.errors import CannotSave
from halley.studio.routes.answers import problems
from halley.studio.routes.furnished import GivenDemo, GivenDesk
from halley.studio.wire.configurations import (
    Checked,
    Configuration,
    ConfigurationDetail,
    ConfigurationFile,
    Draft,
    FileSave,
    FileText,
    FileVersion,
    NewConfiguration,
    TextDifference,
)

router = APIRouter(prefix="/configurations", tags=["configurations"])


@router.get("")
def configurations(desk: GivenDesk) -> list[Configuration]:
    """All configurations that the studio knows, the current one first."""
    return [_shown(desk, one, is_current=number == 0) for number, one in enumerate(desk.all())]


@router.post("", status_code=201, responses=problems(422))
async def add(new: NewConfiguration, desk: GivenDesk, demo: GivenDemo) -> Configuration:
    """Add one: the path of a config.yml, the text of one, or the demo. It becomes the current one."""
    if sum((new.path is not None, new.text is not None, new.is_demo)) != 1:
        raise ConfigError("give a path, or a text, or ask for the demo", hint="exactly one of the three")
    if new.is_demo:
        try:
            known = await asyncio.to_thread(desk.add, await demo.start(), is_demo=True)
        except OSError as problem:
            raise CannotSave(f"the demo cannot be written: {problem.strerror or problem}") from None
    elif new.path is not None:
        known = await asyncio.to_thread(desk.add, _path(new.path))
    else:
        known = await asyncio.to_thread(desk.add_text, new.text or "")
    return await asyncio.to_thread(_shown, desk, known, is_current=True)


@router.get("/{identity}", responses=problems(404, 422))
def detail(identity: str, desk: GivenDesk) -> ConfigurationDetail:
    """One configuration, its libraries and its files."""
    known = desk.known(identity)
    papers = desk.papers(identity)
    errors = desk.errors_by_file(identity)
    files = tuple(
        ConfigurationFile(
            name=one.name,
            kind=one.kind,
            library=one.library,
            is_writable=one.is_writable,
            size=one.size,
            problems=errors.get(str(one.path), 0),
        )
        for one in papers.files
    )
    is_current = desk.all()[:1] == (known,)
    return ConfigurationDetail(
        configuration=_shown(desk, known, is_current=is_current), libraries=papers.libraries, files=files
    )


@router.delete("/{identity}", status_code=204, responses=problems(404, 422))
def forget(identity: str, desk: GivenDesk) -> Response:
    """Know it no longer. Its files stay."""
    desk.forget(identity)
    return Response(status_code=204)


@router.get("/{identity}/files/{name:path}", responses=problems(404, 422))
def text(identity: str, name: str, desk: GivenDesk, checks: Annotated[bool, Query()] = True) -> FileText:
    """The text of a file, secrets masked, with everything that `halley validate` finds in it, unless `checks` is false."""
    return desk.papers(identity).text(name, checks=checks)


@router.put("/{identity}/files/{name:path}", responses=problems(404, 409, 422))
def save(identity: str, name: str, asked: FileSave, desk: GivenDesk) -> FileText:
    """Save a text over the one of that digest. What was there is kept as a version."""
    return desk.papers(identity).save(name, asked.text, asked.digest, datetime.now(UTC), asked.version)


@router.post("/{identity}/check/{name:path}", responses=problems(404, 422))
def check(identity: str, name: str, draft: Draft, desk: GivenDesk) -> Checked:
    """What is wrong with a text that is not saved, in place of the file."""
    return Checked(marks=desk.papers(identity).check(name, draft.text, draft.version))


@router.post("/{identity}/difference/{name:path}", responses=problems(404, 422))
def difference(identity: str, name: str, draft: Draft, desk: GivenDesk) -> TextDifference:
    """In what a text differs from the saved one."""
    return TextDifference(difference=desk.papers(identity).difference(name, draft.text, draft.version))


@router.get("/{identity}/versions/{name:path}", responses=problems(404, 422))
def versions(
    identity: str, name: str, desk: GivenDesk, version: Annotated[str, Query(max_length=100)] = ""
) -> list[FileVersion] | FileText:
    """The earlier texts of a file, the latest first; with `version` the text of one."""
    papers = desk.papers(identity)
    if version:
        return papers.text(name, version)
    return [FileVersion(version=one.name, saved=one.saved.isoformat(), size=one.size) for one in papers.versions(name)]


def _shown(desk: Desk, known: Known, *, is_current: bool) -> Configuration:
    return Configuration(
        id=known.id,
        name=known.name,
        path=str(known.path),
        is_demo=known.is_demo,
        is_current=is_current,
        problems=desk.errors(known.id),
    )


def _path(text: str) -> Path:
    if not text.strip() or "\0" in text or len(text) > 4096:
        raise ConfigError("this is no path of a file", hint="give the path of a config.yml on this machine")
    return Path(text.strip())
