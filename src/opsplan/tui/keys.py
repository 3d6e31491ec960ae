"""The keys of the app: one table for what they do, the key bar, the help page and the palette."""

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from opsplan.values.classes import dataclass
from opsplan.values.text import Language, Message, say


@dataclass(frozen=True, slots=True)
class Key:
    """`names` as Textual calls them, the action, a word or two for the key bar and a sentence for
    the help page. `shown` is how the key is written; `bar` whether the key bar has it."""

    names: str
    action: str
    label: Message
    help: Message
    shown: str = ""
    bar: bool = True

    def cap_for(self, language: Language) -> str:
        """How the key is written for a reader of that language."""
        cap = self.shown or self.names.partition(",")[0]
        return _CAPS_ZH.get(cap, cap) if language == "zh" else cap


_CAPS_ZH = {"space": "空格", "enter": "回车"}


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """The keys as Textual wants them; the digits tell which of them it was."""
    found: list[BindingType] = []
    for key in keys:
        if key.action == "count":
            found += [Binding(name, f"count('{name}')", show=False) for name in DIGITS]
        else:
            found.append(Binding(key.names, key.action, key.label.template, show=key.bar))
    return found


DIGITS = tuple("0123456789")

ITEM_KEYS = (
    Key("space", "done", say("done"), say("tick off, whole"), shown="space"),
    Key(
        ",".join(DIGITS),
        "count",
        say("count"),
        say("count so many; done once the goal is reached"),
        shown="0-9",
    ),
    Key("s", "skip", say("skip"), say("leave out, with the reason")),
    Key("n", "note", say("note"), say("add a note")),
    Key("z", "snooze", say("snooze"), say("be reminded of it later, not before"), bar=False),
)
"""What can be done to the item under the cursor."""

WEEK_STEPS = (
    Key(
        "left_square_bracket",
        "previous",
        say("week before"),
        say("the week before"),
        shown="[",
        bar=False,
    ),
    Key(
        "right_square_bracket",
        "following",
        say("week after"),
        say("the week after"),
        shown="]",
        bar=False,
    ),
)

DAY_KEYS = (
    *ITEM_KEYS,
    Key("left,h", "earlier", say("day before"), say("the day before"), shown="←", bar=False),
    Key("right,l", "later", say("day after"), say("the day after"), shown="→", bar=False),
    Key(
        "enter", "details", say("details"), say("steps, phrase, history"), shown="enter", bar=False
    ),
    Key("e", "setup", say("set-up"), say("show or fold the one-time set-up steps"), bar=False),
)

SPAN_KEYS = (
    *ITEM_KEYS,
    Key("left,h", "earlier", say("day before"), say("the day before"), shown="←", bar=False),
    Key("right,l", "later", say("day after"), say("the day after"), shown="→", bar=False),
    *WEEK_STEPS,
    Key("enter", "open", say("open the day"), say("open that day's list")),
)

MONTH_KEYS = (
    Key("left,h", "earlier", say("day before"), say("the day before"), shown="←"),
    Key("right,l", "later", say("day after"), say("the day after"), shown="→"),
    Key(
        "left_square_bracket",
        "previous",
        say("month before"),
        say("the month before"),
        shown="[",
    ),
    Key(
        "right_square_bracket",
        "following",
        say("month after"),
        say("the month after"),
        shown="]",
    ),
    Key("enter", "open", say("open the day"), say("open that day's list")),
)

REVIEW_KEYS = (
    *ITEM_KEYS,
    Key("enter", "details", say("details"), say("steps, phrase, history"), bar=False),
    Key("X", "skip_day", say("skip the day"), say("leave out all that is left of that day")),
)

REGISTER_KEYS = (
    Key("space", "done", say("close"), say("close the row")),
    Key("enter", "edit", say("change"), say("change the row in a form")),
    Key("a", "add", say("new row"), say("add a row to the register")),
    Key("A", "closed", say("closed too"), say("show the closed rows too, or no longer")),
    Key("s", "skip", say("skip"), say("leave out, with the reason"), bar=False),
    Key("n", "note", say("note"), say("add a note"), bar=False),
)

FIGURE_KEYS = (
    Key(",".join(DIGITS), "count", say("log"), say("log the figure"), shown="0-9"),
    Key("enter", "log", say("log"), say("log the figure"), bar=False),
    Key("left,h", "earlier", say("day before"), say("the day before"), shown="←"),
    Key("right,l", "later", say("day after"), say("the day after"), shown="→"),
)

TIMELINE_KEYS = (
    Key("enter", "details", say("details"), say("its days, its goal and its duties")),
    Key("right,l", "open", say("open the day"), say("open that day's list"), shown="→"),
)

STATS_KEYS = (Key("enter", "details", say("details"), say("the weeks in numbers")),)

APP_KEYS = (
    Key("u", "undo", say("undo"), say("take back the last entry")),
    Key("slash", "filter", say("filter"), say("only what contains these words"), shown="/"),
    Key("r", "role", say("role"), say("only the duties of a role")),
    Key("t", "today", say("today"), say("back to today")),
    Key("d", "view('day')", say("day"), say("the day's list"), bar=False),
    Key("w", "view('week')", say("week"), say("the week, duties by days"), bar=False),
    Key("m", "view('month')", say("month"), say("the month, day by day"), bar=False),
    Key("o", "view('review')", say("past"), say("past days that are not settled"), bar=False),
    Key("f", "view('figures')", say("figures"), say("the figures of the shop"), bar=False),
    Key(
        "c",
        "view('timeline')",
        say("campaigns"),
        say("phases and campaigns, when each is"),
        bar=False,
    ),
    Key("g", "view('registers')", say("registers"), say("the tables that you keep"), bar=False),
    Key(
        "p",
        "view('stats')",
        say("stats"),
        say("how steadily each duty is done"),
        bar=False,
    ),
    Key("S", "shop", say("shop"), say("another shop"), bar=False),
    Key("R", "reopen", say("read again"), say("read config and playbooks again"), bar=False),
    Key("T", "theme", say("light or dark"), say("light or dark"), bar=False),
    Key("tab", "pane", say("other pane"), say("between the list and the details"), bar=False),
    Key(
        "ctrl+p",
        "palette",
        say("commands"),
        say("all commands, by their names"),
        shown="^p",
        bar=False,
    ),
    Key("question_mark,f1", "help", say("help"), say("this page"), shown="?"),
    Key("q,ctrl+q", "quit", say("quit"), say("leave"), shown="q"),
)
