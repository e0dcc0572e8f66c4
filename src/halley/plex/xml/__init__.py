"""Plex's XML both ways: items, sections and settings written as a server writes them, and read back."""
