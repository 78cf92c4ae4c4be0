"""Letters: sent, tried again, shown when they could not leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hub.app.alerting import Alerting, own_alert
from hub.plugin_api.errors import HubError

if TYPE_CHECKING:
    from hub.access.person import Person
    from hub.alerts.outbox import Delivered, Post
    from hub.store.bulk import Row

Json = dict[str, Any]
TURN = "digest"


class Letters(Alerting):
    """What waits to leave."""

    def _deliver(self, post: Post, run: str, *, due: bool = False, only: int | None = None) -> Delivered:
        from hub.alerts.outbox import KEPT, deliver
        from hub.store import leases, outbox

        def beat() -> None:
            with self.store.write() as connection:
                leases.beat(connection, TURN, run, self.clock.now())

        until = self.clock.now() if due else None
        done = deliver(self.store, post, self.clock.now, until=until, only=only, beat=beat)
        with self.store.write() as connection:
            outbox.purge(connection, self.clock.now() - KEPT)
        return done

    def test_alert(self, person: Person, id_: int) -> HubError | None:
        """Send what the next digest would say, marked as a trial; nothing is told by it. Why it did not
        leave, else ``None``."""
        from dataclasses import replace

        from hub.alerts import edition
        from hub.store import outbox

        now = self.clock.now()
        digest = self.preview_alert(person, id_)
        labels = self._labels()
        with self.store.write() as connection:
            row = own_alert(connection, person, id_)
            letter = edition.written(digest, self.settings, labels, row["channel"])
            trial = replace(letter, subject=f"[Essai] {letter.subject}")
            number = outbox.add(connection, edition.row_of(row, trial, self.settings, now, []))
        return self._send_now(number)

    def retry_letter(self, person: Person, id_: int) -> HubError | None:
        """Try a letter again now; one's own, or any for an administrator. Why it did not leave."""
        from hub.access import audit
        from hub.alerts.errors import unknown_letter
        from hub.store import outbox

        now = self.clock.now()
        with self.store.write() as connection:
            row = outbox.one(connection, id_)
            if row is None or row["state"] == outbox.SENT or not _may_retry(person, row):
                raise unknown_letter()
            outbox.change(connection, id_, {"state": outbox.WAITING, "next_try": now})
            audit.write(connection, person, "envoi.reprise", str(id_), None, now)
        return self._send_now(id_)

    def _send_now(self, number: int) -> HubError | None:
        from hub.alerts.outbox import Post
        from hub.pipeline.turn import turn
        from hub.store.leases import Busy

        try:
            with Post(self.settings) as post, turn(self.store, TURN, self.clock) as run:
                done = self._deliver(post, run, only=number)
        except Busy as error:
            # Whoever sends now, or next, sends this one too.
            return error
        return next(iter(done.errors.values()), None)

    def undelivered(self, person: Person) -> list[Json]:
        """The letters that did not leave, the newest first: one's own, or all for an administrator of all
        territories. ``{id, login, channel, subject, state, attempts, created, next_try, error}``; ``error``
        is ``{code, cause, next_step}`` or ``None``."""
        from hub.store import outbox

        with self.store.read() as connection:
            rows = outbox.undelivered(connection, None if _sees_all(person) else person.id)
        return [_undelivered_json(row) for row in rows]


def _sees_all(person: Person) -> bool:
    from hub.access.person import ADMINISTER

    return person.may(ADMINISTER) and not person.territories


def _may_retry(person: Person, letter: Row) -> bool:
    return bool(letter["account"] == person.id) or _sees_all(person)


def _undelivered_json(row: Row) -> Json:
    names = ("id", "login", "channel", "subject", "state", "attempts", "error")
    times = {name: row[name].isoformat() for name in ("created", "next_try")}
    return {name: row[name] for name in names} | times
