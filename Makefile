# The two commands of a fresh machine are `make demo` and `make test`; `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

PYTHON ?= python3
SERVE ?= 1
PYTEST_ARGS ?= -n 2 --dist loadscope
BENCHMARKS ?= $(basename $(notdir $(wildcard benchmarks/[a-z]*.py)))

BIN := .venv/bin
STAMP := .venv/.stamp
TYPED := hub flows plugins/procurement_feed/src plugins/siae_registry/src

export SERVE

.PHONY: help setup demo test lint bench docs clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is the last thing written: an interrupted installation starts again by itself.
$(STAMP): pyproject.toml constraints.txt $(wildcard plugins/*/pyproject.toml)
	@tools/make_venv.sh "$(PYTHON)"
	@touch $@

setup: $(STAMP) ## .venv with the pinned set and the two plugins

demo: $(STAMP) ## the replayed sources, the marchés to look at first, the pages (SERVE=0: no pages)
	@$(BIN)/python -m flows.demo

test: $(STAMP) ## every test, PostgreSQL and browser included (HUB_TEST_WITHOUT=postgres,browser leaves them out)
	@tools/need_for_tests.sh
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(STAMP) ## words, style, types, import directions
	@$(BIN)/python tools/check_words.py
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(TYPED)
	@$(BIN)/lint-imports

bench: $(STAMP) ## every benchmark, one after the other (BENCHMARKS=name for one)
	@test -n "$(BENCHMARKS)" || { echo "make bench: no benchmark in benchmarks/" >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --no-input --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@for name in $(BENCHMARKS); do echo "== $$name"; $(BIN)/python -m "benchmarks.$$name"; done

docs: $(STAMP) ## the documentation as pages under site/; a broken link fails
	@$(BIN)/python tools/build_docs.py

clean: ## removes what make made; never the store in var/
	@rm -rf .venv site build dist var/demo .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis
	@find . -name '*.egg-info' -prune -exec rm -rf {} + -o -name __pycache__ -prune -exec rm -rf {} +
