"""Delivering a message to a channel, with an outcome that says no more than is known."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

from opsplan.remind import desktop, through_apprise
from opsplan.remind.exchange import Answer, NoAnswer, Posting, post
from opsplan.remind.outcome import SENT, Outcome, OutMessage
from opsplan.remind.robots import ROBOTS, posting_of
from opsplan.values.channel import Channel
from opsplan.values.channel_kinds import ChannelKind
from opsplan.values.text import Message, say

DEADLINE = 15.0
"""Seconds after which a delivery is over, whatever the other side does."""

MAX_REDIRECTS = 3
LONGEST_WAIT = 24 * 3600.0
"""Seconds: what a server may ask us to wait at most."""

LONGEST_DETAIL = 200
"""Characters of what a server says that are passed on."""

_AGAIN = (408, 425, 429)
"""Statuses below 500 after which another try may help."""

_KEEP_METHOD = (307, 308)
"""Redirects that say: the same request, over there. After the others a message would be lost."""

OWN_WAYS: Mapping[ChannelKind, Callable[[Channel, OutMessage, float], Outcome]] = {
    "desktop": lambda _, message, seconds: desktop.notify(message, seconds),
    "apprise": through_apprise.notify,
}
"""The kinds that are no robots, with what says a message there within so many seconds."""


def deliver(
    channel: Channel,
    message: OutMessage,
    deadline_seconds: float = DEADLINE,
    *,
    clock: Callable[[], float] = time.time,
) -> Outcome:
    """Say `message` on `channel`, whose secrets are resolved; over within `deadline_seconds`.

    Never raises for what the other side does, and nothing of url or secret is in the outcome.
    `clock` (seconds since 1970) must be the real time: robots refuse a signature of another one.
    """
    end = time.monotonic() + deadline_seconds
    own_way = OWN_WAYS.get(channel.kind)
    if own_way is not None:
        return own_way(channel, message, deadline_seconds)
    posting = posting_of(channel, message, clock())
    answer = post(posting, end)
    for _ in range(MAX_REDIRECTS):
        target = _redirect(posting, answer)
        if target is None:
            break
        posting = Posting(target, posting.body, posting.headers, posting.wants_body)
        answer = post(posting, end)
    if isinstance(answer, NoAnswer):
        if answer.was_sent:
            return Outcome("unknown", None, answer.reason)
        return Outcome("failed", 0.0, answer.reason)
    return _outcome(channel, answer, clock())


def _redirect(posting: Posting, answer: Answer | NoAnswer) -> str | None:
    """Where the same request may be sent instead: over https to the same host and port."""
    if isinstance(answer, NoAnswer) or answer.status not in _KEEP_METHOD:
        return None
    try:
        target = urljoin(posting.url, answer.headers.get("location", ""))
        here, there = urlsplit(posting.url), urlsplit(target)
        is_same = _place(here) == _place(there)
    except ValueError:
        return None
    return target if is_same and there.scheme == "https" and target.isascii() else None


def _place(parts: SplitResult) -> tuple[str | None, int]:
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _outcome(channel: Channel, answer: Answer, now: float) -> Outcome:
    codes = ROBOTS[channel.kind].codes
    verdict = codes.verdict(answer.body) if codes else None
    if verdict is not None and verdict.code != 0:
        asked = _asked_wait(answer, now)
        wait = verdict.wait if verdict.wait is None or asked is None else max(verdict.wait, asked)
        return Outcome("failed", wait, _redacted(verdict.reason, channel))
    status = answer.status
    if 200 <= status < 300:
        if codes and verdict is None:
            return Outcome("unknown", None, say("the robot's answer cannot be read"))
        return SENT
    if 300 <= status < 400:
        what = say("the server points elsewhere ({status}): write the final url", status=status)
        return Outcome("failed", None, what)
    reason = say("the server refuses it ({status})", status=status)
    if status < 500 and status not in _AGAIN:
        return Outcome("failed", None, reason)
    return Outcome("failed", _asked_wait(answer, now) or 0.0, reason)


def _asked_wait(answer: Answer, now: float) -> float | None:
    """Seconds that Retry-After asks for, a number or a date; None where it asks for nothing."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    wait = (aware - datetime.fromtimestamp(now, UTC)).total_seconds()
    return min(max(wait, 0.0), LONGEST_WAIT)


def _redacted(reason: Message, channel: Channel) -> Message:
    """The reason without what the other side may have repeated from url or secret."""
    parts = _secret_parts(channel)

    def clean(value: object) -> object:
        if isinstance(value, Message):
            return _redacted(value, channel)
        if isinstance(value, str):
            for part in parts:
                value = value.replace(part, "•••")
            return value[:LONGEST_DETAIL]
        return value

    return Message(reason.template, {key: clean(value) for key, value in reason.values.items()})


def _secret_parts(channel: Channel) -> list[str]:
    """What identifies a channel: its secret, its url, and the longer parts of that."""
    url = channel.url.text if channel.url else ""
    split = urlsplit(url)
    pieces = [value for _, value in parse_qsl(split.query)]
    pieces += [pair.partition("=")[2] for pair in split.query.split("&")]
    paths = f"{split.path}/{unquote(split.path)}"
    pieces += [part for part in paths.split("/") if len(part) >= 12]
    secret = channel.secret.text if channel.secret else ""
    wanted = {piece for piece in (secret, url, split.query, *pieces) if len(piece) >= 6}
    return sorted(wanted, key=len, reverse=True)
