"""A flow run that ends early ends its hub runs at a committed batch, and frees their leases."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from toy_hub import DONE, Checkpoint, Toy, plugin, raw, toy_hub

from flows.stages import Stop, Stopped


class Terminated(BaseException):
    """Stands for the signal, which Prefect raises in the flow."""


def ended() -> Stop:
    stop = Stop()
    with pytest.raises(Terminated), stop:
        raise Terminated
    return stop


def test_it_speaks_only_once_the_flow_has_ended_early() -> None:
    with Stop() as quiet:
        quiet(Counter())
    quiet(Counter())
    with pytest.raises(Stopped):
        ended()(Counter())


def test_the_hub_run_keeps_its_batch_and_the_next_one_goes_on(sqlite_url: str) -> None:
    toy: Toy = Toy([raw("1"), Checkpoint("one"), raw("2"), DONE])
    with toy_hub(sqlite_url, plugin(toy)) as hub:
        stop: Any = ended()
        with pytest.raises(Stopped):
            hub.sync("toy", progress=stop)
        (run,) = hub.runs()
        assert (run["status"], run["counts"]["landed"], run["cursor_after"]) == ("abandoned", 1, "one")
        toy.script = [raw("2"), DONE]
        assert hub.sync("toy").status == "succeeded"
        assert toy.since == [None, "one"]
