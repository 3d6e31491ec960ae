"""Targets, budgets and scorecards on screen and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from opsplan.planning.completion import was_on_time
from opsplan.values.checklist import Item
from opsplan.values.completion import Completion
from opsplan.values.figures import Progress
from opsplan.values.scorecard import CardScore, Part, PartScore, Reading
from opsplan.values.window import Window
from opsplan.views.breaking import NO_BREAK
from opsplan.views.data import Data, completion_data, counts_data, plain_number
from opsplan.views.drawing import drawn
from opsplan.views.screen import WIDEST, Screen
from opsplan.views.targets import EXCEEDED, exceeded
from opsplan.views.words import Words

WORST = 5
"""So many duties that cost the most are named with a score."""
GAP = 2
"""Spaces between what stands side by side."""
Row = tuple[RichText, ...]
Trace = dict[str, list[Data]]
"""The occurrences that were counted, by `playbook/duty`."""


def targets_text(targets: Sequence[Progress], words: Words, screen: Screen) -> str:
    """A line for each target: the month, this week, the days to come, yesterday. A budget of
    nothing of which nothing was spent is left out."""
    rows: list[Row] = []
    warnings: list[str] = []
    for progress in targets:
        if progress.target.limit and not (progress.amount or progress.to_date):
            continue
        rows.append(tuple(RichText(cell) for cell in _target_cells(progress, words)))
        warnings += exceeded(progress, words)
    if not rows:
        return words("The shop has no targets for this month.") + "\n"
    lines = [RichText(warning, style=EXCEEDED) for warning in warnings]
    return drawn(Group(_table(rows, screen), *lines), screen)


def targets_data(targets: Iterable[Progress]) -> Data:
    """What `targets --json` prints."""
    return {"items": [_target_data(each) for each in targets]}


def scorecards_text(
    cards: Sequence[CardScore],
    month: Window,
    today: date,
    words: Words,
    screen: Screen,
    *,
    explain: bool = False,
) -> str:
    """A line for each card; with `explain` also each part with all that its number is made of."""
    if not cards:
        return words("The shop has no scorecards.") + "\n"
    until = words("up to {day}", day=words.short_day(today)) if today in month else ""
    head = RichText(f"{words.month(month.start)}  {until}", style="bold")
    parts: list[RenderableType] = [head]
    if not explain:
        parts.append(_table([_card_row(card, words) for card in cards], screen))
        parts += [line for card in cards for line in _missing_lines(card, words)]
        return drawn(Group(*parts), screen)
    for card in cards:
        parts += [RichText(), _side_by_side(_card_row(card, words))]
        for part in card.parts:
            parts.append(Padding(_side_by_side(_part_row(part, words)), (0, 0, 0, 2)))
            parts += _indented(_reading_lines(part.reading, words))
        parts += [Padding(line, (0, 0, 0, 2)) for line in _commission_lines(card, words)]
        parts += _missing_lines(card, words)
    formula = words(
        "A part scores 1 + 4 x value / full, from 1 to 5; the total is the mean by weight. "
        "What was done late counts half, what was skipped is left out."
    )
    command = f"{screen.command} scorecard {month.start:%Y-%m} --explain --json"
    trace = words("Each occurrence and each entry of the journal: {command}", command=command)
    last = [RichText(), RichText(formula, style="dim"), RichText(trace, style="dim")]
    return drawn(Group(*parts, *last), screen)


def scorecards_data(
    cards: Iterable[CardScore], month: Window, words: Words, counted: Iterable[Item] | None = None
) -> Data:
    """What `scorecard --json` prints. With the items that were `counted` each part carries what it
    was made of, down to the occurrences and the entries of the journal."""
    trace = None if counted is None else _trace(counted)
    items = [_card_data(card, words, trace) for card in cards]
    return {"month": f"{month.start:%Y-%m}", "items": items}


def _table(rows: Sequence[Row], screen: Screen) -> RenderableType:
    """Rows as columns; where these are too wide, each row has its first cell above the others."""
    columns = zip(*rows, strict=True)
    needed = sum(max(cell.cell_len for cell in column) + GAP for column in columns) - GAP
    if needed <= min(screen.width, WIDEST):
        table = Table.grid(padding=(0, GAP, 0, 0))
        for row in rows:
            table.add_row(*row)
        return table
    lines: list[RenderableType] = []
    for first, *rest in rows:
        lines.append(first)
        lines += _indented([_side_by_side(cell for cell in rest if cell.plain)])
    return Group(*lines)


def _side_by_side(cells: Iterable[RichText]) -> RichText:
    """Cells on one line, which breaks between them only."""
    whole = (RichText(cell.plain.replace(" ", NO_BREAK), style=cell.style) for cell in cells)
    return RichText(" " * GAP).join(whole)


def _indented(lines: Iterable[RichText]) -> list[RenderableType]:
    return [Padding(line, (0, 0, 0, 4)) for line in lines]


def _target_cells(progress: Progress, words: Words) -> Iterator[str]:
    """Name, month, this week, the days to come, yesterday; a budget that no day has a cap of
    is not looked at by days."""
    yield words.text(progress.name)
    yield f"{words.number(progress.to_date)}/{words.number(progress.amount)}"
    cap, per_day = progress.target.daily_cap, words.share(progress.per_day)
    value, share = progress.yesterday
    before = "–" if value is None else words.number(value)
    so_far, of_week = (words.share(each) for each in progress.of_week)
    week = words("this week {value} of {share}", value=so_far, share=of_week)
    if not progress.target.limit:
        yield week
        yield words("{amount} a day still", amount=per_day)
        yield words("yesterday {value} of {share}", value=before, share=words.share(share))
        return
    yield week if cap is not None else ""
    left = words.number(progress.left)
    if progress.left <= 0:
        yield words("nothing left to spend")
    else:
        yield words("{left} left to spend, {amount} a day", left=left, amount=per_day)
    if cap is None:
        yield ""
    else:
        yield words("yesterday {value}, cap {cap}", value=before, cap=words.number(cap))


def _target_data(progress: Progress) -> Data:
    value, share = progress.yesterday
    so_far, of_week = progress.of_week
    return {
        "metric": progress.target.metric,
        "id": progress.target.id,
        "month": f"{progress.month:%Y-%m}",
        "target": _rounded(progress.amount),
        "to_date": _rounded(progress.to_date),
        "remaining_days": progress.remaining_days,
        "per_day": _rounded(progress.per_day),
        "yesterday": {"value": value, "share": _rounded(share)},
        "week": {
            "from": progress.week.start.isoformat(),
            "to": progress.week.last.isoformat(),
            "target": _rounded(of_week),
            "to_date": _rounded(so_far),
        },
        "limit": progress.target.limit,
        "left": _rounded(progress.left),
        "cap": progress.target.daily_cap,
        "over_cap": _figures_data(progress.over_cap),
    }


def _card_row(card: CardScore, words: Words) -> Row:
    """Name, score, whether the bar is reached, bonus, points."""
    bar = "" if card.card.bar is None else words.number(card.card.bar)
    verdict, bonus, points = RichText(), "", ""
    if card.bonus is not None and card.card.bonus:
        bonus = words("bonus {amount} yuan", amount=words.number(card.bonus))
    if card.points is not None:
        points = words("commission +{points} points", points=words.number(card.points))
    if card.passed:
        verdict = RichText(words("reaches {bar}", bar=bar), style="green")
    elif card.passed is False:
        verdict = RichText(words("below {bar}", bar=bar), style=EXCEEDED)
    return (
        RichText(words.text(card.card.name), style="bold"),
        RichText(words("no score yet") if card.score is None else f"{card.score:.2f}"),
        verdict,
        RichText(bonus),
        RichText(points),
    )


def _missing_lines(card: CardScore, words: Words) -> Iterator[RichText]:
    """The parts that have no number, so that nobody takes the mean for the whole card's."""
    if card.missing:
        yield RichText(
            words(
                "{card}: left out, no figures yet: {parts}",
                card=card.card.name.read(words.language),
                parts=[part.name.read(words.language) for part in card.missing],
            ),
            style="yellow",
        )


