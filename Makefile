# Firsthand. `make run` and `make test` each set up all that they need, on a machine that has Python 3.11 or newer
# and make; a second time they find it there. `make` alone lists the rest.

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export PATH := $(CURDIR)/.venv/bin:$(PATH)

pip := .venv/bin/python -m pip install --quiet --disable-pip-version-check
locked := $(pip) --require-hashes --requirement
catalogues := $(patsubst %.po,%.mo,$(wildcard i18n/ui/*/LC_MESSAGES/messages.po))
styles := $(shell find static/css -name '*.scss' 2>/dev/null)
js_tests = $(shell find tests/js -name '*.test.mjs' 2>/dev/null)
locales := $(notdir $(wildcard i18n/ui/*))

.PHONY: help run test test-server test-client test-journeys faults bench lighthouse check fix strings reference locks setup setup-dev browser postgresql

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

run: setup ## Firsthand with an invented partnership, at http://127.0.0.1:8000 (PORT, FIRSTHAND_DATA)
	@exec .venv/bin/firsthand run

test: test-client test-server test-journeys ## every test, in the order of how soon it can fail

test-client: setup-dev ## the client's own tests, in Node
	node --test $(js_tests)

test-server: setup-dev postgresql ## the server's tests, without a browser
	.venv/bin/pytest --numprocesses 2 --ignore tests/journeys

test-journeys: setup-dev browser ## the stories, in a real browser
	.venv/bin/pytest --numprocesses 2 tests/journeys

faults: setup-dev browser postgresql ## everything that can go wrong on the way, for long (MINUTES=20); SEED=… replays
	@seed=$${SEED:-$$(date +%s)}; echo "make faults SEED=$$seed"; \
	FAULTS_SEED=$$seed FAULTS_MINUTES=$${MINUTES:-20} .venv/bin/pytest tests/faults tests/journeys/test_bad_line.py

bench: setup-dev browser ## what it costs, as ratios to the least that could be done instead (PARTS="ingest queue start form")
	PYTHONPATH=tools .venv/bin/python -m bench $(PARTS)

lighthouse: setup-dev browser tools/lighthouse/node_modules/.ready ## Lighthouse (mobile) on every public page of the field app (PAGES="/ /help")
	node tools/lighthouse/run.mjs "$$(.venv/bin/python tools/browser.py)" $(PAGES)

check: setup-dev ## all that can be said without running it
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/djlint templates --lint --quiet
	npx --no-install tsc
	npx --no-install tsc --project tsconfig.workers.json
	npx --no-install eslint --max-warnings 0 .
	.venv/bin/pytest --quiet --numprocesses 2 tests/house

fix: setup-dev ## mend what can be mended by itself
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	npx --no-install eslint --fix .

strings: setup-dev ## gather what the interface says into the catalogues of every language
	.venv/bin/python tools/strings.py

reference: setup-dev ## write the lists of docs/ anew: problems, audited actions, stages
	.venv/bin/python tools/reference.py

locks: setup-dev ## choose versions anew within pyproject.toml and package.json
	.venv/bin/python tools/locks.py
	npm update --package-lock-only

setup: .venv/.run static/vendor/licences.txt $(catalogues)

setup-dev: .venv/.dev setup

browser: .venv/.dev
	@.venv/bin/python tools/browser.py

postgresql: .venv/.dev
	@.venv/bin/python tools/postgresql.py

.venv/bin/python:
	@tools/venv.sh .venv

.venv/.run: requirements/run.lock requirements/build.lock pyproject.toml | .venv/bin/python
	$(locked) requirements/run.lock --requirement requirements/build.lock
	$(pip) --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.run
	$(locked) requirements/dev.lock
	@touch $@

node_modules/.ready: package-lock.json .npmrc | .venv/.run
	@tools/has-node.sh || $(locked) requirements/node.lock
	npm ci --no-progress --loglevel=error
	@touch $@

# A tree of its own: nothing else needs it.
tools/lighthouse/node_modules/.ready: tools/lighthouse/package-lock.json node_modules/.ready
	npm ci --prefix tools/lighthouse --no-progress --loglevel=error
	@touch $@

static/vendor/licences.txt: tools/vendor.mjs $(styles) node_modules/.ready
	node tools/vendor.mjs

%.mo: %.po | .venv/.run
	@.venv/bin/pybabel --quiet compile --input-file $< --output-file $@
