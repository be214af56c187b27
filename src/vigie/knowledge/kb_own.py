"""Knowledge room. A user's own actors: files of rows in a folder laid over the shipped base.

Flow: FILE.yaml → read together with all that is known, so that what is malformed is refused →
what it adds, replaces and shares a name with (`Added`) → kept in the user's folder, $VIGIE_KB or
the data folder of the machine. The form is that of the shipped files (docs/who.md).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec

from vigie.errors import BadRequest
from vigie.knowledge.folding import fold
from vigie.knowledge.kb_compile import FOLDER, POLICY
from vigie.knowledge.kb_row import KbRow
from vigie.knowledge.kb_source import Source, own_files, read_source

VARIABLE = "VIGIE_KB"


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What a file brings: its rows; shipped rows it stands for; others that bear its names.

    `kept_at` is where the file was put. A namesake is (id of the row added, the shared form, ids
    of the other rows): readings choose between them by date and by the countries spoken of.
    """

    rows: tuple[str, ...]
    replaced: tuple[str, ...]
    namesakes: tuple[tuple[str, str, tuple[str, ...]], ...]
    kept_at: Path


def own_folder() -> Path:
    """Where the user's own actors are kept: $VIGIE_KB, else the machine's data folder."""
    own = os.environ.get(VARIABLE)
    if own:
        return Path(own)
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "vigie" / "kb"


def add_file(path: Path, own: Path | None = None) -> Added:
    """Check a file of rows and keep it; a file of the same name takes the old one's place.

    Raises:
        BadRequest: the file is not there, or the folder cannot be written.
        BadKnowledge: it is malformed, or a row of it is in another file of the user's.
    """
    if not path.is_file():
        raise BadRequest(
            f"{path} is not there; name a file of actors (docs/who.md shows one)."
        )
    home = own or own_folder()
    kept_at = home / f"{path.stem}.yaml"
    with tempfile.TemporaryDirectory() as trial:
        for old in own_files(home):
            if old.name != kept_at.name:
                (Path(trial) / old.name).write_bytes(old.read_bytes())
        data = path.read_bytes()
        (Path(trial) / kept_at.name).write_bytes(data)
        source = read_source(FOLDER, POLICY, Path(trial))
    added = _added(source, kept_at)
    try:
        home.mkdir(parents=True, exist_ok=True)
        kept_at.write_bytes(data)
    except OSError as e:
        raise BadRequest(
            f"{home} cannot be written ({e.strerror}); name another folder in ${VARIABLE}."
        ) from e
    return added


def _added(source: Source, kept_at: Path) -> Added:
    mine = sorted(row for row, file in source.own.items() if file == kept_at.name)
    bearers: dict[str, list[str]] = {}
    for row in source.rows.values():
        for form in _forms(row):
            bearers.setdefault(form, []).append(row.id)
    shared = [
        (row, form, tuple(sorted(set(bearers[form]) - {row})))
        for row in mine
        for form in sorted(_forms(source.rows[row]))
        if len(bearers[form]) > 1
    ]
    return Added(
        rows=tuple(mine), replaced=tuple(sorted(set(mine) & source.replaced.keys())),
        namesakes=tuple(shared), kept_at=kept_at,
    )  # fmt: skip


def _forms(row: KbRow) -> set[str]:
    return {fold(form) for form in (row.name, *row.forms)}
