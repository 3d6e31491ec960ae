"""tui: the terminal app."""

import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from typer import Context, Exit

from opsplan.cli.help import Commands
from opsplan.cli.session import Session
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.text import say
from opsplan.views.words import Words

if TYPE_CHECKING:
    from opsplan.tui import Desk

app = Commands()


@app.command()
def tui(ctx: Context) -> None:
    """The terminal app: tick the day away by keyboard.

    opsplan tui
    opsplan tui --shop main
    """
    session: Session = ctx.obj
    if find_spec("textual") is None:
        what = say("the terminal app needs textual, which is not installed")
        raise OpsplanError(what, say("pip install 'opsplan[tui]'"))
    if not (session.is_terminal and sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(say("opsplan tui needs a terminal"), say("use opsplan today"))
    desk = open_desk(session, None)
    session.list_of(session.today)  # a journal that cannot be read is no empty screen
    from opsplan.tui import make_app, run  # textual takes 0.2 s to load

    shops = {shop.id: shop.name for shop in session.config.shops.values()}
    words = Words(session.words.language, session.screen.marks)
    if session.options.plain:
        os.environ["NO_COLOR"] = "1"  # textual looks here, and nowhere else
    dark = is_dark(session.environ)
    made = make_app(desk, words, shops, lambda shop: open_desk(session, shop), dark=dark)
    raise Exit(run(made) or session.report_problems())


def open_desk(session: Session, shop: str | None) -> "Desk":
    """The desk of a shop: its plan, and a clock that goes on unless OPSPLAN_NOW holds it."""
    from opsplan.tui.desk import Desk

    opened = session if shop is None else session.of_shop(shop)
    plan = opened.plan
    problems = tuple(opened.problems)
    return Desk(plan, opened.journal, opened.me, opened.clock, problems)


def is_dark(environ: Mapping[str, str]) -> bool:
    """Whether the terminal says that its background is dark; dark where it says nothing."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return background not in ("7", "15")
