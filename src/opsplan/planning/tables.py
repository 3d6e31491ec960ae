"""Tables as other programs export them: bytes to lines of cells, and what a cell says.

Shops' data centres and spreadsheets write CSV in several encodings and with several separators,
with titles above the header. Reading is bounded and knows no disk.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from itertools import islice

from opsplan.phrase.scan import DATE, fold
from opsplan.values.classes import dataclass
from opsplan.values.problem import Problem
from opsplan.values.text import Message, say

FORMULA = tuple("=+-@＝＋－＠\t\r")
"""How a cell begins that spreadsheets take for a formula (the wide forms in East Asia)."""
MAX_BYTES = 64_000_000
SEPARATORS = ",;\t"
_SAMPLE = 50
"""So many lines tell which separator a table has."""
_TITLES = 30
"""The header is looked for among so many lines."""
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a text is no value of its metric or its field, and what would be right."""

    what: Message
    fix: Message


@dataclass(frozen=True, slots=True)
class Line:
    """A row of cells; `number` is the line of the file on which it begins, from 1."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a file that are not blank, titles and header among them."""

    file: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table whose column names are known; `lines` are those below the header."""

    file: str
    header: list[str]
    lines: list[Line]

    def cell(self, line: Line, index: int) -> str:
        """A cell without the space around it; empty where the line is too short."""
        return line.cells[index].strip() if index < len(line.cells) else ""

    def problem(self, line: Line, index: int, what: Message, fix: Message | None = None) -> Problem:
        """What is wrong with a cell: its line, its column from 1, and the column's name."""
        name = self.header[index].strip() if index < len(self.header) else ""
        return Problem(self.file, line.number, index + 1, name, what, fix)

    def surplus(self, line: Line) -> Problem | None:
        """What is wrong with a line that has more cells than the header has names."""
        width = len(self.header)
        if not any(cell.strip() for cell in line.cells[width:]):
            return None
        what = say(
            "the line has {count} cells, the header {width}", count=len(line.cells), width=width
        )
        return self.problem(line, width, what, say("a cell with a comma needs quotes"))


class _RefusedError(Exception):
    def __init__(self, line: int, what: Message, fix: Message | None = None) -> None:
        super().__init__(str(what))
        self.line = line
        self.what = what
        self.fix = fix


def read_table(data: bytes, file: str) -> Table | Problem:
    """The lines of a CSV file, or why it cannot be read.

    UTF-8, UTF-16 (with or without a byte order mark) and GB18030 (GBK); the separator is the one
    of `, ; tab` that gives the most lines of one width.
    """
    try:
        return Table(file, _lines(_decoded(data)))
    except _RefusedError as refused:
        return Problem(file, refused.line, 1 if refused.line else 0, "", refused.what, refused.fix)


def headed(table: Table, is_known: Callable[[str], bool]) -> HeadedTable | Problem:
    """The table below its header: the first line with the most cells that `is_known`, else the
    first with several cells and no figure among them."""
    counts = [sum(map(is_known, line.cells)) for line in table.lines[:_TITLES]]
    at = max(range(len(counts)), key=lambda index: (counts[index], -index), default=None)
    if at is None or not counts[at]:
        at = next((i for i, line in enumerate(table.lines[:_TITLES]) if _names_only(line)), None)
    if at is None:
        what = say("there is no line with the names of the columns")
        return Problem(table.file, 0, 0, "", what)
    return HeadedTable(table.file, table.lines[at].cells, table.lines[at + 1 :])


def column_keys(name: str) -> tuple[str, ...]:
    """What a column's name is compared by: itself, and itself without a unit in parentheses.

    Case, full-width forms and spaces make no difference.
    """
    key = "".join(fold(name).lower().split()).strip("\ufeff")
    bare = re.sub(r"\([^()]*\)$|\[[^\[\]]*\]$", "", key)
    return (key, bare) if bare and bare != key else (key,)


_NUMBER = re.compile(
    r"[¥￥]?([+-]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,20})?)(%?)"
)
_NOTHING = ("", "-", "--", "n/a")


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no figure."""
    return fold(text).strip().lower() in _NOTHING


def read_number(text: str) -> tuple[float, bool] | None:
    """The number in `1,234`, `３．５％`, `¥12` (six decimals are kept), and whether a %
    sign follows; None where it is none.
    """
    match = _NUMBER.fullmatch(text if text.isascii() else fold(text).strip())
    if match is None:
        return None
    return round(float(match[1].replace(",", "")), DECIMALS), bool(match[2])


_CLOCK = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DAY = re.compile(DATE + _CLOCK, re.ASCII)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


@lru_cache(maxsize=4096)
def read_date(text: str) -> date | None:
    """`2026-11-25`, `2026/11/5`, `20261125`, `2026年11月25日`, each with a time or without."""
    typed = fold(text).strip()
    match = _COMPACT.fullmatch(typed) or _DAY.fullmatch(typed)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups() if part))
    except ValueError:
        return None


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _RefusedError(0, say("the file is larger than {limit} MB", limit=MAX_BYTES // 10**6))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        what = say("this is a workbook of a spreadsheet program, not CSV")
        raise _RefusedError(0, what, say("save it as CSV there"))
    text = _text(data)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _RefusedError(line, say("there is a NUL character"))
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise _RefusedError(1, say("this is a web page, not CSV"), say("save it as CSV there"))
    return text


def _text(data: bytes) -> str:
    if encoding := _utf16(data):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            raise _RefusedError(0, say("this is not whole UTF-16")) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if error.reason == "unexpected end of data":
            what = say("the file ends in the middle of a character")
            raise _RefusedError(line, what, say("export it once more")) from None
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = say("byte {byte} is neither UTF-8 nor GBK", byte=error.start)
        raise _RefusedError(line, what, say("save the file as UTF-8")) from None


def _utf16(data: bytes) -> str | None:
    """The UTF-16 that the bytes are in, by their mark or by where their NULs stand."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:4000]
    low, high = sample[1::2].count(0), sample[::2].count(0)
    if low + high < len(sample) / 8:
        return None
    return "utf-16-le" if low > high else "utf-16-be"


def _lines(text: str) -> list[Line]:
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?', first.strip("\r"), re.IGNORECASE)  # Excel's own first line
    body = rest if told else text
    separator = told[1] if told else _separator(body)
    offset = 1 if told else 0
    lines: list[Line] = []
    start = 1
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(cell and not cell.isspace() for cell in cells):
                lines.append(Line(start + offset, [_bare(cell) for cell in cells]))
            start = reader.line_num + 1
    except csv.Error:
        what = say("the quotes of a cell in this line are not closed as they should be")
        raise _RefusedError(start + offset, what) from None
    if not lines:
        raise _RefusedError(1, say("the file is empty"))
    return lines


def _bare(cell: str) -> str:
    """Some exports write `="007"`, so that a spreadsheet keeps the text."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _separator(text: str) -> str:
    sample = list(islice(io.StringIO(text, newline=""), _SAMPLE))

    def evenness(separator: str) -> tuple[int, int]:
        widths = Counter(filter(lambda width: width > 1, _widths(sample, separator)))
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(SEPARATORS, key=evenness)


def _widths(sample: Iterable[str], separator: str) -> list[int]:
    try:
        return [len(cells) for cells in csv.reader(sample, delimiter=separator)]
    except csv.Error:
        return []


def _names_only(line: Line) -> bool:
    filled = [cell for cell in line.cells if cell.strip()]
    return len(filled) > 1 and not any(read_number(c.strip()) or read_date(c) for c in filled)
