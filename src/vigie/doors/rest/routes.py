"""Doors, REST. All the routes of `/api`, on one page, and the schema written from the records."""

from __future__ import annotations

from typing import Any

from litestar import MediaType, Response, Router, get
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

import vigie
from vigie.doors.rest import charts, decisions, events, readings
from vigie.doors.rest.serving import ON_ERROR, Asking, answer


@get("/openapi.json", include_in_schema=False, sync_to_thread=True)
def schema(request: Asking) -> Response[Any]:
    """The schema of these routes, written from the records."""
    return answer(request, request.app.openapi_schema.to_schema())


api = Router(
    path="/api",
    route_handlers=[
        events.events, events.event, events.actors, events.actor, events.story_list,
        events.dyad_list, readings.reports, readings.report, readings.dispatch,
        readings.quotes, readings.search, readings.issues, decisions.decision_list,
        decisions.conflict_list, decisions.append, charts.bars_spec,
        charts.figures_spec, schema,
    ],
    exception_handlers=ON_ERROR, include_in_schema=True, tags=["record"],
)  # fmt: skip
handlers = [api]

# Only the schema itself: the usual pages to read it with ask a distant server for their scripts.
openapi = OpenAPIConfig(
    title="Vigie", version=vigie.__version__, path="/api/schema",
    description="Who did or said what, to whom, when, where, according to whom.",
    render_plugins=[JsonRenderPlugin(path="/openapi.json", media_type=MediaType.JSON)],
    components=Components(
        security_schemes={
            decisions.SCHEME: SecurityScheme(type="http", scheme="bearer"),
        }
    ),
)  # fmt: skip
