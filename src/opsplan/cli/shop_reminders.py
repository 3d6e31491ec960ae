"""One shop's reminders: from its list and what was said before to what is said now."""

import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from opsplan.cli.roles import of_role, role_ids
from opsplan.cli.sending import Parcel
from opsplan.cli.session import Session
from opsplan.journal.reminders import Claim, Reminders
from opsplan.planning.registers import reminded_days
from opsplan.remind.digest import digest, digest_window
from opsplan.remind.due import (
    Call,
    Due,
    Policy,
    nag_calls,
    open_calls,
    openings,
    policy_of,
    row_calls,
    snooze_calls,
)
from opsplan.remind.rounds import (
    Round,
    begin,
    may_retry_here,
    take,
    take_digest,
    take_digest_again,
    told,
)
from opsplan.remind.sheet import Sheet
from opsplan.remind.waking import DIGESTS, Digest
from opsplan.remind.wording import lost_line, reminder
from opsplan.values.channel import Channel
from opsplan.values.checklist import Checklist, Item
from opsplan.values.classes import dataclass, field, replace
from opsplan.values.journal import snoozed_until
from opsplan.values.occurrence import Identity
from opsplan.values.window import day_window

STDOUT = "stdout"
"""The channel of what is printed."""
CATCH_UP = timedelta(hours=2)
"""How far back what was missed is still said by itself, where nobody wants it otherwise."""
LONGEST_SNOOZE = timedelta(days=7)

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RemindWish:
    """What the command line asks for."""

    catch_up: timedelta = CATCH_UP
    lead: int | None = None
    role: str | None = None
    is_dry: bool = False


