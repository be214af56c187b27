# Two words for a stranger: `make demo` and `make test`. Nothing else needs typing.
# Set-up is a plain venv and pip with a hash-pinned lock; uv is used where it is there.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
UV := $(shell command -v uv 2>/dev/null)
READY := $(VENV)/.ready
export PYTHONHASHSEED := 0
export OMP_NUM_THREADS := 1

.PHONY: demo test check score bench train lock wheel clean

demo: $(READY)
	@$(BIN)/python examples/demo.py

test: $(READY)
	$(BIN)/python -m pytest -q -n auto --dist worksteal

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

score: $(READY)
	$(BIN)/python tests/gold/gate.py

bench: $(READY)
	$(BIN)/python bench/run.py
	$(BIN)/python bench/dispatches.py

train: $(READY)
	$(BIN)/python train/make.py --shared $(SHARED)

lock:
	$(UV) pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links -q -o requirements.lock

wheel: $(READY)
	$(BIN)/python -m hatchling build -t wheel

$(READY): requirements.lock pyproject.toml hatch_build.py
ifdef UV
	@test -x $(BIN)/python || $(UV) venv -q --python $(PYTHON) $(VENV)
	$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $(READY)

clean:
	rm -rf $(VENV) dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis
