"""The memory of our own engine on the disk: one SQLite file in Halley's folder beside config.yml.

Each statement is a transaction of its own, so that a run that is killed loses nothing of what it did. A file that is no
database any more is put aside, never thrown away.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from halley.config import Configuration
from halley.engines.native.changed import Remembered
from halley.engines.native.special_texts import Kept
from halley.errors import ConfigError
from halley.jobs.memory.kometa_cache import KometaCache
from halley.jobs.memory.library import LibraryMemory, Values
from halley.jobs.own_folder import own_folder
from halley.overlays.comparison import kept, read_back
from halley.overlays.model import OverlayId
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind

FORMAT = 1
_PATIENCE_S = 30
_TABLES = """
CREATE TABLE IF NOT EXISTS drawn (
    server TEXT, library TEXT, item INTEGER,
    overlays TEXT, compare TEXT, inputs TEXT, base TEXT, base_sha256 TEXT, uploaded TEXT, shown TEXT,
    PRIMARY KEY (server, library, item)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS begun (
    server TEXT, library TEXT, item INTEGER, sha256 TEXT, PRIMARY KEY (server, library, item)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (
    server TEXT, item INTEGER, variable TEXT, value TEXT, PRIMARY KEY (server, item, variable)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS overlay_pictures (
    server TEXT, library TEXT, file INTEGER, name TEXT, size TEXT, PRIMARY KEY (server, library, file, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS assets (
    server TEXT, library TEXT, item INTEGER, kind TEXT, value TEXT, PRIMARY KEY (server, library, item, kind)
) WITHOUT ROWID;
"""


def memory_path(configuration: Configuration, environment: Mapping[str, str]) -> Path:
    """Where the memory of a configuration lies: for `config.yml` that is `halley/config.drawn.db` beside it."""
    return own_folder(configuration, environment) / f"{configuration.path.stem}.drawn.db"


@dataclass(frozen=True, slots=True)
class Memory:
    """An open memory. `note` is a sentence where the file was damaged and has been put aside."""

    connection: sqlite3.Connection
    kometas: Path
    note: str = ""

    def library(self, server: str, name: str) -> LibraryMemory:
        """What is remembered of a library of that name on a server; where that is nothing, what Kometa remembers."""
        return StoredLibrary(self.connection, server, name, KometaCache(self.kometas, name))


@contextmanager
def open_memory(path: Path, config: Path) -> Iterator[Memory]:
    """The memory at `path` of a configuration. Raises ConfigError where it cannot be written, or a newer Halley wrote it."""
    note = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = _opened(path)
        except sqlite3.DatabaseError as problem:
            if isinstance(problem, sqlite3.OperationalError):
                raise
            note = f"{path.name} was damaged ({problem}) and is now {_put_aside(path).name}: what was drawn is not known"
            connection = _opened(path)
    except (sqlite3.Error, OSError) as problem:
        hint = "make its folder writable, or say `settings: {cache: false}`"
        raise ConfigError(f"{path} cannot be used: {problem}", hint=hint) from None
    try:
        yield Memory(connection, config.with_suffix(".cache"), note)
    finally:
        connection.close()


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
    try:
        _check(connection, path)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_TABLES)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > FORMAT:
        raise ConfigError(f"{path} was written by a newer Halley", hint="use that one, or move the file away")
    (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        raise sqlite3.DatabaseError(state)


def _put_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for ending in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return path.rename(aside)


class StoredLibrary:
    """A library in the memory (a `LibraryMemory`)."""

    def __init__(self, connection: sqlite3.Connection, server: str, name: str, kometas: KometaCache) -> None:
        self._connection, self._kometas = connection, kometas
        self._here = {"server": server, "library": name}

    def drawn(self, key: RatingKey) -> Remembered | None:
        row = self._row(
            "SELECT overlays, compare, inputs, base, base_sha256, uploaded, shown FROM drawn"
            " WHERE server=:server AND library=:library AND item=:item",
            item=key,
        )
        if row is None:
            return self._kometas.drawn(key)
        overlays, compare, inputs, base, base_sha256, uploaded, shown = row
        strings = read_back(overlays) if overlays is not None else ()
        return Remembered(strings, compare, inputs, base, base_sha256, uploaded, shown)

    def texts(self, key: RatingKey) -> Kept:
        rows = self._connection.execute(
            "SELECT variable, value FROM texts WHERE server=:server AND item=:item", self._here | {"item": key}
        )
        # What Kometa kept of other variables goes on being compared, as it would with Kometa.
        return {**self._kometas.texts(key), **dict(rows.fetchall())}

    def picture_size(self, overlay: OverlayId) -> str | None:
        row = self._row(
            "SELECT size FROM overlay_pictures WHERE server=:server AND library=:library AND file=:file AND name=:name",
            file=overlay.file,
            name=overlay.name,
        )
        return self._kometas.picture_size(overlay) if row is None else row[0]

    def asset(self, key: RatingKey, kind: ImageKind) -> str | None:
        row = self._row(
            "SELECT value FROM assets WHERE server=:server AND library=:library AND item=:item AND kind=:kind",
            item=key,
            kind=kind.one,
        )
        return self._kometas.asset(key, kind) if row is None else row[0]

    def begun(self, key: RatingKey) -> str | None:
        row = self._row("SELECT sha256 FROM begun WHERE server=:server AND library=:library AND item=:item", item=key)
        return None if row is None else row[0]

    def begin(self, key: RatingKey, sha256: str) -> None:
        self._write("INSERT OR REPLACE INTO begun VALUES (:server, :library, :item, :sha256)", item=key, sha256=sha256)

    def keep(self, key: RatingKey, drawn: Remembered | None, values: Values) -> None:
        with self._together():
            self._write("DELETE FROM begun WHERE server=:server AND library=:library AND item=:item", item=key)
            for variable, value in values.items():
                told = {"item": key, "variable": variable, "value": value}
                self._write("INSERT OR REPLACE INTO texts VALUES (:server, :item, :variable, :value)", **told)
            if drawn is not None:
                self._write(
                    "INSERT OR REPLACE INTO drawn VALUES (:server, :library, :item, :overlays, :compare, :inputs, :base,"
                    " :base_sha256, :uploaded, :shown)",
                    item=key,
                    overlays=kept(drawn.overlays) if drawn.overlays else None,
                    compare=drawn.compare,
                    inputs=drawn.inputs,
                    base=drawn.base,
                    base_sha256=drawn.base_sha256,
                    uploaded=drawn.uploaded,
                    shown=drawn.shown,
                )

    def keep_shown(self, shown: Mapping[RatingKey, str]) -> None:
        with self._together():
            for key, path in shown.items():
                self._write(
                    "UPDATE drawn SET shown=:shown WHERE server=:server AND library=:library AND item=:item",
                    item=key,
                    shown=path,
                )

    def keep_picture_sizes(self, sizes: Mapping[OverlayId, str]) -> None:
        with self._together():
            for one, size in sizes.items():
                told = {"file": one.file, "name": one.name, "size": size}
                self._write(
                    "INSERT OR REPLACE INTO overlay_pictures VALUES (:server, :library, :file, :name, :size)", **told
                )

    def keep_asset(self, key: RatingKey, kind: ImageKind, value: str) -> None:
        told = {"item": key, "kind": kind.one, "value": value}
        self._write("INSERT OR REPLACE INTO assets VALUES (:server, :library, :item, :kind, :value)", **told)

    @contextmanager
    def _together(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _row(self, query: str, **values: object) -> tuple[str | None, ...] | None:
        found: tuple[str | None, ...] | None = self._connection.execute(query, self._here | values).fetchone()
        return found

    def _write(self, statement: str, **values: object) -> None:
        self._connection.execute(statement, self._here | values)
