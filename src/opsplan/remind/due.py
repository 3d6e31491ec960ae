"""What to say now: from a shop's list, what was said before, and the clock. Nothing else.

Times are compared in UTC, since two moments of one zone are compared by their clocks, and clocks
turn back in autumn.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from opsplan.journal.reminders import LIVE, Claim, ClaimState, Run
from opsplan.planning.plan import Plan
from opsplan.values.checklist import Item
from opsplan.values.classes import dataclass
from opsplan.values.occurrence import Identity, day_of, day_start, wall
from opsplan.values.playbook import Nag

SAID_KINDS = ("slot", "window", "block")
"""What has a clock time to open at is said; plain days and floating work are in digests only."""
FARTHEST = timedelta(days=31)
"""What lies farther back is not looked at, however long the machine slept."""
STEP = timedelta(minutes=2)
"""A run that finds the last one so far ahead knows that the clock was put back."""
FAR_AHEAD = timedelta(days=2)
"""What was written down so far in the future was written down by a wrong clock."""
UNSAID: tuple[ClaimState, ...] = ("superseded", "settled", "quiet")
LEASE = timedelta(seconds=60)
"""After so long a claim that is still being sent belongs to a run that was killed."""
LONGEST_WAIT = timedelta(hours=2)
"""No retry waits longer; one that seems to was written down while the clock was ahead."""
NAG, SNOOZE = "nag ", "snooze "
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Policy:
    """How a shop wants to be reminded. `quiet` are minutes of the day (the end may be tomorrow's),
    `lead` in minutes and `nag` are for duties that do not say themselves, `longest_lead` is that of
    any of them."""

    zone: tzinfo
    day_starts: int = 0
    catch_up: timedelta = timedelta(hours=2)
    quiet: tuple[int, int] | None = None
    lead: int = 0
    nag: Nag | None = None
    longest_lead: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Call:
    """One occasion to say an item: `moment` is when, `until` the latest moment that counts as its
    time (a lead may be made longer between two runs). `claim` is what it takes up again."""

    item: Item
    occasion: str
    moment: datetime
    until: datetime
    late_minutes: int = 0
    claim: Claim | None = None

    @property
    def identity(self) -> Identity:
        """The identity of its occurrence."""
        return self.item.occurrence.identity


@dataclass(frozen=True, slots=True)
class Due:
    """What a run has to say: one by one, in one line (`held` in quiet hours), in one digest line
    (`passed` too long ago), and not at all (`silent`, with the reason). Nothing before the day
    `cut` was looked at, where the machine slept longer than that."""

    say: tuple[Call, ...] = ()
    held: tuple[Call, ...] = ()
    passed: tuple[Call, ...] = ()
    silent: tuple[tuple[Call, ClaimState], ...] = ()
    cut: date | None = None

    @property
    def spoken(self) -> tuple[Call, ...]:
        """All that is said in some way."""
        return (*self.say, *self.held, *self.passed)

    def only(self, taken: set[tuple[Identity, str]]) -> "Due":
        """What this process may say: the occasions that it has taken."""

        def ours(calls: Iterable[Call]) -> tuple[Call, ...]:
            return tuple(each for each in calls if (each.identity, each.occasion) in taken)

        return Due(ours(self.say), ours(self.held), ours(self.passed), (), self.cut)


def policy_of(plan: Plan, catch_up: timedelta, lead: int | None = None) -> Policy:
    """The policy of the plan's shop; `lead` of the command line wins over the config's."""
    shop = plan.shop
    own = shop.lead if lead is None else lead
    longest = max((duty.planned.duty.lead or 0 for duty in plan.duties), default=0)
    return Policy(
        plan.zone,
        shop.day_starts,
        catch_up,
        shop.quiet,
        own,
        shop.nag,
        timedelta(minutes=max(longest, own)),
    )


def fell_back(run: Run, now: datetime) -> bool:
    """Whether the clock was put back since the last run."""
    return _utc(now) < run.last - STEP


def since(run: Run, now: datetime) -> datetime:
    """The moment (UTC) after which everything is still to be looked at.

    Where the clock was put back it is not known how long it had been wrong, so everything since
    the first run is looked at again; what was claimed is not said twice.
    """
    start = run.first if fell_back(run, now) else max(run.reached, run.first)
    return max(start, _utc(now) - FARTHEST)


def next_run(run: Run | None, now: datetime, policy: Policy) -> Run:
    """How far the channel has come after a run at `now`; quiet hours are not yet looked at."""
    at = _utc(now)
    if run is None:
        return Run(at, at, at)
    return Run(run.first, at, min(run.reached, at) if is_quiet(now, policy) else at)


def is_quiet(now: datetime, policy: Policy) -> bool:
    """Whether nothing may be said now."""
    return any(start <= _utc(now) < end for start, end in _quiet_spans(now, now, policy))


def quiet_turns(now: datetime, policy: Policy) -> Iterator[datetime]:
    """When quiet hours begin and end (UTC) around `now`."""
    for start, end in _quiet_spans(now, now + timedelta(days=1), policy):
        yield start
        yield end


def loud_minutes(start: datetime, end: datetime, policy: Policy) -> int:
    """The whole minutes between two moments that do not lie in quiet hours."""
    elapsed = _utc(end) - _utc(start)
    for low, high in _quiet_spans(start, end, policy):
        elapsed -= max(min(high, _utc(end)) - max(low, _utc(start)), timedelta())
    return max(elapsed // _MINUTE, 0)


def openings(items: Iterable[Item], policy: Policy) -> Iterator[Call]:
    """What is said when it opens, less its lead."""
    for item in items:
        moment = _said_at(item, policy)
        if moment is not None:
            yield Call(item, "open", moment, _utc(item.occurrence.opens))


def _said_at(item: Item, policy: Policy) -> datetime | None:
    """When an item is said by itself (UTC); None for what only digests and people speak of."""
    occurrence = item.occurrence
    if occurrence.mark.kind not in SAID_KINDS or not occurrence.is_clocked:
        return None
    own = occurrence.planned.duty.lead
    return _utc(occurrence.opens) - timedelta(minutes=policy.lead if own is None else own)


def row_calls(
    rows: Iterable[tuple[Identity, date]], items: Sequence[Item], policy: Policy
) -> Iterator[Call]:
    """The rows of registers on the days on which their dates are to be remembered."""
    known = {item.occurrence.identity: item for item in items}
    for identity, day in rows:
        if identity in known:
            start = _utc(day_start(day, policy.zone, policy.day_starts))
            yield Call(known[identity], f"day {day}", start, start)


def snooze_calls(
    snoozes: Iterable[tuple[Identity, str, datetime]], items: Sequence[Item], policy: Policy
) -> Iterator[Call]:
    """What was put off: (identity, the entry's id, until when). What is to be said by itself only
    after that needs no call of its own."""
    known = {item.occurrence.identity: item for item in items}
    for identity, entry, until in snoozes:
        if identity not in known:
            continue
        said_at = _said_at(known[identity], policy)
        if said_at is None or said_at <= _utc(until):
            yield Call(known[identity], f"{SNOOZE}{entry}", _utc(until), _utc(until))


def nag_calls(
    items: Sequence[Item], claims: Iterable[Claim], now: datetime, policy: Policy
) -> Iterator[Call]:
    """What was said and is still open, every so many minutes since it was said last."""
    nags = {
        item.occurrence.identity: (item, nag)
        for item in items
        if (nag := item.occurrence.planned.duty.nag or policy.nag)
        and item.status in ("upcoming", "open", "late")
        and not item.record.snoozed
        and not _is_closed(item, now)
    }
    ours: dict[Identity, list[Claim]] = {}
    for claim in claims:
        if claim.identity in nags:
            ours.setdefault(claim.identity, []).append(claim)
    for identity, before in ours.items():
        item, nag = nags[identity]
        count = sum(claim.occasion.startswith(NAG) for claim in before)
        said = [claim.updated for claim in before if claim.state in ("said", "sent")]
        if said and count < nag.times:
            moment = max(said) + timedelta(minutes=nag.every)
            yield Call(item, f"{NAG}{count + 1}", moment, moment)


def open_calls(items: Sequence[Item], claims: Iterable[Claim]) -> Iterator[Call]:
    """What was claimed but may still have to be said."""
    known = {item.occurrence.identity: item for item in items}
    for claim in claims:
        if claim.state in LIVE and claim.identity in known:
            yield Call(known[claim.identity], claim.occasion, claim.moment, claim.moment)


def choose(
    calls: Iterable[Call],
    claims: Iterable[Claim],
    start: datetime,
    now: datetime,
    policy: Policy,
    *,
    resends: bool = False,
) -> Due:
    """Sort the calls of the time since `start` by what is to be done with them.

    `claims` are those of this channel; what is claimed is not said again, except what could not
    be sent, and (`resends`: the receiver knows a message again by its key) what may not have been.
    """
    claimed = {(claim.identity, claim.occasion): claim for claim in claims}
    found: dict[str, list[Call]] = {"say": [], "held": [], "passed": []}
    silent: list[tuple[Call, ClaimState]] = []
    spoken: set[Identity] = set()
    unique = {(call.identity, call.occasion): call for call in calls}
    for key, call in sorted(unique.items(), key=lambda pair: pair[1].moment):
        claim = claimed.get(key)
        if claim is None or is_void(claim, now):
            if not (call.moment <= _utc(now) and call.until > start):
                continue
        elif not may_retry(claim, now, resends=resends):
            continue
        timed = _timed(call, claim, now, policy)
        reason = _unsaid(timed, spoken, now, policy)
        if reason:
            silent.append((timed, reason))
            continue
        found[_manner(timed, now, policy)].append(timed)
        spoken.add(call.identity)
    return Due(tuple(found["say"]), tuple(found["held"]), tuple(found["passed"]), tuple(silent))


def may_retry(claim: Claim, now: datetime, *, resends: bool) -> bool:
    """Whether a claim is to be taken up again now."""
    if claim.state == "sending":
        return resends and was_killed(claim, now)
    if claim.state == "pending" or (claim.state == "unknown" and resends):
        if claim.next_try is None:
            return False
        wait = claim.next_try - _utc(now)
        return wait <= timedelta() or wait > LONGEST_WAIT
    return False


def is_void(claim: Claim, now: datetime) -> bool:
    """Whether something was left unsaid by a clock that was days ahead: it is said when its time
    really comes. A clock that is put back by less repeats nothing at all."""
    return claim.state in UNSAID and claim.updated > _utc(now) + FAR_AHEAD


def was_killed(claim: Claim, now: datetime) -> bool:
    """Whether the run that was sending this never came to its end."""
    return claim.state == "sending" and abs(_utc(now) - claim.updated) >= LEASE


def _timed(call: Call, claim: Claim | None, now: datetime, policy: Policy) -> Call:
    occurrence = call.item.occurrence
    moment = call.moment
    if call.occasion.startswith(NAG):
        moment = min(_utc(occurrence.opens), moment)
    if call.occasion.startswith(SNOOZE):
        moment = _said_at(call.item, policy) or moment
    is_row = occurrence.mark.kind == "row"
    late = 0 if is_row else loud_minutes(moment, now, policy)
    return Call(call.item, call.occasion, call.moment, call.until, late, claim)


def _unsaid(call: Call, spoken: set[Identity], now: datetime, policy: Policy) -> ClaimState | None:
    """Why a call is not said at all; None where it is."""
    if call.item.is_settled:
        return "settled"
    if call.identity in spoken or call.item.record.snoozed:
        return "quiet"
    return "quiet" if _is_closed(call.item, now) and is_quiet(call.moment, policy) else None


def _is_closed(item: Item, now: datetime) -> bool:
    """Whether it is too late for it, also where no list says so yet (a shop's first days)."""
    closes = item.occurrence.closes
    if item.status == "missed" or closes is None:
        return item.status == "missed"
    return item.occurrence.mark.policy == "expire" and _utc(closes) + _MINUTE <= _utc(now)


def _manner(call: Call, now: datetime, policy: Policy) -> str:
    """Whether it is said by itself, in the line of quiet hours, or in the line of what passed."""
    if call.occasion.startswith(NAG):
        return "say"
    if call.item.occurrence.mark.kind == "row":
        today = day_of(now, policy.zone, policy.day_starts)
        is_past = call.moment < _utc(day_start(today, policy.zone, policy.day_starts))
    else:
        late = timedelta(minutes=loud_minutes(call.moment, now, policy))
        is_past = late > policy.catch_up
    if is_past:
        return "passed"
    return "held" if _was_quiet(call.moment, now, policy) else "say"


def _was_quiet(start: datetime, end: datetime, policy: Policy) -> bool:
    spans = _quiet_spans(start, end, policy)
    return any(low < _utc(end) and high > _utc(start) for low, high in spans)


def _quiet_spans(
    start: datetime, end: datetime, policy: Policy
) -> Iterator[tuple[datetime, datetime]]:
    """The quiet hours (UTC) of the days around two moments."""
    if policy.quiet is None:
        return
    low, high = policy.quiet
    day = start.astimezone(policy.zone).date() - timedelta(days=1)
    while day <= end.astimezone(policy.zone).date():
        yield _utc(wall(day, low, policy.zone)), _utc(wall(day, high, policy.zone))
        day += timedelta(days=1)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
