# The two commands: `make demo` opens the running site on the demonstration data, `make test` passes the tests.
# Nothing but git, make, Python 3.11 and the package registries is needed.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
# An office behind its own certificate authority has it in the system's store: let the installers look there as well.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt),)
export UV_SYSTEM_CERTS := 1
endif
export NODE_OPTIONS := --use-system-ca
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help install install-dev install-names demo test check check-slow lint bench docs words lock clean

help:            ## what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 16

$(BIN)/uv: requirements/uv.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	touch $@

.venv/run.stamp: $(BIN)/uv requirements/run.txt pyproject.toml
	$(BIN)/uv pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/uv pip install --quiet --no-deps -e .
	touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(BIN)/uv pip install --quiet --require-hashes -r requirements/dev.txt
	touch $@

SCRIPTS := $(shell find frontend \( -path frontend/node_modules -o -path frontend/tests \) -prune -o -type f -print 2>/dev/null)

.venv/pages.stamp: .venv/run.stamp $(SCRIPTS)
	cd frontend && npm ci --silent --no-audit --no-fund && npm run --silent build
	touch $@

.venv/words.stamp: .venv/run.stamp $(shell find src/lianqun/office -name '*.po' 2>/dev/null)
	$(BIN)/python -m lianqun.office.outside.words
	touch $@

install: .venv/run.stamp .venv/pages.stamp .venv/words.stamp  ## everything the site and the command need, under .venv

install-dev: install .venv/dev.stamp

install-names: .venv/run.stamp  ## the name model (LAC, 33 MB) for `lianqun read --names`; without what it needs to train
	$(BIN)/uv pip install --quiet --no-deps --require-hashes --build-constraints requirements/names-build.txt -r requirements/names.txt

demo: install    ## set everything up and open the site on the demonstration data (PORT=8000)
	$(BIN)/lianqun demo --host $(HOST) --port $(PORT)

test: install-dev lint  ## set everything up and pass the tests
	cd frontend && npm run --silent test
	$(BIN)/pytest -m "not slow" -n 2 --dist loadfile

lint: install-dev
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/lint-imports
	$(BIN)/mypy src
	$(BIN)/djhtml --check --tabwidth 2 src/lianqun/office/templates
	cd frontend && npm run --silent lint

check: test

check-slow: install-dev  ## the slow checks
	$(BIN)/pytest -m slow

bench: install-dev  ## speed and size, medians
	$(BIN)/python -m benchmarks

docs: install-dev ## write docs/methods and docs/reference anew
	$(BIN)/python docs/build.py

CATALOGUE := src/lianqun/office/locale
GATHERING := --no-wrap --ignore-obsolete --ignore-pot-creation-date --no-fuzzy-matching

words: install   ## gather the sentences of the site into its catalogue, where the new ones wait for their Chinese
	mkdir -p build
	$(BIN)/pybabel -q extract -F pyproject.toml -k gettext_lazy --no-location --sort-output --no-wrap -o build/django.pot $(dir $(CATALOGUE))
	$(BIN)/pybabel -q update $(GATHERING) -D django -l zh_Hans -d $(CATALOGUE) -i build/django.pot
	$(BIN)/python -m lianqun.office.outside.words

lock: $(BIN)/uv  ## lock the requirements anew
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements/dev.txt
	echo 'LAC==2.1.2' | $(BIN)/uv pip compile - --no-deps --build-constraints requirements/names-build.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements/names.txt
	echo 'setuptools<81' | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements/names-build.txt

clean:           ## remove what was built
	rm -rf .venv build var frontend/node_modules src/lianqun/maps/assets
