"""review: past days that are not settled, in a few keystrokes or from a script."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from typer import Context, Exit, Option

from opsplan.cli.asking import answer, has_terminal, tell
from opsplan.cli.help import Commands
from opsplan.cli.options import ROLE
from opsplan.cli.roles import of_role
from opsplan.cli.session import Session
from opsplan.cli.ticks import outcome_rows
from opsplan.journal import ticks
from opsplan.phrase.moments import read_moment
from opsplan.planning.review import BACK, left_behind, past_days
from opsplan.values.checklist import Item
from opsplan.values.classes import replace
from opsplan.values.occurrence import DAY, Identity, day_start, wall
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.text import say
from opsplan.values.window import Window
from opsplan.views.data import item_data
from opsplan.views.review import review_screen

app = Commands()

MOST_DAYS = 366
_ALL = ("*", "all", "全部")
_LEFT_OUT = re.compile(r"[-－]\s*(\d+(?:[-,，、\s]+\d+)*)\s*(.*)")
_NUMBERS = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")
_SEPARATORS = re.compile(r"[,，、\s]+")


@app.command()
def review(
    ctx: Context,
    done: list[str] = Option([], "--done", metavar="N", help="Tick off: 2-4, or 1,3."),
    skip: list[str] = Option([], "--skip", metavar="N", help="Leave out: 5."),
    why: str = Option(None, "--why", metavar="TEXT", help="The reason, for --skip."),
    at: str = Option(
        None, "--at", metavar="TIME", help="When it was done, each on its own day: 17:00."
    ),
    role: str = ROLE,
    days: int = Option(
        BACK, "--days", metavar="N", min=1, max=MOST_DAYS, help="How many days back."
    ),
) -> None:
    """What past days have left unsettled, newest first. On a terminal it asks: 2-4 ticks off, -5
    and a reason leaves out, Enter ends.

    opsplan review
    opsplan review --done 2-4 --skip 5 --why 'platform was down'
    opsplan review --done 1 --at 17:00
    """
    session: Session = ctx.obj
    if bool(skip) != bool((why or "").strip()):
        raise UsageError(say("--skip and --why go together"))
    desk = _Review(session, past_days(session.today, days), role)
    if done or skip:
        choices = [(text, ticks.done()) for text in done]
        choices += [(text, ticks.skipped(why)) for text in skip]
        text, rows = desk.settle(choices, at)
        session.show(lambda: text, lambda: {"items": rows})
    elif desk.items and has_terminal() and not session.options.json:
        _go_through(desk, at)
    else:
        session.show(desk.screen, desk.data)
    raise Exit(session.report_problems())


class _Review:
    """The items of past days that are not settled, as the journal has them."""

    def __init__(self, session: Session, window: Window, role: str | None) -> None:
        self.session = session
        self._window = window
        self._role = role
        self._dawn = day_start(session.today, session.plan.zone, session.shop.day_starts)
        self.look()

    def look(self) -> None:
        """Read the journal again."""
        self._whole = self.session.checklist(self._window)
        shown = of_role(self._whole, self._role, self.session)
        self.items = left_behind(shown, self._dawn)

    def screen(self) -> str:
        """The list, by days."""
        return review_screen(self.items, self._whole, self.session.words, self.session.screen)

    def data(self) -> dict[str, object]:
        """The list as JSON."""
        shop, words = self.session.shop.id, self.session.words
        return {
            "from": self._window.start.isoformat(),
            "to": self._window.last.isoformat(),
            "items": [item_data(each, shop, words) for each in self.items],
        }

    def settle(
        self, choices: Sequence[tuple[str, ticks.Decide]], at: str | None
    ) -> tuple[str, list[dict[str, object]]]:
        """Write what was chosen for these numbers, all in one transaction; tell what became of it,
        as text and as JSON."""
        chosen: dict[Identity, ticks.Decide] = {}
        for text, decide in choices:
            for item in self._numbered(text):
                if item.occurrence.identity in chosen:
                    raise UsageError(say("the number {no} is given twice", no=item.no))
                chosen[item.occurrence.identity] = decide
        items = [each for each in self.items if each.occurrence.identity in chosen]
        moments = {each.occurrence.identity: self._moment(each, at) for each in items if at}
        outcomes = ticks.write_about(
            self.session.journal,
            self.session.author,
            items,
            lambda item, record, add: chosen[item.occurrence.identity](item, record, add),
            moments,
        )
        self.look()
        now = {each.occurrence.identity: each for each in self._whole.items}
        after = [replace(now.get(each.occurrence.identity, each), no=each.no) for each in items]
        return outcome_rows(self.session, after, outcomes)

    def _numbered(self, text: str) -> Iterator[Item]:
        """The items of `2-4`, `1,3` or `1 3`; OpsplanError where one is not on the list."""
        known = {item.no: item for item in self.items}
        for part in _SEPARATORS.split(text.strip()):
            match = _NUMBERS.fullmatch(part)
            if match is None:
                what = say("'{text}' is no number of the list", text=part)
                raise UsageError(what, say("such as 3, 2-4 or 1,3"))
            low, high = int(match[1]), int(match[2] or match[1])
            if high < low:
                what = say("'{text}' is no number of the list", text=part)
                raise UsageError(what, say("such as 3, 2-4 or 1,3"))
            for no in range(low, high + 1):
                if no not in known:
                    what = say("there is no number {no} in this review", no=no)
                    raise OpsplanError(what, say("opsplan review shows the list"))
                yield known[no]

    def _moment(self, item: Item, at: str) -> datetime:
        """That time on the item's own day."""
        occurrence = item.occurrence
        found = read_moment(at, occurrence.due_day)
        if found is None or found[1] is None or found[0] != occurrence.due_day:
            raise UsageError(say("'{text}' is no time of a day", text=at), say("such as 17:00"))
        starts = self.session.shop.day_starts
        minutes = found[1] + DAY if found[1] < starts else found[1]
        return wall(occurrence.due_day, minutes, self.session.plan.zone)


def _go_through(desk: _Review, at: str | None) -> None:
    """Ask until all is settled, nothing is typed, or the input ends."""
    words = desk.session.words
    settled = 0
    while desk.items:
        tell("" if settled else desk.screen())
        keys = words("2-4 done   -5 why: left out   * all done   ? list   Enter: enough")
        typed = answer(f"{keys}\n> ")
        if not typed:
            break
        if typed in ("?", "？"):
            tell(desk.screen())
            continue
        try:
            text, rows = desk.settle([_choice(desk, typed)], at)
        except OpsplanError as error:
            tell(words.sentence(error.message, error.hint) + "\n")
            continue
        settled += len(rows)
        tell(text)
    left = words("{count} not settled", count=len(desk.items))
    desk.session.out.write(words("{count} settled", count=settled) + f"  {left}\n")


def _choice(desk: _Review, typed: str) -> tuple[str, ticks.Decide]:
    """What an answer means: numbers, and what becomes of them."""
    if typed.lower() in _ALL:
        return " ".join(str(item.no) for item in desk.items), ticks.done()
    if match := _LEFT_OUT.fullmatch(typed):
        why = match[2].strip() or answer(desk.session.words("Why?") + " ")
        if not why:
            raise UsageError(say("--skip and --why go together"))
        return match[1], ticks.skipped(why)
    return typed, ticks.done()
