# `make demo` and `make test` set everything up by themselves; nothing else is needed first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: help setup demo test check knowledge demo-cohort simulate-check build bench lock docs snapshots clean

help:            ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(READY)  ## make .venv with the pinned dependencies and the fairtrial command

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "fairtrial needs Python 3.11 or newer; set PYTHON=..." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@# What is imported is compiled once here, so that the first command starts as fast as the next; all packages whole would take a minute.
	$(BIN)/python -m compileall -q src/fairtrial
	@PYTHONDONTWRITEBYTECODE= $(BIN)/fairtrial review examples/demo --as-of 2026-01-31 -o $(VENV)/first.html > $(VENV)/first.txt 2>&1
	@-PYTHONDONTWRITEBYTECODE= $(BIN)/python -c "import altair, lifelines, pytest, hypothesis, duckdb, pyarrow.parquet, weasyprint" 2> $(VENV)/first.txt
	@touch $@

demo: $(READY)   ## review the shipped example: demo/review.html, .json, .pdf and the terminal view
	@mkdir -p demo
	$(BIN)/fairtrial review examples/demo --as-of 2026-01-31 -o demo/review.html
	$(BIN)/fairtrial review examples/demo --as-of 2026-01-31 -o demo/review.json
	@$(BIN)/fairtrial review examples/demo --as-of 2026-01-31 -o demo/review.pdf || echo "demo/review.pdf was not written: the line above says why; everything else is complete."
	$(BIN)/fairtrial review examples/demo --as-of 2026-01-31

test: $(READY)   ## all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(READY)  ## ruff, mypy, import-linter, knowledge validation
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m fairtrial.facts.check

knowledge: $(READY) ## validate knowledge/ and count its values by standing
	$(BIN)/python -m fairtrial.facts.check --counts

demo-cohort: $(READY) ## 20,000 invented people reviewed as one cohort: demo/cohort/report.html
	@mkdir -p demo
	rm -rf demo/cohort-input demo/cohort
	$(BIN)/fairtrial simulate --persons 20000 --format tables --seed 1 --as-of 2026-01-31 -o demo/cohort-input
	$(BIN)/fairtrial cohort demo/cohort-input/records -o demo/cohort --as-of 2026-01-31

simulate-check: $(READY) ## do invented lives keep to the published numbers?
	$(BIN)/python -m fairtrial.simulate.check

build: $(READY)  ## a wheel in dist/ that carries its knowledge
	$(BIN)/python -m build --wheel --no-isolation

bench: $(READY)  ## speed, as ratios against baselines of the same run
	$(BIN)/python benchmarks/single.py

lock: $(READY)   ## pin all dependencies anew
	$(BIN)/uv pip compile pyproject.toml --all-extras --generate-hashes --no-annotate --no-header --quiet --python-version 3.11 -o requirements.lock

docs: $(READY)   ## write docs/reference anew from the code and its knowledge
	$(BIN)/python docs/make_reference.py

snapshots: $(READY) ## write the approved reports anew; read the difference before you commit it
	FAIRTRIAL_UPDATE_SNAPSHOTS=1 $(BIN)/python -m pytest tests/snapshots tests/unit/report

clean:           ## remove what was made
	rm -rf $(VENV) dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
