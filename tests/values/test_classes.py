"""Our dataclasses do what the standard library's do."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from opsplan.values import classes
from opsplan.values.window import Window


def pair(body: dict[str, Any], annotations: dict[str, Any], **options: bool) -> list[type]:
    """The same class, made by the standard library and by us."""
    made = []
    for module in (dataclasses, classes):
        namespace = {
            name: value(module) if callable(value) and name not in METHODS else value
            for name, value in body.items()
        }
        namespace["__annotations__"] = annotations
        made.append(module.dataclass(**options)(type("Made", (), namespace)))
    return made


WED, THU = date(2026, 11, 25), date(2026, 11, 26)
METHODS = ("__post_init__", "double")


def _lists(module: Any) -> Any:
    return module.field(default_factory=list)


def _unseen(module: Any) -> Any:
    return module.field(default=7, compare=False)


def _named(module: Any) -> Any:
    return module.field(kw_only=True)


def _double(self: Any) -> Any:
    return self.a * 2


SHAPES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({}, {"a": int}),
    ({"b": 3}, {"a": int, "b": int}),
    ({"b": None, "double": _double}, {"a": int, "b": int}),
    ({"b": _lists}, {"a": int, "b": list[int]}),
    ({"b": _unseen}, {"a": int, "b": int}),
    ({"b": _named}, {"a": int, "b": int}),
]
CALLS: list[Callable[[type], Any]] = [
    lambda made: made(),
    lambda made: made(1),
    lambda made: made(1, 2),
    lambda made: made(1, b=2),
    lambda made: made(a=1, b=2),
    lambda made: made(1, 2, 3),
    lambda made: made(1, c=2),
    lambda made: made(1, a=2),
]


def outcome(call: Callable[[], Any]) -> Any:
    """What it gives, or the kind of error that it raises."""
    try:
        return call()
    except (TypeError, AttributeError) as error:
        return type(error).__mro__[-4 if isinstance(error, AttributeError) else 0].__name__


@pytest.mark.parametrize("options", [{}, {"slots": True}, {"frozen": True}])
@pytest.mark.parametrize("slots", [True, False])
@pytest.mark.parametrize(("body", "annotations"), SHAPES)
@pytest.mark.parametrize("call", CALLS)
def test_like_the_standard_library(
    body: dict[str, Any],
    annotations: dict[str, Any],
    call: Callable[[type], Any],
    options: dict[str, bool],
    *,
    slots: bool,
) -> None:
    theirs, ours = pair(body, annotations, **{**options, "slots": slots})
    expected, found = outcome(lambda: call(theirs)), outcome(lambda: call(ours))
    assert repr(found) == repr(expected)
    if isinstance(expected, str):
        return
    assert (found == call(ours)) is (expected == call(theirs)) is True
    assert (found != call(ours)) is False
    assert found != expected
    for names in ({"a": 5}, {"b": 5}, {"c": 5}):
        changed = outcome(partial(classes.replace, found, **names))
        wanted = outcome(partial(dataclasses.replace, expected, **names))
        assert repr(changed) == repr(wanted)
    assert (ours.__hash__ is None) is (theirs.__hash__ is None)
    if hasattr(found, "double"):
        assert found.double() == expected.double()


class TestFrozen:
    def test_nothing_can_be_set_or_deleted(self) -> None:
        window = Window(WED, THU)
        with pytest.raises(AttributeError, match=r"Window\.start cannot be changed"):
            window.start = WED  # type: ignore[misc]
        with pytest.raises(AttributeError, match=r"Window\.start cannot be changed"):
            del window.start
        with pytest.raises(AttributeError):
            window.other = 1  # type: ignore[attr-defined]

    def test_equal_values_are_one_key(self) -> None:
        windows = {Window(WED, THU) for _ in range(3)}
        assert len(windows) == 1

    def test_what_is_not_compared_does_not_count(self) -> None:
        ours = pair({"b": _unseen}, {"a": int, "b": int}, frozen=True, slots=True)[1]
        assert ours(1, 2) == ours(1, 3)
        assert hash(ours(1, 2)) == hash(ours(1, 3))

    def test_pickles_and_copies(self) -> None:
        window = Window(WED, THU)
        assert pickle.loads(pickle.dumps(window)) == window
        assert copy.copy(window) == copy.deepcopy(window) == window

    def test_a_check_after_the_fields_is_made_each_time(self) -> None:
        for _ in range(2):
            with pytest.raises(ValueError, match="before"):
                Window(THU, WED)

    def test_the_fields_can_be_matched_in_their_order(self) -> None:
        match Window(WED, THU):
            case Window(start, end):
                assert (start, end) == (
                    WED,
                    THU,
                )


def test_the_module_of_a_value_compiles_nothing() -> None:
    made = pair({}, {"a": int}, frozen=True, slots=True)[1]
    before = made.__init__  # type: ignore[misc]
    made(1)
    after = made.__init__  # type: ignore[misc]
    assert before is not after
    assert list(inspect.signature(made).parameters) == ["a"]
