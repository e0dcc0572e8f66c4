"""The same configuration previewed by both engines, and what each of them would have written."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.previews import Desk

PREVIEW = """\
plex: {{url: "{{url}}", token: "{{token}}", timeout: 60, clean_bundles: false, empty_trash: false, optimize: false}}
tmdb: {{apikey: demo, language: en}}
mdblist: {{apikey: demo}}
omdb: {{apikey: demo}}
trakt:
  client_id: demo
  client_secret: demo
  authorization: {{access_token: demo, token_type: bearer, expires_in: 7889237, refresh_token: demo, created_at: 1}}
settings: {{cache: false, overlay_artwork_filetype: jpg, overlay_artwork_quality: 90, run_again_delay: 0}}
libraries:
{libraries}
"""


def configuration(files: Mapping[str, Iterable[str]]) -> str:
    """A configuration with these overlay files, each a line of YAML, by library."""
    libraries = "\n".join(
        f"  {name}:\n    overlay_files:\n" + "\n".join(f"      - {line}" for line in lines) for name, lines in files.items()
    )
    return PREVIEW.format(libraries=libraries)


@dataclass(frozen=True, slots=True)
class Written:
    """What a preview caught: the digest of each poster by rating key, and labels as (rating key, label)."""

    posters: dict[int, str]
    labels: set[tuple[int, str]]
    warnings: tuple[str, ...]


async def preview_with(engine: str, desk: Desk, job: Path, *words: str) -> Written:
    """Preview the desk's configuration by one engine."""
    own = ("--config", desk.config, "--job", job, "--engine", engine, "--sandbox", "none")
    ended = await desk.call("preview", *own, *words, patience_s=600)
    assert (job / "output" / "summary.json").is_file(), ended
    return written(job)


def written(job: Path) -> Written:
    """What the job folder of a preview tells."""
    rows = [json.loads(line) for line in (job / "halley" / "changes.jsonl").read_text("utf-8").splitlines()]
    changes = [change for row in rows for change in row["changes"]]
    told = json.loads((job / "output" / "summary.json").read_text("utf-8"))
    return Written(
        {one["key"]: one["picture"]["sha256"] for one in changes if one["change"] == "UploadImage"},
        {(key, tag) for one in changes if one["change"] == "AddTags" for key in one["keys"] for tag in one["tags"]},
        tuple(told["warnings"]),
    )


async def both(desk: Desk, outside: str) -> tuple[Written, Written]:
    """By real Kometa, then by Halley's own engine."""
    one = await preview_with("kometa", desk, desk.folder / "job-kometa", "--outside", outside)
    other = await preview_with("native", desk, desk.folder / "job-native", "--outside", outside)
    return one, other
