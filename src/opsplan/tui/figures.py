"""Figures: what was logged for a day, what is missing, and which rules it has fired."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message as Event

from opsplan.planning.readings import read_figure
from opsplan.planning.rules import Asked, asked, plan_rules
from opsplan.planning.tables import Wrong
from opsplan.planning.targets import progress_on
from opsplan.tui.details import section, steps_of
from opsplan.tui.keys import FIGURE_KEYS, bindings
from opsplan.tui.lines import target_lines
from opsplan.tui.rows import Line, blank, fits, heading, remark, sides
from opsplan.tui.view import State, View
from opsplan.values.figures import Figures, Metric
from opsplan.values.problem import OpsplanError
from opsplan.values.text import say
from opsplan.views.conditions import figure_text
from opsplan.views.items import cause_text
from opsplan.views.paint import padded
from opsplan.views.spark import sparkline

DAYS = 14
"""So many days are drawn as bars."""


class FiguresView(View):
    """The shop's metrics on a day; digits log a figure."""

    KEYS = FIGURE_KEYS
    TITLE = say("figures")
    FOLLOWS_CLOCK = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(FIGURE_KEYS)

    class Logged(Event):
        """A figure was logged; a phase may begin by it."""

    def __init__(self, state: State, id: str) -> None:
        super().__init__(state, id)
        self.day = state.desk.today - timedelta(days=1)
        self.figures = Figures()
        self.metrics: dict[object, Metric] = {}
        self.fired: dict[object, Asked] = {}

    def refill(self) -> None:
        """Read the figures again."""
        desk, words = self.state.desk, self.words
        self.figures = desk.figures(self.day)
        self.metrics = {
            metric.id: metric for book in desk.plan.playbooks for metric in book.metrics
        }
        rows = asked(desk.plan, self.figures, self.day + timedelta(days=1))
        self.fired = {row.occurrence.identity: row for row in rows}
        logged = [metric for metric in self.metrics.values() if metric.formula is None]
        derived = [metric for metric in self.metrics.values() if metric.formula is not None]
        lines = self._metric_lines(words("Logged once a day"), logged)
        lines += self._metric_lines(words("Worked out"), derived)
        if self.fired:
            lines += [blank(), heading(words("What the figures ask for"))]
            lines += [Line(partial(self._asked, row), key) for key, row in self.fired.items()]
        if targets := progress_on(desk.plan, self.figures, desk.today):
            lines += [
                blank(),
                heading(words("Targets of the month")),
                *target_lines(targets, words),
            ]
        nothing = words("The shop's playbooks have no metrics.")
        self.rows.show(lines or [remark(nothing)])
        self.post_message(self.Changed())

    def head(self) -> Content:
        """Of which day."""
        day = f"{self.words.day(self.day)} {self.words.weekday(self.day)}"
        return Content(self.words("figures of {day}", day=day))

    def summary(self) -> Content:
        """How many are missing."""
        metrics = [metric for metric in self.metrics.values() if metric.formula is None]
        missing = sum(self.figures.value(metric.id, self.day) is None for metric in metrics)
        total = len(metrics)
        return Content(
            self.words("{logged} of {total} logged", logged=total - missing, total=total)
        )

    def pane(self, width: int) -> Content:
        """The days of a metric and the rules about it, or why a duty is asked for."""
        words = self.words
        row = self.fired.get(self.rows.key)
        metric = self.metrics.get(self.rows.key)
        if row is not None:
            return self._why(row, width)
        if metric is None:
            return Content("")
        days = self.figures.days(metric.id)[-DAYS:][::-1]
        values = [
            f"{words.short_day(day)} {words.weekday(day)}  {self._value(metric, day)}"
            for day in days
        ]
        rules = [
            f"{words.text(rule.name) or rule.id}: {rule.condition.text}"
            for _, rule in plan_rules(self.state.desk.plan)
            if any(term.metric == metric.id for term in rule.condition.terms)
        ]
        parts = [
            Content.styled(words.text(metric.name) or metric.id, "bold"),
            Content.styled(metric.id, "$muted"),
            *section(words("The last days"), values, width),
            *section(words("Rules about it"), rules, width),
        ]
        return Content("\n").join(parts)

    def action_done(self) -> None:
        """A click on a box logs the figure."""
        self.action_log()

    def action_details(self) -> None:
        """Two clicks log the figure."""
        self.action_log()

    def action_earlier(self) -> None:
        """The figures of the day before."""
        self.day -= timedelta(days=1)
        self.reload()

    def action_later(self) -> None:
        """The figures of the day after, up to today."""
        self.day = min(self.day + timedelta(days=1), self.state.desk.today)
        self.reload()

    def action_count(self, digit: str) -> None:
        """A digit begins the figure."""
        self.action_log(digit)

    def action_log(self, text: str = "") -> None:
        """Ask for the figure of the metric under the cursor."""
        metric = self.metrics.get(self.rows.key)
        if metric is None or metric.formula is not None:
            return
        name = self.words.text(metric.name) or metric.id
        unit = self.words("yes or no") if metric.type == "yes_no" else self._unit(metric)
        title = f"{name}  {self.words.short_day(self.day)}  {unit}".rstrip()

        def fault(typed: str) -> str | None:
            read = read_figure(metric, typed)
            return self.words.sentence(read.what, read.fix) if isinstance(read, Wrong) else None

        def keep(typed: str) -> None:
            read = read_figure(metric, typed)
            if not isinstance(read, Wrong):
                self._keep(metric, read)

        self.ask(title, text, keep, check=fault)

    def _keep(self, metric: Metric, value: float) -> None:
        before = set(self.fired)
        try:
            self.state.desk.log(metric.id, self.day, value)
        except OpsplanError as error:
            self.fault(error)
            return
        following = self.rows.neighbour()
        self.reload_at(following if following in self.metrics else metric.id)
        said = f"{self.words.text(metric.name)} {self._value(metric, self.day)}"
        for key, row in self.fired.items():
            if key not in before and row.occurrence.because:
                title = self.words.text(row.occurrence.planned.duty.name)
                rule = row.occurrence.because.rule
                said += "  " + self.words("asks for: {title} ({rule})", title=title, rule=rule)
        self.post_message(self.Said(said))
        self.post_message(self.Logged())

    def _metric_lines(self, title: str, metrics: Sequence[Metric]) -> list[Line]:
        shown = [m for m in metrics if self._is_wanted(m)]
        if not shown:
            return []
        return [
            *([blank()] if title == self.words("Worked out") else []),
            heading(title),
            *(Line(partial(self._metric, metric), metric.id) for metric in shown),
        ]

    def _is_wanted(self, metric: Metric) -> bool:
        return fits(self.state.query, f"{metric.id}\n{metric.name.zh}\n{metric.name.en}")

    def _metric(self, metric: Metric, width: int) -> Content:
        value = self.figures.value(metric.id, self.day)
        mark = "=" if metric.formula else self.words.boxes["open" if value is None else "done"]
        name = self.words.text(metric.name) or metric.id
        shown = "–" if value is None else self._value(metric, self.day)
        bars = self._bars(metric) if width >= 60 else ""
        style = "$muted" if value is None else ""
        right = Content.styled(f"{padded(shown, 14)}{bars} ", style)
        return sides(Content(f" {mark} {name}"), right, width)

    def _bars(self, metric: Metric) -> str:
        days = [self.day - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
        return sparkline([self.figures.value(metric.id, day) for day in days])

    def _value(self, metric: Metric, day: date) -> str:
        value = self.figures.value(metric.id, day)
        if value is None:
            return "–"
        return figure_text(value, metric, self.words)

    def _unit(self, metric: Metric) -> str:
        return self.words.text(metric.measure)

    def _asked(self, row: Asked, width: int) -> Content:
        occurrence = row.occurrence
        title = self.words.text(occurrence.planned.duty.name)
        rule = occurrence.because.rule if occurrence.because else ""
        muted = Content.styled(f"  {rule} ", "$muted")
        return sides(Content(f" ! {title}"), muted, width)

    def _why(self, row: Asked, width: int) -> Content:
        because, words = row.occurrence.because, self.words
        duty = row.occurrence.planned.duty
        lines = []
        if because is not None:
            lines = [because.rule, cause_text(because, words)]
        parts = [
            Content.styled(words.text(duty.name), "bold"),
            *section(words("Why now"), lines, width),
            *section(words("How"), steps_of(duty, words), width),
        ]
        return Content("\n").join(parts)
