"""Conditions and formulas as they are written in playbooks (DESIGN section 5)."""

import re
from collections.abc import Mapping

from opsplan.phrase.scan import fold
from opsplan.values.figures import (
    TARGET,
    Change,
    Comparison,
    Condition,
    Formula,
    Operator,
    Sign,
    Term,
)
from opsplan.values.scorecard import Source
from opsplan.values.text import Message, say

METRIC_PATTERN = r"[a-z][a-z0-9_]*"
_OPERATORS: Mapping[str, Operator] = {
    "<=": "<=",
    ">=": ">=",
    "≤": "<=",
    "≥": ">=",
    "<": "<",
    ">": ">",
    "=": "=",
}
"""What is meant by what is written."""
_SIGNS: tuple[Sign, ...] = ("+", "-", "*", "/")
_COMPARISON = re.compile(rf"({METRIC_PATTERN})\s*({'|'.join(_OPERATORS)})\s*(\S+)")
_CHANGE = re.compile(rf"({METRIC_PATTERN})\s+(falls|rises)(?:\s+(\d+(?:\.\d+)?)\s*%)?")
_FORMULA = re.compile(rf"({METRIC_PATTERN})\s*([-+*/])\s*({METRIC_PATTERN})")
YES_NO = {"yes": 1.0, "no": 0.0}


class ConditionError(Exception):
    """A condition that cannot be read; `column` counts from 1."""

    def __init__(self, column: int, what: Message) -> None:
        super().__init__(str(what))
        self.column = column
        self.what = what


def read_condition(text: str) -> Condition:
    """`inquiries < 10 and visitors falls 20%`, also in full-width characters; ConditionError where
    it is none."""
    text = fold(text)
    terms: list[Term] = []
    at = 0
    for part in re.split(r"(\s+and\s+)", text):
        if part.strip() == "and":
            at += len(part)
            continue
        column = at + len(part) - len(part.lstrip()) + 1
        terms.append(_term(part.strip(), column))
        at += len(part)
    return Condition(tuple(terms), " and ".join(write_term(term) for term in terms))


def read_formula(text: str) -> Formula | None:
    """`sales / ad_spend`; None where it is none."""
    match = _FORMULA.fullmatch(fold(text).strip())
    if match is None:
        return None
    operator = next(sign for sign in _SIGNS if sign == match[2])
    return Formula(match[1], operator, match[3])


def write_term(term: Term) -> str:
    """The term as it is shown."""
    if isinstance(term, Change):
        return f"{term.metric} {term.direction}" + (f" {term.percent:g}%" if term.percent else "")
    bar = term.bar if isinstance(term.bar, str) else f"{term.bar:g}"
    return f"{term.metric} {term.operator} {bar}"


def metrics_of(condition: Condition) -> set[str]:
    """Every metric that the condition looks at."""
    found = {term.metric for term in condition.terms}
    bars = {term.bar for term in condition.terms if isinstance(term, Comparison)}
    return found | {bar for bar in bars if isinstance(bar, str) and bar != TARGET}


def _term(text: str, column: int) -> Term:
    if match := _CHANGE.fullmatch(text):
        percent = float(match[3]) if match[3] else None
        return Change(match[1], "falls" if match[2] == "falls" else "rises", percent)
    match = _COMPARISON.fullmatch(text)
    if match is None:
        what = say(
            "'{text}' is no condition, such as inquiries < 10 or visitors falls 20%", text=text
        )
        raise ConditionError(column, what)
    return Comparison(match[1], _OPERATORS[match[2]], _bar(match[3], column + match.start(3)))


def _bar(text: str, column: int) -> float | str:
    if text in YES_NO:
        return YES_NO[text]
    if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?%?", text):
        return float(text.removesuffix("%"))
    if re.fullmatch(METRIC_PATTERN, text):
        return text
    raise ConditionError(
        column, say("'{text}' is neither a number, a metric nor target", text=text)
    )


def read_source(text: str) -> Source:
    """Where a number of a scorecard comes from: `completion`, `target sales`, or a metric."""
    words = text.split()
    if words == ["completion"]:
        return Source("completion")
    if len(words) == 2 and words[0] == TARGET:
        return Source("target", words[1])
    return Source("metric", text.strip())


def read_open_while(text: str) -> tuple[str, str] | None:
    """(field, value) of `status = open`."""
    match = re.fullmatch(r"\s*([a-z][a-z0-9_]*)\s*[=＝]\s*(.+?)\s*", text)
    return (match[1], match[2]) if match else None
