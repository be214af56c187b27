"""Doors, exports. The formats a record can be taken out in: a list one can read.

Flow: `Chosen` + the name of a format → bytes, a piece at a time. The same record and the same
filters give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from vigie.doors.exports.acled import write_acled
from vigie.doors.exports.arrow import write_parquet
from vigie.doors.exports.brat import write_brat
from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.citations import write_bibtex, write_csl
from vigie.doors.exports.csv_table import write_csv
from vigie.doors.exports.ftm import write_ftm
from vigie.doors.exports.gdelt import write_gdelt
from vigie.doors.exports.geojson import write_geojson
from vigie.doors.exports.ical import write_ical
from vigie.doors.exports.json_out import write_jsonl
from vigie.doors.exports.network import write_gexf, write_graphml
from vigie.doors.exports.plover import write_plover
from vigie.doors.exports.prose import write_html, write_markdown
from vigie.doors.exports.tables import TABLES
from vigie.doors.exports.timelinejs import write_timelinejs
from vigie.doors.exports.web_annotation import write_web_annotation
from vigie.doors.exports.xmi import write_xmi
from vigie.errors import BadRequest

Writer = Callable[..., Iterator[bytes]]  # (chosen), and table= where there are tables


class Format(msgspec.Struct, frozen=True):
    """A way out: its name, what its files end in, who opens them, what writes it."""

    name: str
    suffix: str
    media: str
    opens: str
    write: Writer
    tables: bool = False  # whether it holds one of several tables
    binary: bool = False


FORMATS = (
    Format("csv", ".csv", "text/csv", "spreadsheets, R, pandas", write_csv, tables=True),
    Format("parquet", ".parquet", "application/vnd.apache.parquet", "polars, pandas, DuckDB, Arrow",
           write_parquet, tables=True, binary=True),
    Format("jsonl", ".jsonl", "application/jsonl", "anything: events whole", write_jsonl),
    Format("plover", ".jsonl", "application/jsonl", "PLOVER tools", write_plover),
    Format("gdelt", ".tsv", "text/tab-separated-values", "GDELT tools", write_gdelt),
    Format("acled", ".csv", "text/csv", "ACLED tools", write_acled),
    Format("geojson", ".geojson", "application/geo+json", "QGIS, Leaflet", write_geojson),
    Format("gexf", ".gexf", "application/gexf+xml", "Gephi", write_gexf),
    Format("graphml", ".graphml", "application/graphml+xml", "Gephi, yEd, igraph", write_graphml),
    Format("ftm", ".ftm.json", "application/json+ftm", "Aleph, OpenAleph", write_ftm),
    Format("timelinejs", ".json", "application/json", "TimelineJS", write_timelinejs),
    Format("ics", ".ics", "text/calendar", "calendars", write_ical),
    Format("markdown", ".md", "text/markdown", "editors, pandoc", write_markdown),
    Format("html", ".html", "text/html", "any browser, off line", write_html),
    Format("bibtex", ".bib", "application/x-bibtex", "LaTeX, JabRef", write_bibtex),
    Format("csl", ".json", "application/vnd.citationstyles.csl+json", "Zotero, pandoc", write_csl),
    Format("annotations", ".jsonld", "application/ld+json", "W3C Web Annotation tools",
           write_web_annotation),
    Format("brat", ".zip", "application/zip", "brat", write_brat, binary=True),
    Format("xmi", ".zip", "application/zip", "INCEpTION, UIMA", write_xmi, binary=True),
)  # fmt: skip


def find_format(name: str) -> Format:
    """A format by its name.

    Raises:
        BadRequest: there is none of that name.
    """
    for one in FORMATS:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in FORMATS)
    raise BadRequest(f"no format '{name}'; write one of: {known}.")


def export(chosen: Chosen, name: str, *, table: str | None = None) -> Iterator[bytes]:
    """The chosen events in a format, a piece at a time; `chosen.tally` says what was left out.

    Args:
        chosen: What to export.
        name: The format's name.
        table: events, reports, quotes or actors, for formats that hold a table; None: events.

    Raises:
        BadRequest: no such format or table, or the record cannot give it.
    """
    one = find_format(name)
    chosen.check()
    if table is None:
        return one.write(chosen)
    if not one.tables:
        raise BadRequest(
            f"{name} has no tables; drop --table, or take --to csv or parquet."
        )
    if table not in TABLES:
        raise BadRequest(f"no table '{table}'; write one of: {', '.join(TABLES)}.")
    return one.write(chosen, table=table)
