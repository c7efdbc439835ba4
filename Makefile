# Everything a person does with this project. `make` or `make help` lists it.
# Needed beforehand: Python 3.11 or later, and make. Everything else is installed into .venv or said aloud.

.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8501
# Files of publishers, one folder each: what fetch brought, or what lies beside the project.
FEEDS ?= $(firstword $(wildcard data/raw/world ../shared/data) data/raw/world)
VENV := .venv
BIN := $(VENV)/bin
SET_UP := $(VENV)/set-up
RELEASES := data/releases/current.json
RAW := $(shell find data/raw data/boundaries data/sources.csv data/spellings.csv loaders -type f -not -path 'data/raw/world/*' \( -name '*.csv' -o -name '*.py' -o -name '*.geojson' \) 2>/dev/null)
BROWSER := tests/browser/find_chromium.py

.PHONY: help
help: ## List what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

$(SET_UP): requirements.lock pyproject.toml
	@echo "Setting up: a virtual environment in $(VENV), packages from requirements.lock (about a minute) ..."
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one with PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(RELEASES): $(SET_UP) $(RAW)
	@echo "Sealing the releases of the public record and of the exercise from data/raw ..."
	$(BIN)/python -m loaders release --all
	$(BIN)/python -m loaders release --exercise
	@touch $@

.PHONY: release
release: $(RELEASES) ## Seal all releases from the raw files

.PHONY: world
world: $(RELEASES) ## Seal a release of the world from the files of publishers in FEEDS
	$(BIN)/python -m loaders world --feeds "$(FEEDS)"

.PHONY: run
run: $(RELEASES) ## Set up and start the dashboard on the shipped data; prints its address
	@echo "The dashboard starts at http://127.0.0.1:$(PORT) - stop it with Ctrl-C."
	$(BIN)/streamlit run dashboard/app.py --server.address 127.0.0.1 --server.port $(PORT)

.PHONY: browser
browser: $(SET_UP) ## Find a Chromium for the browser tests, or install one
	@$(BIN)/python $(BROWSER) --install

.PHONY: test
test: lint types $(RELEASES) browser ## Set up and run every check: style, types, architecture, tests with coverage
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

.PHONY: faults
faults: $(SET_UP) ## Try on a store every fault of disk and process there is a probe for (needs strace; 12 minutes)
	$(BIN)/python -m tests.loaders.faults

.PHONY: lint
lint: $(SET_UP) ## Style and architecture
	$(BIN)/ruff check .
	$(BIN)/lint-imports

.PHONY: types
types: $(SET_UP) ## Static types
	$(BIN)/mypy

.PHONY: docs
docs: $(SET_UP) ## Write the data dictionary and the directory of publishers from the code
	$(BIN)/python -m loaders dictionary --out docs/data-dictionary.md
	$(BIN)/python -m loaders publishers --out docs/publishers.md

.PHONY: screenshots
screenshots: $(RELEASES) browser ## Photograph every screen, light and dark, at three sizes, into docs/screenshots
	$(BIN)/python -m tests.screenshots

.PHONY: bench
bench: $(SET_UP) browser ## Measure screens, loading and searches against reference pages and bare readers; prints the tables
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python -m benchmarks
