"""Doors, command line: one file a command, thin; `main.py` gathers them."""
