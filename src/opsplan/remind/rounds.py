"""One run on one channel: what there is to look at, what this process takes, what became of it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from opsplan.journal.reminders import LIVE, Claim, ClaimState, Reminders, Run
from opsplan.remind.due import (
    FARTHEST,
    Call,
    Due,
    Policy,
    choose,
    fell_back,
    is_quiet,
    may_retry,
    next_run,
    quiet_turns,
    since,
    was_killed,
)
from opsplan.remind.outcome import Outcome
from opsplan.values.classes import dataclass, replace
from opsplan.values.occurrence import Identity, day_of, day_start
from opsplan.values.window import Window, closed_window

WAITS = (1, 5, 15, 60, 60, 60, 60)
"""Minutes between the tries of a message that could not be sent; then it is given up."""
LONGEST_REST = timedelta(minutes=30)
"""At least so often a run is written down."""
REMEMBERED = timedelta(days=2)
"""For so long what was said is looked at again: whether to nag, or to say it after all."""
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Round:
    """A run at `now`: how far the channel has come, and what it has claimed so far.

    `resends`: the receiver knows a message again by its key, so that one of which nothing is known
    may be sent once more.
    """

    reminders: Reminders
    policy: Policy
    now: datetime
    run: Run | None
    claims: tuple[Claim, ...]
    resends: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to look at: the first run only notes the time, and quiet hours
        are looked at when they are over."""
        return self.run is None or is_quiet(self.now, self.policy)

    @property
    def start(self) -> datetime:
        """The moment after which everything is still to be looked at."""
        return since(self.run, self.now) if self.run else self.now

    @property
    def window(self) -> Window:
        """The days whose lists hold all that may have to be said."""
        live = [claim.moment for claim in self.claims if may_retry_here(claim, self)]
        first = min([self.start, *live])
        zone, starts = self.policy.zone, self.policy.day_starts
        last = day_of(self.now + self.policy.longest_lead, zone, starts)
        return closed_window(min(day_of(first, zone, starts), last), last)

    @property
    def cut(self) -> date | None:
        """The day before which nothing was looked at, where the machine slept longer than that."""
        if self.run is None or fell_back(self.run, self.now):
            return None
        farthest = self.now.astimezone(UTC) - FARTHEST
        is_cut = self.run.reached < farthest
        return day_of(farthest, self.policy.zone, self.policy.day_starts) if is_cut else None

    def rest_until(self, calls: Iterable[Call], due: Due) -> datetime | None:
        """Until when nothing can come of a run that has found nothing, unless somebody changes
        something: the next of these occasions, the end of the days that were looked at, the next
        turn of quiet hours. None where this run has to write, or the next one to look again."""
        now = self.now.astimezone(UTC)
        is_idle = not due.spoken and not due.silent
        if self.run is None or fell_back(self.run, now) or not is_idle:
            return None
        if any(claim.state in LIVE for claim in self.claims):
            return None
        looked = day_start(self.window.end, self.policy.zone, self.policy.day_starts)
        ends = [
            self.run.last + LONGEST_REST,
            looked.astimezone(UTC) - self.policy.longest_lead,
            *(call.moment for call in calls if call.moment > now),
            *(turn for turn in quiet_turns(now, self.policy) if turn > now),
        ]
        return min(ends) if min(ends) > now else None

    def due(self, calls: Iterable[Call]) -> Due:
        """What there is to say, of all these occasions."""
        found = choose(calls, self.claims, self.start, self.now, self.policy, resends=self.resends)
        return replace(found, cut=self.cut if found.passed else None)


@dataclass(frozen=True, slots=True)
class Taken:
    """What this process has got: messages by their keys, with the claims that they stand for, and
    what a killed run may or may not have said (`lost`)."""

    messages: dict[str, Due]
    claims: dict[str, list[Claim]]
    lost: tuple[Claim, ...] = ()


def begin(reminders: Reminders, now: datetime, policy: Policy, *, resends: bool = False) -> Round:
    """Look up how far the channel has come; nothing is written."""
    recent = now.astimezone(UTC) - REMEMBERED
    run, claims = reminders.look(lambda run: min(since(run, now) - policy.longest_lead, recent))
    return Round(reminders, policy, now, run, tuple(claims), resends)


def may_retry_here(claim: Claim, round_: Round) -> bool:
    """Whether a claim about an occurrence is to be taken up again in this round."""
    is_digest = claim.occasion == DIGEST
    return not is_digest and may_retry(claim, round_.now, resends=round_.resends)


