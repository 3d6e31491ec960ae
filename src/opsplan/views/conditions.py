"""Conditions in words: what a rule or a standard looks at."""

from collections.abc import Mapping

from opsplan.values.figures import Change, Condition, Metric, Term
from opsplan.values.text import Message, say
from opsplan.views.words import Words

_COMPARED: dict[str, Message] = {
    "<": say("{metric} below {bar}"),
    "<=": say("{metric} at most {bar}"),
    ">": say("{metric} above {bar}"),
    ">=": say("{metric} at least {bar}"),
    "=": say("{metric} equal to {bar}"),
}


def figure_text(value: float, metric: Metric | None, words: Words) -> str:
    """`80%`, `9 小时`, `是`: a figure with its unit."""
    if metric is not None and metric.type == "yes_no":
        return words("yes") if value else words("no")
    return (
        words.number(value) if metric is None else words.amount(value, metric.measure, metric.name)
    )


def condition_words(condition: Condition, metrics: Mapping[str, Metric], words: Words) -> str:
    """`inquiries below 10 and visitors falls by 20%`, with the names of the metrics."""
    return words(" and ").join(term_words(term, metrics, words) for term in condition.terms)


def term_words(term: Term, metrics: Mapping[str, Metric], words: Words) -> str:
    """One part of a condition."""

    def name(metric: str) -> str:
        return words.text(metrics[metric].name) if metric in metrics else metric

    if isinstance(term, Change):
        return _change_words(term, name(term.metric), words)
    if isinstance(term.bar, float):
        bar = figure_text(term.bar, metrics.get(term.metric), words)
    else:
        bar = words("its target") if term.bar == "target" else name(term.bar)
    compared = Message(_COMPARED[term.operator].template, {"metric": name(term.metric), "bar": bar})
    return words.message(compared)


def _change_words(term: Change, metric: str, words: Words) -> str:
    percent = words.number(term.percent) if term.percent else None
    match term.direction, percent:
        case "falls", None:
            return words("{metric} falls", metric=metric)
        case "rises", None:
            return words("{metric} rises", metric=metric)
        case "falls", _:
            return words("{metric} falls by {percent}%", metric=metric, percent=percent)
        case _:
            return words("{metric} rises by {percent}%", metric=metric, percent=percent)
