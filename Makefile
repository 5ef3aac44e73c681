# Needs Python 3.11 or later with venv and pip; everything else is fetched into this folder.
# A newcomer wants `make run`. `make help` lists the rest.

PYTHON ?= python3
SET_UP = $(PYTHON) -IS tools/set_up.py
DRYSTANE = .venv/bin/python -m drystane

.DEFAULT_GOAL := help
.PHONY: help run demo test check docs bench wheel lock clean

help:   ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run:    ## Set up what is missing and serve, with the worked example, on 127.0.0.1:8000
	@$(SET_UP)
	@exec $(DRYSTANE) run --prepare --example

demo:   ## Set up what is missing and load the worked example, without serving
	@$(SET_UP)
	@exec $(DRYSTANE) demo

check:  ## The quick half: format, lint, types, layers, migrations, unit tests
	@$(SET_UP) --dev
	@exec .venv/bin/python tools/check.py

test:   ## Everything CI does: the checks, SQLite, PostgreSQL, a browser
	@$(SET_UP) --dev
	@exec .venv/bin/python tools/check.py --all

docs:   ## Write the pages of docs/reference anew from the code
	@$(SET_UP) --dev
	@exec .venv/bin/python -m tools.write_docs

bench:  ## Figures, in a table
	@$(SET_UP) --dev
	@exec .venv/bin/python -m bench

wheel:  ## One complete wheel in dist/, page assets and run-time lock included
	@$(SET_UP)
	@exec .venv/bin/python tools/wheel.py

lock:   ## Write the locks anew, with the newest versions that fit
	@$(SET_UP)
	@exec .venv/bin/python tools/lock.py

clean:  ## Take away what was made here; what was entered (var/) stays
	@rm -rf .venv node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache src/drystane/site/static_built
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
