# SPDX-License-Identifier: AGPL-3.0-or-later
# Two commands are enough after a clone: `make book` and `make test`. Both set up what they need.

BOOK ?= .
OUTPUT ?= build

# macOS looks for Homebrew's Pango only where it is told to.
RUN := $(if $(filter Darwin,$(shell uname -s)),DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib )
BIN := $(RUN).venv/bin

EXAMPLES ?= 20000

.PHONY: help book serve test fuzz fix bench peers lock fonts forms words clean set-up set-up-test

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 8

book: set-up ## the site, the zine and the data of BOOK, into OUTPUT
	$(BIN)/commonpress build $(BOOK) --output $(OUTPUT)

serve: set-up ## the site of BOOK on this machine, made again at each change
	$(BIN)/commonpress serve $(BOOK)

test: set-up-test ## every check of the project
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal

fuzz: set-up-test ## tear EXAMPLES files of the sample, and see whether the reader holds
	COMMONPRESS_FUZZ=$(EXAMPLES) $(BIN)/pytest -q tests/test_hostile_fuzz.py

fix: set-up-test ## what ruff can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: set-up-test ## each command timed beside its peer
	$(BIN)/python -m bench.run

peers: set-up-test ## ten years of ledger held against hledger and Beancount, sheets against pdfimpose
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	  $(BIN)/python -m bench.decade peers "$$folder" && \
	  .venv/bin/python -m venv "$$folder/peer" && \
	  "$$folder/peer/bin/pip" install --quiet pdfimpose==2.10.0 && \
	  $(BIN)/python -m bench.imposition_peer "$$folder/peer/bin/pdfimpose" "$$folder"

lock: set-up-test ## requirements/ anew from pyproject.toml; UPGRADE=1 takes the newest of everything
	tools/lock $(if $(UPGRADE),--upgrade)

fonts: set-up-test ## site_templates/fonts/ anew from their npm packages
	$(BIN)/python tools/build_fonts.py

forms: set-up-test ## what the forms in the browser run on, anew from npm
	$(BIN)/python tools/vendor_forms.py

words: set-up-test ## the catalogues of site_templates/locales/ anew, and what is missing in them
	$(BIN)/python tools/words.py

clean: ## remove what was built and measured, and keep .venv
	rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

set-up:
	@PYTHON='$(PYTHON)' tools/set-up run

set-up-test:
	@PYTHON='$(PYTHON)' tools/set-up test
