"""What is said on a channel, and what became of it."""

from typing import Literal

from opsplan.values.classes import dataclass
from opsplan.values.text import Message, say

DeliveryState = Literal["sent", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class OutMessage:
    """What is said on a channel. `text` and `markdown` are the body, without the title.

    `markdown` may be empty. `key` is the same whenever the same thing is said again.
    """

    title: str
    text: str
    markdown: str
    key: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message, no more than is known.

    sent: the channel has taken it. failed: it has not. unknown: it may have; saying it again may
    say it twice. `retry_after`, of a failed one: the seconds before which another try is no use
    (0: any time); None where no try will help.
    """

    state: DeliveryState
    retry_after: float | None
    reason: Message


SENT = Outcome("sent", None, say("sent"))
