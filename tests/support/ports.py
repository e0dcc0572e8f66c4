"""Ports for what is to listen at the same one again, or at one that was told beforehand."""

import random
import socket


def a_port() -> int:
    """A port that is free, and the one above it is, too. Below those that the system gives out by itself to others."""
    while True:
        found = random.randrange(20_000, 30_000, 2)
        try:
            for one in (found, found + 1):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", one))
        except OSError:
            continue
        return found
