"""The configurations that a person edits: files on this machine, never shown with their secrets."""
