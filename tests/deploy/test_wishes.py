"""What is wished for, by flags and by a service's file; and that what cannot be is refused in one sentence."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from halley.cli.main import main_group
from halley.deploy.model import Backups
from halley.deploy.wishes import Wishes, deployment_of, wishes_in
from halley.errors import ConfigError
from tests.deploy.asked import CONFIG, RECIPIENT, kometa, wished
from tests.house.source import ROOT

FILE = f"""\
for: kometa
image: lscr.io/linuxserver/kometa:latest
network: arr
puid: 3000
pgid: 3000
times: "06:00|18:00"
tz: America/New_York
volumes:
  - /home/mms/config/kometa:/config:Z
  - /media:/media:ro
env:
  KOMETA_DEBUG: true
  KOMETA_TIMEOUT: 300
health_cmd: grep -qs kometa /proc/[0-9]*/cmdline
backup_type: arr
backups: /data/backups/config
recipients: [{RECIPIENT}]
"""


def halley(*words: str) -> Result:
    return CliRunner().invoke(main_group, ["deploy", *words])


def refused(*words: str) -> str:
    with pytest.raises(ConfigError) as caught:
        main_group.main(args=["deploy", *words], standalone_mode=False)
    return str(caught.value)


def test_a_services_file_says_all_that_flags_can(tmp_path: Path) -> None:
    file = tmp_path / "kometa.yml"
    file.write_text(FILE)
    found = deployment_of(wishes_in(file), (1, 1), "Etc/UTC")
    assert (found.name, found.program, found.config, found.network) == ("kometa", "kometa", "/home/mms/config/kometa", "arr")
    assert (found.puid, found.pgid, found.times, found.tz) == (3000, 3000, "06:00|18:00", "America/New_York")
    assert [str(one) for one in found.mounts] == ["/home/mms/config/kometa:/config:Z", "/media:/media:ro"]
    assert dict(found.environment) == {"KOMETA_DEBUG": "true", "KOMETA_TIMEOUT": "300"}
    assert found.backups == Backups("/data/backups/config", (RECIPIENT,))
    assert found.health_command.startswith("grep -qs kometa ")


def test_flags_win_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "kometa.yml"
    file.write_text(FILE)
    result = halley("quadlet", "--from", str(file), "--times", "07:30", "--network", "mms")
    assert "KOMETA_TIMES=07:30" in result.output
    assert "NetworkName=mms" in result.output


def test_the_label_of_the_config_folder_is_the_one_that_its_volume_says() -> None:
    def of_config(*volumes: str) -> str:
        return str(wished(config=None, volumes=volumes).mounts[0])

    assert of_config("/srv/kometa:/config:z") == "/srv/kometa:/config:z"
    assert of_config("/srv/kometa:/config") == "/srv/kometa:/config:Z"
    assert str(wished().mounts[0]) == f"{CONFIG}:/config:Z"


def test_a_service_that_is_not_to_be_backed_up_is_not() -> None:
    assert wished(backup_type="none", backups="/x", recipients=(RECIPIENT,)).backups is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("images: x\n", "`images` is no key"),
        ("puid: many\n", "puid is 'many'"),
        ("times: 360\n", "should be a text"),
        ("volumes: /a:/b\n", "should be a list of texts"),
        ("env: [A=b]\n", "names with their values"),
        ("backup_type: sql\n", "one of arr, none"),
        ("for: plex\n", "one of halley, kometa"),
        ("external_network: 3\n", "true or false"),
        ("- a\n", "holds no service"),
        ("a: [\n", "is no YAML"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_key(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "kometa.yml"
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        wishes_in(file)
    assert told in str(caught.value)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"name": "Kometa 1"}, "the service's name is 'Kometa 1'"),
        ({"name": "../kometa"}, "the service's name"),
        ({"image": "--privileged"}, "the image is '--privileged'"),
        ({"image": "x\nUserNS=keep-id"}, "the image"),
        ({"config": "config"}, "absolute path"),
        ({"config": "/a:/b"}, "absolute path"),
        ({"config": "/a/../etc"}, "absolute path"),
        ({"config": "/a\nExec=x"}, "control character"),
        ({"network": "mms.network"}, "the network itself is called mms"),
        ({"network": "a b"}, "the network is 'a b'"),
        ({"times": "25:00"}, "the times is '25:00'"),
        ({"times": "06:00|07:00,08:00"}, "the times"),
        ({"tz": "Mars/Olympus"}, "the time zone is 'Mars/Olympus'"),
        ({"tz": "../../etc/passwd"}, "the time zone"),
        ({"after": ("plex",)}, "with its ending"),
        ({"env": ("A=b\nc",)}, "control character"),
        ({"env": ("A B=c",)}, "the variable"),
        ({"env": ("A",)}, "without a value"),
        ({"volumes": ("/a",)}, "the volume is '/a'"),
        ({"volumes": ("/a:/b:$x",)}, "options"),
        ({"backups": "/b", "recipients": ()}, "for nobody"),
        ({"backups": "/b", "recipients": ("AGE-SECRET-KEY-1",)}, "the recipient"),
        ({"recipients": (RECIPIENT,)}, "no folder"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(wish: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        kometa(**wish)
    assert told in str(caught.value)


def test_there_has_to_be_a_config_folder() -> None:
    with pytest.raises(ConfigError, match="no config folder"):
        deployment_of(Wishes(), (1, 1), "Etc/UTC")


def test_a_kometa_without_a_container_has_to_be_named() -> None:
    assert "Kometa's own program" in refused("systemd", "--for", "kometa", "--config-dir", "/c")


def test_what_is_the_same_stays_and_what_differs_is_not_written_over(tmp_path: Path) -> None:
    asked = ("quadlet", "--config-dir", "/c", "-o", str(tmp_path))
    first, second = halley(*asked), halley(*asked)
    assert "wrote" in first.output
    assert "wrote" not in second.output
    unit = tmp_path / "containers/systemd/halley.container"
    unit.write_text(unit.read_text() + "# mine\n")
    assert "halley.container stands there already, and differs" in refused(*asked)
    assert unit.read_text().endswith("# mine\n")
    assert "wrote" in halley(*asked, "--force").output
    assert not unit.read_text().endswith("# mine\n")


def test_nothing_is_written_where_one_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "containers/systemd").mkdir(parents=True)
    (tmp_path / "containers/systemd/mms.network").write_text("[Network]\nNetworkName=mms\nInternal=true\n")
    refused("quadlet", "--config-dir", "/c", "-o", str(tmp_path))
    assert not (tmp_path / "containers/systemd/halley.container").exists()


def test_what_the_service_needs_first_is_among_what_is_typed(tmp_path: Path) -> None:
    def steps(target: str, *more: str) -> str:
        return halley(target, "--config-dir", "/c", "-o", str(tmp_path / target), *more).output.partition("then:")[2]

    assert "mkdir -p /data/backups" in steps("quadlet", "--backups", "/data/backups", "--recipient", RECIPIENT)
    assert all("build " in steps(target, "--force") for target in ("quadlet", "compose", "unraid"))
    own = ("--for", "kometa", "--force")
    assert "-t localhost/halley ." in steps("quadlet", *own, "--backups", "/b", "--recipient", RECIPIENT), "which backs up"
    assert all("build " not in steps(target, *own) for target in ("quadlet", "compose", "unraid"))


def test_where_halley_is_to_run_kometa_there_is_one_in_its_image(tmp_path: Path) -> None:
    said = halley("quadlet", "--config-dir", "/c", "--mode", "kometa", "-o", str(tmp_path)).output
    assert "--build-arg BASE=docker.io/kometateam/kometa:" in said
    assert "-t localhost/halley-kometa ." in said
    unit = (tmp_path / "containers/systemd/halley.container").read_text()
    assert "Image=localhost/halley-kometa:latest" in unit
    assert "UserNS=keep-id" in unit


@pytest.mark.parametrize("target", ["quadlet", "compose", "systemd", "unraid"])
def test_what_is_to_be_typed_next_is_told(tmp_path: Path, target: str) -> None:
    result = halley(target, "--config-dir", "/c", "-o", str(tmp_path))
    assert result.exit_code == 0
    assert "then:" in result.output


def test_the_files_of_services_that_come_along_can_be_used() -> None:
    found = sorted((ROOT / "deploy/ansible/services").glob("*.yml"))
    assert [one.stem for one in found] == ["halley", "kometa"]
    for one in found:
        assert deployment_of(wishes_in(one), (1, 1), "Etc/UTC").name == one.stem


def test_a_few_answers_are_as_good_as_flags() -> None:
    answers = (
        "kometa\n/home/mms/config/kometa\n07:00|19:00\nEurope/Berlin\n3000\n3000\narr\n/data/backups\n" + RECIPIENT + "\n"
    )
    asked = CliRunner().invoke(main_group, ["deploy", "quadlet", "--ask"], input=answers)
    flags = ("--for", "kometa", "--config-dir", "/home/mms/config/kometa", "--times", "07:00|19:00", "--tz", "Europe/Berlin")
    more = ("--puid", "3000", "--pgid", "3000", "--network", "arr", "--backups", "/data/backups", "--recipient", RECIPIENT)
    assert asked.exit_code == 0, asked.output
    assert asked.stdout == halley("quadlet", *flags, *more).stdout


def test_what_a_flag_says_is_not_asked_for() -> None:
    flags = ["--for", "halley", "--config-dir", "/c", "--times", "06:00", "--tz", "Etc/UTC", "--puid", "1", "--pgid", "1"]
    asked = CliRunner().invoke(main_group, ["deploy", "systemd", "--ask", *flags], input="\n")
    assert asked.exit_code == 0, asked.output
    assert "halley.service" in asked.stdout
    assert "backup" not in asked.stdout
