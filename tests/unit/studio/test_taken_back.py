"""Earlier texts of a file, with their secrets, and the errors of each file."""

from tests.unit.studio.conftest import Open

OTHER = "another-token-of-mine"


def test_an_earlier_text_comes_back_with_the_secret_that_it_had(studio: Open) -> None:
    token = studio.token()
    read = studio.ask.get(f"{studio.at}/files/config.yml").json()
    mark = next(line for line in read["text"].splitlines() if "token:" in line).partition(": ")[2]
    changed = read["text"].replace(f"token: {mark}", f"token: {OTHER}")
    saved = studio.ask("PUT", f"{studio.at}/files/config.yml", json={"text": changed, "digest": read["digest"]}).json()
    version = studio.ask.get(f"{studio.at}/versions/config.yml").json()[0]["version"]
    kept = studio.ask.get(f"{studio.at}/versions/config.yml", params={"version": version}).json()

    draft = {"text": kept["text"], "version": version}
    difference = studio.ask.post(f"{studio.at}/difference/config.yml", draft).json()["difference"]
    checked = studio.ask.post(f"{studio.at}/check/config.yml", draft)
    back = studio.ask("PUT", f"{studio.at}/files/config.yml", json={**draft, "digest": saved["digest"]})

    assert "+  token: ‹•••" in difference
    assert token not in difference
    assert OTHER not in difference
    assert checked.status_code == 200, checked.text
    assert back.status_code == 200, back.text
    assert studio.token() == token


def test_a_version_that_is_not_kept_is_not_there(studio: Open) -> None:
    asked = {"text": "overlays: {}", "version": "../../config.yml"}

    answer = studio.ask.post(f"{studio.at}/check/overlays/movies.yml", asked)

    assert answer.status_code == 404


def test_each_file_is_told_with_the_number_of_its_errors(studio: Open) -> None:
    path = studio.folder / "overlays" / "movies.yml"
    good = path.read_text()
    path.write_text(f"{good}\n  Odd:\n    overlay: {{name: text(x), nonsense: 1}}\n    plex_all: true\n")
    try:
        answer = studio.ask.get(studio.at).json()
    finally:
        path.write_text(good)

    problems = {one["name"]: one["problems"] for one in answer["files"]}
    assert problems["overlays/movies.yml"] > 0
    assert problems["config.yml"] == 0
    assert answer["configuration"]["problems"] == sum(problems.values())


def test_a_text_is_read_at_once_where_nobody_asks_what_is_wrong_in_it(studio: Open) -> None:
    path = studio.folder / "overlays" / "movies.yml"
    good = path.read_text()
    path.write_text(f"{good}\n  Odd:\n    overlay: {{name: text(x), nonsense: 1}}\n    plex_all: true\n")
    try:
        plain = studio.ask.get(f"{studio.at}/files/overlays/movies.yml", params={"checks": "false"}).json()
        checked = studio.ask.get(f"{studio.at}/files/overlays/movies.yml").json()
    finally:
        path.write_text(good)

    assert plain["marks"] == []
    assert checked["marks"]
    assert plain | {"marks": checked["marks"]} == checked
