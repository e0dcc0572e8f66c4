# All the verbs of this project. Each does its own set-up; the second time it finds nothing to do and asks no network.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo test lint bench clean

# What else to hand to pytest or to the demo: `make test ARGS="tests/unit/gateway -x"`
ARGS ?=

help: ## show this list
	@sed -n 's/^\([a-z]*\): .*## \(.*\)/  make \1	\2/p' Makefile

setup: ## put the program at .venv/bin/halley
	@tools/environment runtime

demo: setup ## watch an overlay configuration run against a Plex server that does not change
	@.venv/bin/halley demo $(ARGS)

test: ## run every test; as root on Debian or Ubuntu, install the system packages that they need first
	@tools/environment dev
	@tools/system-packages
	@.venv/bin/python tools/operators.py
	@# Many tests wait for servers and processes that they started: four share two processors well.
	.venv/bin/pytest -n 4 --dist worksteal $(ARGS)

lint: ## formatting, style, types of both languages, and who may import whom
	@tools/environment dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/python tools/api_types.py --check
	.venv/bin/python tools/web.py types

bench: ## run the programs in benchmarks/, each of which prints a table
	@tools/environment dev
	@set -e; for program in benchmarks/[!_]*.py; do echo "== $$program"; PYTHONPATH=. .venv/bin/python "$$program"; done

clean: ## remove all that these verbs have made
	rm -rf .venv demo build dist web/node_modules src/halley/studio/static .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmarks tools -type d -name __pycache__ -prune -exec rm -rf {} +