def _part_row(scored: PartScore, words: Words) -> Row:
    part, value = scored.part, scored.reading.value
    return (
        RichText(words.text(part.name)),
        RichText(words("weight {weight}", weight=words.number(part.weight))),
        RichText(_value_of_full(part, value, words)),
        RichText(
            "–" if scored.score is None else words("scores {score}", score=f"{scored.score:.2f}")
        ),
    )


def _value_of_full(part: Part, value: float | None, words: Words) -> str:
    return f"{'–' if value is None else words.number(value)}/{words.number(part.full)}"


def _reading_lines(reading: Reading, words: Words) -> Iterator[RichText]:
    """What a number was made of: counts, duties that cost most, figures with their dates."""
    counts = reading.counts
    if counts is not None:
        yield RichText(
            words(
                "{due} due: {on_time} on time, {done_late} done late, {standing} late and open, "
                "{missed} missed, {skipped} skipped",
                due=counts.due,
                on_time=counts.on_time,
                done_late=counts.done_late,
                standing=counts.late - counts.done_late,
                missed=counts.missed,
                skipped=counts.skipped,
            )
        )
    yield from _worst_lines(reading.duties, words)
    if reading.until is not None:
        yield RichText(
            words(
                "{name}: {reached} of {due} up to {day}, the month's target is {amount}",
                name=reading.name.read(words.language),
                reached=words.number(reading.reached or 0),
                due=words.share(reading.due or 0),
                day=words.short_day(reading.until),
                amount=words.number(reading.amount or 0),
            )
        )
    if reading.figures:
        dated = (f"{words.short_day(day)} {words.number(value)}" for day, value in reading.figures)
        yield RichText(words("figures: {figures}", figures=_in_pieces(dated)), style="dim")


