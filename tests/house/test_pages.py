"""The pages say what is so: commands exist, links lead somewhere, every command and exit code has its place."""

import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from halley import errors
from tests.house.documents import Typed, pages, text_of, typed_commands
from tests.house.source import ROOT

VERBS = ("setup", "demo", "test", "lint", "bench", "clean")
REFERENCE = "docs/reference/cli.md"
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def program() -> click.Group:
    from halley.cli.main import main_group  # noqa: PLC0415 (a page is still a page where the program cannot be imported)

    return main_group


def below(group: click.Group) -> dict[str, click.Command]:
    """The commands of a group by name, those included that it loads when they are asked for."""
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it: `jobs list`."""
    for name, command in sorted(below(group).items()):
        words = (*above, name)
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, words)
        else:
            yield " ".join(words), command


def called(words: tuple[str, ...]) -> tuple[click.Command, tuple[str, ...]]:
    """The command that `words` call, and what is left of them."""
    command: click.Command = program()
    rest = list(words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        name = rest.pop(0)
        found = command.get_command(click.Context(command), name)
        assert found is not None, f"there is no `halley {name}`"
        command = found
    return command, tuple(rest)


def flags(command: click.Command) -> set[str]:
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return {name for name in options if name.startswith("-")} | {"--help"}


@pytest.mark.parametrize("typed", list(typed_commands("halley")), ids=str)
def test_a_command_on_a_page_is_one_that_halley_knows(typed: Typed) -> None:
    command, rest = called(typed.words)
    known = flags(command) | flags(program())
    unknown = [word for word in rest if word.startswith("-") and word != "-" and word.split("=")[0] not in known]
    assert not unknown, f"{typed}: `{command.name}` knows no {unknown}"


def test_every_command_explains_itself() -> None:
    for name, command in commands(program()):
        result = CliRunner().invoke(program(), [*name.split(), "--help"])
        assert result.exit_code == 0, f"halley {name} --help: {result.output}"
        assert command.help, f"halley {name} says nothing about itself"


@pytest.mark.parametrize("typed", list(typed_commands("halley")), ids=str)
def test_a_file_of_ours_on_a_page_is_there(typed: Typed) -> None:
    lost = [word for word in typed.words if word.startswith("examples/") and not (ROOT / word).exists()]
    assert not lost, typed


@pytest.mark.parametrize("typed", list(typed_commands("make")), ids=str)
def test_a_verb_on_a_page_is_one_that_make_knows(typed: Typed) -> None:
    verbs = [word for word in typed.words if "=" not in word and not word.startswith("-")]
    assert set(verbs) <= set(VERBS), typed


def test_the_makefile_has_every_verb_and_says_what_each_is_for() -> None:
    rules = dict(re.findall(r"^([a-z]+):.*## (.+)$", text_of_makefile(), re.MULTILINE))
    assert set(VERBS) <= set(rules)


def text_of_makefile() -> str:
    return (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_readme_leads_with_the_two_commands() -> None:
    first = [
        " ".join((typed.program, *typed.words)) for typed in typed_commands("make", "halley") if typed.page == "README.md"
    ]
    assert first[:2] == ["make demo", "make test"]


def test_every_command_and_every_flag_has_its_place_in_the_reference() -> None:
    sections = dict(re.findall(r"^## `halley ([a-z -]+)`\n(.*?)(?=^## |\Z)", text_of(REFERENCE), re.MULTILINE | re.DOTALL))
    missing = []
    for name, command in commands(program()):
        if name not in sections:
            missing.append(f"halley {name}")
            continue
        missing += [f"halley {name} {flag}" for flag in flags(command) - {"--help"} if flag not in sections[name]]
    assert not missing, f"{REFERENCE} does not mention: {', '.join(sorted(missing))}"


def test_every_error_stands_in_the_table_of_exit_codes() -> None:
    table = text_of("docs/reference/exit-codes.md")
    rows = {int(code): row for code, row in re.findall(r"^\| (\d) \|(.*)$", table, re.MULTILINE)}
    for name, error in inspect.getmembers(errors, inspect.isclass):
        if issubclass(error, errors.HalleyError):
            assert f"`{name}`" in rows[error.exit_code], f"{name} ends with {error.exit_code}"


@pytest.mark.parametrize("page", pages())
def test_links_between_pages_lead_somewhere(page: str) -> None:
    here = (ROOT / page).parent
    lost = [target for target in LINK.findall(text_of(page)) if not (here / target).exists()]
    assert not lost


def test_the_changelog_knows_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    headings = re.findall(r"^## \[(.+?)\]", text_of("CHANGELOG.md"), re.MULTILINE)
    assert headings[:2] == ["Unreleased", version]


@pytest.mark.parametrize("page", [page for page in pages() if re.match(r"docs/adr/\d", page)])
def test_a_decision_says_why_what_else_and_what_it_costs(page: str) -> None:
    headings = re.findall(r"^## (.+)$", text_of(page), re.MULTILINE)
    assert headings == ["Context", "Choice", "Rejected", "Consequences"]


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(Path(page).name[:4]) for page in pages() if re.match(r"docs/adr/\d", page)]
    assert numbers == list(range(1, len(numbers) + 1))
