"""A sheet as one HTML file: prints right in a browser, reads well on a screen and on a phone."""

from collections.abc import Iterable, Iterator
from html import escape

from rich.cells import cell_len

from opsplan.views.page import html_page
from opsplan.views.paper.sheet import Box, Day, Part, Row, Section, Sheet
from opsplan.views.paper.style import STYLE
from opsplan.views.words import Words

NOTE_LINES = 3


def sheet_html(sheet: Sheet, words: Words, font: str = "") -> str:
    """The whole file.

    `font` is a `data:` address of the font for machines that have no Chinese one.
    """
    kind = "week" if sheet.days else "day"
    size = "landscape" if sheet.days else "portrait"
    page = f"@page {{ size: A4 {size}; }}"
    body = (line for part in sheet.parts for line in _part(sheet, part, words))
    title = f"{sheet.shop} · {sheet.title}"
    return html_page(title, f"{page}\n{STYLE}", body, sheet.language, font, kind=kind)


def _part(sheet: Sheet, part: Part, words: Words) -> Iterator[str]:
    has_roles = sheet.has_roles and not part.role
    columns = (3 if has_roles else 2) + (len(sheet.days) or 2)
    yield "<section>"
    yield '<div class="scroll">'
    yield "<table>"
    yield _columns(sheet, part, has_roles=has_roles)
    yield "<thead>"
    yield f'<tr class="head"><td colspan="{columns}">{_head(sheet, part)}</td></tr>'
    if sheet.days and part.sections:
        yield _column_heads(sheet, words, has_roles=has_roles)
    yield "</thead>"
    for section in part.sections:
        yield from _section(sheet, section, columns, has_roles=has_roles)
    yield "</table>"
    yield "</div>"
    if not part.sections:
        yield f'<p class="nothing">{escape(sheet.nothing)}</p>'
    yield from _foot(sheet, part, words)
    yield "</section>"


def _columns(sheet: Sheet, part: Part, *, has_roles: bool) -> str:
    """The widths of the columns, so that no long word moves the others; titles have the rest."""
    rows = list(part.rows)
    code = _ems([row.code for row in rows], 20)
    role = [_ems([row.role for row in rows], 14 if sheet.days else 18)] if has_roles else []
    if sheet.days:
        days = '<col class="day">' * len(sheet.days)
        return "".join((_column(code), "<col>", *map(_column, role), days))
    time = _ems([box.time for row in rows for box in row.boxes], 16)
    return "".join((_column(2), _column(time), "<col>", *map(_column, role), _column(code)))


def _column(width: float) -> str:
    return f'<col style="width: {width:.1f}em">'


def _ems(texts: Iterable[str], most: int) -> float:
    """About as wide as the longest of the texts, or as `most` columns of a terminal."""
    longest = max(map(cell_len, texts), default=0)
    return min(longest, most) * 0.56 + 1 if longest else 0


def _head(sheet: Sheet, part: Part) -> str:
    role = f'<span class="role">{escape(part.role)}</span>' if part.role else ""
    remarks = "".join(f'<span class="remark">{escape(each)}</span>' for each in sheet.remarks)
    return (
        f'<div><strong>{escape(sheet.shop)}</strong>{role}<span class="title">'
        f'{escape(sheet.title)}</span>{remarks}<span class="printed">{escape(sheet.printed)}'
        "</span></div>"
    )


def _column_heads(sheet: Sheet, words: Words, *, has_roles: bool) -> str:
    named = escape(words("Role"))
    role = f'<th scope="col" class="role">{named}</th>' if has_roles else ""
    days = "".join(map(_day_head, sheet.days))
    duty = escape(words("Duty"))
    return f'<tr class="days"><th></th><th scope="col" class="duty">{duty}</th>{role}{days}</tr>'


def _day_head(day: Day) -> str:
    mark = "?" if day.is_provisional else ""
    name = f"<small>{escape(day.name)}</small>" if day.name else ""
    return (
        f'<th scope="col"{_classes(_day_classes(day))}><b>{escape(day.weekday)}</b> '
        f"<span>{escape(day.date)}{mark}</span>{name}</th>"
    )


def _day_classes(day: Day) -> list[str]:
    return [name for name, holds in (("off", day.is_off), ("today", day.is_today)) if holds]


def _section(sheet: Sheet, section: Section, columns: int, *, has_roles: bool) -> Iterator[str]:
    yield "<tbody>"
    if section.title:
        title = escape(section.title)
        yield f'<tr class="section"><th scope="rowgroup" colspan="{columns}">{title}</th></tr>'
    for row in section.rows:
        yield _row(sheet, row, by_day=section.by_day, has_roles=has_roles)
    yield "</tbody>"


def _row(sheet: Sheet, row: Row, *, by_day: bool, has_roles: bool) -> str:
    code = f'<td class="code">{escape(row.code)}</td>'
    details = "".join(f"<li>{escape(each)}</li>" for each in row.details)
    title = f"{escape(row.title)}{f'<ul>{details}</ul>' if details else ''}"
    role = f'<td class="role">{escape(row.role)}</td>' if has_roles else ""
    note = f' <span class="note">{escape(row.note)}</span>' if row.note else ""
    if by_day:
        days = zip(row.cells, sheet.days, strict=True)
        cells = "".join(
            f"<td{_classes(_day_classes(day))}>{_boxes(cell)}</td>" for cell, day in days
        )
        return f'<tr>{code}<td class="duty">{title}{note}</td>{role}{cells}</tr>'
    if sheet.days:
        span = f'<td class="span" colspan="{len(sheet.days)}">{_boxes(row.boxes)}{note}</td>'
        return f'<tr>{code}<td class="duty">{title}</td>{role}{span}</tr>'
    box = next(row.boxes)
    shown = f'<td class="box">{_box(box)}</td><td class="time{_clock(box)}">{escape(box.time)}</td>'
    noted = f"{escape(row.title)}{note}{f'<ul>{details}</ul>' if details else ''}"
    return f'<tr>{shown}<td class="duty">{noted}</td>{role}{code}</tr>'


def _boxes(boxes: Iterable[Box]) -> str:
    return "".join(f'<span class="slot">{_slot(box)}</span>' for box in boxes)


def _slot(box: Box) -> str:
    """A box with its time beside it; a stretch may go on below, and so may what is counted."""
    label = " ".join(filter(None, (box.time, box.count)))
    start, dash, end = label.partition("-") if _clock(box) else ("", "", label)
    beside = f" {escape(start)}{dash}" if start else ""
    rest = f"<wbr>{escape(end)}" if beside else f" {escape(end)}" if end else ""
    return f'<span class="clock">{_box(box)}{beside}</span>{rest}'


def _clock(box: Box) -> str:
    """Clock times stay on one line; the name of a block may be long."""
    return " clock" if not box.time or box.time[0].isdigit() else ""


def _box(box: Box) -> str:
    return f'<i class="{box.mark}" title="{escape(box.ref)}"></i>'


def _classes(names: list[str]) -> str:
    return f' class="{" ".join(names)}"' if names else ""


def _foot(sheet: Sheet, part: Part, words: Words) -> Iterator[str]:
    legend = "".join(
        f'<span class="slot"><i class="{mark}"></i> {escape(words.status(mark))}</span>'
        for mark in sheet.marks
    )
    heading = escape(words("Notes"))
    yield "<footer>"
    yield f'<div class="notes"><span>{heading}</span>{"<hr>" * NOTE_LINES}</div>'
    yield f"<p>{legend}</p>"
    if part.way_back:
        yield f"<p>{escape(part.way_back)}</p>"
    yield "</footer>"
