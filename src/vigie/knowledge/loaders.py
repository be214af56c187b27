"""Knowledge room. The loader of packs: one folder per language, data only."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from vigie.errors import UnknownLanguage
from vigie.knowledge.layers import Layer, check_layer, layered, own_layer
from vigie.knowledge.yaml import read_yaml

HOME = Path(__file__).parent


class Pack:
    """A language's folder of data files, read when first asked for, and what is laid over it.

    >>> load_pack("fr").language
    'fr'
    """

    def __init__(self, language: str, folder: Path, layer: Layer | None = None) -> None:
        self.language = language
        self.folder = folder
        self.layer = layer or {}
        self._read: dict[str, Any] = {}

    def read(self, name: str) -> Any:
        """Content of `<name>.yaml`; `name` may hold folders ("triggers/ASSAULT").

        Raises:
            BadKnowledge: the file is missing or malformed.
        """
        if name not in self._read:
            path = self.folder / f"{name}.yaml"
            own = self.layer.get(name)
            base = read_yaml(path) if own is None or path.exists() else None
            self._read[name] = layered(base, own)
        return self._read[name]

    def digest(self) -> str:
        """Short hash of all the pack's files, so that a reading names the pack it was made with."""
        whole = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.yaml")):
            whole.update(path.relative_to(self.folder).as_posix().encode())
            whole.update(path.read_bytes())
        if self.layer:
            whole.update(msgspec.json.encode(self.layer, order="sorted"))
        return whole.hexdigest()[:7]

    def names(self, folder: str) -> list[str]:
        """Names, without ending, of the files of a sub-folder, sorted."""
        shipped = {f"{folder}/{p.stem}" for p in (self.folder / folder).glob("*.yaml")}
        return sorted(shipped | {n for n in self.layer if n.startswith(f"{folder}/")})


def languages() -> list[str]:
    """Languages that have a pack."""
    return sorted(
        p.name for p in (HOME / "packs").iterdir() if p.is_dir() and p.name[0] != "_"
    )


def load_pack(language: str, layer: Layer | None = None) -> Pack:
    """The pack of a language.

    Args:
        language: Its ISO 639-1 code.
        layer: What to lay over it; the user's own pack ($VIGIE_PACK) where not given.

    Raises:
        UnknownLanguage: there is none.
        BadRequest: the own pack is no folder, or holds a file that nothing reads.
    """
    folder = HOME / "packs" / language
    if language.startswith("_") or not folder.is_dir():
        raise UnknownLanguage(language, known=languages())
    layer = own_layer() if layer is None else layer
    if layer:
        names = (p.relative_to(folder).with_suffix("") for p in folder.rglob("*.yaml"))
        check_layer(layer, sorted(name.as_posix() for name in names))
    return Pack(language, folder, layer)
