"""Which Kometa a run takes, and what keeps it in."""

from pathlib import Path

from halley.engines.kometa import KometaHome, find_kometa
from halley.engines.kometa.image import kometa_in_image
from halley.errors import ConfigError
from halley.jobs.means import Means
from halley.sandbox.choose import Choice, choose


def check_box(means: Means) -> None:
    """Raise ConfigError where a sandbox is demanded that the Kometa of a container image cannot run in."""
    if means.image is not None and means.sandbox not in {"auto", "container"}:
        raise ConfigError(
            f"what is in a container image cannot run in the sandbox `{means.sandbox}`",
            hint="leave out `--image`, or `--sandbox`",
        )


def home_and_box(means: Means) -> tuple[KometaHome, Choice]:
    """Which Kometa to run, and what to keep it in. Raises EngineError where there is none, ConfigError as `check_box`."""
    check_box(means)
    if means.image is None:
        home = find_kometa(means.kometa, means.kometa_python, means.environment, Path.cwd())
        return home, choose(means.sandbox)
    # What is in an image can be run in a container only, whatever `auto` would have chosen.
    return kometa_in_image(means.kometa, means.kometa_python), choose("container", image=means.image)
