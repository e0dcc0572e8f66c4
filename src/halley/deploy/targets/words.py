"""Sentences that several targets share."""

from halley.deploy.model import Deployment


def purpose(d: Deployment) -> str:
    """What the service does, in a line."""
    return "previews, applies and takes back Kometa's work on Plex" if d.is_halley else "metadata and overlays for Plex"
