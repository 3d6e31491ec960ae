"""What is wrong with a text that is no YAML, in the words of people who write playbooks.

libyaml names what its scanner missed, in English, and where that showed. Here that becomes what
the author has done, where it was done, and what to write instead.
"""

import re
from collections.abc import Callable, Mapping

import yaml

from opsplan.values.classes import dataclass
from opsplan.values.text import Message, say

Said = tuple[int, int, Message, Message | None]
"""Line and column (from 1), what is wrong there, and what would be right."""

FULL_WIDTH = "："
FULL_WIDTH_COLON = (say("this colon is the full-width one"), say("write ':' and a space"))
"""What is wrong where it stands for YAML's, and what would be right."""
_CLOSING = {"{": "}", "[": "]"}
_QUOTES = "'\""
_TAB = (say("a tab cannot indent YAML"), say("use spaces"))
_NEEDS_QUOTES = say("a value with ': ' in it needs quotation marks")
_OUT_OF_LINE = say("this line stands in line with none of those above")


@dataclass(frozen=True, slots=True)
class _Fault:
    """What libyaml tells: its problem, where that showed, and where what was being read began."""

    lines: list[str]
    problem: str
    at: tuple[int, int]
    began: tuple[int, int]

    def line(self, number: int) -> str:
        """The text of a line; "" beyond the last."""
        return self.lines[number - 1] if number <= len(self.lines) else ""

    @property
    def before(self) -> str:
        """What stands before the fault on its line."""
        return self.line(self.at[0])[: self.at[1] - 1]

    @property
    def after(self) -> str:
        """What stands from the fault on, on its line."""
        return self.line(self.at[0])[self.at[1] - 1 :]

    @property
    def opening(self) -> str:
        """The character with which what was being read began."""
        return self.line(self.began[0])[self.began[1] - 1 :][:1]


def syntax_fault(text: str, error: yaml.MarkedYAMLError) -> Said:
    """The fault that ended the reading of `text`."""
    at, began = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    fault = _Fault(
        text.splitlines(),
        error.problem or error.context or "?",
        (at.line + 1, at.column + 1) if at else (1, 1),
        (began.line + 1, began.column + 1) if began else (1, 1),
    )
    if "\t" in _indentation(fault):
        return (*fault.at, *_TAB)
    explain = _KNOWN.get(fault.problem)
    if explain:
        return explain(fault)
    return (*fault.at, say("this is not YAML: {detail}", detail=fault.problem), None)


def _indentation(fault: _Fault) -> str:
    """The start of the line at fault, up to its first text or to the fault, whichever is later."""
    line = fault.line(fault.at[0])
    return line[: max(fault.at[1], _indent(line))]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _key_column(line: str) -> int:
    """Where the first key of a line stands, behind the dashes of lists."""
    return len(line) - len(line.lstrip(" -")) + 1


def _unclosed_quote(fault: _Fault) -> Said:
    mark = fault.opening
    what = say("the quotation mark {mark} is not closed", mark=mark)
    return (*fault.began, what, say("end the text with {mark}", mark=mark))


def _unclosed_bracket(fault: _Fault) -> Said:
    mark = fault.opening
    closing = _CLOSING.get(mark, mark)
    fix = None
    if "，" in fault.line(fault.at[0]):
        fix = say("between two entries stands the comma ',', not '，'")
    if fault.at[0] > fault.began[0]:
        return (*fault.began, say("the bracket {mark} is not closed", mark=mark), fix)
    if fix is None and fault.after.startswith(":"):
        return (*fault.at, _NEEDS_QUOTES, None)
    return (*fault.at, say("here a comma or {mark} is missing", mark=closing), fix)


def _colon_in_value(fault: _Fault) -> Said:
    key, colon, value = fault.line(fault.at[0]).partition(": ")
    if colon and len(key) < len(fault.before):
        quote = next((each for each in _QUOTES if each not in value and "#" not in value), None)
        line = f"{key.strip()}: {quote}{value.strip()}{quote}"
        fix = say("such as {text}", text=line) if quote else None
        return (*fault.at, _NEEDS_QUOTES, fix)
    column = _key_column(fault.line(fault.at[0] - 1))
    if column < _key_column(fault.before):
        what = say("this line stands deeper than the one above, which has a value")
        return (fault.at[0], _indent(fault.before) + 1, what, _begins_in(column))
    return _no_colon(fault, fault.at[0] - 1, column)


