# Two commands: `make run` serves the demonstration, `make test` examines everything.
# VENV may name a virtual environment elsewhere; PYTHON the interpreter it is made with.
VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin
WORKERS ?= 2
export VENV

.PHONY: run test prepare prepare-dev lint types layers messages lock

run: prepare
	@exec $(BIN)/pendapa up --demo --year

test: prepare-dev lint types layers messages
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "not browser"
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m browser

prepare:
	@$(PYTHON) tools/prepare.py

prepare-dev:
	@$(PYTHON) tools/prepare.py --dev

lint: prepare-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: prepare-dev
	PENDAPA_HOME=build/check $(BIN)/mypy src tools

layers: prepare-dev
	$(BIN)/lint-imports

messages: prepare-dev
	$(BIN)/python tools/messages.py check

lock: prepare-dev
	tools/lock.sh
