"""What reminders have said, in the journal's database: who may say what is decided here.

An occasion to say something is claimed once per channel, in a transaction, before it is said. The
statements are plain SQL (`ON CONFLICT`, compare and set), so that any database of ours takes them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, get_args

from opsplan.journal.database import Database
from opsplan.journal.schema import REMINDERS_SINCE
from opsplan.journal.store import Journal
from opsplan.values.classes import dataclass, replace
from opsplan.values.occurrence import Identity

ClaimState = Literal[
    "pending",
    "sending",
    "sent",
    "failed",
    "unknown",
    "said",
    "superseded",
    "settled",
    "quiet",
]
_STATES: dict[str, ClaimState] = {state: state for state in get_args(ClaimState)}
LIVE: tuple[ClaimState, ...] = ("pending", "sending", "unknown")
"""The states of what may still have to be seen to."""
_IS_CLAIM = (
    "shop = ? AND channel = ? AND playbook = ? AND duty = ? AND nominal = ? AND slot = ?"
    " AND occasion = ?"
)
KEPT_DAYS = 60
KEPT_CLAIMS = 2000
"""The newest claims stay whatever the clock says, which may be years ahead for an hour."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a shop's reminders on one channel have come to: the `first` run, the `last` one, and
    the moment up to which everything has been looked at (all aware)."""

    first: datetime
    last: datetime
    reached: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """One occasion to say something, and what has become of it.

    `occasion` tells apart what is said more than once of an occurrence: `open`, `snooze ID`,
    `nag 2`, `day 2026-12-01`. `moment` is when it was to be said, `message` the key of the message
    that it went out with, `next_try` when a failed one is tried again. `before` is the claim as it
    stood when this one was made of it.
    """

    identity: Identity
    occasion: str
    state: ClaimState
    moment: datetime
    updated: datetime
    message: str = ""
    attempts: int = 0
    next_try: datetime | None = None
    before: "Claim | None" = None

    def become(self, state: ClaimState, now: datetime, **values: Any) -> "Claim":
        """The claim in a new state; it counts only while this one still stands."""
        return replace(self, state=state, updated=now, before=self, **values)


class Reminders:
    """The claims of one shop on one channel."""

    def __init__(self, journal: Journal, shop: str, channel: str) -> None:
        self._journal = journal
        self._place = (shop, channel)

    def look(self, since: Callable[[Run], datetime]) -> tuple[Run | None, list[Claim]]:
        """How far the channel has come (None before the first run), what was to be said `since`
        a moment that depends on that, and all that may still have to be seen to."""

        def ask(db: Database) -> tuple[Run | None, list[Claim]]:
            run = self._run(db)
            return run, self._claims(db, since(run)) if run else []

        nothing: tuple[Run | None, list[Claim]] = None, []
        return self._journal.store.read(ask, nothing)

    def claim(self, run: Run | None, wanted: Iterable[Claim]) -> list[Claim]:
        """Note the run, if it is one, and take what is `wanted`; returns what this process has got.

        A wanted claim either is new, or takes up `before`, if that still stands as it was.
        """
        listed = list(wanted)

        def take(db: Database) -> list[Claim]:
            if run is not None:
                self._note(db, run)
                self._prune(db, run.last)
            return [each for each in listed if self._taken(db, each)]

        return self._journal.store.change(take)

    def record(self, claims: Sequence[Claim]) -> None:
        """What has become of claims that this process holds."""
        sql = (
            "UPDATE claims SET state = ?, next_try = ?, updated = ?, message = ?"
            f" WHERE {_IS_CLAIM} AND attempts = ?"
        )
        rows = [
            (
                each.state,
                each.next_try and _seconds(each.next_try),
                _seconds(each.updated),
                each.message,
                *self._key(each),
                each.attempts,
            )
            for each in claims
        ]
        if rows:
            self._journal.store.change(lambda db: [db.execute(sql, row) for row in rows])

    def _run(self, db: Database) -> Run | None:
        if db.format < REMINDERS_SINCE:
            return None
        sql = "SELECT started, last, reached FROM runs WHERE shop = ? AND channel = ?"
        row = db.execute(sql, self._place).fetchone()
        return Run(*map(_moment, row)) if row else None

    def _claims(self, db: Database, since: datetime) -> list[Claim]:
        live = ", ".join(f"'{state}'" for state in LIVE)
        sql = (
            "SELECT playbook, duty, nominal, slot, occasion, state, moment, updated, message,"
            " attempts, next_try FROM claims WHERE shop = ? AND channel = ?"
            f" AND (moment >= ? OR state IN ({live})) ORDER BY seq"
        )
        return [_claim(row) for row in db.execute(sql, (*self._place, _seconds(since)))]

    def _note(self, db: Database, run: Run) -> None:
        sql = (
            "INSERT INTO runs (shop, channel, started, last, reached) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (shop, channel) DO UPDATE SET last = excluded.last,"
            " reached = excluded.reached"
        )
        moments = (run.first, run.last, run.reached)
        db.execute(sql, (*self._place, *map(_seconds, moments)))

    def _taken(self, db: Database, claim: Claim) -> bool:
        retry = claim.next_try and _seconds(claim.next_try)
        new = (claim.state, claim.attempts, retry, claim.message, _seconds(claim.updated))
        if claim.before is not None:
            sql = (
                "UPDATE claims SET state = ?, attempts = ?, next_try = ?, message = ?, updated = ?"
                f" WHERE {_IS_CLAIM} AND state = ? AND attempts = ?"
            )
            before = (claim.before.state, claim.before.attempts)
            return db.execute(sql, (*new, *self._key(claim), *before)).rowcount == 1
        sql = (
            "INSERT INTO claims (seq, state, attempts, next_try, message, updated, moment,"
            " shop, channel, playbook, duty, nominal, slot, occasion) VALUES"
            " ((SELECT COALESCE(MAX(seq), 0) + 1 FROM claims),"
            " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (shop, channel, playbook, duty, nominal, slot, occasion) DO NOTHING"
        )
        values = (*new, _seconds(claim.moment), *self._key(claim))
        return db.execute(sql, values).rowcount == 1

    def _prune(self, db: Database, now: datetime) -> None:
        sql = (
            "DELETE FROM claims WHERE shop = ? AND channel = ? AND moment < ?"
            " AND seq <= (SELECT MAX(seq) FROM claims) - ?"
        )
        before = _seconds(now - timedelta(days=KEPT_DAYS))
        db.execute(sql, (*self._place, before, KEPT_CLAIMS))

    def _key(self, claim: Claim) -> tuple[object, ...]:
        identity = claim.identity
        nominal = identity.nominal.isoformat()
        place = (identity.playbook, identity.duty, nominal, identity.slot)
        return (*self._place, *place, claim.occasion)


def _claim(row: tuple[object, ...]) -> Claim:
    playbook, duty, nominal, slot, occasion, state, moment, updated, message, attempts, retry = row
    return Claim(
        Identity(str(playbook), str(duty), date.fromisoformat(str(nominal)), int(str(slot))),
        str(occasion),
        _STATES[str(state)],
        _moment(int(str(moment))),
        _moment(int(str(updated))),
        str(message),
        int(str(attempts)),
        None if retry is None else _moment(int(str(retry))),
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
