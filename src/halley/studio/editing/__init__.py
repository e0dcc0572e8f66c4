"""Edits of overlay files that leave everything else as it was written."""

from halley.studio.editing.edits import CannotEdit, Edit, Move, edited, with_added, without
from halley.studio.editing.line_ends import ended_like

__all__ = ["CannotEdit", "Edit", "Move", "edited", "ended_like", "with_added", "without"]
