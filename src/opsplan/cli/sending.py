"""Sending reminders: each channel has its share of the time, and a broken one holds up no other."""

import time
from collections.abc import Iterator
from typing import Any

from opsplan.cli.session import Session
from opsplan.journal.reminders import Claim, ClaimState, Reminders
from opsplan.remind.due import Due
from opsplan.remind.outcome import Outcome
from opsplan.remind.rounds import delivered
from opsplan.remind.sheet import Sheet, message_of
from opsplan.values.channel import Channel
from opsplan.values.classes import dataclass, field
from opsplan.values.problem import OpsplanError
from opsplan.values.text import say

LEAST_SECONDS = 0.5
"""With less time than that nothing is begun any more."""
NO_TIME = Outcome("failed", 0.0, say("there was no time left in this run"))


@dataclass
class Parcel:
    """A message of a shop for a channel, with the claims that it stands for.

    `rows` are its items as JSON tells them, without what has become of them; `due` is None for a
    digest.
    """

    channel: Channel
    reminders: Reminders
    sheet: Sheet
    key: str
    claims: list[Claim]
    due: Due | None
    rows: list[dict[str, Any]]
    is_dry: bool = False
    states: dict[object, ClaimState] = field(default_factory=dict)

    def data(self) -> Iterator[dict[str, Any]]:
        """The items with their channel and what has become of them."""
        for row in self.rows:
            state = self.states.get(row["claim"], "pending")
            shown = {key: value for key, value in row.items() if key != "claim"}
            yield {**shown, "channel": self.channel.id, "state": state}


def send_all(session: Session, parcels: list[Parcel]) -> int:
    """Send every parcel and record what becomes of it; 1 if one could not be sent.

    All of it is over within the deadline of one delivery: what is left then is kept for the next
    run, and so is the rest for a channel that has just failed.
    """
    from opsplan.remind.deliver import DEADLINE  # loads HTTP, of no use to most runs

    end = time.monotonic() + DEADLINE
    waiting = [parcel.channel.id for parcel in parcels]
    broken: dict[str, Outcome] = {}
    code = 0
    for parcel in parcels:
        name = parcel.channel.id
        share = (end - time.monotonic()) / max(len({*waiting} - {*broken}), 1)
        waiting.remove(name)
        outcome = broken.get(name) or _sent(session, parcel, share)
        found = delivered(parcel.reminders, parcel.claims, parcel.due, outcome, session.now)
        parcel.states = {(claim.identity, claim.occasion): claim.state for claim in found}
        if outcome.state == "sent":
            continue
        code = 1
        if name not in broken:
            reason = session.words.message(outcome.reason)
            text = session.words("{channel}: {reason}", channel=name, reason=reason)
            session.err.write(f"opsplan: {text}\n")
        broken[name] = Outcome("failed", outcome.retry_after or 0.0, outcome.reason)
    return code


def _sent(session: Session, parcel: Parcel, seconds: float) -> Outcome:
    if seconds < LEAST_SECONDS:
        return NO_TIME
    from opsplan.cli.channels import ready_channel

    try:
        channel = ready_channel(session, parcel.channel)
    except OpsplanError as error:
        return Outcome("failed", 0.0, error.message)
    from opsplan.remind.deliver import deliver

    message = message_of(parcel.sheet, channel.kind, parcel.key, session.words)
    return deliver(channel, message, seconds)