def _worst_lines(duties: Sequence[Completion], words: Words) -> Iterator[RichText]:
    costly = sorted(
        (each for each in duties if each.late + each.missed),
        key=lambda each: -(each.late + each.missed),
    )
    if costly:
        named = (
            f"{words.text(each.title)} {each.late + each.missed}/{each.due}"
            for each in costly[:WORST]
        )
        yield RichText(
            words("late or missed most: {duties}", duties=_in_pieces(named)), style="dim"
        )


def _in_pieces(pieces: Iterable[str]) -> str:
    """Pieces side by side that no line break falls into."""
    return (" " * GAP).join(piece.replace(" ", NO_BREAK) for piece in pieces)


def _commission_lines(card: CardScore, words: Words) -> Iterator[RichText]:
    attained, commission = card.attained, card.card.commission
    if attained is None or commission is None:
        return
    if attained.value is None:
        yield RichText(words("Commission: no figures yet"))
        return
    steps = [f"{words.number(s.bar)}% +{words.number(s.gives)}" for s in commission.steps]
    yield RichText(
        words(
            "Commission: {value}% of the whole month reached ({steps})",
            value=words.number(attained.value),
            steps=steps,
        )
    )


def _trace(counted: Iterable[Item]) -> Trace:
    """What each duty's numbers were counted from: its occurrences, each with what became of it and
    the entry that settled it."""
    found: Trace = {}
    for item in counted:
        settled = item.record.settled
        found.setdefault(item.occurrence.planned.key, []).append(
            {
                "ref": item.occurrence.ref,
                "status": item.status,
                "on_time": was_on_time(item) if item.status == "done" else None,
                "entry": settled.id if settled else None,
            }
        )
    return found


def _card_data(card: CardScore, words: Words, trace: Trace | None) -> Data:
    data: Data = {
        "scorecard": card.card.id,
        "role": card.card.role,
        "name": card.card.name.read(words.language),
        "score": card.score,
        "bar": card.card.bar,
        "passed": card.passed,
        "bonus": _rounded(card.bonus),
        "points": _rounded(card.points),
        "missing": [part.id for part in card.missing],
        "parts": [_part_data(part, words, trace) for part in card.parts],
    }
    if card.card.commission is not None and card.attained is not None:
        data["commission"] = {
            "by": str(card.card.commission.source),
            "value": _rounded(card.attained.value),
            **({} if trace is None else _reading_data(card.attained, trace)),
        }
    return data


def _part_data(scored: PartScore, words: Words, trace: Trace | None) -> Data:
    part = scored.part
    return {
        "id": part.id,
        "name": part.name.read(words.language),
        "weight": _rounded(part.weight),
        "from": str(part.source),
        "full": _rounded(part.full),
        "value": _rounded(scored.reading.value),
        "score": scored.score,
        **({} if trace is None else _reading_data(scored.reading, trace)),
    }


def _reading_data(reading: Reading, trace: Trace) -> Data:
    data: Data = {}
    if reading.counts is not None:
        data["counts"] = counts_data(reading.counts)
        data["duties"] = [
            {**completion_data(each), "occurrences": trace[f"{each.playbook}/{each.duty}"]}
            for each in reading.duties
        ]
    else:
        dated = zip(_figures_data(reading.figures), reading.entries, strict=True)
        data["figures"] = [{**figure, "entries": [*entries]} for figure, entries in dated]
    if reading.until is not None:
        data |= {
            "until": reading.until.isoformat(),
            "reached": _rounded(reading.reached),
            "due": _rounded(reading.due),
            "target": _rounded(reading.amount),
        }
    return data


def _figures_data(figures: Iterable[tuple[date, float]]) -> list[Data]:
    return [{"date": day.isoformat(), "value": plain_number(value)} for day, value in figures]


def _rounded(value: float | None) -> int | float | None:
    return None if value is None else plain_number(round(value, 2))
