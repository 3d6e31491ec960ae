"""How a sheet looks in a browser, on screen (light and dark) and on paper."""

STYLE = """\
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1c2126; --soft: #6b747d; --line: #d5dade; --strong: #8a939b;
  --shade: #f1f3f5; --today: #e8f0fa; --accent: #1f5fa8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16191c; --ink: #e4e8eb; --soft: #98a2ab; --line: #31383e; --strong: #67717a;
    --shade: #1e2327; --today: #1b2a3c; --accent: #7fb2ec;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.2rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 15px/1.4 "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "WenQuanYi Micro Hei", "Opsplan Sans SC", system-ui,
    sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; line-break: strict;
}
body.day { max-width: 48rem; }
section + section { margin-top: 3rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
body.week table { min-width: 56rem; }
col.day { width: 10.3%; }
th, td { padding: .28em .45em; text-align: left; vertical-align: baseline; font-weight: normal; }
tbody td { border-bottom: 1px solid var(--line); }
.head td { padding: 0 0 .5em; }
.head div { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2em .9em; }
.head strong { font-size: 1.3em; }
.head .role { color: var(--accent); font-size: 1.15em; font-weight: 600; }
.head .remark { color: var(--accent); }
.head .printed { margin-left: auto; color: var(--soft); font-size: .85em; }
.days th { border-bottom: 1.5px solid var(--strong); vertical-align: bottom; }
.days b { font-weight: 600; }
.days span, .days small { color: var(--soft); font-size: .85em; }
.days small { display: block; }
.section th { padding-top: .9em; color: var(--accent); font-weight: 600; }
tbody:first-of-type .section th { padding-top: .3em; }
td.off, th.off { background: var(--shade); }
td.today, th.today { background: var(--today); }
th.today { border-top: 2.5px solid var(--accent); }
.code { color: var(--soft); font-size: .9em; }
body.day .code { text-align: right; }
td.role, th.role { color: var(--soft); }
td.time { color: var(--soft); }
.clock { white-space: nowrap; }
.note { color: var(--soft); font-size: .9em; }
.duty .note { display: inline-block; }
.duty ul { margin: .1em 0 .1em; padding-left: 1.1em; color: var(--soft); font-size: .9em; }
.slot { display: inline-block; margin-right: .35em; color: var(--soft); }
td .slot { vertical-align: top; font-size: .88em; }
td .slot i { font-size: 1.1em; }
i {
  position: relative; display: inline-block; width: 1em; height: 1em; vertical-align: -.12em;
  border: 1.4px solid var(--ink); border-radius: 1.5px; background: var(--paper);
}
i.done::after {
  content: ""; position: absolute; left: .3em; top: 0; width: .3em; height: .62em;
  border: solid var(--ink); border-width: 0 1.8px 1.8px 0; transform: rotate(40deg);
}
i.skipped::after, i.missed::before, i.missed::after {
  content: ""; position: absolute; left: -.1em; right: -.1em; top: calc(50% - .7px); height: 1.4px;
  background: var(--ink); transform: rotate(-45deg);
}
i.missed::before { transform: rotate(45deg); }
i.skipped, i.missed { border-color: var(--strong); }
footer { margin-top: 1.4rem; color: var(--soft); font-size: .9em; break-inside: avoid; }
footer p { margin: .35em 0; }
footer .slot { margin-right: 1em; }
.notes hr { margin: 0; height: 1.9em; border: 0; border-bottom: 1px solid var(--line); }
@media (max-width: 40rem) {
  body { padding: .7rem; }
  body.week .code { position: sticky; left: 0; background: var(--paper); }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --ink: #14181c; --soft: #5d666e; --line: #cfd5d9; --strong: #7d868e;
    --shade: #f1f3f5; --today: #e8f0fa; --accent: #1f5fa8;
  }
  @page {
    margin: 9mm 10mm 11mm;
    @bottom-right {
      content: counter(page) " / " counter(pages); font: 7pt sans-serif; color: #5d666e;
    }
  }
  body { padding: 0; max-width: none; font-size: 8pt; line-height: 1.2; }
  body.day { max-width: none; font-size: 9.5pt; }
  body.week table { min-width: 0; }
  col.day { width: 9.4%; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll { overflow: visible; }
  section + section { margin-top: 0; break-before: page; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  .section { break-after: avoid; }
  th, td { padding: .19em .35em; }
  body.day td { padding: .22em .4em; }
  .notes hr { height: 6.5mm; }
  .section th { padding-top: .6em; }
  footer { margin-top: .6em; font-size: max(7pt, .9em); }
}
"""
