"""Digests: made, announced, sent; and what could not leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hub.app.letters import TURN, Letters
from hub.plugin_api.errors import HubError

if TYPE_CHECKING:
    from hub.alerts.compose import Letter
    from hub.alerts.outbox import Delivered, Post
    from hub.store.bulk import Row

Json = dict[str, Any]


@dataclass
class Digested:
    """What a run of digests did. ``letters`` are ``{login, channel, subject, items, text}`` as composed;
    ``errors`` say why letters wait or were not made, each code once."""

    composed: int = 0
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    letters: list[Json] = field(default_factory=list)
    errors: dict[str, HubError] = field(default_factory=dict)


class Telling(Letters):
    """The digests."""

    def digest(self, *, login: str | None = None, dry_run: bool = False, due: bool = False) -> Digested:
        """Make the digests of the day and send what waits.

        Twice in a row, the second finds nothing to tell. ``login`` makes those of one person; ``due`` only
        what the schedule asks for now; ``dry_run`` writes and sends nothing. Raises ``connector-busy`` when
        another process does it now.
        """
        from hub.alerts.outbox import Post
        from hub.pipeline.turn import turn

        done = Digested()
        with Post(self.settings) as post:
            if dry_run:
                self._compose_all(post, done, login, due=due, keep=False)
                return done
            if due and not self.digest_is_due():
                return done
            with turn(self.store, TURN, self.clock) as run:
                self._compose_all(post, done, login, due=due, keep=True)
                _add(done, self._deliver(post, run, due=due))
        return done

    def send_waiting(self) -> Digested:
        """Send what waits, and make nothing new."""
        from hub.alerts.outbox import Post
        from hub.pipeline.turn import turn

        done = Digested()
        with Post(self.settings) as post, turn(self.store, TURN, self.clock) as run:
            _add(done, self._deliver(post, run))
        return done

    def digest_is_due(self) -> bool:
        """Whether the schedule asks for a digest now, or a letter waits whose time has come."""
        from hub.store import alerts, outbox

        now = self.clock.now()
        with self.store.read() as connection:
            if outbox.waiting(connection, until=now):
                return True
            rows = alerts.active(connection)
        return any(self._is_due(row) for row in rows)

    def _is_due(self, alert: Row) -> bool:
        from hub.alerts.wishes import is_day
        from hub.pipeline.due import is_due

        last = alert["since"] or alert["created"]
        return is_day(alert, self.clock.today) and is_due(
            self.settings.digest_schedule, last, self.clock.now()
        )

    def _compose_all(self, post: Post, done: Digested, login: str | None, *, due: bool, keep: bool) -> None:
        from hub.alerts.wishes import is_day
        from hub.store import alerts

        with self.store.read() as connection:
            rows = alerts.active(connection, login)
        for row in rows:
            if not (self._is_due(row) if due else is_day(row, self.clock.today)):
                continue
            try:
                self._compose_one(post, row, done, keep=keep)
            except HubError as error:
                # Nothing was announced: what this person missed is told once it can be.
                done.errors.setdefault(error.code, error)

    def _compose_one(self, post: Post, row: Row, done: Digested, *, keep: bool) -> None:
        from hub.access.person import person_of
        from hub.alerts import edition
        from hub.store import accounts

        began, labels = self.clock.now(), self._labels()
        with self.store.read() as connection:
            account = accounts.one(connection, row["account"])
            assert account is not None
            if keep:
                _check_way_out(post, row, account)
            found = edition.gathered(connection, row, person_of(account), labels, self.clock)
        letter = edition.written(found.digest, self.settings, labels, row["channel"])
        if keep:
            number = edition.publish(self.store, row, found, letter, self.settings, self.clock, began)
            if number is None:
                return
        if found.digest.total:
            done.composed += 1
            done.letters.append(_letter_json(account, row, letter, found.digest.total))


def _check_way_out(post: Post, alert: Row, account: Row) -> None:
    from hub.alerts.channels import MAIL
    from hub.alerts.errors import Undelivered

    post.check(alert["channel"])
    if alert["channel"] == MAIL and not account["email"]:
        raise Undelivered(
            f"Le compte « {account['login']} » n’a pas d’adresse électronique.",
            code="mail-address-missing",
            next_step="L’écrire dans la page Comptes, ou choisir un canal de l’équipe.",
        )


def _letter_json(account: Row, alert: Row, letter: Letter, items: int) -> Json:
    from hub.alerts.compose import LEAVE

    return {
        "login": account["login"],
        "channel": alert["channel"],
        "subject": letter.subject,
        "items": items,
        "text": letter.text.replace(LEAVE, "(un lien propre à l’envoi)"),
    }


def _add(done: Digested, delivered: Delivered) -> None:
    done.sent += delivered.sent
    done.waiting += delivered.waiting
    done.failed += delivered.failed
    done.errors.update(delivered.errors)
