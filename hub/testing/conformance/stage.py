"""One replay server for all the runs of a check; what it plays changes from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from hub.testing.replay import Fault, ReplayServer, Request, Response, Source
from hub.testing.replay.exchange import json_response
from hub.testing.replay.faults import FaultPlan


class Stage:
    """``with Stage() as stage: stage.play(sources, faults)``. The server starts when it is first needed."""

    def __init__(self) -> None:
        self._server = ReplayServer([self])
        self._running = False
        self._sources: tuple[Source, ...] = ()
        self._plan = FaultPlan(())
        self._before = 0

    @property
    def base_url(self) -> str:
        """Root of the server."""
        if not self._running:
            self._server.start()
            self._running = True
        return self._server.base_url

    def play(self, sources: Sequence[Source], faults: Sequence[Fault] = ()) -> None:
        """Stand for other sources, with faults counted from their first request."""
        self._sources, self._plan = tuple(sources), FaultPlan(faults)
        self._before = len(self._server.requests)

    @property
    def requests(self) -> tuple[Request, ...]:
        """The requests since :meth:`play`."""
        return self._server.requests[self._before :]

    def answer(self, request: Request) -> Response:
        """The answer of the sources, as the faults leave it."""
        struck = self._plan.strike(request)
        for fault in struck:
            request = fault.rewrite(request)
        response = self._first(request)
        for fault in struck:
            response = fault.change(request, response)
        return response

    def _first(self, request: Request) -> Response:
        answers = (source.answer(request) for source in self._sources)
        missing = json_response({"message": f"nothing recorded at {request.path}"}, 404)
        return next((answer for answer in answers if answer is not None), missing)

    def __enter__(self) -> Stage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._running:
            self._server.stop()
            self._running = False
