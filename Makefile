# Two commands do everything: `make run` and `make test`. Both set up what they need, and do it only once.

ifeq ($(OS),Windows_NT)
PYTHON ?= python
BIN := .venv/Scripts
else
PYTHON ?= python3
BIN := .venv/bin
endif

PORT ?= 8501
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Each process takes tests that lie side by side, so that few make the same fixtures, and then what others have left.
PARALLEL := -n auto --dist worksteal

# Where Python may not keep what it compiles, each process compiles all tests again: nine seconds more for each.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test coverage browser lint style types format hooks benchmarks index notes pins clean
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run: index ## set everything up and serve the app
	$(BIN)/python -m streamlit run streamlit_app.py --server.port $(PORT)

test: .venv/.dev ## set everything up and run the tests
	$(BIN)/python -m pytest $(PARALLEL) --ignore=tests/browser $(PYTEST)

coverage: .venv/.dev ## run the tests, and fail if they cover too little of the code
	$(BIN)/python -m pytest $(PARALLEL) --ignore=tests/browser --cov --cov-report=term $(PYTEST)

browser: .venv/.dev ## run the tests in a real browser; needs Chromium or Chrome
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/browser $(PYTEST)

lint: style types ## check style and types

style: .venv/.dev ## check style
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

types: .venv/.dev ## check types
	$(BIN)/python -m mypy

format: .venv/.dev ## mend the style as far as ruff can
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

hooks: .venv/.dev ## check every commit from now on
	$(BIN)/python -m pre_commit install

benchmarks: .venv/.benchmarks ## measure CineWatch and other libraries; takes most of an hour
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.chart

index: .venv/.run ## build the index of the dataset in use
	$(BIN)/python -m engine info >/dev/null

notes: ## print the release notes of VERSION: its section of the changelog
	@awk '/^## /{ wanted = $$2 == "$(VERSION)"; next } wanted' CHANGELOG.md

pins: ## compile the pinned requirements from pyproject.toml; needs uv
	uv pip compile $(PIN) pyproject.toml -o requirements.txt
	uv pip compile $(PIN) -c requirements.txt --extra auth pyproject.toml -o requirements-auth.txt
	uv pip compile $(PIN) -c requirements-auth.txt --group dev pyproject.toml -o requirements-dev.txt
	uv pip compile $(PIN) -c requirements-dev.txt --group benchmarks pyproject.toml -o requirements-benchmarks.txt

# One set of versions for every Python and platform that is supported. The lowest Python decides.
PIN := --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11 --no-header --no-annotate

clean: ## remove what the other commands have made
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find models -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +

.venv/.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "CineWatch needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.run: requirements.txt .venv/.venv
	$(INSTALL) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(INSTALL) -r requirements-dev.txt
	@touch $@

.venv/.benchmarks: requirements-benchmarks.txt .venv/.dev
	$(INSTALL) -r requirements-benchmarks.txt
	@touch $@
