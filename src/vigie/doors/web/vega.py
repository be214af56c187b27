"""Doors, web. Vega, the script that draws charts, as the installed package bears it.

It comes from this server like any file of ours; nothing is fetched. Where the extra `tables` is not
installed there is none, and pages keep the drawings they have without a script.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from threading import Lock

NAME = "vega.js"
# What the page's scripts call the three libraries by.
SNIPPET = "window.vegaEmbed=vegaEmbed; window.vega=vega; window.vegaLite=vegaLite;"
_MAKING = Lock()


@cache
def vega_version() -> str:
    """The version of the bundle, for its address; empty where there is none."""
    if not all(find_spec(name) for name in ("altair", "vl_convert")):
        return ""
    return version("vl-convert-python")


def vega_bundle() -> bytes:
    """The bundle: Vega, Vega-Lite, vega-embed; made once, by one for all who ask."""
    with _MAKING:
        return _bundle()


@cache
def _bundle() -> bytes:
    import vl_convert

    return vl_convert.javascript_bundle(SNIPPET).encode()
