"""The known word that a mistyped one was probably meant to be."""

from collections.abc import Iterable

from opsplan.values.text import Message, say


def near_miss(word: str, known: Iterable[str]) -> Message | None:
    """`did you mean 'role'?`, where one of the known words is close enough."""
    near = near_words(word, known)
    return say("did you mean '{word}'?", word=near[0]) if near else None


def near_words(word: str, known: Iterable[str]) -> list[str]:
    """The one known word that is close enough, or none."""
    import difflib  # only for those who slipped

    return difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
