"""Overlay files read: templates resolved, every attribute typed, every mistake told with its file and line."""