@dataclass
class ShopReminders:
    """A shop's session with what is asked of it."""

    session: Session
    wish: RemindWish
    rests: list[datetime | None] = field(default_factory=list)
    """Until when each channel that was looked at has nothing to say; None where it has, or where
    that cannot be told."""

    @cached_property
    def policy(self) -> Policy:
        """How the shop wants to be reminded."""
        return policy_of(self.session.plan, self.wish.catch_up, self.wish.lead)

    @cached_property
    def roles(self) -> set[str] | None:
        """The roles that are asked for, by id; None for all. OpsplanError where there is none."""
        return role_ids(self.wish.role, self.session) if self.wish.role else None

    def printed(self) -> tuple[Sheet, list[Data]] | None:
        """What is to be printed, already claimed, and as data; None where nothing is due."""
        session = self.session
        reminders = self._reminders(STDOUT)
        round_ = begin(reminders, session.now, self.policy)
        due, items = self._due(round_)
        if self.wish.is_dry:
            return self._shown(due, "pending") if due.spoken else None
        if self.rests[-1]:
            return None
        taken = take(round_, due, os.urandom(16).hex())
        self._tell_lost(taken.lost, items, STDOUT)
        if not taken.messages:
            return None
        [(key, mine)] = taken.messages.items()
        session.when_printed.append(lambda: told(reminders, taken.claims[key], mine, session.now))
        return self._shown(replace(mine, cut=due.cut), "said")

    def parcels(self, channel: Channel, kind: Digest | None) -> list[Parcel]:
        """What is to be sent to a channel, already claimed: a digest, or what is due."""
        reminders = self._reminders(channel.id)
        if kind is not None:
            return self._digest_parcels(channel, reminders, kind)
        round_ = begin(reminders, self.session.now, self.policy, resends=channel.kind == "webhook")
        due, items = self._due(round_)
        if self.wish.is_dry:
            return [self._parcel(channel, reminders, "", [], due)] if due.spoken else []
        if self.rests[-1]:
            return []
        taken = take(round_, due, os.urandom(16).hex())
        self._tell_lost(taken.lost, items, channel.id)
        found = [
            self._parcel(channel, reminders, key, taken.claims[key], replace(mine, cut=due.cut))
            for key, mine in taken.messages.items()
        ]
        again = take_digest_again(round_)
        return found + [self._digest_parcel(channel, reminders, claim) for claim in again]

    def digest(self, kind: Digest, day: date) -> tuple[Sheet, Data]:
        """The digest of a day, and the same as data."""
        whole = self.session.checklist(digest_window(kind, day))
        checklist = of_role(whole, self.wish.role, self.session)
        words = self.session.words
        from opsplan.views.data import checklist_data

        return digest(kind, checklist, words), checklist_data(checklist, words)

    def _reminders(self, channel: str) -> Reminders:
        place = " ".join([channel, *sorted(self.roles or ())])
        return Reminders(self.session.journal, self.session.shop.id, place)

    def _due(self, round_: Round) -> tuple[Due, Sequence[Item]]:
        if round_.is_silent:
            self.rests.append(round_.rest_until((), Due()))
            return Due(), ()
        session, plan = self.session, self.session.plan
        drafted = session.drafted(round_.window)
        checklist = session.joined(drafted)
        put_off = session.journal.snoozes(session.shop.id, round_.start - LONGEST_SNOOZE)
        snoozes = [(entry.identity, entry.id, snoozed_until(entry)) for entry in put_off]
        named = [identity for identity, _, _ in snoozes]
        named += [each.identity for each in round_.claims if may_retry_here(each, round_)]
        items = self._of_role(_items(checklist), self._elsewhere(checklist, named))
        calls: list[Call] = [
            *openings(items, self.policy),
            *row_calls(reminded_days(plan, drafted.facts.rows), items, self.policy),
            *snooze_calls(snoozes, items, self.policy),
            *nag_calls(items, round_.claims, round_.now, self.policy),
            *open_calls(items, round_.claims),
        ]
        due = round_.due(calls)
        self.rests.append(round_.rest_until(calls, due))
        return due, items

    def _elsewhere(self, checklist: Checklist, named: Iterable[Identity]) -> list[Item]:
        """The items of these identities that stand on the lists of other days."""
        known = {item.occurrence.identity for item in _items(checklist)}
        missing = {each for each in named if each not in known and each.playbook}
        days = {each.nominal for each in missing}
        lists = [_items(self.session.checklist(day_window(day))) for day in sorted(days)]
        return [item for ours in lists for item in ours if item.occurrence.identity in missing]

    def _of_role(self, *lists: Iterable[Item]) -> list[Item]:
        """The items of the wanted role, and none from before the shop was launched."""
        launch = self.session.shop.launch or date.min
        items = [i for ours in lists for i in ours if i.occurrence.date >= launch]
        roles = self.roles
        return [i for i in items if roles is None or i.occurrence.planned.duty.role in roles]

    def _shown(self, due: Due, state: str) -> tuple[Sheet, list[Data]]:
        sheet = reminder(due, self.session.shop, self._now, self.session.words)
        rows = []
        for call in due.spoken:
            became = "superseded" if call in due.passed and state == "said" else state
            row = self._data(call)
            del row["claim"]
            rows.append({**row, "channel": STDOUT, "state": became})
        return sheet, rows

    def _parcel(
        self,
        channel: Channel,
        reminders: Reminders,
        key: str,
        claims: list[Claim],
        due: Due,
    ) -> Parcel:
        sheet = reminder(due, self.session.shop, self._now, self.session.words)
        rows = [self._data(call) for call in due.spoken]
        return Parcel(channel, reminders, sheet, key, claims, due, rows, self.wish.is_dry)

    def _digest_parcels(self, channel: Channel, reminders: Reminders, kind: Digest) -> list[Parcel]:
        day = digest_window(kind, self.session.today).start
        if self.wish.is_dry:
            sheet, _ = self.digest(kind, day)
            return [Parcel(channel, reminders, sheet, "", [], None, [], is_dry=True)]
        claims = take_digest(reminders, kind, day, self.session.now, os.urandom(16).hex())
        return [self._digest_parcel(channel, reminders, claim) for claim in claims]

    def _digest_parcel(self, channel: Channel, reminders: Reminders, claim: Claim) -> Parcel:
        name = claim.identity.duty.removeprefix("digest-")
        kind = next(each for each in DIGESTS if each == name)
        sheet, _ = self.digest(kind, claim.identity.nominal)
        row: Data = {
            "digest": kind,
            "shop": self.session.shop.id,
            "date": claim.identity.nominal.isoformat(),
            "claim": (claim.identity, claim.occasion),
        }
        return Parcel(channel, reminders, sheet, claim.message, [claim], None, [row])

    def _data(self, call: Call) -> Data:
        """An item as JSON tells it; `claim` is for us alone."""
        from opsplan.views.data import item_data

        data = item_data(call.item, self.session.shop.id, self.session.words)
        claim = (call.identity, call.occasion)
        return {**data, "late_minutes": call.late_minutes, "claim": claim}

    def _tell_lost(self, lost: Iterable[Claim], items: Sequence[Item], channel: str) -> None:
        """Say on standard error what a killed run may or may not have said."""
        titles = {i.occurrence.identity: i.occurrence.planned.duty.name for i in items}
        words = self.session.words
        named = [
            words.text(titles[claim.identity]) if claim.identity in titles else str(claim.identity)
            for claim in lost
        ]
        if named:
            self.session.err.write(f"opsplan: {lost_line(named, channel, words)}\n")

    @property
    def _now(self) -> Any:
        return self.session.now.astimezone(self.session.plan.zone)


def _items(checklist: Checklist) -> tuple[Item, ...]:
    return (*checklist.items, *checklist.setup)
