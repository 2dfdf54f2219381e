# make run   the portal at http://127.0.0.1:8000 (PORT=… for another port)
# make test  everything that must hold before a change is shared
#
# make check lint, types, and the tests nearest to what changed since HEAD (BASE=main)
# make lock  requirements.txt and tests/requirements.txt anew from pyproject.toml
#
# The first make builds .venv and installs both. PYTHON=python3.12 chooses a Python;
# without it the first one on PATH that is new enough is taken.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# How PYTHON was given: "environment", "command line", or "file" for the line below.
PYTHON ?= python3
PYTHON_CHOSEN := $(filter-out file,$(origin PYTHON))
CANDIDATES := $(if $(PYTHON_CHOSEN),$(PYTHON),python3 python3.13 python3.12 python3.11)
# Always `$(PY) -m …`: a script of .venv/bin names its Python in a first line that may
# hold no blank and no more than 127 bytes.
PY := .venv/bin/python
IMPORT_LINTER := $(PY) -c 'from importlinter.cli import lint_imports_command as run; run()'
REQUIREMENTS := requirements.txt tests/requirements.txt
INSTALLED := .venv/requirements.installed
LOCK := var/make.lock

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
# Inside a virtual environment this names the Python it was made from.
REAL_PYTHON := import os, sys; print(os.path.realpath(sys.base_prefix), *sys.version_info[:3])

# A file is one process's: what its tests share is made once.
ON_EVERY_CORE := --numprocesses=auto --dist=loadfile

.PHONY: help run test check lint format catalogues lock venv venv-build

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile
	@echo "make lint, make format, make catalogues"

run: venv
	@exec $(PY) manage.py serve

test: venv
	@echo "== 1/10 ruff check";             $(PY) -m ruff check .
	@echo "== 2/10 ruff format --check";    $(PY) -m ruff format --check .
	@echo "== 3/10 mypy --strict";          $(PY) -m mypy --strict .
	@echo "== 4/10 import-linter";          $(IMPORT_LINTER)
	@echo "== 5/10 djlint";                 $(PY) -m djlint --quiet --lint templates
	@echo "== 6/10 migrations are complete"; \
	  $(PY) manage.py makemigrations --check --dry-run
	@echo "== 7/10 catalogues compile";     $(PY) manage.py catalogues compile
	@echo "== 8/10 catalogues check";       $(PY) manage.py catalogues check
	@echo "== 9/10 pytest, without a browser"; \
	  $(PY) -m pytest $(ON_EVERY_CORE) --ignore=tests/browser
	@# Apart: playwright's event loop would stay open around the other tests.
	@echo "== 10/10 pytest, in a browser";   $(PY) -m pytest $(ON_EVERY_CORE) tests/browser
	@echo "== make test: all passed"

lint: venv
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy --strict .
	@$(IMPORT_LINTER)
	@$(PY) -m djlint --quiet --lint templates

check: lint catalogues
	@$(PY) -m tests.nearest $(BASE) | xargs -0 $(PY) -m pytest $(ON_EVERY_CORE)

# Python 3.11 is the oldest we run on; the locks hold for every later one and system.
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --quiet --custom-compile-command 'make lock'
lock: venv
	@$(PY) -m $(COMPILE) --output-file requirements.txt pyproject.toml
	@$(PY) -m $(COMPILE) --constraint requirements.txt \
	  --output-file tests/requirements.txt --group test

format: venv
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

catalogues: venv
	@$(PY) manage.py catalogues compile
	@$(PY) manage.py catalogues check

# --- The virtual environment

# Whole, at this path (a moved one has the old path in its scripts), of the chosen
# Python, and with these requirements. The shell asks for the path: in a recipe a dollar
# or a backtick of a path would mean something to it.
define VENV_READY
[ -x $(PY) ] && $(PY) -c '$(NEW_ENOUGH)' 2>/dev/null \
  && grep -qF "$$(pwd -P)/.venv/bin/" .venv/bin/pip 2>/dev/null \
  && $(PY) -c 'import pip' 2>/dev/null \
  && { [ -z "$(PYTHON_CHOSEN)" ] \
       || [ "$$($(PYTHON) -c '$(REAL_PYTHON)' 2>&1)" = "$$($(PY) -c '$(REAL_PYTHON)')" ]; }
endef

# Two makes at once on a cold start: one builds, the other waits and finds it built.
venv:
	@{ $(VENV_READY); } && cat $(REQUIREMENTS) | cmp -s - $(INSTALLED) && exit 0; \
	mkdir -p var; \
	if command -v flock >/dev/null 2>&1; \
	then exec flock $(LOCK) $(MAKE) venv-build; \
	else exec $(MAKE) venv-build; fi

venv-build:
	@if ! { $(VENV_READY); }; then \
	  found=; \
	  for python in $(CANDIDATES); do \
	    if $$python -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then found=$$python; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "make: no Python 3.11 or newer among: $(CANDIDATES)." >&2; \
	    echo "Install one, or name it: make PYTHON=/path/to/python3.12 run" >&2; \
	    exit 1; \
	  fi; \
	  python=$$($$found -c 'import sys; print(sys._base_executable)'); \
	  echo "== Virtual environment .venv with $$("$$python" --version)"; \
	  rm -rf .venv; \
	  if "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
	    "$$python" -m venv .venv || exit 1; \
	  elif command -v virtualenv >/dev/null 2>&1; then \
	    virtualenv --quiet --python="$$python" .venv || exit 1; \
	  else \
	    echo "make: this Python has no module venv." >&2; \
	    echo "On Debian or Ubuntu: apt install python3-venv" >&2; \
	    exit 1; \
	  fi; \
	fi
	@cat $(REQUIREMENTS) | cmp -s - $(INSTALLED) || { \
	  echo "== Installing $(REQUIREMENTS)"; \
	  cat $(REQUIREMENTS) >.venv/requirements.draft \
	  && $(PY) -m pip install --quiet --disable-pip-version-check \
	       $(addprefix --requirement ,$(REQUIREMENTS)) \
	  && mv .venv/requirements.draft $(INSTALLED); }
