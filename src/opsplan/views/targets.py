"""How targets and budgets stand, in the head of a day's list: what is exceeded is said in words."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from opsplan.values.figures import Progress
from opsplan.views.paint import Line
from opsplan.views.words import Words

EXCEEDED = "bold red"


def head_lines(targets: Sequence[Progress], words: Words) -> list[Line]:
    """A line for each target, and one for each budget or daily cap that is exceeded; a cap is said
    on the day after it."""
    lines: list[Line] = []
    for progress in targets:
        if not progress.target.limit:
            value, share = progress.yesterday
            is_short = value is not None and value < share
            lines.append([(goal_line(progress, words), "red" if is_short else "dim")])
        lines += [[(line, EXCEEDED)] for line in exceeded(progress, words, days=1)]
    return lines


def exceeded(progress: Progress, words: Words, *, days: int | None = None) -> Iterator[str]:
    """What is above the daily cap (within so many days before, all of the month without) and
    whether the month is above its budget."""
    for day, value in progress.over_cap:
        if days is None or day >= progress.day - timedelta(days=days):
            yield words(
                "{name}: {value} on {day}, above the daily cap of {cap}",
                name=progress.name.read(words.language),
                value=words.number(value),
                day=words.short_day(day),
                cap=words.number(progress.target.daily_cap or 0),
            )
    if progress.target.limit and progress.left < 0:
        yield words(
            "{name}: {value} this month, {excess} above the budget of {amount}",
            name=progress.name.read(words.language),
            value=words.number(progress.to_date),
            excess=words.number(-progress.left),
            amount=words.number(progress.amount),
        )


def goal_line(progress: Progress, words: Words) -> str:
    """Yesterday against its share, the month so far, what is to come."""
    value, share = progress.yesterday
    so_far = f"{words.number(progress.to_date)}/{words.number(progress.amount)}"
    return words(
        "{name}: yesterday {value} of {share}, this month {so_far}, {amount} a day to come",
        name=progress.name.read(words.language),
        value="–" if value is None else words.number(value),
        share=words.share(share),
        so_far=so_far,
        amount=words.share(progress.per_day),
    )
