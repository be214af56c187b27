"""Knowledge room. YAML in, plain strings out: the only way a data file enters Vigie.

Every scalar stays a string: the plain loader reads the French word `on` as True and 12:30 as 750.
An empty value is None. Parsed files are kept as msgpack in a cache keyed by their content, for
YAML takes a second where msgpack takes a hundredth of one; a cache that cannot be written is
done without.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from vigie.errors import BadKnowledge

_NULL = re.compile(r"^(~|null|)$")
FORMAT = b"2"  # of the cache; raise it when what `read_yaml` returns changes


def read_yaml(path: Path) -> Any:
    """The content of a YAML file: dicts, lists and strings, nothing else.

    Raises:
        BadKnowledge: the file is missing, or is not YAML.
    """
    try:
        data = path.read_bytes()
    except OSError as e:
        raise BadKnowledge(path, "the file", f"a readable file ({e.strerror})") from e
    kept = (
        cache_folder()
        / "yaml"
        / f"{hashlib.sha256(FORMAT + data).hexdigest()[:32]}.msgpack"
    )
    try:
        return msgspec.msgpack.decode(kept.read_bytes())
    except (OSError, msgspec.DecodeError):
        pass
    content = _parse(path, data)
    keep(kept, msgspec.msgpack.encode(content))
    return content


def cache_folder() -> Path:
    """Where compiled knowledge is kept: $VIGIE_CACHE, else the user's cache folder."""
    own = os.environ.get("VIGIE_CACHE")
    if own:
        return Path(own)
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "vigie"


def keep(path: Path, data: bytes) -> bool:
    """Write a cache file whole or not at all; False when the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).replace(path)
    except OSError:
        return False
    return True


def _parse(path: Path, data: bytes) -> Any:
    import yaml

    class Strings(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Resolves no type at all but null."""

    Strings.yaml_implicit_resolvers = {}
    Strings.add_implicit_resolver("tag:yaml.org,2002:null", _NULL, ["~", "n", ""])
    try:
        return yaml.load(data, Loader=Strings)  # a subclass of the safe loader
    except yaml.YAMLError as e:
        raise BadKnowledge(
            path, getattr(e, "problem_mark", "the file"), "valid YAML"
        ) from e
