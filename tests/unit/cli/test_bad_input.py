"""Bad input: one clear sentence that names the place and the remedy, the right exit code, and nothing half-written."""

import asyncio
import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.previews import CONFIG, Desk, ended

Play = Callable[..., Path]


@dataclass(frozen=True)
class Bad:
    """One kind of bad input: the configuration (or what to do to it), the flags, what is said, and the exit code."""

    name: str
    says: tuple[str, ...]
    config: str | bytes = CONFIG
    words: tuple[str, ...] = ()
    status: int = 2


#: The line of the sentence is the line of the mistake; `hint:` is the remedy.
CASES = (
    Bad("no YAML", ("config.yml:3:", "hint:"), "plex:\n  url: [http://x\n  token: y\n"),
    Bad("no text", ("config.yml", "UTF-8"), b"\xff\xfe\x00plex"),
    Bad("nothing in it", ("config.yml", "hint:"), ""),
    Bad("a list", ("config.yml", "hint:"), "- plex\n"),
    Bad("no plex", ("config.yml", "plex", "hint:"), "libraries:\n  Movies:\n"),
    Bad("no token", ("config.yml:1", "token", "hint:"), "plex:\n  url: {url}\nlibraries:\n  Movies:\n"),
    Bad("a URL that is none", ("config.yml:2:", "url", "hint:"), CONFIG.replace("{url}", "plex.local")),
    Bad(
        "a server that is not there",
        ("http://127.0.0.1:9", "hint:"),
        CONFIG.replace("{url}", "http://127.0.0.1:9"),
        status=3,
    ),
    Bad("a token that is wrong", ("token", "hint:"), CONFIG.replace("{token}", "another"), status=3),
    Bad("a promise", ("config.yml:14:", "dry_run", "hint:"), CONFIG + "dry_run: true\n"),
    Bad("a promise in settings", ("config.yml:15:", "dry_run", "hint:"), CONFIG + "settings:\n  dry_run: true\n"),
    Bad("a library that Plex lacks", ("'Films'", "Movies, TV Shows", "hint:"), CONFIG.replace("  Movies:", "  Films:")),
    Bad(
        "a library that the configuration lacks", ("'Movis'", "did you mean 'Movies'", "hint:"), words=("--library", "Movis")
    ),
    Bad("no such target", ("there is no 'Heet' in Movies, TV Shows", "hint:"), words=("--target", "Heet")),
    Bad("no such target, but one alike", ("did you mean 'Ronin (1998)'",), words=("--target", "Ronim (1998)")),
    Bad("no such season", ("'Pier Nine' has no season 7",), words=("--target", "Pier Nine S07")),
    Bad("no such episode", ("season 1 of 'Pier Nine' has no episode 9",), words=("--target", "Pier Nine S01E09")),
    Bad("no such rating key", ("no item with the rating key 4711",), words=("--target", "4711")),
    Bad("no such label", ("no item carries the label 'Nobody'",), words=("--target", "label:Nobody")),
    Bad(
        "a target elsewhere", ("'Heat'", "another library than TV Shows"), words=("--library", "TV Shows", "--target", "101")
    ),
    Bad("two that are wrong", ("'Nix'", "'Nada'"), words=("--target", "Nix", "--target", "Nada")),
    Bad("a flag that is none", ("--no-such-flag",), words=("--no-such-flag",)),
    Bad("a sample of none", ("--sample",), words=("--sample", "0")),
)


@pytest.mark.parametrize("bad", CASES, ids=lambda bad: bad.name)
async def test_bad_input_is_one_sentence_and_nothing_is_written(desk: Desk, play: Play, bad: Bad) -> None:
    play("overlays", "finish")
    if isinstance(bad.config, bytes):
        desk.config.write_bytes(bad.config)
    else:
        desk.write_config(bad.config)
    done = await desk.preview(*bad.words)
    assert done.status == bad.status, done
    for text in bad.says:
        assert text in done.errors, done.errors
    assert "Traceback" not in done.errors
    assert not desk.job.exists()


async def test_a_configuration_that_is_a_folder_or_cannot_be_read_is_named(desk: Desk) -> None:
    for path in (desk.config.parent, desk.folder / "link.yml"):
        if not path.exists():
            path.symlink_to(path)  # leads nowhere but to itself
        done = await desk.call("preview", "--config", path, "--job", desk.job)
        assert done.status == 2
        assert str(path) in done.errors
        assert "Traceback" not in done.errors


async def test_two_items_of_one_title_are_told_apart_by_year_or_key(desk: Desk) -> None:
    library = desk.server.library
    heat = next(one for one in library.items.values() if one.title == "Ronin")
    desk.server.state.library = library.with_item(heat.with_attribute("title", "Heat"))
    done = await desk.preview("--target", "Heat")
    assert done.status == 2
    assert "'Heat' could be 2 items: Heat (1995) with rating key 101, Heat (1998) with rating key 102" in done.errors
    found = await desk.preview("--target", "Heat (1995)", "--json")
    assert [one["rating_key"] for one in found.told["targets"]] == [101]


