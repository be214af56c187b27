"""Doors, exports: the record in the files of other tools. `formats.py` is the list of them."""
