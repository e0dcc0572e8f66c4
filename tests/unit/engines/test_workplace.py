"""What of a user's folder an engine has no business to read."""

from pathlib import Path

from halley.engines.kometa.workplace import Workplace, files_that_tell
from halley.secrets import Secret

TOKEN = Secret("the-token-of-the-server")


def test_files_with_the_token_are_found_where_they_lie_though_a_job_below_them_links_there(tmp_path: Path) -> None:
    """A sandbox puts an empty file in their place, and cannot do so in the place of a link."""
    (tmp_path / "config.yml").write_text(TOKEN.reveal())
    (tmp_path / "harmless.yml").write_text("nothing to see")
    Workplace(tmp_path / "job" / "config", tmp_path / "job" / "home").lay_out(tmp_path, [], None)
    assert (tmp_path / "job" / "home" / "config" / "config.yml").is_symlink()
    assert list(files_that_tell(tmp_path, TOKEN)) == [tmp_path / "config.yml"]


def test_a_link_to_a_file_elsewhere_is_hidden_itself(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "user", tmp_path / "secrets.yml"
    folder.mkdir()
    elsewhere.write_text(TOKEN.reveal())
    (folder / "config.yml").symlink_to(elsewhere)
    assert list(files_that_tell(folder, TOKEN)) == [folder / "config.yml"]
