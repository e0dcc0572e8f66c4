"""The studio's pages are in what people install: whole, small, of our own host, and with no Node anywhere near.

The archive of the sources is built from the checkout, the wheel from that archive, on a machine without Node, and then the
wheel is installed where nothing of the checkout is.
"""

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import tarfile
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from tools import web

from tests.house.source import ROOT

pytestmark = pytest.mark.needs("pages")

FIRST_PAGE_BYTES = 300_000
#: Names, not addresses: nothing is asked for there. Links that a person may follow are no part of this.
NAMESPACES = re.compile(rb"https?://www\.w3\.org/[\w./#-]+")
ADDRESS = re.compile(rb"https?://[\w.-]+\.[a-z]{2,}[\w./#?=-]*")
HASHED = re.compile(r"assets/.+-[A-Za-z0-9_-]{8}\.(js|css|svg|woff2|png|webp)")
STATIC = "halley/studio/static/"


@dataclass(frozen=True)
class Made:
    """What was built."""

    sdist: Path
    wheel: Path

    def pages(self) -> dict[str, bytes]:
        """The files of the studio in the wheel, by their names below its folder."""
        with zipfile.ZipFile(self.wheel) as wheel:
            names = [name for name in wheel.namelist() if name.startswith(STATIC)]
            return {name.removeprefix(STATIC): wheel.read(name) for name in names}


@pytest.fixture(scope="module")
def without_node(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine that has no Node and reaches no registry."""
    nowhere = tmp_path_factory.mktemp("nowhere")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "HALLEY", "npm_", "VIRTUAL"))
    }
    return kept | {
        "PATH": str(nowhere),
        "HOME": str(nowhere),
        "PIP_NO_INDEX": "1",
        "npm_config_registry": "http://127.0.0.1:9/",
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, without_node: dict[str, str]) -> Made:
    folder = tmp_path_factory.mktemp("made")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run([*build, "-t", "sdist"], cwd=ROOT, env=without_node, check=True)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    unpacked = folder / sdist.name.removesuffix(".tar.gz")
    subprocess.run([*build, "-t", "wheel"], cwd=unpacked, env=without_node, check=True)
    (wheel,) = folder.glob("*.whl")
    return Made(sdist, wheel)


def test_the_wheel_of_a_machine_without_node_holds_the_pages_that_the_checkout_built(made: Made) -> None:
    built = {path.relative_to(web.STATIC).as_posix(): path.read_bytes() for path in web.STATIC.rglob("*") if path.is_file()}
    assert "index.html" in built
    assert made.pages() == built


def test_what_a_page_loads_has_a_name_that_changes_with_it(made: Made) -> None:
    pages = made.pages()
    loaded = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', pages["index.html"].decode())
    assert len(loaded) >= 2
    assert all(HASHED.fullmatch(name) for name in pages if name.startswith("assets/"))
    assert set(loaded) <= set(pages)


def test_every_page_of_the_studio_is_small_enough_to_be_the_first(made: Made) -> None:
    pages = made.pages()
    manifest = json.loads(pages["manifest.json"])
    (entry,) = [name for name, chunk in manifest.items() if chunk.get("isEntry")]
    for page in [entry, *manifest[entry].get("dynamicImports", ())]:
        files = {"index.html", *needed(manifest, entry), *needed(manifest, page)}
        weight = sum(len(gzip.compress(pages[name], 9)) for name in files)
        assert weight < FIRST_PAGE_BYTES, f"{page} comes to {weight:,} bytes, gzipped: {sorted(files)}"


def needed(manifest: dict[str, dict[str, list[str]]], chunk: str) -> Iterator[str]:
    """The files without which a chunk does not run."""
    waiting, seen = [chunk], {chunk}
    while waiting:
        entry = manifest[waiting.pop()]
        yield str(entry["file"])
        yield from entry.get("css", ())
        fresh = set(entry.get("imports", ())) - seen
        seen |= fresh
        waiting += fresh


def test_no_file_of_the_pages_names_another_host_or_a_place_on_the_machine_that_built_it(made: Made) -> None:
    found = []
    for name, content in made.pages().items():
        if name == web.LICENCES:
            continue
        assert not name.endswith(".map")
        assert b"sourceMappingURL" not in content, name
        assert str(ROOT).encode() not in content, name
        found += [(name, address.decode()) for address in ADDRESS.findall(NAMESPACES.sub(b"", content))]
    assert not found, "the pages may ask nobody but the server they come from"


def test_the_licence_of_everything_that_is_bundled_comes_along(made: Made) -> None:
    notices = made.pages()[web.LICENCES].decode()
    packages = json.loads((web.WEB / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(f"{name} {version}\n" in notices for name, version in packages.items())
    assert notices.count("Permission is hereby granted") == notices.count("-" * 80)


def test_an_archive_holds_what_the_pages_are_made_of_but_nothing_that_was_fetched(made: Made) -> None:
    with tarfile.open(made.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"web/package-lock.json", "web/.npmrc", "hatch_build.py", "tools/web.py"} <= names
    assert not [name for name in names if "node_modules" in name or name.startswith((".venv", "build/"))]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, made: Made, without_node: dict[str, str]) -> Path:
    """A Python that has the wheel, and from the tests' own environment only what the wheel depends on."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], env=without_node, check=True)
    python = folder / "bin/python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq", "--no-deps", "--no-compile"]
    subprocess.run([*install, str(made.wheel)], env=without_node, check=True)
    # A path in a .pth file is searched, but the .pth files in it are not, and so the checkout is not found.
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "of-the-tests.pth").write_text(sysconfig.get_paths()["purelib"])
    return python


def test_the_studio_of_the_wheel_serves_its_pages(installed: Path, without_node: dict[str, str], tmp_path: Path) -> None:
    command = [str(installed.parent / "halley"), "studio", "--port", "0", "--folder", str(tmp_path / "kept")]
    with subprocess.Popen(command, cwd=tmp_path, env=without_node, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout
            told = re.search(r"http://\S+", running.stdout.readline())
            assert told, "it did not say where it is"
            address = told[0].rstrip("/")
            page, _ = asked(f"{address}/")
            names = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', page)
            assert len(names) >= 2
            for name in names:
                _, headers = asked(f"{address}/{name}")
                assert "immutable" in headers["Cache-Control"]
        finally:
            running.send_signal(signal.SIGINT)


def asked(address: str) -> tuple[str, Message]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode(), answer.headers
