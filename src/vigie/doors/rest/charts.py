"""Doors, REST. Charts as Vega-Lite specifications: those of `vigie.open(record).chart`.

They need the extra `tables` (Altair); the page draws them with the bundle of the same extra.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from vigie.doors.interface import language, say, speaking
from vigie.doors.interface.fields import COUNTED
from vigie.doors.python.charts import bars_chart, figures_chart
from vigie.doors.rest.asked import Named, wanted_of
from vigie.doors.rest.serving import PROBLEMS, Asking, Missing, answer, opened
from vigie.errors import BadRequest
from vigie.views.bars import bars
from vigie.views.events import Wanted, get_event

Lang = Annotated[
    Literal["fr", "en"] | None,
    QueryParameter(name="lang", description=say("rest.lang")),
]
What = Annotated[
    str, QueryParameter(name="what", max_length=40, description=say("rest.what"))
]


@get("/charts/bars", dependencies={"wanted": Provide(wanted_of, sync_to_thread=False)},
     responses=PROBLEMS, sync_to_thread=True)  # fmt: skip
def bars_spec(
    request: Asking, wanted: NamedDependency[Wanted], lang: Lang = None
) -> Response[dict[str, Any]]:
    """Events over time by quad class, as a Vega-Lite specification."""
    with opened(request) as record:
        found = bars(record, wanted)
    with speaking(lang or language()):
        return answer(request, bars_chart(found).to_dict())


@get("/charts/figures/{name:str}", responses=PROBLEMS, sync_to_thread=True)
def figures_spec(
    request: Asking, name: Named, what: What = "killed", lang: Lang = None
) -> Response[dict[str, Any]]:
    """A number of one event as it was told over time, as a Vega-Lite specification."""
    if what not in COUNTED:
        raise BadRequest(
            f"'{what}' is not counted; write one of: {', '.join(sorted(COUNTED))}."
        )
    with opened(request) as record:
        event = get_event(record, name)
    if event is None:
        raise Missing(f"no event '{name}'; look through /api/events")
    with speaking(lang or language()):
        return answer(request, figures_chart([event], what).to_dict())
