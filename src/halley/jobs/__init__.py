"""Previews as folders: what was asked, what the engine was given, what came out, and what was kept from happening."""
