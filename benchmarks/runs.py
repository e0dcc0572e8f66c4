"""What a run costs: `python -m benchmarks.runs` prints seconds, Changes a second and memory, and the machine.

A plan of 10,000 Changes (posters, labels, fields) for a library of movies is written and read, carried out on a simulated
server that takes 15 ms for each answer, and taken back. Server and client are each a process of their own. The plan should
be written and read in under 5 s, and 100 Changes a second carried out over 16 connections. Each upload costs five
requests: what stands on the shelf, the bytes that are shown, the upload, and both again.
"""

import argparse
import asyncio
import io
import json
import os
import platform
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.gateway import serving
from PIL import Image
from tests.support.runs import a_plan

from halley.changes import Change
from halley.changes.kinds import AddTags, SetField, UploadImage
from halley.demo.many import many_movies
from halley.files import describe_picture
from halley.plans import Plan, read_plan, write_plan
from halley.plex.ids import ItemType, SectionId
from halley.plex.images import ImageKind
from halley.plex.library import Library
from halley.plex.tags import TagKind
from halley.runs.guards import Limits
from halley.runs.running import Address, Conduct, Report, Task, begin, undo_task
from halley.runs.store import Store
from halley.runs.undo import way_back_from
from halley.secrets import Secret
from halley.simulator import load_library

TOKEN = "the-token-of-the-simulated-server"
LATENCY_MS = 15
CONNECTIONS = 16
_MB = 1024


def poster(number: int) -> bytes:
    """A small picture that is like no other."""
    written = io.BytesIO()
    Image.new("RGB", (60, 90), (number % 256, number // 256 % 256, 80)).save(written, "JPEG")
    return written.getvalue() + number.to_bytes(4, "big")


def wanted(library: Library, count: int) -> tuple[list[Change], list[bytes]]:
    """A poster, a label and a summary for each movie, as a run of Kometa writes them, and the pictures."""
    found: list[Change] = []
    pictures: list[bytes] = []
    for number, movie in enumerate(library.of(SectionId(1), ItemType.MOVIE)):
        if len(found) >= count:
            break
        pictures.append(poster(number))
        found.append(UploadImage(movie.key, ImageKind.POSTER, describe_picture(pictures[-1])))
        found.append(AddTags(SectionId(1), ItemType.MOVIE, (movie.key,), TagKind.LABEL, ("Overlay",)))
        found.append(SetField(SectionId(1), ItemType.MOVIE, (movie.key,), "summary", f"Told anew, {number}"))
    return found[:count], pictures


def clocked(name: str, seconds: float, count: int) -> None:
    """One row of the table."""
    print(f"{name:<36}{seconds:8.2f} s {count / seconds:10.0f} a second", flush=True)


async def carried_out(library: Path, plan: Plan, pictures: list[bytes], folder: Path) -> None:
    """Apply a plan and take it back, on a fresh server."""
    (folder / "token").write_text(TOKEN)
    told = ("--library", str(library), "--port", "0", "--token-file", str(folder / "token"))
    async with serving("simulator", *told, "--latency-ms", str(LATENCY_MS)) as (url, token):
        with Store(folder / "data") as store:
            for one in pictures:
                store.keep(one)
            store.put_down()
            address = Address(url, Secret(token), connections=CONNECTIONS)
            conduct = Conduct(limits=Limits(None, None, None, None, None, None))
            numbers = frozenset(one.number for one in plan.steps)
            start = time.perf_counter()
            report = await begin(store, address, Task("apply", plan, numbers), conduct)
            clocked("apply", time.perf_counter() - start, len(plan.steps))
            _check(report)
            run = store.journal.runs()[0]
            start = time.perf_counter()
            back = way_back_from(store.journal, run)
            clocked("the way back, from the journal", time.perf_counter() - start, len(back.plan.steps))
            start = time.perf_counter()
            report = await begin(store, address, undo_task(run, back), conduct)
            clocked("undo", time.perf_counter() - start, len(back.plan.steps))
            _check(report)


def _check(report: Report) -> None:
    if not report.is_good:
        worse = [one for one in report.outcomes if not one.state.is_good][:3]
        raise SystemExit(f"the run did not come out as planned: {report.problem} {worse}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=10_000)
    count: int = parser.parse_args().changes
    with tempfile.TemporaryDirectory(prefix="halley-bench-") as name:
        folder = Path(name)
        (folder / "poster.jpg").write_bytes(poster(9_999_999))
        path = folder / "library.json"
        path.write_text(json.dumps(many_movies(count // 3 + 1, picture="poster.jpg")))
        library = load_library(path).library
        changes, pictures = wanted(library, count)
        plan = a_plan(library, changes)
        print(f"{count} Changes, {LATENCY_MS} ms, {CONNECTIONS} connections, {os.cpu_count()} cores, {platform.machine()}")
        start = time.perf_counter()
        write_plan(plan, folder / "plan")
        read_plan(folder / "plan")
        clocked("plan written and read", time.perf_counter() - start, count)
        asyncio.run(carried_out(path, plan, pictures, folder))
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB:.0f} MB")


if __name__ == "__main__":
    main()
