# make help lists the targets. Nothing here needs a server or root.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
DEMO_DIR ?= var/demo
RUN_DIR ?= var
PORT ?=
ONCE ?=
WEB := $(if $(PORT),--port $(PORT))

.DEFAULT_GOAL := help
.PHONY: help install demo run test lint format messages schema lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

# Two stamps: what the desk needs, and what developing it needs. A changed lock reinstalls.
$(VENV)/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing the locked requirements"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	@echo "installing the locked development requirements"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

install: $(VENV)/installed ## a virtual environment with the locked requirements

demo: install ## the whole chain on a bundled web site; ONCE=1 compares the numbers and ends
	@VAR_DIR="$(DEMO_DIR)" $(BIN)/python manage.py run_embedded --demo $(if $(ONCE),--once) $(WEB)

run: install ## an empty desk in one process, on SQLite; PORT=8000
	@VAR_DIR="$(RUN_DIR)" $(BIN)/python manage.py run_embedded $(WEB)

test: $(VENV)/installed-dev ## all tests on SQLite and on a private PostgreSQL where there is one
	@$(BIN)/python tests/run_all.py $(ARGS)

lint: $(VENV)/installed-dev ## ruff, mypy, import contracts, djade, django-upgrade
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@SECRET_KEY=lint-only $(BIN)/mypy factcheck claims sources
	@$(BIN)/lint-imports
	@git ls-files '*.html' | grep '/templates/' | xargs -r $(BIN)/djade --check --target-version 5.2
	@git ls-files '*.py' | xargs $(BIN)/django-upgrade --target-version 5.2

format: $(VENV)/installed-dev ## ruff and djade rewrite
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@git ls-files '*.html' | grep '/templates/' | xargs -r $(BIN)/djade --target-version 5.2

messages: $(VENV)/installed ## collect and compile the texts of both languages
	@DEBUG=1 $(BIN)/python manage.py makemessages -l ja -l en --no-obsolete --no-location -i .venv -i var
	@DEBUG=1 $(BIN)/python manage.py compilemessages -l ja -l en -i .venv

schema: $(VENV)/installed ## write the OpenAPI document
	@DEBUG=1 $(BIN)/python manage.py write_openapi

lock: ## lock the requirements again (needs uv)
	@for name in requirements requirements-s3 requirements-dev; do \
	  uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q \
	    $$name.in -o $$name.lock; done

clean: ## remove caches; keeps .venv and var
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
