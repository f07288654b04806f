# The doors of the project, for people and for CI alike. GNU make 4.3 or newer.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup chat discord test check fix chaos soak test-training bench results locale clean

help: ## list these doors
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.setup ## make .venv with everything the bot needs

chat: .venv/.setup ## talk to it in this terminal
	@$(BIN)/reelcall chat

discord: .venv/.setup ## run the Discord bot (needs DISCORD_TOKEN, see .env.example)
	@$(BIN)/reelcall discord

test: .venv/.dev ## run the tests: no network, no GPU, no keys
	@$(BIN)/python -m pytest -n auto --dist loadfile

chaos: .venv/.dev ## kill it in the middle of every kind of write and of answering, 200 times and more
	@$(BIN)/python -m pytest tests/chaos/test_kills.py tests/chaos/test_posts.py --kills 200 -o timeout=3600

soak: .venv/.dev ## play 10,000 turns of 200 users and watch memory and latency
	@$(BIN)/python -m pytest tests/chaos/test_soak.py --turns 10000 -o timeout=7200 -s

check: .venv/.dev ## check format, style, types and who imports whom
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

fix: .venv/.dev ## format, and fix what can be fixed by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

test-training: .venv/.training ## run the tests that need torch
	@$(BIN)/python -m pytest -m torch

bench: .venv/.dev ## measure speed and memory
	@$(BIN)/python -m benchmarks

results: .venv/.training ## make docs/results.md anew from the figures in docs/results
	@$(BIN)/python -m training report --results $(wildcard docs/results/*.json) --runs $(wildcard docs/results/runs/*) \
		--out docs/results.md --figures docs/figures

locale: .venv/.dev ## bring the translations up to date with the code, and compile them
	@mkdir -p build
	@$(BIN)/pybabel -q extract --keyword=mark --add-comments=Translators: --add-location=file --no-wrap \
		--project=Reelcall --output-file=build/reelcall.pot bot
	@$(BIN)/pybabel -q update --domain=reelcall --input-file=build/reelcall.pot --output-dir=bot/locale --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date --no-wrap
	@$(BIN)/pybabel -q compile --domain=reelcall --directory=bot/locale

clean: ## remove .venv and caches; conversations and indexes stay
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage build dist

# Stamps: each step is done once, and again when what it stands on has changed.

.venv/.setup: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || \
		{ echo "There is no $(PYTHON) here; install Python 3.11 or newer, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is too old: Reelcall needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv; the first time this takes a few minutes ..."
	@$(PYTHON) -m venv .venv || \
		{ echo "$(PYTHON) cannot make a .venv; on Debian and Ubuntu install python3-venv, then try again" >&2; exit 1; }
	@$(PIP) install -qq --upgrade 'pip>=25.1'
	@$(PIP) install -qq -c constraints.txt -e .
	@touch $@

.venv/.dev: .venv/.setup
	@echo "Adding the tools for development ..."
	@$(PIP) install -qq -c constraints.txt --group dev
	@touch $@

.venv/.training: .venv/.dev
	@echo "Adding torch and the rest of the workshop; this takes a while ..."
	@$(PIP) install -qq -c constraints.txt -e '.[training]'
	@touch $@
