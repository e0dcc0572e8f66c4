"""What our own engine remembers from run to run: how each item was drawn, and from what."""

from halley.jobs.memory.library import LibraryMemory, NoMemory
from halley.jobs.memory.store import Memory, memory_path, open_memory

__all__ = ["LibraryMemory", "Memory", "NoMemory", "memory_path", "open_memory"]
