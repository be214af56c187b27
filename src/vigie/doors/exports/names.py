"""Doors, exports. Names of dispatches where a format allows few letters: files, citation keys."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_PLAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,78}[A-Za-z0-9])?")
LONGEST = 60  # letters of a name kept when a hash is added to it


def plain_name(name: str) -> str:
    """A name in ASCII letters, digits, dots and hyphens; two names never become one.

    A name that is so already stays; another gets the first letters of its hash.

    >>> plain_name("01-agence-watiya"), plain_name("dépêche n° 4").rpartition("-")[0]
    ('01-agence-watiya', 'depeche-n-4')
    """
    if _PLAIN.fullmatch(name):
        return name
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    letters = re.sub(r"[^A-Za-z0-9]+", "-", folded).strip("-")[:LONGEST] or "dispatch"
    return f"{letters}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