def _missing_colon(fault: _Fault) -> Said:
    return _no_colon(fault, *fault.began)


def _no_colon(fault: _Fault, line: int, column: int) -> Said:
    """A line without `: ` between key and value."""
    text = fault.line(line).strip()
    place = (line, column)
    if FULL_WIDTH in text:
        return (line, fault.line(line).index(FULL_WIDTH) + 1, *FULL_WIDTH_COLON)
    if re.match(r"[\w-]+:\S", text):
        return (*place, say("after the colon a space is missing"), None)
    what = say("a key needs a colon and a value")
    return (*place, what, say("such as {text}", text="name: …"))


def _begins_in(column: int) -> Message:
    return say("let it begin in column {column}", column=column)


def _out_of_line(fault: _Fault) -> Said:
    if before := fault.before.rstrip():
        return _something_left(fault, before[-1])
    column = fault.began[1]
    if "'-'" in fault.problem:
        fix = say(
            "entries begin with '-' in column {column}, their keys in column {keys}",
            column=column,
            keys=column + 2,
        )
        return (*fault.at, _OUT_OF_LINE, fix)
    if fault.after.startswith("-"):
        above = (line for line in fault.lines[fault.at[0] - 2 :: -1] if line.lstrip()[:2] == "- ")
        if listed := next(above, None):
            return (*fault.at, _OUT_OF_LINE, _begins_in(_indent(listed) + 1))
        return (
            *fault.at,
            say("here a list begins, but the lines above are keys with values"),
            None,
        )
    fix = say("the keys here begin in column {column}", column=column)
    return (*fault.at, _OUT_OF_LINE, fix)


def _something_left(fault: _Fault, ended: str) -> Said:
    """What stands on the same line after a value that is over."""
    if fault.after[:1] in ("]", "}"):
        what = say("there is no bracket that {mark} closes", mark=fault.after[:1])
        return (*fault.at, what, None)
    what = say("the value ended before this")
    inside = {"'": "''", '"': '\\"'}.get(ended)
    fix = say("inside {mark}…{mark} write {text}", mark=ended, text=inside) if inside else None
    return (*fault.at, what, fix)


def _bad_start(fault: _Fault) -> Said:
    what = say("a value cannot begin with {mark}", mark=fault.opening)
    return (*fault.began, what, say("put it in quotation marks"))


def _no_value(fault: _Fault) -> Said:
    return (*fault.at, say("before {mark} a value is missing", mark=fault.after[:1]), None)


def _simply(what: Message, fix: Message | None) -> Callable[[_Fault], Said]:
    return lambda fault: (*fault.at, what, fix)


_ESCAPE = _simply(
    say('inside "…" a backslash begins a special character'),
    say("write two of them, or '…' around the text"),
)
_KNOWN: Mapping[str, Callable[[_Fault], Said]] = {
    "found unexpected end of stream": _unclosed_quote,
    "found unexpected document indicator": _unclosed_quote,
    "did not find expected ',' or '}'": _unclosed_bracket,
    "did not find expected ',' or ']'": _unclosed_bracket,
    "mapping values are not allowed in this context": _colon_in_value,
    "could not find expected ':'": _missing_colon,
    "did not find expected key": _out_of_line,
    "did not find expected '-' indicator": _out_of_line,
    "found character that cannot start any token": _bad_start,
    "did not find expected alphabetic or numeric character": _bad_start,
    "mapping keys are not allowed in this context": _bad_start,
    "found unknown directive name": _bad_start,
    "block sequence entries are not allowed in this context": _simply(
        say("a list cannot begin on the line of its key"),
        say("begin it on the next line, or write [a, b]"),
    ),
    "did not find expected comment or line break": _simply(
        say("on the line of '|' or '>' nothing can follow"),
        say("let the text begin on the next line"),
    ),
    "found unknown escape character": _ESCAPE,
    "did not find expected hexdecimal number": _ESCAPE,
    "did not find expected node content": _no_value,
    "did not find expected <document start>": _simply(
        say("the document has ended before this line"), say("take the line '...' out")
    ),
    "found a tab character where an indentation space is expected": _simply(*_TAB),
}
"""libyaml's sentences (scanner.c and parser.c of 0.2)."""
