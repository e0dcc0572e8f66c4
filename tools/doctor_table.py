"""Writes the table of checks in docs/reference/doctor.md, from the registry: `python tools/doctor_table.py`."""

import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "doctor.md"
_BEGIN, _END = "<!-- checks -->\n", "<!-- end of checks -->\n"


def table() -> str:
    """A row a check, in the order of the registry."""
    from halley.doctor import CHECKS  # noqa: PLC0415 - what only reads the page needs no Halley

    rows = [f"| `{one.name}` | {one.looks_at} | {one.fixes} |" for one in CHECKS]
    return "\n".join(["| check | looks at | `--fix` |", "|---|---|---|", *rows, ""])


def with_table(text: str) -> str:
    """The page with today's table."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{table()}{_END}{after}"


if __name__ == "__main__":
    sys.path.insert(0, str(PAGE.parents[2] / "src"))
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
