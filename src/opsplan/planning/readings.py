"""Figures as people type them and as tables hold them: which metric is meant, and its value."""

import math
import re
from collections.abc import Iterable, Mapping

from opsplan.planning.tables import Wrong, column_keys, read_number
from opsplan.playbook.conditions import YES_NO
from opsplan.values.figures import Metric
from opsplan.values.text import Message, say

_YES_NO: Mapping[str, float] = {**YES_NO, "是": 1.0, "否": 0.0, "1": 1.0, "0": 0.0}
_SWINGS = {"profit", "loss", "margin", "growth", "change", "balance", "net", "difference"}
_SWINGS_ZH = re.compile("利润|毛利|盈亏|增长|增幅|涨跌|变化|差额|余额|净|环比|同比")
_PARTS = {"conversion", "rate", "share"}


def metrics_named(name: str, metrics: Iterable[Metric]) -> list[Metric]:
    """The metrics that have this id, or else this Chinese or English name."""
    known = list(metrics)
    for key in column_keys(name):
        found = [metric for metric in known if metric.id == key] or [
            metric
            for metric in known
            if key in (column_keys(metric.name.zh)[0], column_keys(metric.name.en)[0])
        ]
        if found:
            return found
    return []


def read_figure(metric: Metric, text: str) -> float | Wrong:
    """The value of a metric that `text` gives."""
    if metric.type == "yes_no":
        answer = _YES_NO.get(text.strip().lower())
        return _no_value(metric, text, say("yes or no")) if answer is None else answer
    number = read_number(text.strip())
    if number is None or (number[1] and metric.type != "percent"):
        return _no_value(metric, text, say("a number is expected"))
    least, most = bounds_of(metric)
    value, _ = number
    if value < least:
        return _no_value(metric, text, say("{least} or more", least=f"{least:g}"))
    if value > most:
        return _no_value(metric, text, say("{most} % at most", most=f"{most:g}"))
    return value


def bounds_of(metric: Metric) -> tuple[float, float]:
    """The least and the most that a figure of the metric can be.

    Counts, sums of money and scores are not negative, and what is a part of a whole (a rate, a
    share, a conversion) is 100 % at most; used-up budgets and attainments may be more. Playbooks
    have no key for this, so a metric says by its name that it swings both ways: a profit, a
    growth, a balance.
    """
    words = set(metric.id.split("_"))
    if words & _SWINGS or _SWINGS_ZH.search(metric.name.zh):
        return -math.inf, math.inf
    return 0, 100 if metric.type == "percent" and words & _PARTS else math.inf


def _no_value(metric: Metric, text: str, fix: Message) -> Wrong:
    return Wrong(say("'{value}' is no value for {metric}", value=text, metric=metric.id), fix)
