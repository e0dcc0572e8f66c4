"""Runs real Kometa against a server on loopback, under the guard, with an internet that is played on loopback too."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from halley.plex.library import Library
from halley.sandbox.egress import Egress
from halley.sandbox.egress_policy import EgressPolicy
from halley.sandbox.guard_settings import GuardSettings, guarded_environment
from tests.support.outside import Internet

TIME_LIMIT_S = 600


@dataclass(frozen=True, slots=True)
class Outside:
    """The internet of a run: a server that plays it, and the egress through which Kometa reads it."""

    url: str
    egress: str
    internet: Internet


@asynccontextmanager
async def an_outside(library: Library | None = None, internet: Internet | None = None) -> AsyncIterator[Outside]:
    """An internet that knows the films and shows of a library, listening; without one it knows nobody. Or another one."""
    internet = internet or Internet(library)
    runner = web.AppRunner(internet.app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    egress = Egress(EgressPolicy(outside=url))
    try:
        yield Outside(url, f"http://127.0.0.1:{await egress.on_tcp()}", internet)
    finally:
        await egress.close()
        await runner.cleanup()


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run went. `log` is what it printed, from `Starting Run` to `Finished Run` where it came so far."""

    status: int
    log: str
    seconds: float

    @property
    def is_finished(self) -> bool:
        """Whether it came to its end. Exit status 0 is no proof of that."""
        return "Finished Run" in self.log

    @property
    def complaints(self) -> list[str]:
        """Lines of the log that tell of an error, each once."""
        words = ("| Error", "Critical", "Traceback", "[ERROR]", "[CRITICAL]")
        return list(dict.fromkeys(line.strip(" |") for line in self.log.splitlines() if any(w in line for w in words)))


@dataclass(frozen=True, slots=True)
class Kometa:
    """Real Kometa: the folder of its `kometa.py`, and the Python that runs it."""

    home: Path
    python: Path

    async def run(
        self,
        folder: Path,
        url: str,
        token: str,
        config: str,
        outside: Outside,
        *,
        is_gateway: bool,
        flags: tuple[str, ...] = (),
        limit_s: float = TIME_LIMIT_S,
    ) -> Ran:
        """Run a configuration against the server at `url`. `{url}`, `{token}` and `{folder}` in it are filled in.

        What it asks of plex.tv goes to a gateway where it stands before one, to the played internet where it does not.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for word, value in (("{url}", url), ("{token}", token), ("{folder}", str(folder))):
            config = config.replace(word, value)
        (folder / "config.yml").write_text(config, encoding="utf-8")
        settings = GuardSettings(
            gateway=url,
            egress=outside.egress,
            events=folder / "guard.jsonl",
            captures=folder / "captured",
            **({} if is_gateway else {"plex_tv_hosts": ()}),
        )
        settings.write(folder / "guard.json")
        clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
        started = time.perf_counter()
        with (folder / "printed.log").open("wb") as printed:
            running = await asyncio.create_subprocess_exec(
                *(str(self.python), str(self.home / "kometa.py"), "-r", "--config", str(folder / "config.yml"), *flags),
                cwd=self.home,
                env=guarded_environment(folder / "guard.json", clean),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=printed,
                stderr=printed,
                start_new_session=True,
            )
            try:
                status = await asyncio.wait_for(running.wait(), limit_s)
            finally:
                if running.returncode is None:
                    os.killpg(running.pid, signal.SIGKILL)
                    await running.wait()
        log = (folder / "printed.log").read_text(encoding="utf-8", errors="replace")
        return Ran(status, log, time.perf_counter() - started)
