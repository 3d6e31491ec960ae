"""What pydantic found wrong, as problems with line and column."""

import types
import typing
from typing import Any

from pydantic import BaseModel, ValidationError

from opsplan.playbook.syntax import FULL_WIDTH, FULL_WIDTH_COLON
from opsplan.playbook.tree import Node, dotted, find, key_node
from opsplan.playbook.upgrade import FORMAT_LINE, UNNUMBERED
from opsplan.values.problem import Problem
from opsplan.values.spelling import near_miss, near_words
from opsplan.values.text import Message, say

Path = tuple[str | int, ...]
_MAPPINGS = ("dict_type", "model_type", "model_attributes_type")
"""What pydantic calls it where no mapping stands that should."""


def problems_of(
    error: ValidationError, root: Node, file: str, model: type[BaseModel]
) -> list[Problem]:
    """One problem for each of pydantic's errors, at the place in the file that it is about.

    A misspelt key is one mistake, not also a missing one.
    """
    errors: list[dict[str, Any]] = [dict(each) for each in error.errors(include_url=False)]
    misspelt = {
        (each["loc"][:-1], near[0])
        for each in errors
        if each["type"] == "extra_forbidden"
        and (near := near_words(_meant(each["loc"][-1]), _keys_at(model, each["loc"][:-1])))
    }
    return [
        _problem(each, root, file, model)
        for each in errors
        if each["type"] != "missing" or (each["loc"][:-1], each["loc"][-1]) not in misspelt
    ]


def problem_at(
    file: str, root: Node, path: Path, what: Message, fix: Message | None = None
) -> Problem:
    """A problem about the value at `path`, or about the nearest thing that is there."""
    node, _ = find(root, path)
    return Problem(node.file or file, node.line, node.column, dotted(path), what, fix)


def _problem(error: dict[str, Any], root: Node, file: str, model: type[BaseModel]) -> Problem:
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    kind = error["type"]
    node, steps = find(root, path)
    if kind == "extra_forbidden" or error["loc"][-1:] == ("[key]",):
        key = str(path[-1])
        name = key_node(find(root, path[:-1])[0], key) or node
        if kind == "extra_forbidden" and FULL_WIDTH in key:
            return Problem(
                name.file or file, name.line, name.column, dotted(path), *FULL_WIDTH_COLON
            )
        if kind == "extra_forbidden":
            known = _keys_at(model, path[:-1])
            fix = near_miss(key, known) or say("the keys here are {keys}", keys=tuple(known))
            what = say("there is no key '{key}' here", key=key)
            return Problem(name.file or file, name.line, name.column, dotted(path), what, fix)
        node = name
    if kind == "missing":
        missing = say("the key '{key}' is missing", key=path[-1])
        line = FORMAT_LINE if missing == UNNUMBERED else None
        return Problem(
            node.file or file, node.line, node.column, dotted(path[:steps]), missing, line
        )
    return Problem(node.file or file, node.line, node.column, dotted(path), *_wording(error))


def _meant(key: object) -> str:
    """The key of what was typed; `id：a` is a key of its own to YAML."""
    return str(key).partition(FULL_WIDTH)[0]


def _wording(error: dict[str, Any]) -> tuple[Message, Message | None]:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _MAPPINGS and FULL_WIDTH in str(error["input"]):
        return FULL_WIDTH_COLON
    if kind == "opsplan":
        return context["what"], context["fix"]
    if kind == "literal_error":
        typed = str(error["input"])
        words = str(context["expected"])
        choices = [word.strip("' ") for word in words.replace(" or ", ",").split(",")]
        what = say("'{word}' is none of {words}", word=typed, words=tuple(choices))
        return what, near_miss(typed, choices)
    if kind in ("too_short", "too_long"):
        return _wrong_count(context), None
    expected = {
        "list_type": say("a list is expected"),
        **dict.fromkeys(_MAPPINGS, say("a mapping (key: value) is expected")),
        "string_type": say("a text is expected"),
    }
    return expected.get(kind, say("this value does not fit: {detail}", detail=error["msg"])), None


def _wrong_count(context: dict[str, Any]) -> Message:
    count = context["actual_length"]
    if "min_length" in context:
        least = context["min_length"]
        return say("at least {least} entries are expected, not {count}", least=least, count=count)
    most = context["max_length"]
    return say("at most {most} entries are expected, not {count}", most=most, count=count)


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that the mapping at `path` may have."""
    at: Any = model
    for part in path:
        if isinstance(at, type) and issubclass(at, BaseModel) and isinstance(part, str):
            field = at.model_fields.get(part)
            at = field.annotation if field else None
        else:
            arguments = typing.get_args(at)
            at = arguments[-1] if arguments else None
        at = _unwrapped(at)
    if not (isinstance(at, type) and issubclass(at, BaseModel)):
        return []
    return [field.alias or name for name, field in at.model_fields.items()]


def _unwrapped(annotation: Any) -> Any:
    while typing.get_origin(annotation) in (typing.Annotated, typing.Union, types.UnionType):
        inner = [each for each in typing.get_args(annotation) if each is not type(None)]
        annotation = inner[0]
    return annotation
