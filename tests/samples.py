"""A shop, a journal and titles that several tests look at in several forms."""

from house import Ledger, day, occurrences, plan_of
from opsplan.values.playbook import Shop
from opsplan.values.text import Text

MORE = "blocks: [{id: morning, name: {zh: 上午, en: Morning}, at: '08:00-12:00'}]"
DUTIES = (
    "{id: repost, name: {zh: 重发产品信息, en: Repost}, when: '每天 8:30、14:30', role: ops}",
    "{id: data, name: {zh: 看昨日数据, en: Look at the figures}, when: 每天 上午, role: ops}",
    "{id: list, name: {zh: 优化产品, en: Improve}, when: 每天, goal: {zh: 7 条, en: 7 items}}",
    "{id: centre, name: {zh: 查体验中心, en: Check the centre}, when: 每周一, role: ads}",
    "{id: talk, name: {zh: 与客服沟通, en: Talk to the rep}, when: 每周两次}",
    "{id: plan, name: {zh: 定促销方案, en: Plan a promotion}, when: 每月一次 25号前}",
    "{id: pay, name: {zh: 绑定支付宝, en: Bind Alipay}, when: 一次}",
)
PLAN = plan_of(
    *DUTIES, shop=Shop("main", name=Text("主店", "Main shop"), launch=day("2026-11-20")), more=MORE
)
NOW = "2026-11-25 10:15"


def ledger() -> Ledger:
    known = Ledger()
    today = {
        each.ref.partition("/")[2]: each for each in occurrences(PLAN, "2026-11-23", "2026-11-25")
    }
    known.add("done", today["data@2026-11-25#1"], "2026-11-25 08:50")
    known.add("progress", today["list@2026-11-25#1"], "2026-11-25 09:10", count=3.0)
    known.add("skip", today["repost@2026-11-24#2"], "2026-11-24 15:00", text="停电")
    known.add("done", today["repost@2026-11-24#1"], "2026-11-24 08:40")
    known.add("note", today["list@2026-11-25#1"], "2026-11-25 09:12", text="等图片")
    return known


NASTY = (
    *('=HYPERLINK("http://x";"y")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1+1", 'a,b;"c"'),
    *("[red]x[/red]", "[/]", "[link](javascript:alert(1))", "![i](x.png)", "a & b &amp; &#60;"),
    *("<script>alert(1)</script>", "<!-- x", "<img src=x onerror=alert(1)>", "a | b", "ends\\"),
    *("back\\|slash", "*a* _b_ __c__ ~~d~~", "`code`", "# head", "- [x] item", "1. one"),
    *("> quote", "---", "[x]: http://y", ":smile:", "www.x.com http://x.com/a", "$a$", "@me #1"),
    *("line\nBEGIN:VALARM", "crlf\r\nEND:VEVENT", "\x1b[31mred", "c1 \x9b2J", "bidi \u202e evil"),
    *("sep\u2028arator", "半角,；：“引号”" * 12, "👩‍👩‍👧‍👦" * 20),
)
"""Titles that would be markup, formulas, control sequences or lines of some format."""


def nasty_duties(title: str) -> tuple[str, str]:
    """A slot and a floating duty of that title, in YAML."""
    quoted = "".join(c if c.isalnum() or ord(c) > 0xFFFF else f"\\u{ord(c):04x}" for c in title)
    return (
        f'{{id: daily, name: "{quoted}", when: "每天 8:30"}}',
        f'{{id: weekly, name: "{quoted}", when: 每周一次}}',
    )
