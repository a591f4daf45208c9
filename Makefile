# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
#
#   make demo    a town and a neighbourhood with widgets, on this machine   (PORT, DEMO_PORT, DATA choose where)
#   make test    every test
#   make check   style, types, imports, licences
#   make long    every test, at full scale
#   make bench   what it costs, measured side by side
#
# Each does its own set-up; a second run finds it done. `make clean` undoes all of it.

PYTHON    ?= python3
PORT      ?= 8000
DEMO_PORT ?= 8001
DATA      ?= build/demo
# Tests in so many processes side by side; 0 is one after another, in this one. ARGS goes to pytest: make test ARGS="-k oembed -x"
WORKERS   ?= 2
ARGS      ?=

BIN   := .venv/bin
RUN   := .venv/.run
DEV   := .venv/.dev
SETUP := PYTHON=$(PYTHON) .ci/setup

.DEFAULT_GOAL := help
.PHONY: help demo test check long bench clean system

help:
	@sed -n 's/^#   make/  make/p' Makefile

demo: $(RUN)
	@$(BIN)/meedoen demo --port $(PORT) --demo-port $(DEMO_PORT) --data $(DATA)

test: system $(DEV) build/tools/.checkers
	@$(PYTEST)

long: export MEEDOEN_LONG := 1
long: PATIENCE_S := 3600
long: system $(DEV) build/tools/.checkers
	@$(PYTEST)

check: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir build/import-linter
	$(BIN)/reuse lint --quiet || $(BIN)/reuse lint

bench: system $(DEV)
	$(BIN)/python -m tests.bench.run

clean:
	rm -rf .venv build

BEGAN  := $(shell date +%s)
# A test that hangs so long says where it stands, and its process ends: a run never waits for ever.
PATIENCE_S := 300
PYTEST  = ready=$$(date +%s); status=0; \
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder \
		-o faulthandler_timeout=$(PATIENCE_S) -o faulthandler_exit_on_timeout=true $(ARGS) || status=$$?; \
	done=$$(date +%s); \
	echo "make $@ took $$((done - $(BEGAN))) s: set-up $$((ready - $(BEGAN))) s, tests $$((done - ready)) s"; \
	exit $$status

# What is set up leaves a stamp; it is done again when what it was made from changes.
$(RUN): pyproject.toml constraints.txt .ci/setup
	@$(SETUP) run
	@touch $@

$(DEV): $(RUN)
	@$(SETUP) dev
	@touch $@

# Asked of the machine each time: it takes a tenth of a second, and a stamp would not know what was removed.
system:
	@$(SETUP) system

build/tools/.checkers: .ci/setup | system
	@$(SETUP) checkers
	@touch $@
