# make demo    the flagship example: install what it needs, run, compare, judge, report
# make page    the page in a browser, on the examples and on what the demo has run
# make test    all tests but sweeps make lint   style, types and the direction of imports
# make sweep   these alone          make docs   the pages under docs/, into site/
# make bench   sweeps, then timings
# make clean   remove what was made here, the installed environment too
#
# All that is needed beforehand is Python 3.11 or later and make. Versions stand in constraints.txt.
# Kernels are compiled once and kept in __pycache__ beside their source.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
HOLDFAST := $(BIN)/holdfast
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# What decides how the package is installed; sources are read in place.
RECIPE := constraints.txt pyproject.toml

EXAMPLE := examples/bucharest-2022
FUTURES := 200
DEMO := runs/demo

# What the page is served of: copies, which may be changed and deleted there.
DESK := runs/desk

.PHONY: demo page test sweep lint types imports style bench docs clean help
.DELETE_ON_ERROR:

# ---- set-up: only what a target needs, and only once per recipe --------------------------------

$(VENV)/run.stamp: $(RECIPE)
	@echo "Installing what Holdfast runs on into $(VENV) (half a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Holdfast needs Python 3.11 or later: make PYTHON=path/to/python"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) setuptools
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/page.stamp: $(VENV)/run.stamp
	@echo "Installing what the page needs"
	@$(INSTALL) --no-build-isolation --editable '.[page]'
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	@echo "Installing what the tests need"
	@$(INSTALL) --no-build-isolation --editable '.[dev]'
	@touch $@

$(VENV)/docs.stamp: $(VENV)/run.stamp
	@echo "Installing what the pages need"
	@$(INSTALL) --no-build-isolation --editable '.[docs]'
	@touch $@

# ---- what one comes for -------------------------------------------------------------------------

demo: $(VENV)/run.stamp
	@rm -rf $(DEMO)
	@mkdir -p $(DEMO)
	$(HOLDFAST) run $(EXAMPLE) --futures $(FUTURES) --out $(DEMO)/as-pledged
	$(HOLDFAST) whatif $(EXAMPLE) --base $(DEMO)/as-pledged --package winter-shield --out $(DEMO)/winter-shield
	$(HOLDFAST) hindcast $(EXAMPLE) --facts data/facts/winter_2022_23.csv --futures $(FUTURES) --out $(DEMO)/hindcast.json
	$(HOLDFAST) report $(DEMO)/as-pledged --against $(DEMO)/winter-shield --hindcast $(DEMO)/hindcast.json --out $(DEMO)/report.html
	@echo
	@echo "The report: $(CURDIR)/$(DEMO)/report.html"

page: $(VENV)/page.stamp
	@mkdir -p $(DESK)
	@for each in $(EXAMPLE) examples/valley $(DEMO)/as-pledged $(DEMO)/winter-shield; do \
		test ! -d $$each || test -e $(DESK)/$${each##*/} || cp -R $$each $(DESK); done
	$(HOLDFAST) serve $(DESK)

# ---- keeping it right ---------------------------------------------------------------------------

test: $(VENV)/dev.stamp
	$(BIN)/pytest -n 3 --dist worksteal -m "not sweep"

# The longest first, the others beside it.
lint: $(VENV)/dev.stamp
	@$(MAKE) --no-print-directory -j 2 types imports style

types: $(VENV)/dev.stamp
	$(BIN)/mypy

imports: $(VENV)/dev.stamp
	$(BIN)/lint-imports

style: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

sweep: $(VENV)/dev.stamp
	$(BIN)/pytest -n 3 --dist worksteal -m sweep

bench: sweep
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

docs: $(VENV)/docs.stamp
	$(BIN)/mkdocs build --strict --site-dir site

clean:
	rm -rf $(VENV) $(DEMO) site build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile
