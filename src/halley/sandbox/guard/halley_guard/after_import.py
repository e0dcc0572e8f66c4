"""Runs something right after a module was imported, without importing it: the program may not have it at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from .events import Recorder

Action = Callable[[ModuleType], None]


class AfterImport(MetaPathFinder):
    """Stands first among the finders, asks the others for the modules it watches, and follows their loading."""

    def __init__(self, recorder: Recorder) -> None:
        self._actions: dict[str, Action] = {}
        self._recorder = recorder

    def when(self, name: str, action: Action) -> None:
        """Have `action` done with the module of that name once it is loaded."""
        self._actions[name] = action

    def start(self) -> None:
        """Begin to watch; what is loaded already is acted on at once."""
        sys.meta_path.insert(0, self)
        for name in self._actions:
            if name in sys.modules:
                self._act(sys.modules[name])

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """The spec that the other finders have for a watched module, its loader followed by the action."""
        if fullname not in self._actions:
            return None
        for finder in sys.meta_path:
            spec = finder.find_spec(fullname, path, target) if finder is not self else None
            if spec is not None:
                if spec.loader is not None:
                    self._follow(spec.loader)
                return spec
        return None

    def _follow(self, loader: Loader) -> None:
        original = loader.exec_module

        def load_and_act(module: ModuleType) -> None:
            original(module)
            self._act(module)

        loader.exec_module = load_and_act  # type: ignore[method-assign]

    def _act(self, module: ModuleType) -> None:
        try:
            self._actions[module.__name__](module)
        except Exception as problem:  # noqa: BLE001  one library that looks different leaves the lower levels standing
            self._recorder.note("guard", state="gap", module=module.__name__, problem=repr(problem)[:300])
