"""Doors, REST. `/api`: the words and filters of the command line, over HTTP.

Flow: request → `views` → one page of records as JSON, or as CSV; `handlers` is mounted by the page's
app and by `rest.app`. Whoever mounts them gives the app `state.served`, a `Served`.
"""

from vigie.doors.rest.routes import handlers, openapi
from vigie.doors.rest.serving import Served

__all__ = ["Served", "handlers", "openapi"]
