"""Letters by e-mail, with the standard library.

Not through apprise's ``mailto:``: it says only whether it worked, where a queue must know a server that is
busy (4xx) from an address that does not exist (5xx); and a letter needs its own ``Message-ID``, ``Date``
and ``List-Unsubscribe``.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Final

from hub.alerts.errors import Undelivered
from hub.review.printed import clean
from hub.settings.relay import Relay

TIMEOUT_S: Final = 15.0
_SHOWN: Final = 160
_WHOLE: Final = ("List-Unsubscribe", "Message-ID")


class _Policy(EmailPolicy):
    """Leaves our long addresses whole: the library would encode them like words, and no mail program would
    find the link again."""

    def fold(self, name: str, value: str) -> str:
        """One header as it is written."""
        return f"{name}: {value}{self.linesep}" if name in _WHOLE else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same as bytes."""
        return self.fold(name, value).encode() if name in _WHOLE else super().fold_binary(name, value)


@dataclass(frozen=True)
class Envelope:
    """What a letter needs to leave. ``leave`` is the address that ends the alert."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime
    leave: str | None = None


def message(envelope: Envelope, sender: str) -> EmailMessage:
    """The letter as it travels. A header that holds a line break is refused by the library; ours cannot."""
    found = EmailMessage(policy=_Policy(linesep="\r\n"))
    found["From"] = _address(sender)
    found["To"] = _address(envelope.to)
    found["Subject"] = clean(envelope.subject)
    found["Date"] = format_datetime(envelope.date)
    found["Message-ID"] = envelope.message_id
    # No answer of a machine to a machine: absences, receipts.
    found["Auto-Submitted"] = "auto-generated"
    found["Precedence"] = "list"
    if envelope.leave:
        found["List-Unsubscribe"] = f"<{envelope.leave}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    found.set_content(envelope.text, charset="utf-8", cte="quoted-printable")
    found.add_alternative(envelope.html, subtype="html", charset="utf-8", cte="quoted-printable")
    return found


def _address(text: str) -> Address:
    """One address and no more: ``a,b@example.fr`` is not two people."""
    name, spec = parseaddr(text)
    if not spec or not text.isprintable() or "," in spec or " " in spec:
        raise ValueError(f"not an address: {text!r}")
    return Address(display_name=clean(name), addr_spec=spec)


def _spec(header: AddressHeader) -> str:
    return str(header.addresses[0].addr_spec)


class Mailer:
    """One connection for the letters of a run, opened by the first."""

    def __init__(self, relay: Relay, sender: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self.relay, self.sender, self.timeout_s = relay, sender, timeout_s
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Mailer:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def send(self, envelope: Envelope) -> None:
        """Hand the letter to the server, which then answers for it; raises :class:`Undelivered`."""
        try:
            letter = message(envelope, self.sender)
        except (ValueError, IndexError) as error:
            raise Undelivered(
                "L’adresse électronique du destinataire ou de l’expéditeur n’en est pas une.",
                code="mail-address-invalid",
                next_step="Corriger l’adresse du compte, ou HUB_MAIL_FROM, puis réessayer.",
                lasting=True,
            ) from error
        try:
            server = self._alive() or self._connected()
            server.send_message(letter, from_addr=_spec(letter["From"]), to_addrs=[_spec(letter["To"])])
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise _undelivered(error, self.relay) from error

    def _alive(self) -> smtplib.SMTP | None:
        """The connection, unless the server closed it meanwhile."""
        if self._server is not None:
            try:
                self._server.noop()
            except (smtplib.SMTPException, OSError):
                self._hang_up()
        return self._server

    def _connected(self) -> smtplib.SMTP:
        relay = self.relay
        if relay.implicit:
            context = ssl.create_default_context()
            self._server = smtplib.SMTP_SSL(relay.host, relay.port, timeout=self.timeout_s, context=context)
        else:
            self._server = smtplib.SMTP(relay.host, relay.port, timeout=self.timeout_s)
        if relay.starttls:
            self._server.starttls(context=ssl.create_default_context())
        if relay.user:
            self._server.login(relay.user, relay.password)
        return self._server

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()


def _undelivered(error: Exception, relay: Relay) -> Undelivered:
    """What the server's refusal means for the letter. Its words may quote an address or a password only
    where the server itself said them."""
    where = f"{relay.host}:{relay.port}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Undelivered(
            f"Le serveur de courriel {where} refuse l’identifiant ou le mot de passe.",
            code="mail-login-refused",
            next_step="Vérifier HUB_SMTP_URL.",
            for_all=True,
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _unsupported(error, relay, where)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _refused(code, said, where)
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 400:
        return _refused(error.smtp_code, error.smtp_error, where)
    if isinstance(error, ssl.SSLError):
        return Undelivered(
            f"La connexion chiffrée avec {where} échoue : {clean(error.reason or 'certificat')[:_SHOWN]}.",
            code="mail-tls-failed",
            next_step="Vérifier HUB_SMTP_URL et le certificat du serveur.",
            for_all=True,
        )
    return Undelivered(
        f"Le serveur de courriel {where} ne répond pas ({type(error).__name__}).",
        code="mail-server-down",
        next_step="Rien à faire s’il revient : le courriel repart de lui-même. Sinon vérifier HUB_SMTP_URL.",
        for_all=True,
    )


def _unsupported(error: Exception, relay: Relay, where: str) -> Undelivered:
    if "STARTTLS" in str(error):
        return Undelivered(
            f"Le serveur {where} n’offre pas de connexion chiffrée (STARTTLS).",
            code="mail-tls-absent",
            next_step="Régler HUB_SMTP_URL sur smtps://…, ou y ajouter ?tls=non pour un relais interne.",
            for_all=True,
        )
    return Undelivered(
        f"Le serveur {where} ne sait pas faire ce qui lui est demandé : {clean(error)[:_SHOWN]}",
        code="mail-unsupported",
        next_step="Vérifier HUB_SMTP_URL et l’adresse du compte.",
    )


def _refused(code: int, said: bytes | str, where: str) -> Undelivered:
    text = clean(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)[:_SHOWN]
    if 400 <= code < 500:
        return Undelivered(f"Le serveur {where} remet à plus tard : {code} {text}", code="mail-deferred")
    return Undelivered(
        f"Le serveur {where} refuse ce courriel : {code} {text}",
        code="mail-refused",
        next_step="Vérifier l’adresse du compte et HUB_MAIL_FROM, puis réessayer.",
        lasting=True,
    )
