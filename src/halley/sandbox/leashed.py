"""Puts what a sandbox launches on a leash, so that it ends with us."""

import os
import sys
from dataclasses import replace

from halley.sandbox.box import PROVIDED, Launch

_LEASH = PROVIDED / "leash.py"


def leashed(launch: Launch) -> Launch:
    """The same launch, that ends when this process does. To be started by a thread that lives as long as the process."""
    # With `=`, as a word may begin with a dash.
    kill = [f"--kill={word}" for word in launch.kill or ()]
    return replace(
        launch, command=(sys.executable, "-I", str(_LEASH), "--parent", str(os.getpid()), *kill, "--", *launch.command)
    )
