"""Personal data that never lands: it is taken out between the source and the store.

A registry of employers names people: administrators, correspondents, the owner of a mailbox. Nothing in
the hub needs them. What stays is the organisation's own: a mailbox of a function (``contact@``,
``accueil@``), a land line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_GENERIC = """
    accueil aci administratif administration ai asso association bonjour bureau commercial contact contacts
    devis direction ea eatt ei eiti emploi entreprise esat etti geiq info information informations infos
    insertion mail recrutement secretariat siege standard
"""
GENERIC: Final = frozenset(_GENERIC.split())
"""Words of a mailbox that belongs to a function. A mailbox made of other words may be somebody's."""

_ADDRESS: Final = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_WORDS: Final = re.compile(r"[._\-\d]+")
_MOBILE: Final = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:(?:\+|00)33[\s.()-]{0,3}(?:\(?0\)?)?|0)[\s.()-]{0,3}[67](?:[\s./-]{0,3}\d\d){4}(?!\d)"
)


def is_generic(address: str) -> bool:
    """Whether a mailbox is a function's: ``contact.esat38@…`` is, ``c.dupont@…`` is not."""
    words = [word for word in _WORDS.split(address.partition("@")[0].lower()) if word]
    return bool(words) and GENERIC.issuperset(words)


def masked(text: str) -> str:
    """A text without the mailboxes and mobile numbers that may be a person's."""
    if "@" in text or "%40" in text:
        text = _ADDRESS.sub(lambda match: match[0] if is_generic(match[0]) else "", text)
    # Nine texts in ten hold no such digit: the pattern is not worth starting.
    return _MOBILE.sub("", text) if "6" in text or "7" in text else text


def of_function(text: str) -> str:
    """What a contact field keeps: one mailbox of a function, or a land line; else nothing. Words beside
    them are somebody's name, and ``612345678`` is a mobile number that lost its zero."""
    text = masked(text)
    if address := _ADDRESS.search(text):
        return address[0]
    digits = re.sub(r"\D", "", text)
    is_a_name = any(char.isalpha() for char in text)
    return "" if is_a_name or re.fullmatch(r"[67]\d{8}", digits) else text.strip()


@dataclass(frozen=True)
class Privacy:
    """What a source says of people. ``dropped`` fields go whole, wherever they stand in the record;
    ``filtered`` ones keep what belongs to a function. All other texts are masked too."""

    dropped: tuple[str, ...] = ()
    filtered: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """What ``ConnectorInfo.personal_fields`` declares."""
        return self.dropped + self.filtered

    def strip(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """A copy of ``record`` without personal data."""
        kept = ((name, value) for name, value in record.items() if name not in self.dropped)
        return {
            name: self._contact(value) if name in self.filtered else self._value(value)
            for name, value in kept
        }

    def _contact(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        return of_function(value) if isinstance(value, str) else self._value(value)

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return masked(value)
        if isinstance(value, dict):
            return self.strip(value)
        if isinstance(value, list):
            return [self._value(item) for item in value]
        return value

    def strip_bytes(self, payload: bytes) -> bytes:
        """Bytes that are no record, without what can be recognised in them. They are kept for a person
        to look at, so a name may not slip through because a bracket is missing."""
        text = payload.decode("utf-8", "replace")
        for name in self.fields:
            text = re.sub(rf'("{re.escape(name)}"\s*:\s*)"(?:[^"\\]|\\.)*"?', r'\1""', text)
        return masked(text).encode()
