# Two commands do everything: `make run` and `make test`. Both set up what they need, and do it only once.

PYTHON ?= python3
PORT ?= 8501
VENV := .venv

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: run test lint browser benchmarks index pins clean help
.DEFAULT_GOAL := help

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run: index ## set everything up and serve the app
	$(BIN)/python -m streamlit run streamlit_app.py --server.port $(PORT)

test: $(VENV)/.dev ## set everything up and run the tests
	$(BIN)/python -m pytest -n auto --ignore=tests/browser

lint: $(VENV)/.dev ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

browser: $(VENV)/.dev ## run the journeys in a real browser; needs Chromium
	$(BIN)/python -m pytest tests/browser

benchmarks: $(VENV)/.benchmarks ## measure everything beside its peers; takes most of an hour
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.chart

index: $(VENV)/.run ## build the index of the dataset in use
	$(BIN)/python -m engine info >/dev/null

pins: ## compile the pinned requirements from the short ones; needs uv
	uv pip compile $(PIN) requirements.in -o requirements.txt
	uv pip compile $(PIN) -c requirements.txt requirements-dev.in -o requirements-dev.txt
	uv pip compile $(PIN) -c requirements-dev.txt requirements-benchmarks.in -o requirements-benchmarks.txt

# One set of versions for every Python and platform that is supported, the lowest Python deciding.
PIN := --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11 --no-header --no-annotate

clean: ## remove what the other commands have made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find models -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +

$(VENV)/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "CineWatch needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.txt $(VENV)/.venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.benchmarks: requirements-benchmarks.txt $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-benchmarks.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
