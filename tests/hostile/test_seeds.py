"""What fuzzing has found, and what is likely to break a reader, answered with a value in time."""

import random

import pytest

from hostile.fuzz import READERS, STARTS, mutated, tried
from hostile.seeds import SEEDS


@pytest.mark.parametrize(("reader", "text"), SEEDS, ids=lambda each: repr(each)[:40])
def test_a_seed_is_answered(reader: str, text: str) -> None:
    assert tried(reader, text) is None


@pytest.mark.parametrize("reader", READERS)
def test_a_little_fuzzing(reader: str) -> None:
    """As `fuzz.py` does for longer, with the same inputs each time."""
    chance = random.Random(f"opsplan {reader}")
    every = STARTS[reader]
    for _ in range(150):
        text = mutated(chance.choice(every), every, chance)
        assert tried(reader, text) is None, text
