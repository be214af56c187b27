"""Dispatches room. Readers: files of any kind → raw dispatches, one after the other.

Flow: `read_path` looks at a name and at the first bytes, picks a reader, and yields
`RawDispatch | Issue`, in file order. Bad input is an `Issue`; the run goes on.
"""

from vigie.dispatches.readers.pick import read_path

__all__ = ["read_path"]
