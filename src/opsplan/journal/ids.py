"""Entry ids that sort by the time of writing (the layout of ULID: 48 bits of ms, 80 of chance)."""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_TIME_LENGTH = 10
"""So many letters hold the time; the rest is chance."""
_RANDOM_BITS = 80
STEP = timedelta(days=7)
"""A clock that went back by no more than this does not take the order of the ids with it."""


class EntryIds:
    """Makes ids; those of one maker rise even within a millisecond."""

    def __init__(self) -> None:
        self._last = 0

    def make(self, now: datetime, newest: str | None = None) -> str:
        """A new id for an entry written at `now` (aware).

        It sorts behind the `newest` that is known, even if the clock (or another machine's) was
        ahead by up to STEP when that was made.
        """
        with suppress(ValueError):  # the newest id may be a damaged one
            if newest is not None and (made := written_at(newest)) <= now + STEP:
                self._last = max(self._last, _decoded(newest))
                now = max(now, made)
        chance = int.from_bytes(os.urandom(_RANDOM_BITS // 8), "big") >> 1
        value = (int(now.timestamp() * 1000) << _RANDOM_BITS) | chance
        if value >> _RANDOM_BITS == self._last >> _RANDOM_BITS and value <= self._last:
            value = self._last + 1
        self._last = value
        return _encoded(value)


def is_id(text: str) -> bool:
    """Whether a text is an id of an entry, of a moment that there is."""
    is_spelled = len(text) == _LENGTH and set(text) <= set(_ALPHABET)
    # The year 9999 ends before the first letter passes 7.
    return is_spelled and text < first_id(datetime.max.replace(tzinfo=UTC))


def first_id(moment: datetime) -> str:
    """The id that sorts before all that are made from `moment` on (to the millisecond)."""
    return _encoded(int(moment.timestamp() * 1000) << _RANDOM_BITS)


def written_at(entry_id: str) -> datetime:
    """When the entry of that id was written (UTC, to the millisecond)."""
    milliseconds = _decoded(entry_id[:_TIME_LENGTH])
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _decoded(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 32 + _ALPHABET.index(letter)
    return value


def _encoded(value: int) -> str:
    letters = ""
    for _ in range(_LENGTH):
        value, digit = divmod(value, 32)
        letters = _ALPHABET[digit] + letters
    return letters
