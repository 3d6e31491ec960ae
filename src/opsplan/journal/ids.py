"""Making entry ids (how they are spelled: `values/entry_ids.py`)."""

import os
from contextlib import suppress
from datetime import datetime, timedelta

from opsplan.values.entry_ids import RANDOM_BITS, decoded, encoded, written_at

STEP = timedelta(days=7)
"""A clock that went back by no more than this does not take the order of the ids with it."""
_GAP_BITS = 64
"""Where a clock stands still, ids lie up to so far apart: copies of a journal go on differently."""


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
                self._last = max(self._last, decoded(newest))
                now = max(now, made)
        value = (int(now.timestamp() * 1000) << RANDOM_BITS) | _chance(RANDOM_BITS) >> 1
        if value >> RANDOM_BITS == self._last >> RANDOM_BITS and value <= self._last:
            value = self._last + 1 + _chance(_GAP_BITS)
        self._last = value
        return encoded(value)


def _chance(bits: int) -> int:
    return int.from_bytes(os.urandom(bits // 8), "big")
