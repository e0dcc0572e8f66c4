"""Loaded by Python itself before the program it runs: puts up the guard, then hands over to the next sitecustomize.

A guard that was asked for and cannot be put up ends the process, because a program that runs unguarded is worse than one
that does not run. Where nobody asked (no `HALLEY_GUARD`), nothing happens.
"""

import importlib
import os
import sys
import traceback
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path

UNGUARDED = 78
"""Exit status of a process whose guard could not be put up (EX_CONFIG of sysexits.h)."""


def _put_up_guard(settings: str) -> None:
    try:
        importlib.import_module("halley_guard").install(settings)
    except Exception:  # noqa: BLE001  whatever went wrong, nothing may run unguarded
        traceback.print_exc()
        os.write(2, b"halley: the guard could not be put up, so nothing was run\n")
        os._exit(UNGUARDED)


def _hand_over() -> None:
    """Run the sitecustomize that this one stands in front of, if there is one."""
    here = Path(__file__).resolve().parent
    spec = PathFinder.find_spec("sitecustomize", [place for place in sys.path if Path(place).resolve() != here])
    if spec is not None and spec.loader is not None and spec.origin != __file__:
        module = module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


if os.environ.get("HALLEY_GUARD"):
    _put_up_guard(os.environ["HALLEY_GUARD"])
_hand_over()
