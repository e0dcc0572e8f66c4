"""A Kometa that is played: a folder that looks like Kometa's, whose kometa.py does what a test tells it.

    kometa = played_kometa(tmp_path / "kometa", "overlays", "critical: Connection Error", "finish")

This file is both: imported it writes the folder, and it is itself the kometa.py that lies there. Acts are done in order,
between `Starting Run` and (where `finish` is among them) `Finished Run`:

    overlays              draw on every movie, show, season and episode that the gateway shows: upload, then label
    overlays: 2           on the first two only
    upload: KEY FILE      draw the picture of a file on one item, and label it; `draw: KEY FILE` puts no label
    say: TEXT             a line, as Kometa prints it; `error:` and `critical:` likewise, with their level in meta.log
    read: PATH            GET from the gateway; `outside: URL` from elsewhere; what came is said as `read STATUS`
    send: METHOD PATH     any request to the gateway
    until_gone            ask for one item after the other until the server does not answer, and die of that
    write: NAME           a file in the working directory
    keep: NAME, drop: NAME   make or remove a file beside the configuration, as Kometa's backups and cache are
    flood: MB             that much output
    crash, exit: N, hang  end badly, end with a status, never end (deaf to SIGTERM)
    fork: MARK            leave a child in a session of its own that never ends; MARK is in its command line
"""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    import requests

STARTED, FINISHED = "Starting Run", "Finished Run"
VERSION = "2.4.4"
SEASONED = (("movie", 1), ("show", 2), ("season", 3), ("episode", 4))


def played_kometa(folder: Path, *acts: str, starts: bool = True) -> Path:
    """Write such a folder and return it. `starts` False: it never says that it begins its run."""
    (folder / "modules").mkdir(parents=True)
    (folder / "VERSION").write_text(f"{VERSION}\n")
    shutil.copyfile(__file__, folder / "kometa.py")
    (folder / "acts.json").write_text(json.dumps([STARTED, *acts] if starts else acts))
    return folder


