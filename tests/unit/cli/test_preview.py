"""`halley preview` as a user meets it: a process, its exit code, what it prints, and what lies in the job folder."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from halley.plex.images import NO_IMAGES, ImageKind
from tests.builders import the
from tests.support.previews import TOKEN, Desk, ended, nothing_left_of, printed

Play = Callable[..., Path]
ENTRYPOINT = Path(__file__).resolve().parents[3] / "container" / "preview_entrypoint.py"
SANDBOXES = [
    "none",
    pytest.param("landlock", marks=pytest.mark.needs("landlock")),
    pytest.param("bubblewrap", marks=pytest.mark.needs("bubblewrap")),
    pytest.param("container", marks=pytest.mark.needs("podman")),
]


async def test_where_all_is_drawn_it_ends_with_0_and_the_server_is_as_it_was(desk: Desk, play: Play) -> None:
    before = desk.server.digest()
    play("overlays", "finish")
    done = await desk.preview()
    assert done.status == 0, done.errors
    assert "7 targets: 7 captured" in done.output
    assert "14 writes kept from happening" in done.output
    assert str(desk.job / "output" / "report.html") in done.output
    assert desk.summary["success"] is True
    assert desk.server.digest() == before


async def test_what_gets_no_overlay_is_unchanged_and_that_is_a_success(desk: Desk, play: Play) -> None:
    play("overlays: 1", "finish")
    done = await desk.preview("--target", "Heat", "--target", "Ronin")
    assert done.status == 0, done.errors
    assert [one["outcome"] for one in desk.summary["targets"]] == ["captured", "unchanged"]


async def test_a_target_without_any_poster_is_missing_and_it_ends_with_1(desk: Desk, play: Play) -> None:
    bare = the(desk.server.library, "The Matrix")
    desk.server.state.library = desk.server.library.with_item(bare.with_shelf(ImageKind.POSTER, NO_IMAGES))
    play("overlays", "finish")
    done = await desk.preview("--library", "Movies", "--target", "The Matrix", "--target", "Heat")
    assert done.status == 1, done
    assert "missing: The Matrix (1999): the server has no poster for it" in done.output


async def test_a_configuration_that_is_not_there_ends_with_2_and_leaves_nothing(desk: Desk) -> None:
    done = await desk.call("preview", "--config", "nowhere.yml", "--job", desk.job)
    assert done.status == 2
    assert "nowhere.yml" in done.errors
    assert not desk.job.exists()


async def test_a_plex_that_does_not_answer_ends_with_3_and_leaves_nothing(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    desk.write_config(desk.config.read_text().replace(desk.server.url, "http://127.0.0.1:9"))
    done = await desk.preview()
    assert done.status == 3, done
    assert not desk.job.exists()


async def test_an_engine_that_dies_ends_with_4_and_each_target_still_has_a_picture(desk: Desk, play: Play) -> None:
    play("overlays: 1", "crash")
    done = await desk.preview("--library", "Movies")
    assert done.status == 4
    assert [one["outcome"] for one in desk.summary["targets"]] == ["captured", "degraded", "degraded"]
    assert all((desk.job / "output" / name).is_file() for name in desk.summary["output_files"])
    assert len(desk.summary["output_files"]) == 3
    assert "the played Kometa crashes" in desk.summary["errors"][0]


async def test_ctrl_c_ends_with_130_and_tells_what_was_drawn_until_then(desk: Desk, play: Play, tmp_path: Path) -> None:
    play("overlays: 2", f"fork: mark-{tmp_path}", "hang")
    process = await desk.start(
        "preview", "--config", desk.config, "--job", desk.job, "--engine", "kometa", "--sandbox", "none"
    )
    await printed(process, desk.job / "logs" / "kometa.log", "hanging")
    process.send_signal(signal.SIGINT)
    done = await ended(process)
    assert done.status == 130
    assert (desk.summary["state"], desk.summary["success"]) == ("cancelled", False)
    assert desk.summary["kometa_ran"] is True
    assert [one["title"] for one in desk.summary["captured_outputs"]] == ["Heat (1995)", "The Matrix (1999)"]
    assert (desk.job / "output" / "report.html").is_file()
    assert await nothing_left_of(f"mark-{tmp_path}") == []


async def test_json_is_the_summary_and_nothing_else(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    done = await desk.preview("--json")
    assert done.told == desk.summary
    assert done.errors == ""


async def test_a_pipe_is_told_of_each_stage_once(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    done = await desk.preview("--target", "Heat")
    stages = ["reading Plex", "fetching base artwork", "Kometa is running", "telling what came out"]
    assert [line.partition(" ...")[0] for line in done.errors.splitlines()] == stages


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["--target", "Heat"], ["heat"]),
        (["--target", "heat (1995)"], ["heat"]),
        (["--target", "The Matrix (1999)", "--target", "Ronin"], ["matrix", "ronin"]),
        (["--target", "102"], ["ronin"]),
        (["--target", "Pier Nine"], ["piernine_series"]),
        (["--target", "Pier Nine S01"], ["piernine_s01"]),
        (["--target", "Pier Nine s01e02"], ["piernine_s01e02"]),
        (["--target", "label:keep"], ["heat", "ronin"]),
        (["--target", "label:Keep", "--target", "Heat"], ["heat", "ronin"]),
    ],
    ids=" ".join,
)
async def test_a_target_is_named_as_a_person_would(desk: Desk, words: list[str], ids: list[str]) -> None:
    done = await desk.preview(*words, "--json")  # no Kometa is needed to see what was meant
    assert [one["id"] for one in done.told["targets"]] == ids
    meta = json.loads((desk.job / "meta.json").read_text())
    assert [one["id"] for one in meta["targets"]] == ids


async def test_only_what_is_asked_for_is_shown_to_the_engine(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    done = await desk.preview("--target", "Ronin", "--json")
    assert [one["ratingKey"] for one in done.told["captured_outputs"]] == ["102"]
    assert done.told["output_files"] == ["ronin_after.webp"]


async def test_a_library_is_all_that_is_previewed_where_one_is_named(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    done = await desk.preview("--library", "TV Shows", "--json")
    assert {one["library"] for one in done.told["targets"]} == {"TV Shows"}
    assert done.told["counts"]["captured"] == 4


async def test_a_library_can_be_called_as_the_configuration_calls_it(desk: Desk, play: Play) -> None:
    play("finish")
    desk.write_config(desk.config.read_text().replace("  Movies:\n", "  Films:\n    library_name: Movies\n"))
    done = await desk.preview("--library", "Films", "--target", "Heat", "--json")
    assert [one["library"] for one in done.told["targets"]] == ["Movies"], done.errors


async def test_a_sample_has_its_size_and_comes_from_all_libraries(desk: Desk) -> None:
    done = await desk.preview("--sample", "2", "--json")
    assert sorted(one["library"] for one in done.told["targets"]) == ["Movies", "TV Shows"]


@pytest.mark.parametrize("sandbox", SANDBOXES)
async def test_each_sandbox_draws_the_same_and_says_that_it_stood(desk: Desk, play: Play, sandbox: str) -> None:
    play("overlays", "finish")
    done = await desk.preview("--target", "Heat", "--json", sandbox=sandbox)
    assert done.status == 0, done
    told = done.told
    assert (told["sandbox"], told["counts"]["captured"]) == (sandbox, 1)
    stood = {wall["name"].partition(" ")[0]: wall["stood"] for wall in told["walls"]}
    assert stood == {"configuration": True, "guard": True, "sandbox": sandbox != "none", "gateway": True}


async def test_offline_the_engine_reads_nothing_outside(desk: Desk, play: Play) -> None:
    play("outside: https://api.themoviedb.org/3/configuration", "finish")
    done = await desk.preview("--target", "Heat", "--offline", "--json")
    assert {one["outcome"] for one in done.told["outside"]} == {"offline"}, done


async def test_outside_one_server_plays_the_internet(desk: Desk, play: Play) -> None:
    asked: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        asked.extend(line for line in head.splitlines() if line.lower().startswith("x-halley-original-url"))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nplayed")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    play("outside: https://api.themoviedb.org/3/configuration", "finish")
    async with server:
        done = await desk.preview("--target", "Heat", "--outside", f"http://127.0.0.1:{port}", "--json")
    assert asked == ["X-Halley-Original-URL: https://api.themoviedb.org/3/configuration"], done
    assert "outside 200 played" in (desk.job / "logs" / "kometa.log").read_text()
    assert [(one["outcome"], one["host"]) for one in done.told["outside"]] == [("fetched", "api.themoviedb.org")]


async def test_an_engine_that_takes_too_long_is_stopped(desk: Desk, play: Play) -> None:
    play("overlays: 1", "hang")
    done = await desk.preview("--target", "Heat", "--target", "Ronin", "--time-limit", "2")
    assert done.status == 4
    assert "Kometa did not finish within 2 seconds and was stopped" in done.output
    assert [one["outcome"] for one in desk.summary["targets"]] == ["captured", "degraded"]


async def test_everything_keeps_collections_and_leaves_them_out_otherwise(desk: Desk, play: Play) -> None:
    play("finish")
    desk.write_config(
        desk.config.read_text().replace("  Movies:\n", "  Movies:\n    collection_files:\n    - default: genre\n")
    )
    kept = {}
    for words in ((), ("--everything",)):
        done = await desk.preview("--target", "Heat", *words)
        assert done.status == 0, done
        kept[words] = "collection_files" in (desk.job / "config" / "kometa_config.yml").read_text()
    assert kept == {(): False, ("--everything",): True}


async def test_without_a_configuration_it_says_what_to_give(desk: Desk) -> None:
    done = await desk.call("preview")
    assert done.status == 2
    assert "give `--config config.yml`, or a prepared job folder with `--job DIR`" in done.errors


async def test_a_job_goes_into_a_folder_of_its_own_where_none_is_named(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    done = await desk.call(
        "preview", "--config", "config/config.yml", "--target", "Heat", "--engine", "kometa", "--sandbox", "none"
    )
    assert done.status == 0, done
    (job,) = (desk.folder / "halley-jobs").iterdir()
    assert job.name.startswith("preview-")
    assert (job / "output" / "heat_after.webp").is_file()


async def test_an_image_and_another_sandbox_than_a_container_contradict_each_other(desk: Desk) -> None:
    done = await desk.preview("--image", "kometateam/kometa", sandbox="bubblewrap")
    assert done.status == 2
    assert "what is in a container image cannot run in the sandbox `bubblewrap`" in done.errors
    assert not desk.job.exists()


@pytest.mark.needs("podman")
async def test_an_image_that_is_not_there_is_no_reason_to_look_on_this_machine(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    done = await desk.preview("--image", "localhost/no-such-image", "--target", "Heat", sandbox="container")
    assert done.status == 4, done
    assert "no-such-image" in done.output
    assert desk.summary["kometa_ran"] is False


async def test_no_secret_is_in_what_a_preview_leaves_or_prints(desk: Desk, play: Play) -> None:
    play("say: what is it", f"say: {TOKEN}", "overlays", "finish")
    done = await desk.preview()
    assert TOKEN not in done.output + done.errors
    for path in (path for path in desk.job.rglob("*") if path.is_file()):
        assert TOKEN.encode() not in path.read_bytes(), path
    assert "/metadata/101/posters" in (desk.job / "output" / "summary.json").read_text()


@pytest.mark.parametrize("how", ["the command", "the entry point of the container"])
async def test_a_prepared_folder_is_run_as_it_says(desk: Desk, play: Play, how: str) -> None:
    play("overlays", "finish")
    config = desk.job / "config"
    config.mkdir(parents=True)
    (config / "kometa_config.yml").write_text(desk.config.read_text().replace(f"{desk.config.parent}/", ""))
    (config / "overlays.yml").write_text((desk.config.parent / "overlays.yml").read_text())
    targets = [
        {"id": "first", "type": "movie", "title": "Heat", "year": 1995},
        {"id": "piernine_s01e01", "type": "episode", "title": "Pier Nine", "season": 1, "episode": 1},
    ]
    (desk.job / "meta.json").write_text(json.dumps({"targets": targets}))
    python = (str(ENTRYPOINT),) if how != "the command" else ("-m", "halley.cli", "preview")
    done = await desk.call("--job", desk.job, "--engine", "kometa", "--sandbox", "none", python=python)
    assert done.status == 0, done
    assert desk.summary["output_files"] == ["first_after.webp", "piernine_s01e01_after.webp"]
    assert TOKEN not in (config / "kometa_config.yml").read_text()
    assert (desk.job / "given" / "overlays.yml").is_file()
    again = await desk.call("--job", desk.job, "--engine", "kometa", "--sandbox", "none", python=python)
    assert again.status == 0, again
    assert desk.summary["output_files"] == ["first_after.webp", "piernine_s01e01_after.webp"]


async def test_a_folder_that_was_run_is_run_again_with_other_flags(desk: Desk, play: Play) -> None:
    play("overlays", "finish")
    assert (await desk.preview("--target", "Heat")).status == 0
    done = await desk.call(
        "preview", "--job", desk.job, "--engine", "kometa", "--sandbox", "none", "--target", "Ronin", "--json"
    )
    assert done.told["output_files"] == ["ronin_after.webp"]
    assert sorted(path.name for path in (desk.job / "output").glob("*_after.*")) == ["ronin_after.webp"]


async def test_a_terminal_is_shown_how_many_posters_are_drawn(desk: Desk, play: Play) -> None:
    play("overlays", "hang")
    shown, terminal = os.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "halley.cli", "preview", "--config", desk.config, "--job", desk.job),
        *("--engine", "kometa", "--sandbox", "none", "--target", "Heat", "--target", "Ronin", "--time-limit", "3"),
        cwd=desk.folder,
        env={"PATH": os.environ["PATH"], "TERM": "xterm", "COLUMNS": "120", **desk.environment},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=terminal,
    )
    os.close(terminal)
    text = b""
    try:
        while chunk := await asyncio.to_thread(os.read, shown, 65536):
            text += chunk
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(shown)
    await process.wait()
    assert b"Kometa is running" in text
    assert b"2/2" in text
    assert b"4/2" not in text
