"""Targets, budgets and scorecards on screen and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from opsplan.planning.completion import was_on_time
from opsplan.values.checklist import Item
from opsplan.values.completion import Completion
from opsplan.values.figures import Progress
from opsplan.values.scorecard import CardScore, Part, PartScore, Reading
from opsplan.values.window import Window
from opsplan.views.breaking import NO_BREAK
from opsplan.views.columns import Column, aligned
from opsplan.views.data import Data, completion_data, counts_data, plain_number
from opsplan.views.paint import GAP, Line, Piece, all_folded, folded, painted, width_of
from opsplan.views.screen import WIDEST, Screen
from opsplan.views.targets import EXCEEDED, exceeded
from opsplan.views.words import Words

WORST = 5
"""So many duties that cost the most are named with a score."""
Row = tuple[Piece, ...]
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
        rows.append(tuple((cell, "") for cell in _target_cells(progress, words)))
        warnings += exceeded(progress, words)
    if not rows:
        return words("The shop has no targets for this month.") + "\n"
    width = min(screen.width, WIDEST)
    lines = all_folded(([(warning, EXCEEDED)] for warning in warnings), width)
    return painted([*_table(rows, width), *lines], colour=screen.colour)


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
    explain: bool,
) -> str:
    """A line for each card; with `explain` also each part with all that its number is made of."""
    if not cards:
        return words("The shop has no scorecards.") + "\n"
    until = words("up to {day}", day=words.short_day(today)) if today in month else ""
    width = min(screen.width, WIDEST)
    lines: list[Line] = [[(f"{words.month(month.start)}{GAP}{until}", "bold")]]
    if not explain:
        lines += _table([_card_row(card, words) for card in cards], width)
        missing = (line for card in cards for line in _missing_lines(card, words))
        return painted([*lines, *all_folded(missing, width)], colour=screen.colour)
    for card in cards:
        lines += [[], *folded(_side_by_side(_card_row(card, words)), width)]
        for part in card.parts:
            lines += _indented([_side_by_side(_part_row(part, words))], 2, width)
            lines += _indented(_reading_lines(part.reading, words), 4, width)
        lines += _indented(_commission_lines(card, words), 2, width)
        lines += all_folded(_missing_lines(card, words), width)
    formula = words(
        "A part scores 1 + 4 x value / full, from 1 to 5; the total is the mean by weight. "
        "What was done late counts half, what was skipped is left out."
    )
    command = f"{screen.command} scorecard {month.start:%Y-%m} --explain --json"
    trace = words("Each occurrence and each entry of the journal: {command}", command=command)
    lines += all_folded([[], [(formula, "dim")], [(trace, "dim")]], width)
    return painted(lines, colour=screen.colour)


def scorecards_data(
    cards: Iterable[CardScore], month: Window, words: Words, counted: Iterable[Item] | None = None
) -> Data:
    """What `scorecard --json` prints. With the items that were `counted` each part carries what it
    was made of, down to the occurrences and the entries of the journal."""
    trace = None if counted is None else _trace(counted)
    items = [_card_data(card, words, trace) for card in cards]
    return {"month": f"{month.start:%Y-%m}", "items": items}


def _table(rows: Sequence[Row], width: int) -> Iterator[Line]:
    """Rows as columns; where these are too wide, each row has its first cell above the others."""
    columns = zip(*rows, strict=True)
    needed = sum(max(width_of([cell]) for cell in column) for column in columns)
    if needed + len(GAP) * (len(rows[0]) - 1) <= width:
        cells = [[[cell] for cell in row] for row in rows]
        yield from aligned(cells, [Column() for _ in rows[0]], width)
        return
    for first, *rest in rows:
        yield from folded([first], width)
        yield from _indented([_side_by_side(rest)], 4, width)


def _side_by_side(cells: Iterable[Piece]) -> Line:
    """Cells on one line, which breaks between them only."""
    whole = [(text.replace(" ", NO_BREAK), style) for text, style in cells if text]
    return [(GAP + text if number else text, style) for number, (text, style) in enumerate(whole)]


def _indented(lines: Iterable[Line], by: int, width: int) -> Iterator[Line]:
    for line in all_folded(lines, width - by):
        yield [(" " * by, ""), *line]


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
    verdict, bonus, points = ("", ""), "", ""
    if card.bonus is not None and card.card.bonus:
        bonus = words("bonus {amount} yuan", amount=words.number(card.bonus))
    if card.points is not None:
        points = words("commission +{points} points", points=words.number(card.points))
    if card.passed:
        verdict = (words("reaches {bar}", bar=bar), "green")
    elif card.passed is False:
        verdict = (words("below {bar}", bar=bar), EXCEEDED)
    return (
        (words.text(card.card.name), "bold"),
        (words("no score yet") if card.score is None else f"{card.score:.2f}", ""),
        verdict,
        (bonus, ""),
        (points, ""),
    )


def _missing_lines(card: CardScore, words: Words) -> Iterator[Line]:
    """The parts that have no number, so that nobody takes the mean for the whole card's."""
    if card.missing:
        text = words(
            "{card}: left out, no figures yet: {parts}",
            card=card.card.name.read(words.language),
            parts=[part.name.read(words.language) for part in card.missing],
        )
        yield [(text, "yellow")]


