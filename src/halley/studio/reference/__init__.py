"""Words, controls and default files, from the registries that the engine itself reads."""

from halley.studio.reference.whole import reference

__all__ = ["reference"]
