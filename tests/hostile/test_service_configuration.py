"""A configuration that is edited: taken up if it passes, else the last one stays, and that is told."""

import shutil
from pathlib import Path

from halley.plex.library import Library
from tests.support.services import a_service
from tests.support.studio_jobs import OVERLAYS, Plex


def test_what_does_not_pass_is_told_and_the_last_one_that_did_is_run(tmp_path: Path) -> None:
    with a_service(tmp_path, 4, HALLEY_MODE="apply") as service:
        first = service.once("--run", "--library", "Movies")
        assert first.returncode == 0, first.stdout
        assert len(service.plex.labelled()) == 4
        (service.config.parent / "overlays.yml").write_text(OVERLAYS.replace("plex_all: true", "plex_al: true"))
        shutil.rmtree(service.config.parent / "overlays")
        service.plex.server.state.library = a_fresh(service.plex)
        second = service.once("--run")
        assert second.returncode == 0, second.stdout
        assert "the last one that could be used is run" in second.stdout
        assert "plex_al" in second.stdout
        assert len(service.plex.labelled()) == 4
        kept = service.runs()[0]["config"]
        assert kept == str(service.own / "kept" / "config.yml")
        # Original posters are where they always are, and not in the shadow.
        originals = service.config.parent / "overlays" / "Movies Original Posters"
        assert len(list(originals.iterdir())) == 4
        assert not [one for one in Path(kept).parent.rglob("*.png") if not one.is_symlink()]
        service.write_config(OVERLAYS.replace("text(all)", "text(All)"))
        third = service.once("--run")
        assert "does not pass" not in third.stdout
        assert service.runs()[0]["config"] == ""


def a_fresh(plex: Plex) -> Library:
    """The library as it was before anything was done to it."""
    with Plex(plex.count) as other:
        return other.server.library