def _part_row(scored: PartScore, words: Words) -> Row:
    part, value, scores = scored.part, scored.reading.value, "–"
    if scored.score is not None:
        scores = words("scores {score}", score=f"{scored.score:.2f}")
    return (
        (words.text(part.name), ""),
        (words("weight {weight}", weight=words.number(part.weight)), ""),
        (_value_of_full(part, value, words), ""),
        (scores, ""),
    )


def _value_of_full(part: Part, value: float | None, words: Words) -> str:
    return f"{'–' if value is None else words.number(value)}/{words.number(part.full)}"


def _reading_lines(reading: Reading, words: Words) -> Iterator[Line]:
    """What a number was made of: counts, duties that cost most, figures with their dates."""
    counts = reading.counts
    if counts is not None:
        text = words(
            "{due} due: {on_time} on time, {done_late} done late, {standing} late and open, "
            "{missed} missed, {skipped} skipped",
            due=counts.due,
            on_time=counts.on_time,
            done_late=counts.done_late,
            standing=counts.late - counts.done_late,
            missed=counts.missed,
            skipped=counts.skipped,
        )
        yield [(text, "")]
    yield from _worst_lines(reading.duties, words)
    if reading.until is not None:
        text = words(
            "{name}: {reached} of {due} up to {day}, the month's target is {amount}",
            name=reading.name.read(words.language),
            reached=words.number(reading.reached or 0),
            due=words.share(reading.due or 0),
            day=words.short_day(reading.until),
            amount=words.number(reading.amount or 0),
        )
        yield [(text, "")]
    if reading.figures:
        dated = (f"{words.short_day(day)} {words.number(value)}" for day, value in reading.figures)
        yield [(words("figures: {figures}", figures=_in_pieces(dated)), "dim")]


def _worst_lines(duties: Sequence[Completion], words: Words) -> Iterator[Line]:
    costly = sorted(
        (each for each in duties if each.late + each.missed),
        key=lambda each: -(each.late + each.missed),
    )
    if costly:
        named = (
            f"{words.text(each.title)} {each.late + each.missed}/{each.due}"
            for each in costly[:WORST]
        )
        yield [(words("late or missed most: {duties}", duties=_in_pieces(named)), "dim")]


def _in_pieces(pieces: Iterable[str]) -> str:
    """Pieces side by side that no line break falls into."""
    return GAP.join(piece.replace(" ", NO_BREAK) for piece in pieces)


def _commission_lines(card: CardScore, words: Words) -> Iterator[Line]:
    attained, commission = card.attained, card.card.commission
    if attained is None or commission is None:
        return
    if attained.value is None:
        yield [(words("Commission: no figures yet"), "")]
        return
    steps = [f"{words.number(s.bar)}% +{words.number(s.gives)}" for s in commission.steps]
    text = words(
        "Commission: {value}% of the whole month reached ({steps})",
        value=words.number(attained.value),
        steps=steps,
    )
    yield [(text, "")]


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
