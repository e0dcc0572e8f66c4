"""Pictures while somebody edits: the engine's own decisions and pixels, for one item, as quickly as a hand moves."""
