"""Knowledge room. The loader of packs: one folder per language, data only."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from vigie.errors import UnknownLanguage
from vigie.knowledge.yaml import read_yaml

HOME = Path(__file__).parent


class Pack:
    """A language's folder of data files, read when first asked for.

    >>> load_pack("fr").language
    'fr'
    """

    def __init__(self, language: str, folder: Path) -> None:
        self.language = language
        self.folder = folder
        self._read: dict[str, Any] = {}

    def read(self, name: str) -> Any:
        """Content of `<name>.yaml`; `name` may hold folders ("triggers/ASSAULT").

        Raises:
            BadKnowledge: the file is missing or malformed.
        """
        if name not in self._read:
            self._read[name] = read_yaml(self.folder / f"{name}.yaml")
        return self._read[name]

    def digest(self) -> str:
        """Short hash of all the pack's files, so that a reading names the pack it was made with."""
        whole = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.yaml")):
            whole.update(path.relative_to(self.folder).as_posix().encode())
            whole.update(path.read_bytes())
        return whole.hexdigest()[:7]

    def names(self, folder: str) -> list[str]:
        """Names, without ending, of the files of a sub-folder, sorted."""
        return sorted(f"{folder}/{p.stem}" for p in (self.folder / folder).glob("*.yaml"))


def languages() -> list[str]:
    """Languages that have a pack."""
    return sorted(
        p.name for p in (HOME / "packs").iterdir() if p.is_dir() and p.name[0] != "_"
    )


def load_pack(language: str) -> Pack:
    """The pack of a language.

    Raises:
        UnknownLanguage: there is none.
    """
    folder = HOME / "packs" / language
    if language.startswith("_") or not folder.is_dir():
        raise UnknownLanguage(language, known=languages())
    return Pack(language, folder)