def take(round_: Round, due: Due, key: str) -> Taken:
    """Note the run and claim what is due, before any of it is said.

    `key` is the key of what is said for the first time; what is sent once more keeps its own.
    """
    now = round_.now.astimezone(UTC)
    wanted = [_sending(call, now, key) for call in due.spoken]
    wanted += [_silent(call, state, now) for call, state in due.silent]
    wanted += [
        claim.become("unknown", now, next_try=None)
        for claim in round_.claims
        if was_killed(claim, now) and not round_.resends
    ]
    wanted += [
        claim.become("failed", now)
        for claim in round_.claims
        if not round_.is_silent and may_retry_here(claim, round_) and not _is_among(claim, due)
    ]
    run = next_run(round_.run, now, round_.policy)
    got = round_.reminders.claim(run, wanted)
    claims: dict[str, list[Claim]] = {}
    for claim in got:
        if claim.state == "sending":
            claims.setdefault(claim.message, []).append(claim)
    messages = {
        message: due.only({(claim.identity, claim.occasion) for claim in ours})
        for message, ours in claims.items()
    }
    lost = tuple(claim for claim in got if claim.state == "unknown")
    return Taken(messages, claims, lost)


def take_digest(reminders: Reminders, kind: str, day: date, now: datetime, key: str) -> list[Claim]:
    """Claim a day's digest, which goes out once; [] where it has."""
    at = now.astimezone(UTC)
    claim = Claim(digest_identity(kind, day), DIGEST, "sending", at, at, key, 1)
    return reminders.claim(None, [claim])


def take_digest_again(round_: Round) -> list[Claim]:
    """The digests that could not be sent and are to be tried once more."""
    now = round_.now.astimezone(UTC)
    wanted = [
        claim.become("sending", now, attempts=claim.attempts + 1)
        for claim in round_.claims
        if claim.occasion == DIGEST and may_retry(claim, now, resends=round_.resends)
    ]
    return round_.reminders.claim(None, wanted) if wanted else []


def digest_identity(kind: str, day: date) -> Identity:
    """What identifies a digest (`morning`, `evening`, `week`) of a day, as an occurrence is."""
    return Identity("", f"digest-{kind}", day, 0)


def told(reminders: Reminders, claims: Sequence[Claim], due: Due | None, now: datetime) -> None:
    """Record that everything has been printed."""
    reminders.record([_done(claim, due, "said", now) for claim in claims])


def delivered(
    reminders: Reminders, claims: Sequence[Claim], due: Due | None, outcome: Outcome, now: datetime
) -> list[Claim]:
    """Record what has become of a message; returns the claims as they are now."""
    at = now.astimezone(UTC)
    if outcome.state == "sent":
        found = [_done(claim, due, "sent", at) for claim in claims]
    else:
        found = [_unsent(claim, outcome, at) for claim in claims]
    reminders.record(found)
    return found


def _done(claim: Claim, due: Due | None, state: ClaimState, now: datetime) -> Claim:
    passed = {(call.identity, call.occasion) for call in due.passed} if due else set()
    is_passed = (claim.identity, claim.occasion) in passed
    return claim.become("superseded" if is_passed else state, now.astimezone(UTC), next_try=None)


def _unsent(claim: Claim, outcome: Outcome, now: datetime) -> Claim:
    """Kept for another try, or given up. What may have arrived once stays unknown for good, and
    so goes out under the same key again, if at all."""
    before = claim.before.state if claim.before else None
    may_have_arrived = before in ("sending", "unknown")
    is_unknown = outcome.state == "unknown" or may_have_arrived
    may_help = outcome.state == "unknown" or outcome.retry_after is not None
    if claim.attempts > len(WAITS) or not may_help:
        return claim.become("unknown" if is_unknown else "failed", now, next_try=None)
    wait = timedelta(minutes=WAITS[claim.attempts - 1])
    asked = timedelta(seconds=outcome.retry_after or 0)
    state: ClaimState = "unknown" if is_unknown else "pending"
    return claim.become(state, now, next_try=now + max(wait, asked))


def _sending(call: Call, now: datetime, key: str) -> Claim:
    before = call.claim
    if before is None:
        return Claim(call.identity, call.occasion, "sending", call.moment, now, key, 1)
    message = before.message if before.state in ("sending", "unknown") else key
    return before.become("sending", now, attempts=before.attempts + 1, message=message)


def _silent(call: Call, state: ClaimState, now: datetime) -> Claim:
    if call.claim is not None:
        return call.claim.become(state, now)
    return Claim(call.identity, call.occasion, state, call.moment, now)


def _is_among(claim: Claim, due: Due) -> bool:
    calls = (*due.spoken, *(call for call, _ in due.silent))
    return any((call.identity, call.occasion) == (claim.identity, claim.occasion) for call in calls)
