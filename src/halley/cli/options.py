"""Options that several commands share, each with one help text."""

from pathlib import Path

import click

config = click.option("--config", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Your config.yml.")
item = click.option(
    "--item", required=True, metavar="ITEM", help="The item: 'Title (year)', 'Show S01E02', or a rating key."
)
libraries = click.option("--library", "libraries", multiple=True, metavar="NAME", help="Only this library; may be repeated.")
kometa = click.option(
    "--kometa", type=click.Path(path_type=Path), help="Kometa's folder, for its default files and fonts; else HALLEY_KOMETA."
)
filters = click.option(
    "--filters",
    type=click.Choice(["memory", "server"]),
    default="memory",
    show_default=True,
    help="Who answers searches: Halley, or the server itself.",
)
offline = click.option("--offline", is_flag=True, help="Ask no other site, not even TMDb.")
outside = click.option("--outside", metavar="URL", help="Send every outside read to this server instead.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
targets = click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="TARGET",
    help="Only this item: 'Title (year)', 'Show S01E02', a rating key, or label:NAME; may be repeated.",
)
kometa_home = click.option("--kometa", type=click.Path(path_type=Path), help="Kometa's folder or its kometa.py.")
kometa_python = click.option("--kometa-python", type=click.Path(path_type=Path), help="The Python that runs Kometa.")
sandbox = click.option(
    "--sandbox",
    type=click.Choice(["auto", "container", "bubblewrap", "landlock", "none"]),
    default="auto",
    show_default=True,
    help="What keeps Kometa in.",
)
hosts = click.option("--allow-host", "hosts", multiple=True, metavar="HOST", help="Let Kometa read this host too.")
time_limit = click.option(
    "--time-limit",
    type=click.IntRange(1),
    default=6 * 3600,
    show_default=True,
    metavar="SECONDS",
    help="Stop Kometa after that.",
)
open_report = click.option("--open", "open_report", is_flag=True, help="Open the report in a browser when done.")
overlays_only = click.option("--overlays-only", is_flag=True, help="Overlays, and nothing else of the configuration.")
