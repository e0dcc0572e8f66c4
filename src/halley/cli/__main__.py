"""`python -m halley.cli` is `halley`."""

from halley.cli.main import main

main()
