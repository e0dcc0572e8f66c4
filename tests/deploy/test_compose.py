"""The Compose file: valid by the Compose specification's own schema, and as strict as the units."""

import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tools import operators

from halley.deploy.model import Deployment
from tests.deploy.asked import files
from tests.deploy.test_quadlet import EVERY


def compose(deployment: Deployment) -> dict[str, dict[str, dict[str, object]]]:
    return YAML(typ="safe").load(files("compose", deployment)["compose.yml"])


@pytest.mark.needs("check-jsonschema")
def test_every_file_is_valid_by_the_schema_of_the_specification(tmp_path: Path) -> None:
    paths = []
    for number, deployment in enumerate(EVERY.values()):
        paths.append(tmp_path / f"compose-{number}.yml")
        paths[-1].write_text(files("compose", deployment)["compose.yml"])
    command = [operators.BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.needs("check-jsonschema")
def test_the_schema_finds_what_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "compose.yml"
    broken.write_text("services:\n  kometa:\n    image: x\n    read_only_root: true\n")
    command = [operators.BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", broken]
    assert subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 1


def test_values_are_those_that_were_asked_for() -> None:
    service = compose(EVERY["odd characters"])["services"]["kometa"]
    assert service["environment"]["A"] == 'b "c" $$d \\e %f'  # Compose makes one `$` of two
    assert service["volumes"] == ["/home/mms/con fig/100%/$$HOME:/config:Z"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "user" not in service


def test_halley_runs_as_the_owner_of_the_files_with_a_root_that_is_read_only() -> None:
    whole = compose(EVERY["halley"])
    service, backup = whole["services"]["halley"], whole["services"]["halley-backup"]
    assert (service["user"], service["read_only"], service["tmpfs"]) == ("3000:3000", True, ["/tmp"])
    assert service["ports"] == ["2061:2061"]
    assert backup["profiles"] == ["backup"]
    assert backup["network_mode"] == "none"
    of_kometa = compose(EVERY["kometa of LinuxServer"])["services"]["kometa-backup"]
    assert of_kometa["networks"] == ["mms"], "nobody else tells of one that failed"


def test_no_image_that_was_built_here_is_pulled_from_anywhere() -> None:
    assert "compose.yml pull" not in files("compose", EVERY["halley"])["compose.yml"]
    assert "compose.yml pull" in files("compose", EVERY["kometa of LinuxServer"])["compose.yml"]


def test_the_network_is_the_one_that_plex_is_on() -> None:
    whole = compose(EVERY["kometa of LinuxServer"])
    assert whole["services"]["kometa"]["networks"] == ["mms"]
    assert whole["networks"] == {"mms": {"name": "mms", "external": True}}
    assert compose(EVERY["the host's network"])["services"]["kometa"]["network_mode"] == "host"
