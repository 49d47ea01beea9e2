"""Whatever fits a document or does not, sent to an application: none may be a fault of ours."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi.checks import positive_data_acceptance

from holdfast.page.api import BOOK

DOCUMENT = "/api/openapi.json"


@schemathesis.serializer(BOOK)
def book(_, value):
    """Bytes that are hardly a workbook."""
    return bytes(value) if isinstance(value, bytes | bytearray) else str(value).encode()


def fuzzed(
    app,
    wanted: Callable[[str], bool] = lambda path: True,
    headers: Mapping[str, str] | None = None,
    plain: Any = None,
    examples: int = 3,
) -> int:
    """Send what a document has and what it has not to each operation that is wanted; how many.

    `headers` go along; `plain` is the application without what stands before it, which tells the
    document to whom `app` may not.

    A document cannot say which names are good ones, nor what a workbook is.
    """
    document = schemathesis.openapi.from_asgi(DOCUMENT, app if plain is None else plain)
    document.app = app
    operations = [each.ok() for each in document.get_all_operations()]
    operations = [each for each in operations if wanted(each.path)]
    sent = set()
    for operation in operations:
        for mode in schemathesis.GenerationMode:

            @settings(
                max_examples=examples, deadline=None, derandomize=True, database=None,
                phases=[Phase.generate], suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(operation.as_strategy(generation_mode=mode))
            def send(case):
                case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])
                sent.add(case.operation.label)

            # where nothing is sent along, nothing of it can be wrong
            with contextlib.suppress(Unsatisfiable):
                send()
    assert len(sent) == len(operations)
    return len(operations)
