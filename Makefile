# Two commands: `make demo` shows what it does, `make test` runs everything that CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A bench waits most of the time, and tests half of it: more at a time than there are cores.
JOBS ?= 3
WORKERS ?= 6

# Every test starts programs: what Python has compiled once must not be compiled each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint unit features bench lock clean

demo: $(VENV)/ready
	$(BIN)/tillproof run --jobs $(JOBS)

test: lint unit features

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	MYPYPATH=fixtures/pos $(BIN)/mypy --package refpos

unit: $(VENV)/ready
	$(BIN)/pytest -m "not benchmark" --numprocesses $(WORKERS) --dist worksteal --hypothesis-profile=ci

features: $(VENV)/ready
	$(BIN)/tillproof run features --jobs $(JOBS)

bench: $(VENV)/ready
	$(BIN)/pytest -m benchmark -s

# Everything from the lock by hash; then the package itself, without another look at an index.
$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

lock: $(VENV)/ready
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --annotation-style line --group dev -p 3.11 \
	  -o requirements.lock

clean:
	rm -rf $(VENV) runs dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
