# make run    start the dashboard with the sample project
# make test   everything that must hold, in a real browser too (15 to 20 minutes on two cores)
# make check  lint, types and fast tests (under 2 minutes)
# make soak   the long ones: mutated files, killed imports, simulated projects
# make bench  what our speed and size claims rest on
# make clean  remove what checks and builds leave behind (never your data)
#
# Works with GNU make 3.81, the one macOS has. Another Python: make run PYTHON=python3.12

PYTHON ?= python3
# One more than the two cores we plan for: tests wait for processes that they start.
WORKERS ?= 3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
FAST := not e2e and not slow and not soak

# Real exports to read, where a folder of them lies beside this one.
STEERCO_CORPUS ?= $(abspath $(wildcard ../shared/exports))
ifneq ($(strip $(STEERCO_CORPUS)),)
export STEERCO_CORPUS
endif

# Tests start hundreds of processes of ours; none of them shall compile all of it anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check soak bench coverage lock setup browser clean

run: setup
	@$(BIN)/steerco serve

# Lint and types run first but do not stop the tests: one run shows all there is to
# mend, and the last line is always that of pytest.
test: setup browser
	@status=0; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/ruff format --check . || status=1; \
	$(BIN)/mypy || status=1; \
	test $$status = 0 || echo "Lint or types failed, see above: this run fails whatever the tests say."; \
	$(BIN)/python -m pytest -n $(WORKERS) || status=1; \
	exit $$status

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n $(WORKERS) -m "$(FAST)"

soak: setup
	@$(BIN)/python -m pytest -n $(WORKERS) -m soak

bench: setup
	@$(BIN)/python -m benchmarks

# The parts that numbers and trust rest on are covered to the last branch.
coverage: setup browser
	@$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-branch --cov-report=
	@$(BIN)/coverage report --fail-under=95
	@for part in importers intake warehouse metrics sharing; do \
	  $(BIN)/coverage report --fail-under=100 --include="analytics/$$part/*" || exit 1; \
	done

# Writes requirements.lock anew from pyproject.toml. Needs uv.
lock:
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes \
	  --no-emit-index-url --no-header --upgrade --quiet -o requirements.lock

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Steerco needs Python 3.11 or newer, and '$(PYTHON)' is not. Install one, or name it: make run PYTHON=python3.12" >&2; exit 1; }
	@$(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || $(PYTHON) -m venv --clear $(VENV) || { \
	  echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing what Steerco needs into $(VENV) (about a minute, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

browser:
	@tests/e2e/ensure_browser.sh

clean:
	rm -rf build dist htmlcov test-results .coverage .coverage.* \
	  .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -path ./$(VENV) -prune -o -type d -name __pycache__ -exec rm -rf {} +
