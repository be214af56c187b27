"""Law: whatever the schema allows or forbids, the API answers as its schema says."""

from __future__ import annotations

import logging

import pytest
from hypothesis import HealthCheck, Phase, given, settings

schemathesis = pytest.importorskip("schemathesis")

from schemathesis import GenerationMode  # noqa: E402 - after the skip
from schemathesis.checks import CHECKS  # noqa: E402 - after the skip

from views import made_events as made  # noqa: E402 - after the skip
from vigie.doors.rest.app import make_app  # noqa: E402 - after the skip
from vigie.doors.rest.tokens import new_token  # noqa: E402 - after the skip

# A filter can be well formed and still name nothing (a type that is none, a cursor of another
# list): 400 with the cure is the answer, so that "valid data is accepted" is not a law here.
NOT_A_LAW = ["positive_data_acceptance"]
OPERATIONS = 17
EXAMPLES = 8  # of each operation and mode; docs/rest.md says how many were run once


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    """The schema, read through the ASGI app itself."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    path = made.made_record(tmp_path_factory.mktemp("rest") / "r.vigie")
    new_token("Aya", path.with_name("tokens.json"))
    app = make_app(path, tokens=path.with_name("tokens.json"), allowed=("testserver",))
    return schemathesis.openapi.from_asgi("/api/openapi.json", app)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_keeps_its_word(schema, mode):
    """Statuses, types of content, bodies, methods, refusals, rights: all as documented."""
    skipped = CHECKS.get_by_names(NOT_A_LAW)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == OPERATIONS
    for operation in operations:
        takes = len(operation.query) + len(operation.body)
        if mode is GenerationMode.NEGATIVE and not takes:
            continue  # any name is one that may be asked for: 404 is no fault of the schema's

        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps(case):
            case.call_and_validate(excluded_checks=skipped)

        keeps()
