"""Doors, command line. `vigie merge`: the reports of a record, merged into events anew."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.doors.cli.arguments import RecordFile
from vigie.doors.interface import say
from vigie.errors import NotARecord
from vigie.store.record import Record


def merge(
    record: RecordFile,
    workers: Annotated[int, typer.Option(min=1, max=64, help=say("opt.workers"))] = 1,
) -> None:
    """Merge the reports of a record into events anew."""
    from vigie.flow.merging import merge_record

    if not record.is_file():
        raise NotARecord(say("merge.missing", path=record))
    with Record(record, write=True) as store:
        saved = merge_record(store, workers=workers)
    print(say("merge.done", path=record, new=saved.new, changed=saved.changed, gone=saved.gone,
              same=saved.same))  # fmt: skip
