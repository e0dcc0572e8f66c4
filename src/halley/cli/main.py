"""`halley`: one command a file, each loaded when it is asked for."""

import importlib
import sys
from collections.abc import Sequence
from types import ModuleType

import click

from halley import __version__
from halley.errors import HalleyError
from halley.garbage import made_for_good

COMMANDS = {
    "preview": "See what a configuration would do, without doing it.",
    "plan": "Write down all that a configuration would change, to be approved and carried out.",
    "apply": "Carry out a plan, with everything on record.",
    "run": "Let Kometa, or Halley's own engine, do its work, with everything on record.",
    "undo": "Take a run back.",
    "history": "See what was done, newest first, and forget what is old.",
    "render": "Draw one item, and say where each badge comes from.",
    "why": "Tell for each definition why it means an item, or not.",
    "compare": "Run Kometa and Halley's own engine on the same items, and show where they differ.",
    "validate": "Check a configuration and its overlay files, without a server.",
    "doctor": "Look for what may go wrong, and say what mends it.",
    "studio": "See, edit, approve, apply and undo in a browser.",
    "serve": "Wake at times of the day, run, sleep; hear of new items.",
    "status": "See how the service stands: next run, last run, backups.",
    "notify": "Try whether notices arrive, and tell of what is wrong.",
    "demo": "Watch a preview of a library that Halley brings along.",
    "gateway": "Stand before a Plex server: reads pass, writes are taken down.",
    "simulator": "A Plex server from a file, to try things on.",
    "backup": "Make backups that open without Halley, and see that they can be put back.",
    "restore": "Put a backup back, whole or not at all.",
    "deploy": "Write units for Podman, Docker, systemd or Unraid; try a service once.",
    "jobs": "List, show and remove earlier previews.",
}
"""What there is, in the order of its help page. `halley X` lives in `halley.cli.X`, as the command `X`."""


class _Lazy(click.Group):
    """A group whose commands are imported only when they are used: `halley --help` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = getattr(_module(f"halley.cli.{cmd_name}"), cmd_name)
        if not isinstance(found, click.Command):
            raise TypeError(f"halley.cli.{cmd_name}.{cmd_name} is no command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _module(name: str) -> ModuleType:
    if name in sys.modules:
        return sys.modules[name]
    with made_for_good():
        return importlib.import_module(name)


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Exit codes: 0 all targets drawn, 1 some missing, 2 bad usage or configuration, "
    "3 Plex unreachable or unauthorised, 4 engine failed.",
)
@click.version_option(__version__, prog_name="halley")
def main_group() -> None:
    """Halley shows what a Kometa configuration will do to your Plex server before it does it."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; errors that a person can mend go to standard error as a sentence."""
    try:
        found = main_group.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except HalleyError as problem:
        click.echo(f"halley: {problem}", err=True)
        return problem.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    return found if isinstance(found, int) else 0


def main() -> None:
    """The entry point of the installed program."""
    sys.exit(run())
