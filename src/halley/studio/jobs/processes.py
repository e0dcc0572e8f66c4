"""Which process is which: numbers are given again, moments of beginning are not."""

from pathlib import Path


def started_at(pid: int) -> int:
    """When a process began, in ticks since the machine did; 0 where there is no such process, or nobody can tell."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return 0 if words[0] in {"Z", "X"} else int(words[19])
    except (OSError, ValueError, IndexError):
        return 0
