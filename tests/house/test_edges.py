"""Sockets, processes, databases, pictures and the environment appear at the edges only, in files that say so by name."""

import re

import pytest

from tests.house.source import Module, attributes, imports, modules

#: What an edge is made of, as dotted names; a name stands for all that is below it.
EDGES = {
    "sockets": (
        "socket", "socketserver", "ssl", "http.client", "http.server", "urllib.request", "aiohttp", "requests", "urllib3",
        "asyncio.open_connection", "asyncio.open_unix_connection", "asyncio.start_server", "asyncio.start_unix_server",
    ),
    "processes": (
        "subprocess", "multiprocessing", "pty", "signal", "ctypes", "asyncio.create_subprocess_exec",
        "asyncio.create_subprocess_shell", "asyncio.subprocess", "os.exec", "os.fork", "os.kill", "os.killpg",
        "os.posix_spawn", "os.system", "os.popen",
    ),
    "databases": ("sqlite3", "dbm", "shelve"),
    "pictures": ("PIL",),
    "environment": ("os.environ", "os.environb", "os.getenv", "os.putenv", "os.unsetenv"),
}  # fmt: skip

#: File names that announce an edge.
EDGE_NAMES = {"client", "server", "upstream", "store", "journal", "worker", "runner", "relay", "wiring"}

#: Everything else that may touch one: a pattern of module names, the edges, and why.
ALLOWED = (
    (r"render\..*", {"pictures"}, "turns compositions into pixels"),
    (r"sandbox(\..*)?", {"sockets", "processes", "environment"}, "a sandbox is made of processes, namespaces and sockets"),
    (r"cli\.(compare|gateway|preview|simulator)", {"processes"}, "runs until a signal stops it"),
    (r"service\.lock", {"sockets"}, "says on which machine it is held"),
    (r"cli\.demo|demo\.outside", {"sockets"}, "plays the internet on loopback"),
    (r"demo\.visitor", {"sockets"}, "is a client that knows nothing of Halley"),
    (r"demo\.art\..*", {"pictures"}, "draws the demo's posters"),
    (r"engines\.native\.art\.(badges|flags|sheet|signs|store)", {"pictures"}, "draws what Kometa's pictures would show"),
    (r"demo\.shelf", {"pictures"}, "puts pictures side by side for the README"),
    (r"demo\.library", {"pictures", "processes"}, "draws on all processors, and anew with another Pillow"),
    (r"gateway\.listener", {"sockets"}, "accepts the connections of the gateway's server"),
    (r"engines\.kometa\.(find|run)", {"processes"}, "asks a Python what it is made of, and runs the engine"),
    (r"studio\.drawing\.frames", {"pictures"}, "makes pictures as large as they are shown"),
    (r"simulator\.routes\.images", {"pictures"}, "makes collages and smaller pictures, as Plex does"),
    (r"jobs\.memory\.kometa_cache", {"databases"}, "reads what Kometa remembers"),
    (r"notices\.pictures", {"pictures"}, "makes the picture of a notice small"),
    (r"backup\.databases", {"databases"}, "copies databases as they stand at one moment"),
    (r"backup\.swap", {"processes"}, "has two names change places in one step, which Python cannot say itself"),
    (r"jobs\.last_resort", {"pictures"}, "draws the plain badge where no engine could"),
    (r"jobs\.report", {"pictures"}, "makes pictures small enough for a page"),
    (r"jobs\.difference_pictures", {"pictures"}, "shows where two posters differ"),
)


def edges_of(module: Module) -> list[tuple[str, str, int]]:
    """(edge, name, line) for each edge that the module touches."""
    names = [*imports(module.tree), *attributes(module.tree)]
    return sorted(
        (edge, name, line)
        for edge, roots in EDGES.items()
        for name, line in names
        if any(
            name == root or name.startswith(f"{root}.") or (root == "os.exec" and name.startswith(root)) for root in roots
        )
    )


def allowed(module: Module) -> set[str]:
    if module.stem in EDGE_NAMES:
        return set(EDGES)
    return {edge for pattern, edges, _ in ALLOWED if re.fullmatch(pattern, module.name) for edge in edges}


def test_a_module_touches_only_the_edges_that_its_name_announces() -> None:
    found = [
        f"{module.path}:{line}: {name} ({edge})"
        for module in modules()
        for edge, name, line in edges_of(module)
        if edge not in allowed(module)
    ]
    assert not found, "move this to an edge, or name the reason in ALLOWED:\n" + "\n".join(found)


@pytest.mark.parametrize("entry", ALLOWED, ids=lambda entry: entry[0])
def test_no_exception_outlives_its_reason(entry: tuple[str, set[str], str]) -> None:
    pattern, edges, _ = entry
    touched = {edge for module in modules() if re.fullmatch(pattern, module.name) for edge, _, _ in edges_of(module)}
    assert edges <= touched, f"{pattern} no longer touches {edges - touched}"
