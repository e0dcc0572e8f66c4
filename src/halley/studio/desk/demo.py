"""The demo: a small library served as a Plex server within the studio, and a configuration for it that can be edited.

The configuration and what is edited in it stay; the server begins anew with the studio, at the same address if it is free.
"""

import asyncio
import json
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from halley.demo.configuration import CONFIG_FILE, write_demo_configuration
from halley.demo.library import write_demo_library
from halley.files import make_folder, write_atomic
from halley.simulator import Simulator, load_library

_URL = re.compile(r"^( +url: )http://127\.0\.0\.1:\d+", re.MULTILINE)


@dataclass(slots=True)
class Demo:
    """The demo below a folder. Its server runs between `start` and `stop`, in the event loop of who starts it."""

    folder: Path
    server: Simulator | None = None
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def config(self) -> Path:
        """Where its configuration lies, or will."""
        return self.folder / "config" / CONFIG_FILE

    async def start(self) -> Path:
        """Have the server run; return its configuration. Raises OSError where the folder cannot be written."""
        async with self._starting:
            if self.server is None:
                await self._start()
        return self.config

    async def stop(self) -> None:
        """End the server."""
        server, self.server = self.server, None
        if server is not None:
            await server.stop()

    async def _start(self) -> None:
        await asyncio.to_thread(make_folder, self.folder)
        file = await asyncio.to_thread(write_demo_library, self.folder / "library")
        loaded = await asyncio.to_thread(load_library, file)
        port, token = self._told()
        server = Simulator(loaded.library, images=loaded.images, token=token, port=port)
        try:
            await server.start()
        except OSError:  # somebody else took the port meanwhile
            server = Simulator(loaded.library, images=loaded.images, token=token)
            await server.start()
        self.server = server
        await asyncio.to_thread(self._write, server.url, token)

    def _told(self) -> tuple[int, str]:
        """Port and token of the last time. The token is worth nothing elsewhere."""
        try:
            told = json.loads((self.folder / "server.json").read_text("utf-8"))
            return int(told["port"]), str(told["token"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, secrets.token_hex(10)

    def _write(self, url: str, token: str) -> None:
        told = {"port": int(url.rpartition(":")[2]), "token": token}
        write_atomic(self.folder / "server.json", json.dumps(told), mode=0o600)
        if not self.config.is_file():
            write_demo_configuration(self.config.parent, url, token)
            return
        text = self.config.read_text("utf-8")
        moved = _URL.sub(rf"\g<1>{url}", text, count=1)
        if moved != text:
            write_atomic(self.config, moved)
