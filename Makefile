# make run: open the chat page.   make test: run the whole test suite.
VENV := .venv
PYTHON := $(VENV)/bin/python
NATOQA := $(VENV)/bin/natoqa
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check -c constraints.txt
DATA ?=

.PHONY: run test install dev index eval lint bench bench-retrieval model clean

run: install
	$(NATOQA) index
	$(NATOQA) serve

install: $(VENV)/.installed

dev: $(VENV)/.installed-dev

# torch goes first and to exactly this version: any other requirement pulls its CUDA packages.
$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(PYTHON) || python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(PIP) -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) -e '.[dev]'
	touch $@

index: install
	$(NATOQA) index

test: dev
	$(PYTHON) -m pytest

lint: dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

# The last report, and the table in the README, with every baseline.
eval: dev
	$(PIP) -e '.[baselines]'
	$(NATOQA) eval --split all --baselines --report evals/report --fail-under evals/floor.toml
	$(NATOQA) eval --write-readme

bench: dev
	$(PYTHON) -m benchmarks.latency
	$(PYTHON) -m benchmarks.page
	$(PYTHON) -m benchmarks.llm_checks

# The public data folder that training/README.md describes: make model DATA=folder
model: dev
	@test -n "$(DATA)" || { echo "make model: give the data folder: make model DATA=folder"; exit 2; }
	$(PYTHON) -m training.train --data $(DATA) --output models/natoqa-embed-ja-en

bench-retrieval: dev
	@test -n "$(DATA)" || { echo "make bench-retrieval: give the data folder: make bench-retrieval DATA=folder"; exit 2; }
	$(PYTHON) -m benchmarks.retrieval --data $(DATA)

clean:
	rm -rf $(VENV) build dist index/nids-*
