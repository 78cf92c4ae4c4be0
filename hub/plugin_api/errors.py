"""Errors, sorted by what happens next.

Every error carries three things that the terminal, ``--json``, the ledger and the pages
show alike: a stable ``code``, a ``cause`` and the ``next_step``.
"""

from __future__ import annotations


class HubError(Exception):
    """Base of all errors a person may read.

    ``code`` is stable (scripts match on it), ``cause`` says what was seen, ``next_step`` is
    one runnable command where there is one, else one sentence.
    """

    default_code = "hub-error"
    default_next_step = "hub doctor"

    def __init__(self, cause: str, *, code: str | None = None, next_step: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.code = code or self.default_code
        self.next_step = next_step or self.default_next_step

    def as_dict(self) -> dict[str, str]:
        """The three parts as a JSON object: ``{code, cause, next_step}``."""
        return {"code": self.code, "cause": self.cause, "next_step": self.next_step}

    def __str__(self) -> str:
        return f"[{self.code}] {self.cause}"

    def __reduce__(self) -> tuple[object, ...]:
        # Parsing may happen in a worker process: an error must survive pickling whole.
        return (_rebuild, (type(self), self.cause, self.code, self.next_step, _extra(self)))


def _extra(error: HubError) -> dict[str, object]:
    return {k: v for k, v in vars(error).items() if k not in {"cause", "code", "next_step"}}


def _rebuild(
    cls: type[HubError], cause: str, code: str, next_step: str, extra: dict[str, object]
) -> HubError:
    error = cls.__new__(cls)
    HubError.__init__(error, cause, code=code, next_step=next_step)
    vars(error).update(extra)
    return error


class NotConfigured(HubError):
    """A setting is missing: the connector is *disabled* and the operator is told which one.

    Raised by ``Connector.check``, or while a connector is being made ready.
    """

    default_code = "not-configured"
    default_next_step = "hub plugins dit quel réglage manque et où l’écrire."


class SourceUnavailable(HubError):
    """The source does not answer now: the run ends, the cursor stays, the run is retried later.

    The only error that is ever retried. Raised inside ``fetch`` and ``check``.
    """

    default_code = "source-unavailable"
    default_next_step = "Rien à faire : la prochaine exécution reprendra au même point."


class SourceChanged(HubError):
    """The source no longer looks like what the connector knows: stop, a person must look.

    Raised inside ``fetch`` when a whole answer is not what it claims to be (HTML where JSON was
    due, a body cut short, a field list without the key).
    """

    default_code = "source-changed"
    default_next_step = "Le signaler aux auteurs du connecteur, que hub plugins nomme."


class RecordRejected(HubError):
    """One record cannot be read as what it claims to be: it goes to quarantine with its bytes.

    Raised inside ``parse``. ``code`` names the reason (``boamp-no-payload``), ``detail`` says what
    was seen. A bad *field* never rejects a record: it becomes null and a :class:`Finding`.
    """

    default_code = "record-rejected"
    default_next_step = "hub quarantine list"

    def __init__(self, code: str, detail: str, *, next_step: str | None = None) -> None:
        super().__init__(detail, code=code, next_step=next_step)

    @property
    def detail(self) -> str:
        """What was seen in the record."""
        return self.cause


class ContractViolation(HubError):
    """A plugin broke the contract: the run ends and the plugin is named.

    Raised by the hub, never by a plugin.
    """

    default_code = "contract-violation"
    default_next_step = "Le signaler aux auteurs du plugin, que hub plugins nomme."
