"""Where an overlay's picture comes from (spec, overlays 2.3)."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from halley.definitions.files import Files, Missing, Origin, Source
from halley.definitions.names import clean_name
from halley.definitions.problems import Costs, Problems, shown
from halley.files.downloads import shown_address
from halley.location import Located, Scalar
from halley.overlays.model import PictureAddress, PictureFile, PictureSource, Scale

_DEFAULT_IN_GIT = "PMM/"
_ADDRESSES = (("git", Origin.GIT), ("repo", Origin.REPO), ("url", Origin.URL))


def picture_of(
    given: Mapping[Scalar, Located], name: str, scale: Scale, files: Files, problems: Problems
) -> PictureSource | None:
    """The picture that attributes name, the first that is not blank. None where there is none, or it is wrong."""
    for key in ("default", "pmm"):
        if value := given.get(key):
            return _default(value, _text(value, problems), files, problems)
    git = given.get("git")
    if git and str(git).startswith(_DEFAULT_IN_GIT):
        return _default(git, str(git).removeprefix(_DEFAULT_IN_GIT), files, problems)
    if value := given.get("file"):
        return _file(value, _text(value, problems), scale, files, problems)
    for key, origin in _ADDRESSES:
        if value := given.get(key):
            return _address(value, origin, name, scale, files, problems)
    return None


def written_addresses(document: Located) -> Iterator[Source]:
    """Pictures at addresses that are written out somewhere in a document, and not put together by a template."""
    for key, value in document.entries.items():
        if str(key).lower() == "overlay" and value.is_mapping:
            for name, origin in _ADDRESSES:
                text = value.entries[name].value if name in value.entries else None
                if isinstance(text, str) and text and "<<" not in text and not text.startswith(_DEFAULT_IN_GIT):
                    yield Source(origin, text if origin is Origin.URL else f"{text}.png")
        yield from written_addresses(value)


def own_picture(name: Located, spelled: str, scale: Scale, files: Files, problems: Problems) -> PictureSource | None:
    """The picture of an overlay that names none: `overlays/<name>.png` beside config.yml."""
    path = files.kept_picture(clean_name(spelled))
    if files.find(str(path)) is None:
        hint = "name it with `file:` or `default:`, or put it there"
        problems.error(f"there is no picture at {path}", name.at, Costs.DEFINITION, hint)
        return None
    return PictureFile(path) if _is_usable(path, scale, name, files, problems) else None


def _default(value: Located, name: str | None, files: Files, problems: Problems) -> PictureSource | None:
    if name is None:
        return None
    try:
        path = files.picture(name)
    except Missing as problem:
        problems.error(str(problem), value.at, Costs.DEFINITION)
        return None
    if files.find(str(path)) is None:
        problems.error(f"there is no picture at {path}", value.at, Costs.DEFINITION, "no such picture comes with Kometa")
        return None
    return PictureFile(path)


def _file(value: Located, path: str | None, scale: Scale, files: Files, problems: Problems) -> PictureSource | None:
    if path is None:
        return None
    found = files.find(path)
    if found is None:
        hint = "paths are taken from the folder above the one of config.yml"
        problems.error(f"there is no picture at {path}", value.at, Costs.DEFINITION, hint)
        return None
    return PictureFile(found) if _is_usable(found, scale, value, files, problems) else None


def _address(
    value: Located, origin: Origin, name: str, scale: Scale, files: Files, problems: Problems
) -> PictureSource | None:
    kept_as = clean_name(name)
    try:
        url = files.address(origin, str(value) if origin is Origin.URL else f"{value}.png")
        fetched = files.fetched_picture(url, kept_as)
    except Missing as problem:
        problems.error(str(problem), value.at, Costs.DEFINITION)
        return None
    if fetched is None:
        return PictureAddress(url, kept_as)
    if fetched.note is not None:
        problems.warning(fetched.note, value.at)
    usable = _is_usable(fetched.path, scale, value, files, problems, shown_address(url))
    return PictureAddress(url, kept_as, fetched.path) if usable else None


def _is_usable(
    path: Path, scale: Scale, value: Located, files: Files, problems: Problems, shown_as: str | None = None
) -> bool:
    """Whether a picture can be opened and scaled; Kometa's own are taken to be sound."""
    flaw = files.flaw_of_picture(path, scale)
    if flaw is not None:
        told = f"the picture {shown_as or path} cannot be used: {flaw}"
        problems.error(told, value.at, Costs.DEFINITION, "save it again as a PNG, or name another one")
    return flaw is None


def _text(value: Located, problems: Problems) -> str | None:
    if isinstance(value.value, str):
        return value.value
    problems.error(f"the name of a picture should be a text, found {shown(value)}", value.at, Costs.DEFINITION, "quote it")
    return None
