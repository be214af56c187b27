"""Build hook: the wheel carries the compiled gazetteer and knowledge base.

Both are compiled from their sources when the package is built (or installed from a checkout), and
compiled again only when the sources have changed. See vigie/knowledge/gazetteer.py and kb.py.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compile(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the tables and names them among the files of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is packed; in an editable install they stay in the tree."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        from vigie.knowledge.gazetteer import DEFAULT, ensure_gazetteer
        from vigie.knowledge.kb import CARRIED, compile_kb

        ensure_gazetteer()
        compile_kb(CARRIED)
        if version == "editable":
            return
        for path in (DEFAULT, CARRIED):
            build_data["force_include"][str(path)] = path.relative_to(source).as_posix()
