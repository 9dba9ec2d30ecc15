# Every target does its own set-up; none needs anything but Python 3.11+, git and make.

PYTHON ?= python3
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format bench bench-quick lock lock-peers clean

help:  ## what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  make \1\t/' | expand -t 16

setup: $(VENV)/.runtime  ## build .venv with what the program needs (.venv/bin/vungxanh)

demo: $(VENV)/.runtime  ## the whole campaign in the browser, no token needed: http://127.0.0.1:8080 (PORT= moves it)
	$(BIN)/vungxanh demo --port $(PORT)

test: $(VENV)/.dev  ## the whole suite, on SQLite and on a real PostgreSQL
	$(BIN)/python -m pytest -n $(WORKERS)

lint: $(VENV)/.dev  ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev  ## let ruff lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.runtime $(PEERS)/.done  ## every figure of the README, under 30 minutes (ONLY="pace kills" for some)
	$(BIN)/python -m benchmarks $(ONLY)

bench-quick: $(VENV)/.runtime $(PEERS)/.done  ## the same on a smaller scale, under 4 minutes
	$(BIN)/python -m benchmarks --quick $(ONLY)

lock-peers:  ## renew the hashed lock of what the benchmarks compare with (needs uv)
	uv pip compile benchmarks/peers/requirements.in --generate-hashes --no-strip-extras --no-emit-index-url --no-header --universal --python-version 3.11 --upgrade -q -o benchmarks/peers/requirements.txt

lock:  ## renew the hashed locks from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group build --generate-hashes --no-strip-extras --no-emit-index-url --no-header --universal --python-version 3.11 --upgrade -q -o requirements/runtime.txt
	uv pip compile pyproject.toml --group build --group dev --generate-hashes --no-strip-extras --no-emit-index-url --no-header --universal --python-version 3.11 -c requirements/runtime.txt -q -o requirements/dev.txt

clean:  ## remove the environment and the caches; never the data
	rm -rf $(VENV) $(PEERS) .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist *.egg-info

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# What a lock names, and ourselves. pip would compile on one core alone; a module that cannot be compiled stops nothing.
define install
	$(PIP) install -q --no-compile --require-hashes -r $(1)
	$(PIP) install -q --no-compile --no-deps --no-build-isolation -e .
	-$(BIN)/python -m compileall -q -j 0 $(VENV)/lib bot handlers messages storage
endef

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(call install,requirements/runtime.txt)
	@touch $@

# The second lock holds the first.
$(VENV)/.dev: requirements/dev.txt requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(call install,requirements/dev.txt)
	@touch $(VENV)/.runtime $@

$(PEERS)/.done: benchmarks/peers/requirements.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip --disable-pip-version-check install -q --require-hashes -r benchmarks/peers/requirements.txt
	@touch $@
