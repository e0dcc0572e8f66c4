"""A job folder that somebody prepared: which configuration it names, and which targets (requirements, preview mode).

The configuration is what `config` (or `configuration`) in meta.json says, else `config/config.yml`, else
`config/kometa_config.yml`. Targets are those of meta.json, else those of `preview:` in `config/preview.yml`, else of the
configuration. Each has an `id`, which names its files, and a `ratingKey`, or a `title` with a `year`, a `season` and an
`episode` where it has them.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from halley.config.document import load_document, plain
from halley.errors import ConfigError
from halley.jobs.folder import JobFolder
from halley.jobs.targets import Wish

_ID = re.compile(r"[A-Za-z0-9_][\w.+-]{0,99}")
_KEYS = ("ratingKey", "rating_key")
_SHOWS = ("showTitle", "show_title", "show", "grandparentTitle", "parentTitle", "title", "label")
_SEASONS = ("season", "seasonNumber", "season_number", "seasonIndex", "season_index")
_EPISODES = ("episode", "episodeNumber", "episode_number", "episodeIndex", "episode_index")

_Row = Mapping[str, object]


def prepared(folder: JobFolder) -> tuple[Path, Wish]:
    """The configuration and the wish. Raises ConfigError where the folder does not say them."""
    if not folder.is_job:
        raise ConfigError(
            f"{folder.root} is no prepared job: neither meta.json nor config/kometa_config.yml is in it",
            hint="name a configuration with `--config config.yml`",
        )
    meta = folder.read_meta() if folder.meta.exists() else {}
    path = _configuration(folder, meta)
    rows = _rows(folder, meta, path)
    texts = [_text(row) for row in rows]
    names = {text: name for row, text in zip(rows, texts, strict=True) if (name := _id(row, folder.meta))}
    _check_each_once([name for row in rows if (name := _id(row, folder.meta))], folder.meta)
    libraries = meta.get("libraries")
    titles = tuple(str(one) for one in libraries) if isinstance(libraries, list) else ()
    return path, Wish(titles, tuple(texts), names=names)


def _configuration(folder: JobFolder, meta: _Row) -> Path:
    named = next((one for name in ("config", "configuration") if isinstance(one := meta.get(name), str)), None)
    tried = (
        [folder.root / named]
        if named
        else [base / name for name in ("config.yml", "kometa_config.yml") for base in (folder.config, folder.given)]
    )
    for path in tried:
        if path.is_file():
            return path
    raise ConfigError(
        f"{folder.meta if named else folder.root} names no configuration that is there: {tried[0]} is missing",
        hint="give one with `--config config.yml`",
    )


def _rows(folder: JobFolder, meta: _Row, configuration: Path) -> list[_Row]:
    if meta.get("whole") is True:  # a preview of everything ran here: its list of targets is what came of that
        return []
    for name in ("targets", "items"):
        if name in meta:
            return _listed(meta[name], folder.meta)
    for path in (folder.config / "preview.yml", folder.given / "preview.yml", configuration):
        if path.is_file():
            told = plain(load_document(path).root)
            block = told.get("preview") if isinstance(told, dict) else None
            if isinstance(block, dict) and block.get("targets"):
                return _listed(block["targets"], path)
    return []


def _listed(value: object, where: Path) -> list[_Row]:
    rows = [{"id": name, **one} for name, one in value.items()] if isinstance(value, dict) else value
    if not isinstance(rows, list) or not all(isinstance(row, dict) and _text(row) for row in rows):
        raise ConfigError(f"the targets in {where} are no list of targets, each with a `ratingKey` or a `title`")
    return rows


def _text(row: _Row) -> str:
    """The target as a person would say it on the command line; empty where the row names nothing."""
    if key := _first(row, _KEYS):
        return key
    season, episode = _first(row, _SEASONS), _first(row, _EPISODES)
    if not season:
        title, year = _first(row, ("title", "label")), _first(row, ("year",))
        return f"{title} ({year})" if title and year else title
    part = f" S{int(season):02}" if season.isdecimal() else f" {season}"
    return f"{_first(row, _SHOWS)}{part}" + (f"E{int(episode):02}" if episode.isdecimal() else "")


def _first(row: _Row, names: Sequence[str]) -> str:
    return next((str(row[name]) for name in names if row.get(name) not in {None, ""}), "")


def _id(row: _Row, where: Path) -> str:
    name = str(row.get("id") or "")
    if name and not _ID.fullmatch(name):
        raise ConfigError(f"{where}: {name!r} cannot be a target's id", hint="ids become names of files: letters, digits, _")
    return name


def _check_each_once(names: Sequence[str], where: Path) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ConfigError(
            f"{where}: two targets have the id {twice[0]!r}", hint="ids become names of files: each may be there once"
        )