class _Played:
    """One run."""

    def __init__(self, config: Path) -> None:
        import requests  # noqa: PLC0415 - tests that only write the folder need none of these
        from ruamel.yaml import YAML  # noqa: PLC0415

        self._told = YAML(typ="safe").load(config.read_text())
        self._http = requests.Session()
        self._http.headers["X-Plex-Token"] = self._told["plex"]["token"]
        self._beside = config.parent
        self._errors: list[tuple[str, str]] = []
        (config.parent / "logs").mkdir(exist_ok=True)
        self._log = (config.parent / "logs" / "meta.log").open("a")

    def say(self, text: str, level: str = "INFO") -> None:
        """A line on both logs, each in the form that Kometa gives it."""
        print(f"| {text:<98} |", flush=True)
        moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S,%f")[:-3]
        self._log.write(f"[{moment}] {'[played.py:1]':<27} {f'[{level}]':<10} | {text:<98} |\n")
        self._log.flush()

    def act(self, act: str) -> None:
        word, _, rest = (part.strip() for part in act.partition(":"))
        if word in {STARTED, FINISHED}:
            self.say(f"{word:^98}")
        else:
            getattr(self, f"do_{word}")(rest)

    def do_say(self, text: str) -> None:
        self.say(text)

    def do_error(self, text: str) -> None:
        self.say(text, "ERROR")
        self._errors.append(("Error", text))

    def do_critical(self, text: str) -> None:
        self.say(text, "CRITICAL")
        self._errors.append(("Critical", text))

    def do_finish(self, _: str) -> None:
        """As Kometa: tables of what went wrong, then the mark."""
        for kind in ("Error", "Critical"):
            if texts := [text for one, text in self._errors if one == kind]:
                self.say(f"{f' {kind} Summary ':=^98}")
                for text in texts:
                    self.say(f"{1:>5} | {text}")
        self.say("=" * 98)
        self.say(f"{FINISHED:^98}")

    def do_read(self, path: str) -> None:
        self.say(f"read {self._ask('GET', path).status_code}")

    def do_send(self, request: str) -> None:
        self._ask(*request.split(" ", 1))

    def do_until_gone(self, _: str) -> None:
        self.say("asking")
        for key in range(100_000, 200_000):
            if (status := self._ask("GET", f"/library/metadata/{key}").status_code) >= 500:
                raise RuntimeError(f"the server answered {status}")
            time.sleep(0.05)

    def do_write(self, name: str) -> None:
        Path(name).write_text("written by the engine")

    def do_keep(self, name: str) -> None:
        (self._beside / name).write_text("kept by the engine")

    def do_drop(self, name: str) -> None:
        (self._beside / name).unlink()

    def do_exit(self, status: str) -> None:
        sys.exit(int(status))

    def do_crash(self, _: str) -> None:
        raise RuntimeError("the played Kometa crashes")

    def do_fork(self, mark: str) -> None:
        lasting = "import time\nwhile True: time.sleep(60)"
        subprocess.Popen([sys.executable, "-S", "-c", lasting, mark], start_new_session=True)

    def _ask(self, method: str, path: str, body: bytes | None = None) -> "requests.Response":
        return self._http.request(method, self._told["plex"]["url"] + path, data=body, timeout=60)

    def do_overlays(self, most: str) -> None:
        sections = ElementTree.fromstring(self._ask("GET", "/library/sections").content)
        named = set(self._told["libraries"])
        for key, title, section in list(self._items([one for one in sections if one.get("title") in named]))[
            : int(most or 10**6)
        ]:
            picture = self._picture(int(key))
            self._ask("POST", f"/library/metadata/{key}/posters", picture)
            self._ask("PUT", f"/library/sections/{section}/all?type=1&id={key}&label[0].tag.tag=Overlay&label.locked=1")
            self.say(f"drew {title}")

    def do_draw(self, rest: str) -> None:
        key, file = rest.split(" ", 1)
        self._ask("POST", f"/library/metadata/{key}/posters", Path(file).read_bytes())

    def do_upload(self, rest: str) -> None:
        self.do_draw(rest)
        key, _ = rest.split(" ", 1)
        self._ask("PUT", f"/library/sections/1/all?type=1&id={key}&label[0].tag.tag=Overlay&label.locked=1")

    def _items(self, sections: list[ElementTree.Element]) -> Iterator[tuple[str, str, str]]:
        for section in sections:
            for word, kind in SEASONED:
                if (word == "movie") == (section.get("type") == "movie") and section.get("type") in {"movie", "show"}:
                    found = self._ask("GET", f"/library/sections/{section.get('key')}/all?type={kind}")
                    # Kometa draws on no item without a poster.
                    for item in (one for one in ElementTree.fromstring(found.content) if one.get("thumb")):
                        yield item.get("ratingKey", ""), item.get("title", ""), section.get("key", "")

    def _picture(self, key: int) -> bytes:
        """A small poster of its own for each item."""
        from PIL import Image, ImageDraw  # noqa: PLC0415

        picture = Image.new("RGB", (100, 150), (key * 37 % 256, key * 61 % 256, 200))
        ImageDraw.Draw(picture).rectangle((10, 10, 50, 30), fill="white")
        drawn = io.BytesIO()
        picture.save(drawn, "WEBP")
        return drawn.getvalue()

    def do_outside(self, url: str) -> None:
        try:
            answer = self._http.get(url, timeout=30, headers={"X-Plex-Token": None})
            self.say(f"outside {answer.status_code} {answer.text[:40]}")
        except OSError as problem:
            self.say(f"outside failed {type(problem).__name__}")

    def do_flood(self, megabytes: str) -> None:
        block = "".join(f"| {'a line among very many ' * 4:<98} |\n" for _ in range(1000))
        for _ in range(int(megabytes) * 1024 * 1024 // len(block) + 1):
            sys.stdout.write(block)
        sys.stdout.flush()

    def do_hang(self, _: str) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("| hanging |", flush=True)
        while True:
            time.sleep(60)


def play(arguments: list[str]) -> None:
    """Be Kometa: `kometa.py -r --config FILE`."""
    played = _Played(Path(arguments[arguments.index("--config") + 1]))
    for act in json.loads((Path(__file__).parent / "acts.json").read_text()):
        played.act(act)


if __name__ == "__main__":
    os.umask(0o022)
    play(sys.argv[1:])
