"""Every slot of simulated days ends exactly one way, whatever happens to runs and clocks."""

import pytest

from opsplan.values.classes import replace
from remind.month import STORIES, tell


@pytest.mark.parametrize("name", [name for name in STORIES if "everything" not in name])
def test_one_kind_of_trouble(name: str) -> None:
    runs, found = tell(name, 2, 2)
    assert runs > 100
    assert sum(found.values()) >= 12
    assert found["lost"] == found["twice"] == 0
    if name != "kills":
        assert found["unknown, told on stderr"] == 0
    if name == "quiet weeks":
        assert found["said"] == sum(found.values())


@pytest.mark.parametrize("name", [name for name in STORIES if "everything" in name])
@pytest.mark.parametrize("seed", [3, 4])
def test_all_troubles_together(name: str, seed: int) -> None:
    _, found = tell(name, seed, 2)
    assert sum(found.values()) >= 12
    assert found["lost"] == found["twice"] == 0


def test_a_receiver_that_knows_keys_leaves_nothing_unknown() -> None:
    kind, story = STORIES["everything, webhook"]
    assert kind == "webhook"
    STORIES["unanswered"] = kind, replace(story, failures=0, kills=0.2, unanswered=0.3, steps=())
    _, found = tell("unanswered", 5, 2)
    del STORIES["unanswered"]
    assert found["twice"] == found["lost"] == found["unknown, told on stderr"] == 0
