"""What is remembered about backups in `halley/backup/` of the folder that they are of: the last one, and the last drill."""

import json
from datetime import datetime
from pathlib import Path

from halley.clock import iso
from halley.files import hand_over, make_folder, write_atomic

LAST = "last.json"
DRILL = "drill.json"


def note(source: Path, which: str, at: datetime, file: str, problem: str | None) -> None:
    """Write one down; `problem` is None where all went well. It belongs to whom the folder belongs. Raises OSError."""
    folder = source / "halley" / "backup"
    make_folder(folder)
    content = {"at": iso(at), "file": file, "ok": problem is None, "problem": problem or ""}
    write_atomic(folder / which, json.dumps(content, ensure_ascii=False) + "\n")
    hand_over(source, ("halley", "backup", which))
