"""What a report says, in the reader's words, before it is drawn: headings, tables, series."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from opsplan.planning.completion import summed
from opsplan.values.classes import dataclass
from opsplan.values.completion import Completion
from opsplan.values.figures import Progress
from opsplan.values.playbook import DEFAULT_TAKES
from opsplan.values.report import Comparison, Issue, Kept, Measured, Report
from opsplan.values.text import Message, say
from opsplan.views.items import cause_text, provisional_note, role_name
from opsplan.views.visible import visible
from opsplan.views.words import Words

COMPARED: dict[str, dict[Comparison, Message]] = {
    "day": {
        "before": say("than the day before"),
        "week": say("than a week ago"),
        "year": say("than a year ago"),
    },
    "week": {"before": say("than the week before"), "year": say("than a year ago")},
    "month": {"before": say("than the month before"), "year": say("than a year ago")},
}


@dataclass(frozen=True, slots=True)
class Series:
    """Figures over time: the metric's name and unit, a value or None for each day."""

    name: str
    unit: str
    points: tuple[tuple[date, float | None], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the report. `numbers` are the columns that stand at the right; `id` names the part
    in files for other programs. `note` stands in the place of rows where there are none."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    note: str = ""
    series: tuple[Series, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report in words: `lead` are the lines under the title."""

    title: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...]


def title_of(report: Report, words: Words) -> str:
    """The shop, and of which days it is."""
    shop = words.text(report.shop.name) or report.shop.id
    return f"{shop}  {words.message(_title(report, words))}"


def document_of(report: Report, words: Words, *, by_role: bool) -> Document:
    """The report as tables; `by_role` gives each role a table of its own."""
    tables = [
        _roles(report, words),
        _people(report, words),
        figures_table(report, report.measured, words),
        _targets(report, words),
        _asked(report, words),
        *_registers(report, words),
        _issues(report, words),
        _skipped(report, words),
        *(_by_role(report, words) if by_role else [_duties(report.duties, words("Duties"), words)]),
        _coming(report, words),
        _campaigns(report, words),
    ]
    shown = tuple(table for table in tables if table.rows or table.note)
    return Document(title_of(report, words), tuple(_lead(report, words)), shown)


def _title(report: Report, words: Words) -> Message:
    window = report.window
    day = f"{words.day(window.start)} {words.weekday(window.start)}"
    return {
        "day": say("Report of {day}", day=day),
        "week": say(
            "Report of the week of {first} to {last}",
            first=words.day(window.start),
            last=words.short_day(window.last),
        ),
        "month": say("Report of {month}", month=words.month(window.start)),
    }[report.kind]


def _lead(report: Report, words: Words) -> Iterator[str]:
    if report.today in report.window and report.today != report.window.last:
        yield words("up to {day}", day=words.short_day(report.today))
    if note := provisional_note(report.calendar, report.window, words):
        yield note
    total = summed(report.duties)
    if not total.due:
        yield _nothing_due(report, words)
        return
    yield words(
        "{done} of {due} done ({share}%): {on_time} on time, {done_late} late; "
        "not done: {standing} late and open, {missed} missed, {skipped} skipped",
        done=total.done,
        due=total.due,
        share=_percent(total.done, total.due),
        on_time=total.on_time,
        done_late=total.done_late,
        standing=total.late - total.done_late,
        missed=total.missed,
        skipped=total.skipped,
    )


def _nothing_due(report: Report, words: Words) -> str:
    """Of a span that is over, or of one in which there is still work to come."""
    to_do = sum(item.status in ("open", "upcoming") for item in report.items)
    if report.today not in report.window:
        return words("Nothing was due.")
    if not to_do:
        return words("Nothing has been due so far.")
    return words("Nothing has been due so far; still to do: {count}", count=to_do)


_COUNTS = (
    say("due"),
    say("done"),
    say("on time"),
    say("late"),
    say("missed"),
    say("skipped"),
    say("share"),
)


def _counts(each: Completion) -> tuple[str, ...]:
    numbers = (each.due, each.done, each.on_time, each.late, each.missed, each.skipped)
    return (*map(str, numbers), f"{_percent(each.done, each.due)}%")


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _duties(duties: Iterable[Completion], title: str, words: Words, name: str = "duties") -> Table:
    listed = list(duties)
    rows = [(words.text(each.title), *_counts(each)) for each in listed]
    if len(listed) > 1:
        rows.append((words("together"), *_counts(summed(listed))))
    columns = (words("duty"), *map(words.message, _COUNTS))
    return Table(name, title, columns, tuple(rows), frozenset(range(1, 8)))


def _grouped(report: Report, words: Words) -> list[tuple[str, list[Completion]]]:
    found: dict[str, list[Completion]] = {}
    for each in report.duties:
        found.setdefault(_role(report, each.role, words), []).append(each)
    return list(found.items())


def _role(report: Report, role: str | None, words: Words) -> str:
    name = report.roles.get(role or "")
    return words.text(name) if name else role or words("no role")


def _by_role(report: Report, words: Words) -> list[Table]:
    return [
        _duties(duties, role, words, f"duties-{number}")
        for number, (role, duties) in enumerate(_grouped(report, words), 1)
    ]


def _roles(report: Report, words: Words) -> Table:
    rows = [(role, *_counts(summed(duties))) for role, duties in _grouped(report, words)]
    columns = (words("role"), *map(words.message, _COUNTS))
    shown = tuple(rows) if len(rows) > 1 else ()
    return Table("roles", words("Roles"), columns, shown, frozenset(range(1, 8)))


def _people(report: Report, words: Words) -> Table:
    rows = [
        (visible(each.name), *map(str, (each.done, each.on_time, each.late, each.skipped)))
        for each in report.people
    ]
    columns = (words("person"), words("done"), words("on time"), words("late"), words("skipped"))
    return Table("people", words("People"), columns, tuple(rows), frozenset(range(1, 5)))


def _skipped(report: Report, words: Words) -> Table:
    found: dict[tuple[str, str, str], list[date]] = {}
    for item in report.skipped:
        settled = item.record.settled
        if settled is not None:
            title = words.text(item.occurrence.planned.duty.name)
            key = title, visible(settled.text or ""), visible(settled.by)
            found.setdefault(key, []).append(item.occurrence.date)
    rows = [
        (*key, words.listed(words.short_day(day) for day in sorted({*days})), str(len(days)))
        for key, days in found.items()
    ]
    columns = (words("duty"), words("reason"), words("person"), words("days"), words("times"))
    return Table("skipped", words("Left out"), columns, tuple(rows), frozenset({4}))


def _issues(report: Report, words: Words) -> Table:
    rows = [
        (
            words.text(issue.title) + (f" ×{issue.count}" if issue.count > 1 else ""),
            words.short_day(issue.since),
            words("{days} days", days=issue.age),
            _owner(report, issue, words),
        )
        for issue in report.issues
    ]
    columns = (words("what"), words("open since"), words("age"), words("role"))
    return Table("issues", words("Still open"), columns, tuple(rows), frozenset({2}))


def _owner(report: Report, issue: Issue, words: Words) -> str:
    """The role, and who holds it."""
    if issue.role is None:
        return ""
    name = role_name(issue.playbook, issue.role, words)
    people = [
        visible(person)
        for person, roles in report.shop.people.items()
        if issue.role in roles or name in roles
    ]
    return name + (words.bracketed(words.listed(people)) if people else "")


def figures_table(report: Report, measured: Iterable[Measured], words: Words) -> Table:
    """Metrics with their sums, days and changes, and as series."""
    compared, listed = COMPARED[report.kind], list(measured)
    rows = tuple(_figure_row(each, list(compared), words) for each in listed)
    columns = (
        words("figure"),
        words("total"),
        words("a day"),
        words("last"),
        *map(words.message, compared.values()),
    )
    series = tuple(
        Series(words.text(each.metric.name), words.text(each.metric.unit), each.days)
        for each in listed
        if len(each.days) > 1
    )
    right = frozenset(range(1, len(columns)))
    return Table("figures", words("Figures"), columns, rows, right, series=series)


def _figure_row(each: Measured, compared: Sequence[Comparison], words: Words) -> tuple[str, ...]:
    unit = words.text(each.metric.unit)
    name = words.text(each.metric.name)
    changes = [each.change(name) for name in compared]
    return (
        f"{name}{words.bracketed(unit)}" if unit else name,
        "" if each.total is None else words.number(each.total),
        words.number(round(each.level, 2)),
        words.number(each.last),
        *("" if change is None else f"{change:+.0%}" for change in changes),
    )


def _targets(report: Report, words: Words) -> Table:
    rows = [
        (*_target_row(each, words), _causes(report, each.target.metric, words))
        for each in report.targets
        if each.amount or each.to_date
    ]
    columns = (
        words("target"),
        words("month"),
        words("so far"),
        words("share"),
        words("left"),
        words("result"),
        words("cause"),
    )
    return Table("targets", words("Targets"), columns, tuple(rows), frozenset(range(1, 5)))


def _target_row(each: Progress, words: Words) -> tuple[str, ...]:
    name = words.text(each.name)
    limit = each.target.limit
    share = f"{each.to_date / each.amount:.0%}" if each.amount else ""
    kept = each.to_date <= each.amount if limit else each.to_date >= each.amount
    is_over = each.remaining_days == 0
    if limit:
        verdict = words("within the budget") if kept else words("above the budget")
    elif kept:
        verdict = words("reached")
    else:
        verdict = words("missed") if is_over else ""
    title = words("{name}, budget", name=name) if limit else name
    numbers = (each.amount, each.to_date)
    return (title, *map(words.number, numbers), share, words.number(each.left), verdict)


def _causes(report: Report, metric: str, words: Words) -> str:
    causes = report.causes.get(metric, ())
    return words.clauses(f"{words.short_day(day)} {visible(cause)}" for day, cause in causes)


def _asked(report: Report, words: Words) -> Table:
    found: dict[tuple[date, str], list[str]] = {}
    for item in report.asked:
        because = item.occurrence.because
        if because is not None:
            duty = words.text(item.occurrence.planned.duty.name)
            key = item.occurrence.date, cause_text(because, words)
            found.setdefault(key, []).append(duty + words.bracketed(words.status(item.status)))
    rows = [
        (words.short_day(day), cause, words.listed(duties))
        for (day, cause), duties in found.items()
    ]
    columns = (words("day"), words("figure"), words("asked for"))
    return Table("rules", words("Rules that fired"), columns, tuple(rows))


def _registers(report: Report, words: Words) -> Iterator[Table]:
    rows = [
        (
            words.text(kept.register.name),
            str(kept.added),
            str(kept.open),
            "" if kept.oldest is None else words("{days} days", days=kept.oldest),
            str(kept.rows),
            _choices_text(kept, words),
        )
        for kept in report.registers
        if kept.rows
    ]
    columns = (
        words("register"),
        words("new"),
        words("open"),
        words("oldest"),
        words("rows"),
        words("the new ones"),
    )
    yield Table("registers", words("Registers"), columns, tuple(rows), frozenset({1, 2, 3, 4}))


def _choices_text(kept: Kept, words: Words) -> str:
    return words.series(
        f"{words.text(column.name)} "
        + words.listed(f"{words.text(name)} {count}" for name, count in counts)
        for column, counts in kept.choices
        if counts
    )


def _coming(report: Report, words: Words) -> Table:
    rows = [
        (
            words.text(each.planned.duty.name),
            _role(report, each.planned.duty.role, words) if each.planned.duty.role else "",
            words.short_day(each.first),
            str(each.count),
            _hours(each.count * (each.planned.duty.takes or DEFAULT_TAKES)),
        )
        for each in report.coming
    ]
    title = {
        "day": words("Planned for {day}", day=words.short_day(report.next.start)),
        "week": words("Planned for the week of {day}", day=words.short_day(report.next.start)),
        "month": words("Planned for {day}", day=words.month(report.next.start)),
    }[report.kind]
    columns = (words("duty"), words("role"), words("first"), words("times"), words("hours"))
    return Table("next", title, columns, tuple(rows), frozenset({2, 3, 4}))


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}"


def _campaigns(report: Report, words: Words) -> Table:
    rows = [
        (
            words.text(each.campaign.name),
            words.short_day(each.first),
            words.short_day(each.last),
        )
        for each in report.campaigns
    ]
    columns = (words("campaign"), words("from"), words("to"))
    return Table("campaigns", words("Campaigns"), columns, tuple(rows))
