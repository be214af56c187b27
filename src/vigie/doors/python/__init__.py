"""Doors, Python: a record as data frames and charts, for notebooks. See `vigie.open`."""
