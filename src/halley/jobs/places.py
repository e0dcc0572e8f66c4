"""Places in the user's files, as commands print them and as JSON has them."""

from pathlib import Path

from halley.location import Location


def shown_place(where: Location, home: Path) -> str:
    """`config/overlays.yml:14`: as seen from a folder, where the file lies in it."""
    path = Path(where.file)
    name = str(path.relative_to(home)) if path.is_relative_to(home) else where.file
    return name if where.line is None else f"{name}:{where.line}"


def shown_exactly(where: Location, home: Path) -> str:
    """The same with its column."""
    return shown_place(where, home) + (f":{where.column}" if where.column is not None else "")


def place_to_json(where: Location | None) -> dict[str, object] | None:
    """File, line, column and chain of keys."""
    if where is None:
        return None
    return {"file": where.file, "line": where.line, "column": where.column, "path": list(where.path)}
