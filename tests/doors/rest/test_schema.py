"""Law: whatever the schema allows or forbids, the API answers as its schema says."""

from __future__ import annotations

import logging

import pytest

schemathesis = pytest.importorskip("schemathesis")

from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from vigie.doors.rest.app import make_app

# A filter can be well formed and still name nothing (a type that is none, a cursor of another
# list): 400 with the cure is the answer, so that "valid data is accepted" is not a law here.
NOT_A_LAW = ["positive_data_acceptance"]
EXAMPLES = 20  # of each operation and mode; bench/serving.py runs more


@pytest.fixture(scope="module")
def schema(record, token):
    """The schema, read through the ASGI app itself."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    app = make_app(record, tokens=record.with_name("tokens.json"), allowed=("testserver",))
    return schemathesis.openapi.from_asgi("/api/openapi.json", app)


OPERATIONS = 15


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_keeps_its_word(schema, mode):
    """Statuses, types of content, bodies, methods, refusals, rights: all as documented."""
    skipped = CHECKS.get_by_names(NOT_A_LAW)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == OPERATIONS
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and operation.path == "/api/conflicts":
            continue  # it takes nothing that could be wrong

        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps(case):
            case.call_and_validate(excluded_checks=skipped)

        keeps()
