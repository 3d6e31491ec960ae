"""--print and -o: checklists as sheets of paper."""

from collections.abc import Sequence
from pathlib import Path

from opsplan.cli.session import Session
from opsplan.values.checklist import Checklist
from opsplan.values.classes import dataclass, replace
from opsplan.values.problem import OpsplanError, UsageError
from opsplan.values.text import say
from opsplan.views.marks import BOXES

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Printing:
    """What somebody wants on paper; `file` is `-` for standard output."""

    file: str
    by_role: bool
    steps: bool

    def of_shop(self, shop: str) -> "Printing":
        """The same for one shop of many, in a file of its own."""
        if self.file == STDOUT:
            return self
        if "{shop}" not in self.file:
            what = say("with --all-shops each shop has a file of its own")
            raise UsageError(what, say("such as -o '{name}'", name="week-{shop}.pdf"))
        return replace(self, file=self.file.replace("{shop}", shop))


def printing_of(
    is_print: bool, by: str | None, file: str | None, *, steps: bool = False
) -> Printing | None:
    """What the options ask for; None where the screen is meant."""
    if by not in (None, "role"):
        raise UsageError(say("--by takes 'role', not '{word}'", word=by))
    if not is_print and file is None:
        if by or steps:
            name = "--by" if by else "--steps"
            raise UsageError(say("{name} goes with --print or -o", name=name))
        return None
    if file is not None:
        from opsplan.cli.output import target_of
        from opsplan.views.formats import PAPER  # loads what a screen has no use for

        target_of(file, PAPER)
    return Printing(STDOUT if file is None else file, by is not None, steps)


def print_sheet(
    session: Session,
    checklist: Checklist,
    printing: Printing,
    *,
    one_role: bool = False,
    setup: bool = False,
) -> None:
    """Put a day's or a week's list on paper; what is all of `one_role` is headed by its name."""
    from opsplan.cli.output import write_out
    from opsplan.views.formats import PAPER, Printout
    from opsplan.views.paper import Wishes, day_sheet, week_sheet

    listed = replace(checklist, items=checklist.setup) if setup else checklist
    used = {item.occurrence.planned.duty.role for item in listed.items}
    by_role = printing.by_role or (one_role and len(used) == 1)
    if session.options.json and printing.file == STDOUT:
        from opsplan.views.data import checklist_data

        session.show(str, lambda: checklist_data(listed, session.words))
        return
    wishes = Wishes(by_role, printing.steps, setup, session.command)
    make = day_sheet if len(list(checklist.window)) == 1 else week_sheet
    is_file = printing.file != STDOUT
    boxes = session.screen.marks if not is_file or session.options.plain else BOXES

    def printout() -> Printout:
        return Printout(
            listed,
            make(checklist, session.words, wishes),
            boxes,
            lambda chars: _fonts(session, chars),
            by_role=by_role,
        )

    try:
        write_out(session, printing.file, PAPER, printout)
    except ModuleNotFoundError as error:
        if error.name != "fpdf":
            raise
        raise OpsplanError(
            say("PDF files need the library fpdf2"), say('pip install "opsplan[pdf]" brings it')
        ) from None


def _fonts(session: Session, chars: frozenset[str]) -> Sequence[Path]:
    """Fonts of this machine for what the shipped one lacks; says what comes from where."""
    from opsplan.cli.fonts import fonts_with

    found = fonts_with(chars)
    missing = set(chars)
    for path, covered in found.items():
        missing -= covered
        text = session.words(
            "{chars} from the font {name}", chars="".join(sorted(covered)), name=path.name
        )
        session.err.write(f"{text}\n")
    if missing:
        text = session.words(
            "no font of this machine has {chars}: printed as □", chars="".join(sorted(missing))
        )
        session.err.write(f"{text}\n")
    return tuple(found)
