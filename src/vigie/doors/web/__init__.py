"""Doors, web. `vigie serve`: a record as plain pages that can be cited, read-only, on this machine."""
