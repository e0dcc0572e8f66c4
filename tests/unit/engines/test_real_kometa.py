"""Real Kometa accepts what is generated for it, and its own words are understood."""

import asyncio
import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pytest
from PIL import Image

from halley.config import load_configuration
from halley.engines.kometa import Command, PreviewRequest, RunOutcome, find_kometa, generate, run
from halley.engines.kometa.workplace import Workplace
from halley.sandbox.guard_settings import GuardSettings, guarded_environment
from halley.simulator import Simulator
from tests.equality.library import equality_library
from tests.support.kometa import an_outside

MOVIES = 12
POSTER = re.compile(r"POST /library/metadata/(\d+)/posters")
TOKEN = "the-token-of-the-simulator"

CONFIG = """\
plex:
  url: {url}
  token: <<sim-token>>
  db_cache: 1
  empty_trash: true
tmdb: {{apikey: demo, language: en}}
trakt:
  client_id: a-trakt-id
  client_secret: a-trakt-secret
  authorization: {{access_token: a-trakt-access, refresh_token: a-trakt-refresh, token_type: Bearer}}
webhooks: {{run_start: https://example.org/hook, error: https://example.org/hook}}
radarr: {{url: http://radarr, token: x, add_missing: true}}
settings:
  cache: true
  asset_directory: config/assets
  overlay_artwork_filetype: jpg
libraries:
  Movies:
    schedule: never
    schedule_overlays: never
    report_path: config/report.yml
    radarr: {{root_folder_path: /movies}}
    template_variables: {{badge: config/pictures/badge.png}}
    operations: {{mass_genre_update: tmdb}}
    collection_files:
      - file: config/collections.yml
    overlay_files:
      - file: config/overlays/mine
        schedule: never
      - folder: config/more
      - pmm: resolution
  Shows:
    overlay_path:
      - config/overlays/mine.yml
"""

#: Its own picture by a relative path, one by its name, a font of Kometa's, and a template from another file.
MINE = """\
external_templates:
  - file: config/templates
overlays:
  relative:
    overlay: {name: relative, file: config/pictures/badge.png}
    plex_all: true
  named:
    plex_all: true
  text:
    template: {name: words}
    plex_all: true
"""
TEMPLATES = """\
templates:
  words:
    overlay:
      name: text(HELLO)
      font: fonts/Inter-Medium.ttf
      horizontal_align: left
      horizontal_offset: 10
      vertical_align: top
      vertical_offset: 10
"""
MORE = """\
overlays:
  from the library:
    template: {name: badged}
    plex_all: true
templates:
  badged:
    overlay: {name: from the library, file: <<badge>>}
"""


def user_folder(folder: Path, url: str) -> Path:
    """A user's configuration in a folder that is not called `config`."""
    picture = io.BytesIO()
    Image.new("RGBA", (1000, 1500), (255, 0, 0, 40)).save(picture, "PNG")
    for name in ("overlays", "pictures", "more", "assets"):
        (folder / name).mkdir(parents=True)
    (folder / "pictures" / "badge.png").write_bytes(picture.getvalue())
    (folder / "overlays" / "named.png").write_bytes(picture.getvalue())
    (folder / "overlays" / "mine.yml").write_text(MINE)
    (folder / "templates.yml").write_text(TEMPLATES)
    (folder / "more" / "more.yml").write_text(MORE)
    (folder / "config.yml").write_text(CONFIG.format(url=url))
    return folder


