"""Entry ids that sort by the time of writing (the layout of ULID: 48 bits of ms, 80 of chance)."""

from datetime import UTC, datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_TIME_LENGTH = 10
"""So many letters hold the time; the rest is chance."""
RANDOM_BITS = 80


def is_id(text: str) -> bool:
    """Whether a text is an id of an entry, of a moment that there is."""
    is_spelled = len(text) == _LENGTH and set(text) <= set(_ALPHABET)
    # The year 9999 ends before the first letter passes 7.
    return is_spelled and text < first_id(datetime.max.replace(tzinfo=UTC))


def first_id(moment: datetime) -> str:
    """The id that sorts before all that are made from `moment` on (to the millisecond)."""
    return encoded(int(moment.timestamp() * 1000) << RANDOM_BITS)


def written_at(entry_id: str) -> datetime:
    """When the entry of that id was written (UTC, to the millisecond)."""
    milliseconds = decoded(entry_id[:_TIME_LENGTH])
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def decoded(letters: str) -> int:
    """The number that an id spells; ValueError for a letter that no id has."""
    value = 0
    for letter in letters:
        value = value * 32 + _ALPHABET.index(letter)
    return value


def encoded(value: int) -> str:
    """The id that spells a number of 128 bits."""
    letters = ""
    for _ in range(_LENGTH):
        value, digit = divmod(value, 32)
        letters = _ALPHABET[digit] + letters
    return letters
