"""Standards: the bars that the shop's figures have to keep, and whether the last ones did."""

from collections.abc import Iterator
from datetime import date

from opsplan.planning.plan import Plan
from opsplan.planning.rules import bar_of, bar_on, plan_rules
from opsplan.values.classes import dataclass, replace
from opsplan.values.figures import Comparison, Figures, Rule

LOOK_BACK = 400
"""Days in which a standard's last figure is looked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A bar and the last figure that was held against it.

    `term` has the shop's own bar; `value` is the last figure of its metric, `date` the figure's
    day, `ok` whether it kept the bar; each None where it is not known.
    """

    rule: Rule
    term: Comparison
    value: float | None
    date: date | None
    ok: bool | None


def standings(plan: Plan, figures: Figures, day: date) -> Iterator[Standing]:
    """Every standard in force on the day, in the order of the playbooks."""
    for _, rule in plan_rules(plan, day):
        if not rule.keep:
            continue
        for index, term in enumerate(rule.condition.terms):
            if isinstance(term, Comparison):
                bar = bar_of(plan, rule, index)
                wanted = replace(term, bar=term.bar if bar is None else bar)
                yield _standing(plan, rule, index, wanted, figures)


def _standing(plan: Plan, rule: Rule, index: int, term: Comparison, figures: Figures) -> Standing:
    days = figures.days(term.metric)
    if not days:
        return Standing(rule, term, None, None, None)
    last = days[-1]
    value, bar = figures.value(term.metric, last), bar_on(plan, rule, index, figures, last)
    ok = None if value is None or bar is None else term.holds(value, bar)
    return Standing(rule, term, value, last, ok)
