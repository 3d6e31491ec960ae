"""A table of figures: which column is which metric, what each line says, what of it is new."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from opsplan.planning.readings import metrics_named, read_figure
from opsplan.planning.tables import HeadedTable, Line, Wrong, column_keys, is_nothing, read_date
from opsplan.values.classes import dataclass, field
from opsplan.values.config import DATE_COLUMN, ImportMap
from opsplan.values.figures import Figures, Metric
from opsplan.values.problem import OpsplanError, Problem
from opsplan.values.spelling import near_miss
from opsplan.values.text import Message, say

DATE_NAMES = ("日期", "统计日期", "date")


@dataclass(frozen=True, slots=True)
class Unused:
    """A column that gives no figures, and why; `fix` may say what was meant."""

    name: str
    what: Message
    fix: Message | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table are: metrics by index, the one of the days, and the rest."""

    metrics: Mapping[int, Metric]
    day: int | None
    unused: tuple[Unused, ...] = ()

    def as_map(self, header: list[str]) -> dict[str, str]:
        """The map of the config that says the same."""
        found = {header[index].strip(): metric.id for index, metric in self.metrics.items()}
        if self.day is not None and not _is_day_name(header[self.day]):
            found[header[self.day].strip()] = DATE_COLUMN
        return found


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """What is known about column names before a table is looked at.

    `told` are those of the command line, `chosen` the one map that is to be used (then nothing is
    matched by name), `maps` those of the config.
    """

    metrics: Mapping[str, Metric]
    told: ImportMap = field(default_factory=dict)
    chosen: ImportMap | None = None
    maps: Mapping[str, ImportMap] = field(default_factory=dict)
    day: str | None = None

    def test(self) -> Callable[[str], bool]:
        """Tells whether a cell can be the name of a column."""
        texts = [*DATE_NAMES, *([self.day] if self.day else []), *self.told]
        for each in (*self.maps.values(), self.chosen or {}):
            texts += each
        for metric in self.metrics.values():
            texts += [metric.id, metric.name.zh, metric.name.en]
        known = {column_keys(text)[0] for text in texts if text}
        return lambda cell: any(key in known for key in column_keys(cell))

    def check(self) -> None:
        """OpsplanError where a column of the command line leads to no metric that can be logged."""
        for metric in self.told.values():
            if metric == DATE_COLUMN:
                continue
            if metric not in self.metrics:
                what = say("there is no metric '{word}' in this shop", word=metric)
                raise OpsplanError(what, near_miss(metric, self.metrics))
            if self.metrics[metric].formula is not None:
                raise OpsplanError(say("{metric} is worked out from other figures", metric=metric))


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that a table gives, and the line on which it stands."""

    metric: Metric
    day: date
    value: float
    line: Line
    index: int


@dataclass(frozen=True, slots=True)
class NewFigure:
    """A figure that is to be logged, with the one that stood there before."""

    metric: Metric
    day: date
    value: float
    previous: float | None


def match_columns(header: list[str], names: ColumnNames) -> Columns:
    """What each column is; OpsplanError where two of them claim one metric, or one is missing."""
    told = {column_keys(name)[0]: metric for name, metric in names.told.items()}
    for name in names.told:
        _index_of(header, name)
    maps = [names.chosen] if names.chosen is not None else list(names.maps.values())
    mapped = max((_keyed(each) for each in maps), key=lambda m: _fits(header, m), default={})
    wanted = [_first(told, keys) or _first(mapped, keys) for keys in map(column_keys, header)]
    day = _day_column(header, names, wanted)
    metrics: dict[int, Metric] = {}
    unused: list[Unused] = []
    for index, name in enumerate(header):
        if index == day or not name.strip():
            continue
        found = _metric(name.strip(), wanted[index], names)
        if isinstance(found, Metric):
            metrics[index] = found
        else:
            unused.append(found)
    return Columns(_single(header, metrics, told), day, tuple(unused))


def read_figures(
    table: HeadedTable, columns: Columns, day: date | None, today: date
) -> tuple[list[Given], list[Problem]]:
    """What the lines give, and what is wrong with those that are refused.

    A line with a cell that cannot be taken is refused whole, since its other cells may have
    slipped. `day` is the day of all lines where the table has no column for it. Lines that give one
    metric different figures for one day are refused, since neither is known to be right.
    """
    given: list[Given] = []
    refused: list[Problem] = []
    for line in table.lines:
        found, wrong = _read_line(table, columns, line, day, today)
        if wrong:
            refused += wrong
        else:
            given += found
    disputed = _disputed(table, given)
    bad_lines = {problem.line for problem in disputed}
    agreed = {(g.metric.id, g.day): g for g in given if g.line.number not in bad_lines}
    by_place = sorted((*refused, *disputed), key=lambda problem: (problem.line, problem.column))
    return list(agreed.values()), by_place


def compare(given: Iterable[Given], known: Figures) -> tuple[list[NewFigure], int]:
    """What of it the journal does not have yet, by day, and how many figures it has already."""
    found: list[NewFigure] = []
    unchanged = 0
    for each in given:
        previous = known.logged.get(each.metric.id, {}).get(each.day)
        if previous == each.value:
            unchanged += 1
        else:
            found.append(NewFigure(each.metric, each.day, each.value, previous))
    return sorted(found, key=lambda figure: (figure.day, figure.metric.id)), unchanged


def _keyed(names: ImportMap) -> dict[str, str]:
    return {column_keys(name)[0]: metric for name, metric in names.items()}


def _first(mapped: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    """What the first of the keys is mapped to that is there."""
    return next((mapped[key] for key in keys if key in mapped), None)


def _fits(header: list[str], mapped: Mapping[str, str]) -> int:
    return sum(any(key in mapped for key in column_keys(name)) for name in header)


def _is_day_name(name: str) -> bool:
    return column_keys(name)[0] in DATE_NAMES


def _index_of(header: list[str], name: str) -> int:
    wanted = column_keys(name)[0]
    for index, each in enumerate(header):
        if wanted in column_keys(each):
            return index
    what = say("the table has no column '{word}'", word=name)
    raise OpsplanError(what, near_miss(name, [each.strip() for each in header]) or _has(header))


def _has(header: list[str]) -> Message:
    return say("its columns are {names}", names=[each.strip() for each in header if each.strip()])


def _day_column(header: list[str], names: ColumnNames, wanted: list[str | None]) -> int | None:
    """The column that was named, else the one of a map, else one that is called so."""
    if names.day:
        return _index_of(header, names.day)
    if DATE_COLUMN in wanted:
        return wanted.index(DATE_COLUMN)
    free = zip(header, wanted, strict=True)
    return next((i for i, (name, w) in enumerate(free) if not w and _is_day_name(name)), None)


def _metric(name: str, wanted: str | None, names: ColumnNames) -> Metric | Unused:
    by_name = names.chosen is None
    found = metrics_named(name, names.metrics.values()) if by_name and not wanted else []
    if wanted:
        found = [names.metrics[wanted]] if wanted in names.metrics else []
        if not found:
            what = say("there is no metric '{word}' in this shop", word=wanted)
            return Unused(name, what, near_miss(wanted, names.metrics))
    if not found:
        return Unused(name, say("no metric has this name"), _near(name, names) if by_name else None)
    if len(found) > 1:
        ids = [metric.id for metric in found]
        return Unused(name, say("'{ref}' can be {keys}", ref=name, keys=ids))
    if found[0].formula is not None:
        return Unused(name, say("{metric} is worked out from other figures", metric=found[0].id))
    return found[0]


def _near(name: str, names: ColumnNames) -> Message | None:
    known = [each for m in names.metrics.values() for each in (m.id, m.name.zh, m.name.en) if each]
    return near_miss(name, known)


def _single(
    header: list[str], metrics: dict[int, Metric], told: Mapping[str, str]
) -> dict[int, Metric]:
    """The metrics, each from one column: the one that was told, else there must be no other."""
    kept: dict[int, Metric] = {}
    for metric in dict.fromkeys(metric.id for metric in metrics.values()):
        columns = [index for index, each in metrics.items() if each.id == metric]
        asked = [index for index in columns if _first(told, column_keys(header[index])) == metric]
        if len(asked or columns) > 1:
            named = [f"{header[index].strip()} ({index + 1})" for index in asked or columns]
            what = say("the columns {names} all give {metric}", names=named, metric=metric)
            raise OpsplanError(what, say("say which one with --column NAME={id}", id=metric))
        kept[(asked or columns)[0]] = metrics[(asked or columns)[0]]
    return dict(sorted(kept.items()))


def _day(table: HeadedTable, line: Line, index: int, today: date) -> date | Problem:
    text = table.cell(line, index)
    day = read_date(text)
    if day is None:
        what = say("'{text}' is no date", text=text)
        return table.problem(line, index, what, say("a date such as 2026-12-01"))
    if day > today:
        return table.problem(line, index, say("{time} has not come yet", time=day))
    return day


def _read_line(
    table: HeadedTable, columns: Columns, line: Line, day: date | None, today: date
) -> tuple[list[Given], list[Problem]]:
    if surplus := table.surplus(line):
        return [], [surplus]
    on = day if columns.day is None else _day(table, line, columns.day, today)
    if not isinstance(on, date):
        return [], [on] if on else []
    given: list[Given] = []
    wrong: list[Problem] = []
    for index, metric in columns.metrics.items():
        text = table.cell(line, index)
        if is_nothing(text):
            continue
        value = read_figure(metric, text)
        if isinstance(value, Wrong):
            wrong.append(table.problem(line, index, value.what, value.fix))
        else:
            given.append(Given(metric, on, value, line, index))
    return given, wrong


def _disputed(table: HeadedTable, given: list[Given]) -> list[Problem]:
    """The figures of days for which several lines differ."""
    places: dict[tuple[str, date], list[Given]] = {}
    for each in given:
        places.setdefault((each.metric.id, each.day), []).append(each)
    disputed: list[Problem] = []
    for (_, day), group in places.items():
        if len(group) > 1 and len({each.value for each in group}) > 1:
            lines = _few([each.line.number for each in group])
            what = say("lines {lines} give different figures for {day}", lines=lines, day=day)
            disputed += [table.problem(each.line, each.index, what) for each in group]
    return disputed


def _few(lines: list[int]) -> list[object]:
    return [*lines[:4], "…"] if len(lines) > 5 else [*lines]
