# A new user's two commands: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO ?= demo
SOURCES := nps_survey:nps_survey_qualtrics.csv relationship_survey:relationship_survey.csv \
	installation_survey:installation_survey.csv tickets:tickets_zendesk.json \
	store_reviews:store_reviews.csv social:social.jsonl customers:customers.csv

.PHONY: demo test lint types layers system clean bench

## Install, load the demo company, run the night, tell its story.
demo: system $(VENV)/.installed
	@$(BIN)/voc models build
	@rm -rf $(DEMO)
	@$(BIN)/voc init --journey telecom --company Larkline --sources fixtures/larkline.toml -w $(DEMO)
	@for pair in $(SOURCES); do \
		$(BIN)/voc ingest -w $(DEMO) $${pair%%:*} fixtures/larkline/$${pair#*:} || [ $$? -eq 1 ] || exit 1; \
	done
	@$(BIN)/voc night -w $(DEMO)
	@echo
	@$(BIN)/voc story -w $(DEMO) --brief
	@echo; echo "The page: $(CURDIR)/$(DEMO)/story.html"

## Everything that CI runs: lint, types, layers, dependencies, all tests.
test: system $(VENV)/.installed-dev lint types layers
	$(BIN)/deptry voc api
	$(BIN)/voc models build
	$(BIN)/pytest -n 2 --dist loadfile

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

## Debian packages that pip can't bring: Chromium, which the browser tests open the page with.
system:
	@command -v chromium >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null; \
		else echo "Chromium is missing: browser tests are skipped. Root can install it: make system"; fi; }

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "python3-venv is missing: as root, apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install -q -c constraints.txt -e '.[api]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install -q -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache

## Quality and speed on labelled data, beside naive baselines: bench/README.md.
bench: $(VENV)/.installed-dev
	$(BIN)/pip install -q -c constraints.txt -e '.[bench]'
	$(BIN)/voc models build
	$(BIN)/python bench/understand.py $(if $(DATA),--data $(DATA))
	$(BIN)/python bench/engine.py $(if $(DATA),--data $(DATA))
	$(BIN)/python bench/topics.py $(if $(DATA),--data $(DATA))
	$(BIN)/python bench/passages.py
