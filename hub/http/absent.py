"""For connectors that declared no address: any call is the plugin's mistake."""

from __future__ import annotations

from typing import Any, NoReturn

from hub.plugin_api.errors import ContractViolation


class NoSession:
    """Stands where a session would; a connector that calls it must subclass ``HttpSettings``."""

    def __init__(self, connector: str) -> None:
        self._connector = connector

    def __enter__(self) -> NoSession:
        return self

    def __exit__(self, *_exception: object) -> None:
        return None

    def get(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Always raises."""
        raise ContractViolation(
            f"Le connecteur {self._connector} interroge une source sans réglage base_url :"
            " ses réglages doivent hériter de HttpSettings.",
            code="no-base-url",
        )

    post = get