@pytest.mark.parametrize(
    ("meta", "says"),
    [
        ('{"targets": [{"id": "a", "title": "Heat"}, {"id": "a", "title": "Ronin"}]}', "two targets have the id 'a'"),
        ('{"targets": [{"id": "../../a", "title": "Heat"}]}', "'../../a' cannot be a target's id"),
        ('{"targets": [{"id": "a"}]}', "are no list of targets, each with a `ratingKey` or a `title`"),
        ('{"targets": ', "meta.json cannot be read"),
        ('{"config": "other.yml"}', "other.yml is missing"),
        ("[]", "meta.json holds no JSON object"),
    ],
    ids=lambda one: one[:40],
)
async def test_a_prepared_folder_that_makes_no_sense_is_left_as_it_is(desk: Desk, meta: str, says: str) -> None:
    (desk.job / "config").mkdir(parents=True)
    (desk.job / "config" / "config.yml").write_text(desk.config.read_text())
    (desk.job / "meta.json").write_text(meta)
    done = await desk.call("preview", "--job", desk.job)
    assert done.status == 2
    assert says in done.errors
    assert sorted(path.name for path in desk.job.rglob("*")) == ["config", "config.yml", "meta.json"]


async def test_a_folder_that_holds_something_else_is_not_taken_for_a_job(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    done = await desk.call(
        "preview", "--config", desk.config, "--job", desk.config.parent, "--engine", "kometa", "--sandbox", "none"
    )
    assert done.status == 2
    assert "holds something else than a job" in done.errors
    assert sorted(path.name for path in desk.config.parent.iterdir()) == ["config.yml", "overlays.yml"]


async def test_a_file_in_the_way_of_the_job_folder_is_named(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    (desk.folder / "file").write_text("in the way")
    done = await desk.call("preview", "--config", desk.config, "--job", desk.folder / "file" / "job")
    assert done.status == 2
    assert f"the job folder {desk.folder}/file/job cannot be written: Not a directory" in done.errors
    assert "hint: choose another folder with `--job DIR`" in done.errors


async def test_two_previews_do_not_run_in_one_folder(desk: Desk, play: Play) -> None:
    play("hang")
    first = await desk.start(
        "preview", "--config", desk.config, "--job", desk.job, "--engine", "kometa", "--sandbox", "none", "--time-limit", "4"
    )
    async with asyncio.timeout(60):
        while not (desk.job / "logs" / "kometa.log").exists():
            await asyncio.sleep(0.02)
    done = await desk.preview()
    assert done.status == 2
    assert f"another preview is running in {desk.job}" in done.errors
    assert (await ended(first)).status == 4
    assert desk.summary["state"] == "failed"


@pytest.fixture
def tiny(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A file system of the size in kilobytes that the test asks for."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={request.param}k", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.needs("mount")
@pytest.mark.parametrize("tiny", [64], indirect=True)
async def test_a_disk_that_is_full_from_the_beginning_is_named_and_nothing_is_left(
    desk: Desk, play: Play, tiny: Path
) -> None:
    play("overlays", "finish")
    done = await desk.call(
        "preview", "--config", desk.config, "--job", tiny / "job", "--engine", "kometa", "--sandbox", "none"
    )
    assert done.status == 2
    assert f"the job folder {tiny}/job cannot be written: No space left on device" in done.errors
    assert "make room on the disk" in done.errors
    assert list(tiny.iterdir()) == []


@pytest.mark.needs("mount")
@pytest.mark.parametrize("tiny", [1024], indirect=True)
async def test_a_disk_that_fills_up_leaves_a_summary_that_says_so(desk: Desk, play: Play, tiny: Path) -> None:
    play("flood: 2", "overlays", "finish")
    done = await desk.call(
        "preview", "--config", desk.config, "--job", tiny / "job", "--engine", "kometa", "--sandbox", "none"
    )
    assert done.status in {2, 4}, done
    assert "No space left on device" in done.errors + done.output
    assert "Traceback" not in done.errors
    told = json.loads((tiny / "job" / "output" / "summary.json").read_text())
    assert (told["state"], told["success"]) == ("failed", False)
    assert "No space left on device" in " ".join(told["errors"])


@pytest.mark.needs("mount")
@pytest.mark.parametrize("tiny", [1024], indirect=True)
async def test_a_folder_that_is_mounted_read_only_is_named(desk: Desk, play: Play, tiny: Path) -> None:
    play("overlays", "finish")
    subprocess.run(["mount", "-o", "remount,ro", tiny], check=True)
    done = await desk.call("preview", "--config", desk.config, "--job", tiny / "job")
    assert done.status == 2
    assert f"the job folder {tiny}/job cannot be written: Read-only file system" in done.errors


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda home: None, "there is no Kometa at"),
        (lambda home: home.mkdir(), "there is no Kometa at"),
        (lambda home: (home.mkdir(), (home / "kometa.py").touch()), "there is no `modules` folder beside it"),
        (
            lambda home: (home.mkdir(), (home / "kometa.py").touch(), (home / "modules").mkdir()),
            "there is no VERSION beside it",
        ),
    ],
    ids=["nothing there", "an empty folder", "a script alone", "no version"],
)
async def test_a_kometa_that_is_none_is_named_and_the_targets_are_degraded(
    desk: Desk, make: Callable[[Path], object], says: str
) -> None:
    make(desk.folder / "fake")
    done = await desk.preview("--kometa", desk.folder / "fake", "--target", "Heat")
    assert done.status == 4
    assert says in done.output
    assert "point `--kometa` or HALLEY_KOMETA at a checkout of Kometa" in done.output
    assert (desk.summary["kometa_ran"], desk.summary["kometa_exit_code"]) == (False, None)
    assert [one["outcome"] for one in desk.summary["targets"]] == ["degraded"]


