"""The API does what its description says, whatever is sent: Schemathesis, in process, seeded.

``HUB_TEST_SCHEMATHESIS=n`` tries n requests an operation, instead of a few.
"""

from __future__ import annotations

import os

import people_kit as kit
import pytest
import schemathesis
from api_kit import bearing
from hypothesis import HealthCheck, Phase, given, settings
from marche_kit import marche_hub
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as conformance

from hub.web.app import create_app

EXAMPLES = int(os.environ.get("HUB_TEST_SCHEMATHESIS", "4"))
CHECKS = [
    checks.not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_schema_conformance,
]


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """The API over a store with a few marchés, for an administrator."""
    patch = pytest.MonkeyPatch()
    for _ in kit.quick_passwords(patch):
        with marche_hub(tmp_path_factory.mktemp("api")) as hub:
            kit.someone(hub, "marie", "administration")
            app = create_app(hub, hosts=["testserver", "localhost"])
            schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
            schema.config.update(headers=bearing(hub, "marie", "administration"))
            known = {
                "/api/marches/{id_}": hub.marche("1")["id"],
                "/api/runs/{id_}": hub.runs()[0]["id"],
                "/api/territories/{id_}": "oisans",
            }
            yield schema, known
    patch.undo()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
def test_whatever_is_sent(described, subtests, mode):
    """``bad`` breaks at least one rule of the description each time; ``good`` none."""
    schema, known = described
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not _takes_something(operation):
            continue
        id_ = next((id_ for path, id_ in known.items() if operation.path.startswith(path)), None)
        with subtests.test(operation.label):
            _try(operation, mode, id_)


def _takes_something(operation):
    """Any text is an id, good or not: it takes more to be wrong."""
    return operation.query or operation.body


def _try(operation, mode, known):
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        case.call_and_validate(checks=CHECKS)
        if known is not None:
            # Nobody guesses an id: what is sent then reaches a document.
            case.path_parameters["id_"] = known
            case.call_and_validate(checks=CHECKS)

    send()
