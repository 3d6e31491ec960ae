"""What the commands that list days do: read the days of the shops, and show them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from opsplan.cli.roles import of_role
from opsplan.cli.session import Session
from opsplan.values.checklist import Checklist
from opsplan.values.classes import dataclass
from opsplan.values.problem import OpsplanError
from opsplan.values.window import Window, day_window
from opsplan.views.day import day_screen
from opsplan.views.screen import Screen
from opsplan.views.words import Words

if TYPE_CHECKING:
    from opsplan.cli.paper import Printing


@dataclass(frozen=True, slots=True)
class DayWish:
    """Which day (or span of days around one) of which shops, and how it is to be shown."""

    on: str | None = None
    role: str | None = None
    printing: "Printing | None" = None
    setup: bool = False
    all_shops: bool = False


@dataclass(frozen=True, slots=True)
class ListView:
    """A span of days around one, and how it is shown."""

    read: Callable[[Session, str | None], date]
    window: Callable[[date], Window]
    screen: Callable[[Checklist, Words, Screen], str]


def _setup_screen(checklist: Checklist, words: Words, screen: Screen) -> str:
    return day_screen(checklist, words, screen, setup=True)


DAY = ListView(Session.day, day_window, day_screen)
SETUP = ListView(Session.day, day_window, _setup_screen)


@dataclass(frozen=True, slots=True)
class Listed:
    """A shop's list, in the session of that shop."""

    session: Session
    checklist: Checklist


def show_day(session: Session, wish: DayWish) -> int:
    """Show a day's list; the exit code."""
    return show_span(session, SETUP if wish.setup else DAY, wish)


def show_span(session: Session, span: ListView, wish: DayWish) -> int:
    """Show the list of a span of days; the exit code."""
    found = _listed(session, span, wish)
    if wish.printing and not (wish.all_shops and session.options.json):
        _print(found, wish.printing, wish)
    elif wish.all_shops:
        _show_all(session, found, span, wish)
    else:
        [only] = found
        session.show(lambda: _drawn(only, span), lambda: _data(only, wish))
    return session.report_problems()


def _listed(session: Session, span: ListView, wish: DayWish) -> list[Listed]:
    """The lists of the shop, or of all shops that have the role."""
    found: list[Listed] = []
    refused: OpsplanError | None = None
    for each in session.every_shop() if wish.all_shops else (session,):
        checklist = each.checklist(span.window(span.read(each, wish.on)))
        try:
            found.append(Listed(each, of_role(checklist, wish.role, each)))
        except OpsplanError as error:
            refused = error
    if refused and not found:
        raise refused
    return found


def _drawn(listed: Listed, span: ListView) -> str:
    session = listed.session
    return span.screen(listed.checklist, session.words, session.screen)


def _data(listed: Listed, wish: DayWish) -> dict[str, Any]:
    from opsplan.views.data import checklist_data

    checklist = listed.checklist
    items = checklist.setup if wish.setup else checklist.items
    return checklist_data(checklist, listed.session.words, items)


def _print(found: Iterable[Listed], printing: "Printing", wish: DayWish) -> None:
    from opsplan.cli.paper import print_sheet

    for each in found:
        wanted = printing.of_shop(each.session.shop.id) if wish.all_shops else printing
        one_role = wish.role is not None
        print_sheet(each.session, each.checklist, wanted, one_role=one_role, setup=wish.setup)


def _show_all(session: Session, found: Sequence[Listed], span: ListView, wish: DayWish) -> None:
    """How each shop stands, then the list of each."""
    from opsplan.views.overview import overview_text

    def text() -> str:
        lists = [each.checklist for each in found]
        overview = overview_text(lists, session.words, session.screen)
        return "\n".join([overview, *(_drawn(each, span) for each in found)])

    session.show(text, lambda: {"shops": [_data(each, wish) for each in found]})