@pytest.mark.parametrize(
    ("acts", "starts", "says", "ran", "code"),
    [
        (("crash",), True, "RuntimeError: the played Kometa crashes", True, 1),
        (("exit: 3",), False, "Kometa died with exit status 3", False, 3),
        (("say: nothing more",), True, "Kometa did not finish its run", True, 0),
        (("critical: Plex Error: cannot connect", "finish"), True, "Plex Error: cannot connect", True, 0),
    ],
    ids=["crashes", "never begins", "stops in the middle", "says that it failed, and ends with 0"],
)
async def test_an_engine_that_fails_is_told_whatever_its_exit_status(
    desk: Desk, play: Play, acts: tuple[str, ...], starts: bool, says: str, ran: bool, code: int
) -> None:
    play(*acts, starts=starts)
    done = await desk.preview("--target", "Heat")
    assert done.status == 4, done
    assert says in desk.summary["errors"][0]
    assert (desk.summary["kometa_ran"], desk.summary["kometa_exit_code"]) == (ran, code)
    assert desk.summary["state"] == "failed"


@pytest.mark.parametrize("sandbox", ["container", "bubblewrap"])
async def test_a_sandbox_that_was_demanded_and_cannot_be_had_is_named(desk: Desk, play: Play, sandbox: str) -> None:
    play("overlays", "finish")
    desk.environment = {**desk.environment, "PATH": str(desk.folder)}
    done = await desk.preview("--target", "Heat", sandbox=sandbox)
    assert done.status == 4
    assert f"the sandbox `{sandbox}` was demanded, but cannot be had on this machine" in done.output
    assert "or use `--sandbox auto`" in done.output
    assert desk.summary["kometa_ran"] is False


@pytest.mark.needs("landlock")
async def test_a_sandbox_that_was_passed_over_is_told_of(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    desk.environment = {**desk.environment, "PATH": str(desk.folder)}
    done = await desk.preview("--target", "Heat", sandbox="auto")
    assert done.status == 0, done
    assert desk.summary["sandbox"] == "landlock"
    assert "the sandbox `container` cannot be had here: podman is not installed" in " ".join(desk.summary["warnings"])


async def test_errors_of_single_overlays_are_told_and_are_no_failure_of_the_engine(desk: Desk, play: Play) -> None:
    play("error: Overlay Error: font is not there", "overlays", "finish")
    done = await desk.preview("--target", "Heat")
    assert done.status == 0
    assert "Overlay Error: font is not there" in desk.summary["errors"]


#: The program, which says at the end how much memory it took at most.
MEASURED = """
import sys
from pathlib import Path
from halley.cli.main import run
status = run(sys.argv[1:])
# Not what getrusage says: that begins with what the process that started this one had held.
line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print("peak", int(line.split()[1]) // 1024)
sys.exit(status)
"""


async def test_an_engine_that_prints_100_mb_is_drained_and_fills_neither_disk_nor_memory(desk: Desk, play: Play) -> None:
    play("flood: 100", "overlays", "finish")
    own = ("preview", "--config", desk.config, "--job", desk.job, "--engine", "kometa", "--sandbox", "none")
    done = await desk.call(*own, python=("-c", MEASURED))
    assert done.status == 0, done
    assert desk.summary["counts"]["captured"] == 7
    assert (desk.job / "logs" / "kometa.log").stat().st_size < 51 * 1024 * 1024
    assert any("the log is cut" in warning for warning in desk.summary["warnings"])
    assert int(done.output.rpartition("peak ")[2]) < 300  # MB