@dataclass
class Real:
    """Real Kometa, a simulator to run it against, and a folder for both."""

    home: Path
    python: Path
    folder: Path
    lines: list[str] = field(default_factory=list)

    async def run(
        self, config: Path, outside: str, working_directory: Path, secrets: Mapping[str, str] = MappingProxyType({})
    ) -> RunOutcome:
        """Run a configuration as a preview runs it, under the guard and without a sandbox."""
        home = find_kometa(self.home, self.python, {}, self.folder)
        guard = self.folder / "guard.json"
        url = next(line.split()[-1] for line in config.read_text().splitlines() if line.strip().startswith("url:"))
        settings = GuardSettings(
            gateway=url, egress=outside, events=self.folder / "events", captures=self.folder / "captured", plex_tv_hosts=()
        )
        settings.write(guard)
        clean = {"PATH": os.environ["PATH"], "KOMETA_READ_ONLY_CONFIG": "true", **secrets}
        environment = guarded_environment(guard, clean)
        command = Command((*home.command, "-r", "--config", str(config)), environment, working_directory)
        redactor = load_configuration(config, secrets).redactor
        return await run(command, self.folder / "log", redactor, time_limit_s=300, on_line=self.lines.append)


@pytest.fixture
def real(kometa_home: Path, kometa_python: Path, tmp_path: Path) -> Real:
    return Real(kometa_home, kometa_python, tmp_path)


@pytest.mark.kometa
async def test_a_generated_configuration_is_accepted_and_draws_every_overlay(real: Real) -> None:
    library = equality_library()
    job = real.folder / "job"
    job.mkdir()
    async with an_outside() as outside, Simulator(library.library, library.images, token=TOKEN) as plex:
        user = user_folder(real.folder / "kometa-of-mine", plex.url)
        configuration = load_configuration(user / "config.yml", {"KOMETA_SIM_TOKEN": TOKEN})
        generated = generate(configuration, PreviewRequest(("Movies", "Shows"), (), plex.url, TOKEN), job)
        text = generated.config.read_text()
        workplace = Workplace(job, real.folder / "home")
        workplace.lay_out(user, ("Movies", "Shows"), None)
        before = await asyncio.to_thread(snapshot, user)
        outcome = await real.run(generated.config, outside.egress, workplace.home, generated.secrets)

        assert outcome.failure == ""
        # Some resolutions no film has.
        others = {one for one in outcome.errors if not re.match(r"Plex Error: (No Items found|resolution: No matches)", one)}
        assert not others
        drawn = {int(found[1]) for heard in plex.requests if (found := POSTER.match(f"{heard.method} {heard.target}"))}
        items = {item.key for item in library.library.items.values() if item.type.word in {"movie", "show"}}
        assert drawn == items
        applied = [line for line in real.lines if "Overlays Applied" in line]
        assert len(applied) == len(items)
        assert all(name in line for line in applied for name in ("relative", "named", "text"))
        assert sum("from the library" in line for line in applied) == MOVIES
        assert await asyncio.to_thread(snapshot, user) == before
        assert TOKEN not in (real.folder / "log").read_text()
        generated.restore()
        assert generated.config.read_text() == text


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True, slots=True)
class Stop:
    """A configuration at which Kometa stops, though it ends with status 0, and what it says of that."""

    name: str
    rest: str
    says: str


STOPS = (
    Stop(
        "no TMDb key", "libraries:\n  Movies:\n    overlay_files: [{{default: resolution}}]\n", "tmdb sub-attribute apikey"
    ),
    Stop(
        "unknown library",
        "tmdb: {{apikey: demo}}\nlibraries:\n  Filme:\n    overlay_files: [{{default: resolution}}]\n",
        "Plex Library 'Filme' not found",
    ),
    Stop("wrong language", "tmdb: {{apikey: demo, language: xx}}\nlibraries:\n  Movies:\n    remove_overlays: true\n", "xx"),
)


@pytest.mark.kometa
@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
async def test_a_run_that_stops_with_status_0_is_told_in_its_own_words(stop: Stop, real: Real) -> None:
    library = equality_library()
    async with an_outside() as outside, Simulator(library.library, library.images, token=TOKEN) as plex:
        config = real.folder / "config.yml"
        config.write_text(f"plex:\n  url: {plex.url}\n  token: {TOKEN}\n" + stop.rest.format())
        outcome = await real.run(config, outside.egress, real.folder)
    assert outcome.exit_code == 0
    assert outcome.failure.startswith("Kometa stopped: ")
    assert stop.says in outcome.failure
    assert outcome.ran
