"""Figures over time as an inline SVG: axes with their ends and the unit, gaps between days."""

from collections.abc import Iterator
from html import escape

from opsplan.views.report.document import Series
from opsplan.views.words import Words

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 48, 10, 12, 24
"""The room around the lines, for the words at the axes."""

Point = tuple[float, float]


def chart(series: Series, words: Words) -> str:
    """A figure with its caption: the metric and its unit."""
    values = [value for _, value in series.points if value is not None]
    unit = words.bracketed(series.unit) if series.unit else ""
    caption = f"<figcaption>{escape(series.name)}{escape(unit)}</figcaption>"
    if not values:
        nothing = escape(words("no figures"))
        return f"<figure>{caption}<p>{nothing}</p></figure>"
    least, most = bounds(values)
    label = escape(
        words(
            "{name}: {least} to {most}",
            name=series.name,
            least=words.number(min(values)),
            most=words.number(max(values)),
        )
    )
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">',
        *_axes(series, least, most, words),
        *_lines(series, least, most),
        "</svg>",
    ]
    return f"<figure>{caption}{''.join(parts)}</figure>"


def bounds(values: list[float]) -> tuple[float, float]:
    """What the upright axis reaches from and to: 0 is in it where no figure is below it; it has
    some height even where all figures are the same."""
    least, most = min(0.0, *values), max(0.0, *values)
    return (least, most) if most > least else (least, least + 1)


def _axes(series: Series, least: float, most: float, words: Words) -> Iterator[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    yield f'<path class="axis" d="M{LEFT} {TOP}V{bottom}H{right}" fill="none"/>'
    for value, at in ((most, TOP + 4), (least, bottom)):
        yield f'<text x="{LEFT - 6}" y="{at}" text-anchor="end">{words.number(value)}</text>'
    first, last = series.points[0][0], series.points[-1][0]
    for day, at, anchor in ((first, LEFT, "start"), (last, right, "end")):
        if anchor == "end" and last == first:
            continue
        text = escape(words.short_day(day))
        yield f'<text x="{at}" y="{HEIGHT - 6}" text-anchor="{anchor}">{text}</text>'


def _lines(series: Series, least: float, most: float) -> Iterator[str]:
    """A line through each run of days with figures; a figure alone is a point."""
    run: list[Point] = []
    for number, (_, value) in enumerate(series.points):
        if value is None:
            yield from _drawn(run)
            run = []
        else:
            run.append(_place(number, len(series.points), value, least, most))
    yield from _drawn(run)


def _drawn(run: list[Point]) -> Iterator[str]:
    if len(run) == 1:
        yield f'<circle class="point" cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="3"/>'
    elif run:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
        yield f'<polyline class="line" points="{points}"/>'


def _place(number: int, many: int, value: float, least: float, most: float) -> Point:
    across = (WIDTH - RIGHT - LEFT) * (number / (many - 1) if many > 1 else 0.5)
    up = (HEIGHT - BOTTOM - TOP) * (value - least) / (most - least)
    return LEFT + across, HEIGHT - BOTTOM - up
