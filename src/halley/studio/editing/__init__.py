"""Edits of overlay files that leave everything else as it was written."""

from halley.studio.editing.edits import CannotEdit, Edit, Move, edited, with_added, without

__all__ = ["CannotEdit", "Edit", "Move", "edited", "with_added", "without"]
