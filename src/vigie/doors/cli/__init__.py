"""Doors, command line: one file a command, thin; `main.py` gathers them."""

import os

# One thread a process: the matrices are small, and `--workers` is how to use more cores. It must
# be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
