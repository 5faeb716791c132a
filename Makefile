# The handful of commands of this repository. `make help` explains them.

PYTHON ?= python3
export PORT
PY := .venv/bin/python
TEST_SERVER := $(PY) -m vidcon_portal.embedded_postgres run
# Extra words for pytest or the bench: make test ARGS="-k disposition", make bench ARGS="--sizes 1000,1000000"
ARGS ?=

.PHONY: help run reset test check bench races lock messages install install-tests check-steps test-steps

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 18

run: install ## Install what is missing and run the demo at http://localhost:8000 (PORT=… for another port)
	@exec $(PY) -m vidcon_portal.launcher run

reset: install ## Delete the demo's database, files and mail
	@exec $(PY) -m vidcon_portal.launcher reset

test: install-tests ## Run every test, the browser's too (ARGS="-k word" to choose)
	@$(TEST_SERVER) $(MAKE) --no-print-directory test-steps

check: install-tests ## Lint, types, import law, migrations, templates
	@$(TEST_SERVER) $(MAKE) --no-print-directory check-steps

bench: install-tests ## Measure the promises of speed; writes bench/results.json (ARGS="--help")
	@$(PY) -m vidcon_portal.embedded_postgres run --durable $(PY) -m bench.run $(ARGS)

races: install-tests ## Race for the same rooms from several processes; counts doubles, deadlocks and winners
	@$(PY) -m vidcon_portal.embedded_postgres run $(PY) -m bench.races

lock: install-tests ## Renew requirements*.txt from requirements*.in
	@$(PY) -m pip install --quiet pip-tools
	@for name in requirements requirements-dev; do \
		$(PY) -m piptools compile --quiet --upgrade --generate-hashes --strip-extras --no-header \
			--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file $$name.txt $$name.in || exit 1; \
	done

messages: install-tests ## Collect the texts of pages into locale/en, to be translated there
	@DATABASE_URL=postgres://nobody@unused/none $(PY) manage.py makemessages --locale en --no-obsolete --no-location --no-wrap --ignore .venv --ignore .data --ignore tests

# --- what the targets above are made of -------------------------------------------------------------------------------

install:
	@$(PYTHON) deploy/install.py

install-tests:
	@$(PYTHON) deploy/install.py --tests

test-steps:
	@$(PY) -m vidcon_portal.catalogue
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n 2 --dist worksteal $(ARGS) # what one process compiles serves the next

check-steps:
	@failed=; \
	try() { echo "· $$1"; shift; "$$@" || failed=1; }; \
	try "lint" $(PY) -m ruff check --quiet .; \
	try "format" $(PY) -m ruff format --check .; \
	try "types" $(PY) -m mypy --no-error-summary; \
	try "import law" .venv/bin/lint-imports --no-logo; \
	try "settings and models" $(PY) manage.py check --fail-level WARNING; \
	try "migrations" $(PY) manage.py makemigrations --check --dry-run; \
	try "templates" $(PY) deploy/check_templates.py; \
	try "markup" $(PY) -m djlint templates --lint --quiet; \
	try "catalogue" $(PY) deploy/check_catalogue.py; \
	test -z "$$failed"
