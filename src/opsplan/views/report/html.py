"""A report as a page of its own: no file beside it, charts drawn inline, printed on A4."""

import re
from html import escape

from rich.cells import cell_len

from opsplan.views.page import html_page
from opsplan.views.paper.webfont import web_font
from opsplan.views.report.chart import chart
from opsplan.views.report.document import Document, Table
from opsplan.views.words import Words

SHORT = 12
"""Columns of a terminal up to which a cell (a date, a name) stays on one line."""
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2} [A-Z][a-z]{2}\b(?: \d{4})?")

_STYLE = """\
:root { color-scheme: light dark; --ink: #1c1e21; --dim: #6a7076; --rule: #d8dbdf;
  --accent: #1664b0; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --dim: #9aa1a8; --rule: #3a3f45;
  --accent: #6bb1f5; --paper: #16181b; } }
* { box-sizing: border-box; }
body { margin: 2rem auto; max-width: 62rem; padding: 0 1.25rem; color: var(--ink);
  background: var(--paper); font: 15px/1.5 "PingFang SC", "Hiragino Sans GB",
  "Microsoft YaHei", "Opsplan Sans SC", system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; margin: 1.75rem 0 .4rem; color: var(--accent); break-after: avoid; }
p { margin: .15rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--rule); text-align: left;
  vertical-align: top; }
th { font-weight: 500; color: var(--dim); white-space: nowrap; }
.n { text-align: right; }
.n, .s { white-space: nowrap; }
td:first-child { word-break: keep-all; overflow-wrap: break-word; }
tr { break-inside: avoid; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr));
  gap: 1rem; margin-top: 1rem; }
figure { margin: 0; break-inside: avoid; }
figcaption { font-size: .85rem; color: var(--dim); }
svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--dim); font-size: 11px; }
svg .line { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
svg .point { fill: var(--accent); }
svg .axis { stroke: var(--rule); stroke-width: 1; }
@page { size: A4; margin: 14mm; }
@media print { :root { color-scheme: light; --ink: #000; --dim: #444; --rule: #bbb;
  --accent: #0b4a8a; --paper: #fff; } body { margin: 0; max-width: none; padding: 0;
  font-size: 10.5pt; } .scroll { overflow: visible; } }
"""


def report_html(document: Document, words: Words) -> str:
    """A whole page, with the characters of the shipped font that it needs."""
    return _page(document, words, web_font(_page(document, words, "")))


def _page(document: Document, words: Words, font: str) -> str:
    body = [f"<h1>{escape(document.title)}</h1>"]
    body += [f"<p>{_dated(line)}</p>" for line in document.lead]
    body += [part for table in document.tables for part in _section(table, words)]
    return html_page(document.title, _STYLE, body, words.language, font)


def _section(table: Table, words: Words) -> list[str]:
    head = "".join(_cell("th", text, table, at) for at, text in enumerate(table.columns))
    rows = [
        f"<tr>{''.join(_cell('td', text, table, at) for at, text in enumerate(row))}</tr>"
        for row in table.rows
    ]
    parts = [
        f'<section id="{table.id}">',
        f"<h2>{escape(table.title)}</h2>",
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>',
        *(["<tbody>", *rows, "</tbody>"] if rows else []),
        "</table></div>",
    ]
    if table.series:
        parts += ['<div class="charts">', *(chart(each, words) for each in table.series), "</div>"]
    return [*parts, "</section>"]


def _cell(tag: str, text: str, table: Table, at: int) -> str:
    is_short = cell_len(text) <= SHORT
    kind = ' class="n"' if at in table.numbers else ' class="s"' if is_short and text else ""
    return f"<{tag}{kind}>{_dated(text)}</{tag}>"


def _dated(text: str) -> str:
    """The text as HTML, in which no line ends within a date."""
    return _DATE.sub(r'<span class="s">\g<0></span>', escape(text))
